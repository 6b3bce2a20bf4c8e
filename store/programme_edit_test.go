package store

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/agenda"
	"soundings/poll"
)

func TestAnEditOfAnOlderStateChangesNothing(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	session, err := h.Session(ctx, organiser, h.session.ID)
	h.must(err)
	facts, err := h.Conference(ctx)
	h.must(err)
	question := h.key
	first, second := session, session
	first.Title, second.Title = agenda.Plain("en", "First"), agenda.Plain("en", "Second")
	h.must(h.EditSession(ctx, organiser, first))
	wantError(t, h.EditSession(ctx, organiser, second), poll.ErrConflict)
	named, other := facts, facts
	named.Name, other.Name = agenda.Plain("en", "Water"), agenda.Plain("en", "Fire")
	h.must(h.SaveConference(ctx, organiser, named))
	wantError(t, h.SaveConference(ctx, organiser, other), poll.ErrConflict)
	one, two := question, question
	one.Text, two.Text = agenda.Plain("en", "One?"), agenda.Plain("en", "Two?")
	h.must(h.EditKeyQuestion(ctx, organiser, one))
	wantError(t, h.EditKeyQuestion(ctx, organiser, two), poll.ErrConflict)
	wantError(t, h.SplitKeyQuestion(ctx, organiser, two, one), poll.ErrConflict)
	if got := h.written(); !strings.Contains(got, "First") || !strings.Contains(got, "Water") || !strings.Contains(got, "One?") || strings.Contains(got, "Two?") {
		t.Errorf("stored is\n%s", got)
	}
}

// Who moves a question does not disturb who edits it: nothing of theirs would be overwritten.
func TestMovingIsNoConflictForWhoEdits(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	h.must(h.AddKeyQuestion(ctx, organiser, agenda.KeyQuestion{SessionID: h.session.ID, Text: agenda.Plain("en", "Who pays?")}))
	h.must(h.MoveKeyQuestion(ctx, organiser, h.key.ID, false))
	h.key.Text = agenda.Plain("en", "Edited?")
	h.must(h.EditKeyQuestion(ctx, organiser, h.key))
	keys, err := h.KeyQuestions(ctx, organiser, h.session.ID)
	h.must(err)
	if keys[0].Text.Text != "Who pays?" || keys[1].Text.Text != "Edited?" || keys[1].Position != 2 {
		t.Errorf("key questions are %+v", keys)
	}
}

func TestWhatHoldsAnswersIsNotDeleted(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	p := h.open()
	h.answer(h.join(), p, "1")
	before := h.written()
	wantError(t, h.RemoveKeyQuestion(ctx, organiser, h.key.ID), poll.ErrHeld)
	wantError(t, h.RemoveSession(ctx, organiser, h.session.ID), poll.ErrHeld)
	uses, err := h.KeyQuestionUses(ctx, organiser, h.session.ID)
	h.must(err)
	held, err := h.SessionHeld(ctx, organiser, h.session.ID)
	h.must(err)
	if h.written() != before || !uses[h.key.ID].Held || !held {
		t.Errorf("held: question %v, session %v", uses, held)
	}
}

func TestDraftsDisappearWithTheirQuestionAndComeBack(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	draft := h.draft()
	h.must(h.PutOnScreen(ctx, organiser, h.session.ID, agenda.Showing{KeyQuestion: h.key.ID}))
	h.must(h.RemoveKeyQuestion(ctx, organiser, h.key.ID))
	polls, err := h.Polls(ctx, organiser, h.session.ID)
	h.must(err)
	session, err := h.Session(ctx, organiser, h.session.ID)
	h.must(err)
	if len(polls) != 0 || session.CurrentQuestion != 0 {
		t.Errorf("left are %v, on the screen %d", polls, session.CurrentQuestion)
	}
	_, _, err = h.Poll(ctx, organiser, draft.ID)
	wantError(t, err, poll.ErrNotFound)
	wantError(t, h.TakeAnswers(ctx, organiser, draft.ID), poll.ErrNotFound)
	_, err = h.KeyQuestion(ctx, organiser, h.key.ID)
	wantError(t, err, poll.ErrNotFound)
	h.undo()
	if polls, err = h.Polls(ctx, organiser, h.session.ID); err != nil || len(polls) != 1 {
		t.Errorf("came back: %v, %v", polls, err)
	}
	h.must(h.RemoveSession(ctx, organiser, h.session.ID))
	_, _, err = h.Poll(ctx, organiser, draft.ID)
	wantError(t, err, poll.ErrNotFound)
	h.undo()
	h.must(h.TakeAnswers(ctx, organiser, draft.ID))
}

