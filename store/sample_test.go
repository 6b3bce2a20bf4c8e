package store

import (
	"testing"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

func TestRemovingTheSampleLeavesEverythingElse(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	s := h.Store
	ctx := t.Context()
	plan := func(name string, sample bool) agenda.Plan {
		return agenda.Plan{
			Conference: agenda.Conference{Name: agenda.Plain("en", name)}, Sample: sample,
			Sessions: []agenda.SessionPlan{{
				Session:      agenda.Session{Title: agenda.Plain("en", name), Access: agenda.Open},
				KeyQuestions: []agenda.KeyQuestion{{Text: agenda.Plain("en", "What of it?")}},
			}},
		}
	}
	var polls []poll.Poll
	for _, p := range []agenda.Plan{plan("The sample", true), plan("The real thing", false)} {
		sessions, err := s.AddPlan(ctx, organiser, p)
		h.must(err)
		added, err := s.AddPoll(ctx, organiser, sessions[0].ID, 0, "choice", poll.Content{
			Question: agenda.Plain("en", "Which?"),
			Options:  []poll.Option{{ID: 1, Label: agenda.Plain("en", "a")}, {ID: 2, Label: agenda.Plain("en", "b")}},
		})
		h.must(err)
		h.must(s.TakeAnswers(ctx, organiser, added.ID))
		polls = append(polls, added)
		_, _, err = s.NewLink(ctx, organiser, sessions[0].ID, access.Screen)
		h.must(err)
	}
	if conference, err := s.Conference(ctx); err != nil || conference.Name.Text != "The real thing" || conference.Sample {
		t.Errorf("an import does not replace the sample's facts: %+v, %v", conference, err)
	}
	h.must(s.RemoveSample(ctx, organiser))
	sessions, err := s.Sessions(ctx, organiser)
	h.must(err)
	if len(sessions) != 3 || sessions[2].Title.Text != "The real thing" {
		t.Errorf("left: %+v", sessions)
	}
	if _, _, err := s.Poll(ctx, organiser, polls[0].ID); err == nil {
		t.Error("the sample's poll is still there")
	}
	if _, _, err := s.Poll(ctx, organiser, polls[1].ID); err != nil {
		t.Errorf("a real poll is gone: %v", err)
	}
	if conference, err := s.Conference(ctx); err != nil || conference.Name.Text != "The real thing" {
		t.Errorf("the name is gone: %+v, %v", conference, err)
	}
	if err := s.RemoveSample(ctx, access.Viewer{Role: access.Moderator, Session: sessions[0].ID}); err == nil {
		t.Error("a moderator may remove the sample")
	}
}

func TestTheSampleWritesNothingIntoAConferenceThatHasItsName(t *testing.T) {
	t.Parallel()
	s := openAt(t, testOptions(t.TempDir()+"/named.db"))
	ctx := t.Context()
	before, err := s.Conference(ctx)
	if err != nil {
		t.Fatal(err)
	}
	before.Name = agenda.Plain("", "The real thing")
	if err := s.SaveConference(ctx, organiser, before); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddPlan(ctx, organiser, agenda.Plan{Sample: true, Conference: agenda.Conference{
		Name: agenda.Plain("en", "The sample"), Theme: agenda.Plain("en", "Its theme"), TimeZone: "UTC", Language: "en",
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveSample(ctx, organiser); err != nil {
		t.Fatal(err)
	}
	if after, err := s.Conference(ctx); err != nil || !after.Theme.IsEmpty() || after.TimeZone != "" || after.Language != "" {
		t.Errorf("the sample left %+v, %v", after, err)
	}
}
