package store

import (
	"errors"
	"testing"

	"soundings/access"
	"soundings/agenda"
	"soundings/disclosure"
	"soundings/poll"
)

// inState is a poll of the hall in a state, with an answer where it can have one.
func (h *hall) inState(state string) poll.Poll {
	h.t.Helper()
	p := h.draft()
	if state != "draft" {
		h.must(h.TakeAnswers(h.ctx(), organiser, p.ID))
	}
	if state == "answered" || state == "closed" {
		h.answer(h.join(), p, "1")
	}
	if state == "closed" {
		h.must(second(h.CloseAnswers(h.ctx(), organiser, p.ID)))
	}
	return p
}

func TestWhatMayHappenToAPollInEachState(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	actions := map[string]func(p poll.Poll) error{
		"edit":   func(p poll.Poll) error { return h.EditPoll(ctx, organiser, p.ID, 1, content(t, "Other?")) },
		"remove": func(p poll.Poll) error { return h.RemovePoll(ctx, organiser, p.ID) },
		"take":   func(p poll.Poll) error { return h.TakeAnswers(ctx, organiser, p.ID) },
		"back":   func(p poll.Poll) error { return h.BackToDraft(ctx, organiser, p.ID) },
		"close":  func(p poll.Poll) error { return second(h.CloseAnswers(ctx, organiser, p.ID)) },
		"show":   func(p poll.Poll) error { return h.ShowResult(ctx, organiser, p.ID, true, false) },
		"screen": func(p poll.Poll) error {
			return h.PutOnScreen(ctx, organiser, h.session.ID, agenda.Showing{Poll: p.ID})
		},
	}
	for state, want := range map[string]map[string]error{
		"draft":    {"close": poll.ErrConflict, "screen": poll.ErrNotFound},
		"taking":   {"edit": poll.ErrFrozen, "remove": poll.ErrFrozen},
		"answered": {"edit": poll.ErrFrozen, "remove": poll.ErrFrozen, "back": poll.ErrFrozen},
		"closed":   {"edit": poll.ErrFrozen, "remove": poll.ErrFrozen, "back": poll.ErrFrozen, "take": poll.ErrClosed},
	} {
		for action, do := range actions {
			if err := do(h.inState(state)); !errors.Is(err, want[action]) {
				t.Errorf("%s on %s: error is %v, want %v", action, state, err, want[action])
			}
		}
	}
}

func TestTakingAnswersPutsThePollOnScreenAndTheSessionInProgress(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	session, err := h.Session(t.Context(), h.join(), h.session.ID)
	h.must(err)
	if session.CurrentPoll != p.ID || session.Progress != agenda.InProgress || session.Version <= h.session.Version {
		t.Errorf("session is %+v", session)
	}
	h.must(h.BackToDraft(t.Context(), organiser, p.ID))
	session, err = h.Session(t.Context(), organiser, h.session.ID)
	h.must(err)
	if session.CurrentPoll != 0 {
		t.Errorf("a draft is on the screen: %+v", session)
	}
}

func TestADraftIsCheckedByItsKindBeforeItTakesAnswers(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p, err := h.AddPoll(t.Context(), organiser, h.session.ID, 0, "choice", poll.Content{})
	h.must(err)
	if err := h.TakeAnswers(t.Context(), organiser, p.ID); len(poll.Faults(err)) != 2 {
		t.Errorf("an empty draft: %v", err)
	}
	stored, _, err := h.Poll(t.Context(), organiser, p.ID)
	if err != nil || stored.State != poll.Draft {
		t.Errorf("the draft is %+v, %v", stored, err)
	}
}

func TestAnEditOfAnOldDraftIsRefused(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.draft()
	h.must(h.EditPoll(t.Context(), organiser, p.ID, 1, content(t, "Second?")))
	wantError(t, h.EditPoll(t.Context(), organiser, p.ID, 1, content(t, "Third?")), poll.ErrConflict)
	stored, _, err := h.Poll(t.Context(), organiser, p.ID)
	h.must(err)
	if stored.Content.Question.Text != "Second?" || stored.ContentRevision != 2 || len(stored.Content.Options) != 4 {
		t.Errorf("stored is %+v", stored)
	}
}

func TestThePollStandsUnderAKeyQuestionOfItsSession(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	elsewhere, err := h.KeyQuestions(t.Context(), organiser, h.other.ID)
	h.must(err)
	_, err = h.AddPoll(t.Context(), organiser, h.session.ID, elsewhere[0].ID, "choice", content(t, "Here?"))
	wantError(t, err, poll.ErrNotFound)
	if _, err = h.AddPoll(t.Context(), organiser, h.session.ID, 0, "guess", content(t, "How?")); len(poll.Faults(err)) != 1 {
		t.Errorf("an unknown kind: %v", err)
	}
	first, second := h.draft(), h.draft()
	if first.KeyQuestionID != h.key.ID || second.Position != first.Position+1 {
		t.Errorf("polls are %+v and %+v", first, second)
	}
}

func TestTheNumberOfARemovedPollIsNeverGivenAgain(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	removed := h.draft()
	h.must(h.RemovePoll(t.Context(), organiser, removed.ID))
	if next := h.draft(); next.ID == removed.ID {
		t.Errorf("poll %d was given twice", next.ID)
	}
}

