package store

import (
	"maps"
	"regexp"
	"strings"
	"testing"

	"soundings/agenda"
	"soundings/poll"
)

func TestANewFileHasAnEmptyConferenceWithACode(t *testing.T) {
	t.Parallel()
	s := openAt(t, testOptions(t.TempDir()+"/new.db"))
	c, err := s.Conference(t.Context())
	if err != nil || !c.Name.IsEmpty() || !regexp.MustCompile(`^[A-HJKMNP-Z2-9]{6}$`).MatchString(c.JoinCode) {
		t.Errorf("conference is %+v, %v", c, err)
	}
}

func TestAPlanFillsOnlyWhatIsEmptyAndAppendsItsSessions(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	name := agenda.Text{Lang: "en", Text: "Water <for> all", Translations: map[string]string{"ar": "الماء للجميع"}}
	h.must(h.SaveConference(ctx, organiser, agenda.Conference{Name: name, Place: "Geneva", Revision: 1}))
	long := strings.Repeat("Which obstacles stand in the way of cooperation? ", 6)
	added, err := h.AddPlan(ctx, organiser, agenda.Plan{
		Conference: agenda.Conference{Name: agenda.Plain("en", "Other"), Starts: "2026-11-02", Place: "Vienna", Language: "en"},
		Sessions: []agenda.SessionPlan{{
			Session: agenda.Session{Number: "III", Title: agenda.Plain("en", "Data"), Access: agenda.ByInvitation, Starts: "10:30"},
			KeyQuestions: []agenda.KeyQuestion{
				{Text: agenda.Plain("en", long), Compound: true},
				{Text: agenda.Plain("en", "Trust"), Kind: agenda.Issue, Short: agenda.Plain("en", "T")},
			},
		}},
	})
	h.must(err)
	c, err := h.Conference(ctx)
	h.must(err)
	if c.Name.Text != name.Text || !maps.Equal(c.Name.Translations, name.Translations) || c.Place != "Geneva" || c.Starts != "2026-11-02" {
		t.Errorf("conference is %+v", c)
	}
	got := added[0]
	if len(added) != 1 || got.Position != 3 || got.Type != agenda.Other || got.Access != agenda.ByInvitation || got.Starts != "10:30" {
		t.Errorf("added %+v", added)
	}
	keys, err := h.KeyQuestions(ctx, organiser, got.ID)
	h.must(err)
	if len(keys) != 2 || keys[0].Text.Text != long || !keys[0].Compound || keys[0].Short.Text != agenda.ShortLabel(long) {
		t.Errorf("first key question is %+v", keys[0])
	}
	if keys[0].Kind != agenda.Question || keys[1].Kind != agenda.Issue || keys[1].Short.Text != "T" || keys[1].Position != 2 {
		t.Errorf("second key question is %+v", keys[1])
	}
}

func TestAPlanThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	_, err := h.AddPlan(t.Context(), organiser, agenda.Plan{Sessions: []agenda.SessionPlan{
		{Session: agenda.Session{Access: agenda.Open}},
		{Session: agenda.Session{Access: "whoever"}},
	}})
	if len(poll.Faults(err)) != 1 {
		t.Errorf("error is %v", err)
	}
	if all, err := h.Sessions(t.Context(), organiser); err != nil || len(all) != 2 {
		t.Errorf("sessions are %v, %v", all, err)
	}
}

func TestANewCodeReplacesTheOldAndScreensAreTold(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	before, err := h.Conference(ctx)
	h.must(err)
	told := map[int64]bool{}
	h.OnChange(func(session int64) { told[session] = true })
	code, err := h.NewJoinCode(ctx, organiser)
	h.must(err)
	if !told[h.session.ID] || !told[h.other.ID] {
		t.Errorf("told were %v", told)
	}
	_, _, err = h.Join(ctx, before.JoinCode)
	wantError(t, err, poll.ErrNotFound)
	_, _, err = h.Join(ctx, code)
	h.must(err)
}

func TestUnknownWordsAreRefused(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	for name, err := range map[string]error{
		"access":   h.SetAccess(t.Context(), organiser, h.session.ID, "all"),
		"progress": h.SetProgress(t.Context(), organiser, h.session.ID, "soon"),
	} {
		if faults := poll.Faults(err); len(faults) != 1 || faults[0].Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}
