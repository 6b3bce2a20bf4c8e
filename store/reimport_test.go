package store

import (
	"slices"
	"strings"
	"testing"

	"soundings/agenda"
	"soundings/poll"
)

// changedNote is the programme of newHall as a changed note makes it: a title, a question reworded,
// one new, in another order, and a new session.
func (h *hall) changedNote(from []agenda.SessionPlan) agenda.Plan {
	h.t.Helper()
	facts, err := h.Conference(h.ctx())
	h.must(err)
	facts.Name = agenda.Plain("en", "Water")
	first, second := from[0], from[1]
	first.Session.Title, first.Session.Access = agenda.Plain("en", "Wells"), agenda.ByInvitation
	reworded := first.KeyQuestions[0]
	reworded.Text = agenda.Plain("en", "What slows work down?")
	first.KeyQuestions = []agenda.KeyQuestion{{Text: agenda.Plain("en", "Who pays?")}, reworded}
	added := agenda.SessionPlan{Session: agenda.Session{Label: agenda.Plain("en", "Opening")}, KeyQuestions: []agenda.KeyQuestion{{Text: agenda.Plain("en", "Why?")}}}
	return agenda.Plan{Conference: facts, Sessions: []agenda.SessionPlan{added, first, second}}
}

func TestAChangedNoteIsOneStepAndKeepsEveryAnswer(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	p := h.open()
	h.answer(h.join(), p, "2")
	h.must(second(h.CloseAnswers(ctx, organiser, p.ID)))
	from, err := h.Programme(ctx, organiser)
	h.must(err)
	before := h.written()
	h.must(h.Reimport(ctx, organiser, from, h.changedNote(from)))
	got, err := h.Programme(ctx, organiser)
	h.must(err)
	if len(got) != 3 || got[0].Session.Label.Text != "Opening" || got[1].Session.ID != h.session.ID || got[1].Session.Access != agenda.ByInvitation {
		t.Fatalf("programme is\n%s", h.written())
	}
	questions := got[1].KeyQuestions
	if len(questions) != 2 || questions[1].ID != h.key.ID || questions[1].Position != 2 || questions[1].Text.Text != "What slows work down?" {
		t.Errorf("key questions are %+v", questions)
	}
	if got[2].Session.Revision != from[1].Session.Revision {
		t.Error("a session that the note leaves as it is was written")
	}
	if found, err := h.Check(ctx); err != nil || len(found) > 0 || len(h.stored(p)) != 1 {
		t.Errorf("check finds %v, %v", found, err)
	}
	h.undo()
	if h.written() != before {
		t.Errorf("taken back:\n%s\nwant\n%s", h.written(), before)
	}
}

func TestANoteNeverDeletesWhatHoldsAnswers(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	p := h.open()
	h.answer(h.join(), p, "2")
	from, err := h.Programme(ctx, organiser)
	h.must(err)
	facts, err := h.Conference(ctx)
	h.must(err)
	before := h.written()
	without := slices.Clone(from)
	without[0].KeyQuestions = nil
	wantError(t, h.Reimport(ctx, organiser, from, agenda.Plan{Conference: facts, Sessions: without}), poll.ErrHeld)
	wantError(t, h.Reimport(ctx, organiser, from, agenda.Plan{Conference: facts, Sessions: from[1:]}), poll.ErrHeld)
	h.must(h.Reimport(ctx, organiser, from, agenda.Plan{Conference: facts, Sessions: from[:1]}))
	if got := h.written(); !strings.HasPrefix(before, got) || got == before {
		t.Errorf("only the empty session may go:\n%s", got)
	}
}

func TestANoteThatWasComparedWithAnOlderProgrammeChangesNothing(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	from, err := h.Programme(ctx, organiser)
	h.must(err)
	plan := h.changedNote(from)
	h.key.Text = agenda.Plain("en", "Edited?")
	h.must(h.EditKeyQuestion(ctx, organiser, h.key))
	before := h.written()
	wantError(t, h.Reimport(ctx, organiser, from, plan), poll.ErrConflict)
	if h.written() != before {
		t.Error("something was written")
	}
}