func TestClosingStoresWhatTheAnswersAddUpTo(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	for _, answer := range []poll.Answer{"3", "1", "3"} {
		h.answer(h.join(), p, answer)
	}
	closed, err := h.CloseAnswers(t.Context(), organiser, p.ID)
	h.must(err)
	counts := []poll.Count{{Answer: "1", People: 1}, {Answer: "3", People: 2}}
	if closed.State != poll.Closed || closed.Respondents != 3 || closed.Digest != poll.Digest(counts) {
		t.Errorf("closed is %+v", closed)
	}
	again, err := h.CloseAnswers(t.Context(), organiser, p.ID)
	h.must(err)
	if again.Version != closed.Version || again.Digest != closed.Digest {
		t.Errorf("closing twice changed %+v into %+v", closed, again)
	}
}

func TestAPollThatWasBeingClosedIsFinishedAtOpen(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	h.answer(h.join(), p, "2")
	h.must(h.Store.Close())
	execAt(t, h.path, `UPDATE poll SET state = 'closing'`)
	again := openAt(t, testOptions(h.path))
	closed, _, err := again.Poll(t.Context(), organiser, p.ID)
	h.must(err)
	if closed.State != poll.Closed || closed.Respondents != 1 {
		t.Errorf("poll is %+v", closed)
	}
	if found, err := again.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check finds %v, %v", found, err)
	}
}

// execAt changes a file behind the store's back.
func execAt(t testing.TB, path string, statements ...string) {
	t.Helper()
	pool := openPool(path, use{parameters: "_busy_timeout=5000", connections: 1})
	defer pool.Close()
	for _, statement := range statements {
		if _, err := pool.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func TestARecountIsUsedAgainUntilThePollChanges(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	h.answer(h.join(), p, "1")
	read := func() disclosure.Result {
		result, err := h.Result(t.Context(), organiser, p.ID, disclosure.Moderators)
		h.must(err)
		return result
	}
	before := read()
	execAt(t, h.path, `DELETE FROM ballot`) // which no version tells
	if again := read(); again.Respondents != 1 || again.Version != before.Version {
		t.Errorf("it was counted again: %+v", again)
	}
	h.answer(h.join(), p, "2")
	if after := read(); after.Respondents != 1 || after.Rows[1].People != 1 || after.Version == before.Version {
		t.Errorf("it was not counted again: %+v", after)
	}
}

func TestTheDossierHasEveryPollThatLeftTheDraftState(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.inState("draft")
	taking, closed := h.inState("answered"), h.inState("closed")
	dossier, err := h.Dossier(t.Context(), organiser, 0)
	h.must(err)
	if len(dossier.Sessions) != 2 || len(dossier.Sessions[0].Polls) != 2 || len(dossier.Sessions[0].KeyQuestions) != 1 {
		t.Fatalf("dossier is %+v", dossier)
	}
	for i, p := range []poll.Poll{taking, closed} {
		got := dossier.Sessions[0].Polls[i]
		if got.Poll.ID != p.ID || got.Result.Respondents != 1 || len(got.Answers) != 1 || got.Answers[0] != (poll.Count{Answer: "1", People: 1}) {
			t.Errorf("poll %d of the dossier is %+v", i, got)
		}
		shown, err := h.Result(t.Context(), organiser, p.ID, disclosure.Moderators)
		if err != nil || shown.Digest != got.Result.Digest || shown.Respondents != got.Result.Respondents {
			t.Errorf("shown is %+v, in the dossier stands %+v", shown, got.Result)
		}
	}
	only, err := h.Dossier(t.Context(), organiser, h.other.ID)
	if err != nil || len(only.Sessions) != 1 || only.Sessions[0].Session.ID != h.other.ID {
		t.Errorf("dossier of one session is %+v, %v", only, err)
	}
	_, err = h.Dossier(t.Context(), access.Viewer{Role: access.Moderator, Session: h.session.ID}, h.session.ID)
	wantError(t, err, poll.ErrNotFound)
}

func TestASessionThatEndsClosesItsPollsAndTakesNoMoreAnswers(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	running, draft := h.open(), h.draft()
	v := h.join()
	_, err := h.Record(h.ctx(), v, Tap{Poll: running.ID, Answer: "1", ContentRevision: running.ContentRevision, Nonce: "n"})
	h.must(err)
	h.must(h.SetProgress(h.ctx(), organiser, h.session.ID, agenda.Ended))
	closed, _, err := h.Poll(h.ctx(), organiser, running.ID)
	h.must(err)
	if closed.State != poll.Closed || closed.Respondents != 1 || closed.Digest == "" {
		t.Errorf("after the end: %+v", closed)
	}
	wantError(t, h.TakeAnswers(h.ctx(), organiser, draft.ID), poll.ErrClosed)
	h.must(h.SetProgress(h.ctx(), organiser, h.session.ID, agenda.InProgress))
	h.must(h.TakeAnswers(h.ctx(), organiser, draft.ID))
	if found, err := h.Check(h.ctx()); err != nil || len(found) > 0 {
		t.Errorf("check: %v, %v", found, err)
	}
}
