package store

import (
	"errors"
	"testing"

	"soundings/access"
	"soundings/agenda"
	"soundings/disclosure"
	"soundings/poll"
)

// reads are all reads of a poll and its session by a viewer; each returns its error.
func (h *hall) reads(v access.Viewer, session, id int64) map[string]error {
	ctx := h.ctx()
	return map[string]error{
		"Session":      second(h.Session(ctx, v, session)),
		"KeyQuestions": second(h.KeyQuestions(ctx, v, session)),
		"Polls":        second(h.Polls(ctx, v, session)),
		"OwnBallots":   second(h.OwnBallots(ctx, v, session)),
		"Own":          second(h.OwnContributions(ctx, v, session)),
		"Counts":       second(h.ContributionCounts(ctx, v, session)),
		"DeskActs":     second(h.DeskActs(ctx, v, session)),
		"Poll":         func() error { _, _, err := h.Poll(ctx, v, id); return err }(),
		"Ballot":       second(h.Ballot(ctx, v, id)),
		"Result":       second(h.Result(ctx, v, id, disclosure.Phones)),
		"Record":       second(h.Record(ctx, v, Tap{Poll: id, Answer: "1", ContentRevision: 1, Nonce: nonce()})),
	}
}

func TestASessionThatIsNotOpenIsInvisibleToParticipants(t *testing.T) {
	t.Parallel()
	for _, restricted := range agenda.Accesses() {
		t.Run(string(restricted), func(t *testing.T) {
			t.Parallel()
			h := newHall(t)
			p, v := h.open(), h.join()
			h.must(h.SetAccess(t.Context(), organiser, h.session.ID, restricted))
			for name, err := range h.reads(v, h.session.ID, p.ID) {
				if open := restricted == agenda.Open; open != (err == nil) || (!open && !errors.Is(err, poll.ErrNotFound)) {
					t.Errorf("%s: error is %v", name, err)
				}
			}
			listed, err := h.Sessions(t.Context(), v)
			if err != nil || (len(listed) > 0) != (restricted == agenda.Open) {
				t.Errorf("sessions listed: %v, %v", listed, err)
			}
		})
	}
}

func TestWhatIsNotThereAndWhatIsNotAllowedAreOneError(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	v, moderator := h.join(), access.Viewer{Role: access.Moderator, Session: h.session.ID}
	elsewhere, err := h.AddPoll(t.Context(), organiser, h.other.ID, 0, "choice", content(t, "Elsewhere?"))
	h.must(err)
	h.must(h.TakeAnswers(t.Context(), organiser, elsewhere.ID))
	for _, viewer := range []access.Viewer{v, moderator, {}, {Role: access.Screen, Session: h.session.ID}} {
		absent, forbidden := h.reads(viewer, 999, 999), h.reads(viewer, h.other.ID, elsewhere.ID)
		for name := range absent {
			if absent[name] != forbidden[name] || absent[name] != poll.ErrNotFound {
				t.Errorf("%s, %s: absent is %v, forbidden is %v", viewer.Role, name, absent[name], forbidden[name])
			}
		}
	}
}

func TestDraftsAreInvisibleToParticipantsAndScreens(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	draft := h.draft()
	for role, viewer := range map[string]access.Viewer{
		"participant": h.join(),
		"screen":      {Role: access.Screen, Session: h.session.ID},
	} {
		listed, err := h.Polls(t.Context(), viewer, h.session.ID)
		if err != nil || len(listed) != 0 {
			t.Errorf("%s reads %v, %v", role, listed, err)
		}
		reads := h.reads(viewer, h.session.ID, draft.ID)
		for _, name := range []string{"Poll", "Ballot", "Result", "Record"} {
			if !errors.Is(reads[name], poll.ErrNotFound) {
				t.Errorf("%s: %s gives %v", role, name, reads[name])
			}
		}
	}
	moderator := access.Viewer{Role: access.Moderator, Session: h.session.ID}
	listed, err := h.Polls(t.Context(), moderator, h.session.ID)
	if err != nil || len(listed) != 1 {
		t.Errorf("the moderator reads %v, %v", listed, err)
	}
}

func TestEachAudienceIsCheckedAgainstTheViewer(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	h.answer(h.join(), p, "1")
	viewers := map[string]access.Viewer{
		"organiser":   organiser,
		"moderator":   {Role: access.Moderator, Session: h.session.ID},
		"screen":      {Role: access.Screen, Session: h.session.ID},
		"participant": h.join(),
		"visitor":     {},
	}
	allowed := map[disclosure.Audience][]string{
		disclosure.Moderators: {"organiser", "moderator"},
		disclosure.TheScreen:  {"organiser", "moderator", "screen"},
		disclosure.Phones:     {"organiser", "moderator", "screen", "participant"},
		"":                    {},
	}
	for audience, names := range allowed {
		may := map[string]bool{}
		for _, name := range names {
			may[name] = true
		}
		for name, viewer := range viewers {
			result, err := h.Result(t.Context(), viewer, p.ID, audience)
			if may[name] != (err == nil) {
				t.Errorf("%s as %q: error is %v", name, audience, err)
			}
			if audience == disclosure.Phones && len(result.Rows) > 0 {
				t.Errorf("%s reads a result that is not shown on phones", name)
			}
		}
	}
}