func TestAClosedPollStaysWholeWhenItsQuestionIsEditedMovedOrTakenBack(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	p := h.open()
	h.answer(h.join(), p, "2")
	h.must(second(h.CloseAnswers(ctx, organiser, p.ID)))
	h.must(h.AddKeyQuestion(ctx, organiser, agenda.KeyQuestion{SessionID: h.session.ID, Text: agenda.Plain("en", "Who pays?")}))
	whole := func(after string) {
		t.Helper()
		if found, err := h.Check(ctx); err != nil || len(found) > 0 {
			t.Errorf("after %s check finds %v, %v", after, found, err)
		}
	}
	whole("adding")
	h.key.Text = agenda.Plain("en", "Edited?")
	h.must(h.EditKeyQuestion(ctx, organiser, h.key))
	whole("editing")
	h.must(h.MoveKeyQuestion(ctx, organiser, h.key.ID, false))
	whole("moving")
	h.undo()
	whole("taking back the move")
	h.undo()
	whole("taking back the edit")
}

func TestABrokenSealStaysBrokenWhenTheQuestionIsEdited(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	p := h.open()
	h.answer(h.join(), p, "2")
	h.must(second(h.CloseAnswers(ctx, organiser, p.ID)))
	h.must(h.write(ctx, func(ctx context.Context, tx *change) error {
		return tx.exec(ctx, `UPDATE ballot SET nonce = 'another'`)
	}))
	h.key.Text = agenda.Plain("en", "Edited?")
	h.must(h.EditKeyQuestion(ctx, organiser, h.key))
	h.undo()
	found, err := h.Check(ctx)
	h.must(err)
	if len(found) != 1 || !strings.Contains(found[0].What, "seal") {
		t.Errorf("check finds %v", found)
	}
}

func TestAnotherTimeZoneKeepsWhatTheProgrammeSays(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	session, err := h.Session(ctx, organiser, h.session.ID)
	h.must(err)
	session.Slots = []agenda.Slot{slot(17, 10, 12)}
	session.Windows.Until = time.Date(2026, 6, 19, 18, 0, 0, 0, time.UTC)
	h.must(h.EditSession(ctx, organiser, session))
	c, err := h.Conference(ctx)
	h.must(err)
	c.TimeZone = "Africa/Nairobi"
	h.must(h.SaveConference(ctx, organiser, c))
	session, err = h.Session(ctx, organiser, h.session.ID)
	h.must(err)
	zone := c.Zone()
	if agenda.Clock(session.Slots[0].Starts, zone) != "10:00" || session.Slots[0].Starts.Hour() != 7 || agenda.Clock(session.Windows.Until, zone) != "18:00" {
		t.Errorf("session is %+v", session)
	}
}

func TestAChangeIsAnnouncedToTheSessionsItConcerns(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	var mu sync.Mutex
	told := map[int64]bool{}
	h.OnChange(func(session int64) { mu.Lock(); defer mu.Unlock(); told[session] = true })
	h.key.Text = agenda.Plain("en", "Edited?")
	h.must(h.EditKeyQuestion(ctx, organiser, h.key))
	mu.Lock()
	if !told[h.session.ID] || told[h.other.ID] {
		t.Errorf("told are %v", told)
	}
	mu.Unlock()
	c, err := h.Conference(ctx)
	h.must(err)
	c.Name = agenda.Plain("en", "Water")
	h.must(h.SaveConference(ctx, organiser, c))
	mu.Lock()
	defer mu.Unlock()
	if !told[h.other.ID] {
		t.Error("not every session was told of the conference's new name")
	}
}