// writes are all that change a session, by name.
func (h *hall) writes(v access.Viewer, draft, open poll.Poll) map[string]error {
	ctx, id := h.ctx(), h.session.ID
	return map[string]error{
		"SetProgress":   h.SetProgress(ctx, v, id, agenda.InProgress),
		"SetCodeHidden": h.SetCodeHidden(ctx, v, id, true),
		"PutOnScreen":   h.PutOnScreen(ctx, v, id, agenda.Showing{Poll: open.ID}),
		"AddPoll":       second(h.AddPoll(ctx, v, id, h.key.ID, "choice", content(h.t, "And this?"))),
		"EditPoll":      h.EditPoll(ctx, v, draft.ID, draft.ContentRevision, content(h.t, "Better?")),
		"ShowResult":    h.ShowResult(ctx, v, open.ID, true, true),
		"BackToDraft":   h.BackToDraft(ctx, v, open.ID),
		"TakeAnswers":   h.TakeAnswers(ctx, v, open.ID),
		"CloseAnswers":  second(h.CloseAnswers(ctx, v, open.ID)),
		"RemovePoll":    h.RemovePoll(ctx, v, draft.ID),
	}
}

func TestOnlyThoseWhoLeadASessionChangeIt(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	draft, open := h.draft(), h.open()
	for name, viewer := range map[string]access.Viewer{
		"participant":               h.join(),
		"screen":                    {Role: access.Screen, Session: h.session.ID},
		"visitor":                   {},
		"moderator of another room": {Role: access.Moderator, Session: h.other.ID},
	} {
		for what, err := range h.writes(viewer, draft, open) {
			if !errors.Is(err, poll.ErrNotFound) {
				t.Errorf("%s: %s gives %v", name, what, err)
			}
		}
	}
	moderator := access.Viewer{Role: access.Moderator, Session: h.session.ID}
	for what, err := range h.writes(moderator, draft, open) {
		if err != nil {
			t.Errorf("moderator: %s gives %v", what, err)
		}
	}
}

func TestOnlyOrganisersChangeTheConference(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx, id := t.Context(), h.session.ID
	writes := func(v access.Viewer) map[string]error {
		_, link, linkErr := h.NewLink(ctx, v, id, access.Moderator)
		return map[string]error{
			"SaveConference":  h.SaveConference(ctx, v, agenda.Conference{Name: agenda.Plain("en", "Water"), Revision: 1}),
			"AddSession":      second(h.AddSession(ctx, v, agenda.SessionPlan{})),
			"EditSession":     h.EditSession(ctx, v, agenda.Session{ID: id, Revision: 1, Label: agenda.Plain("en", "I")}),
			"MoveSession":     h.MoveSession(ctx, v, id, false),
			"SortSessions":    h.SortSessions(ctx, v),
			"RemoveSession":   h.RemoveSession(ctx, v, h.other.ID),
			"AddKeyQuestion":  h.AddKeyQuestion(ctx, v, agenda.KeyQuestion{SessionID: id, Text: agenda.Plain("en", "Why?")}),
			"EditKeyQuestion": h.EditKeyQuestion(ctx, v, agenda.KeyQuestion{ID: h.key.ID, Revision: 1}),
			"MoveKeyQuestion": h.MoveKeyQuestion(ctx, v, h.key.ID, false),
			"SplitKeyQuestion": h.SplitKeyQuestion(ctx, v,
				agenda.KeyQuestion{ID: h.key.ID, Revision: 2}, agenda.KeyQuestion{Text: agenda.Plain("en", "How?")}),
			"RemoveKeyQuestion": h.RemoveKeyQuestion(ctx, v, h.key.ID),
			"KeyQuestionUses":   second(h.KeyQuestionUses(ctx, v, id)),
			"SessionHeld":       second(h.SessionHeld(ctx, v, id)),
			"Programme":         second(h.Programme(ctx, v)),
			"LastChange":        second(h.LastChange(ctx, v)),
			"ChoosePublicURL":   h.ChoosePublicURL(ctx, v, "http://10.0.0.7:8080"),
			"NewJoinCode":       second(h.NewJoinCode(ctx, v)),
			"AddPlan":           second(h.AddPlan(ctx, v, agenda.Plan{})),
			"SetAccess":         h.SetAccess(ctx, v, id, agenda.Open),
			"SetPassphrase":     h.SetPassphrase(ctx, v, "", "hash"),
			"Links":             second(h.Links(ctx, v, id)),
			"NewLink":           linkErr,
			"RevokeLink":        h.RevokeLink(ctx, v, link.ID),
			"Dossier":           second(h.Dossier(ctx, v, id)),
		}
	}
	for _, viewer := range []access.Viewer{h.join(), {}, {Role: access.Moderator, Session: id}, {Role: access.Screen, Session: id}} {
		for what, err := range writes(viewer) {
			if !errors.Is(err, poll.ErrNotFound) {
				t.Errorf("%q: %s gives %v", viewer.Role, what, err)
			}
		}
	}
	for what, err := range writes(organiser) {
		if err != nil {
			t.Errorf("organiser: %s gives %v", what, err)
		}
	}
}
