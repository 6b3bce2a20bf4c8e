package store

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/agenda"
	"soundings/poll"
)

// undo takes back the newest change.
func (h *hall) undo() {
	h.t.Helper()
	last, err := h.LastChange(h.ctx(), organiser)
	h.must(err)
	h.must(second(h.Undo(h.ctx(), organiser, last.ID)))
}

// written is all that organisers wrote and that is not removed, in words.
func (h *hall) written() string {
	h.t.Helper()
	c, err := h.Conference(h.ctx())
	h.must(err)
	var all strings.Builder
	fmt.Fprintln(&all, c.Name, c.Theme, c.Starts, c.TimeZone, c.Language, c.Languages)
	programme, err := h.Programme(h.ctx(), organiser)
	h.must(err)
	for _, plan := range programme {
		s := plan.Session
		fmt.Fprintln(&all, s.ID, s.Number, s.Label, s.Title, s.Type, s.Access, s.Slots, s.Windows)
		for _, q := range plan.KeyQuestions {
			fmt.Fprintln(&all, " ", q.ID, q.Position, q.Text, q.Short, q.Kind)
		}
	}
	return all.String()
}

func slot(day int, from, to int) agenda.Slot {
	at := func(hour int) time.Time { return time.Date(2026, 6, day, hour, 0, 0, 0, time.UTC) }
	return agenda.Slot{Starts: at(from), Ends: at(to)}
}

// steps are changes of every sort, each on the state that those before it left.
func (h *hall) steps() []func(ctx context.Context) error {
	id, other := h.session.ID, h.other.ID
	session := func(change func(*agenda.Session)) func(context.Context) error {
		return func(ctx context.Context) error {
			stored, err := h.Session(ctx, organiser, id)
			h.must(err)
			change(&stored)
			return h.EditSession(ctx, organiser, stored)
		}
	}
	question := func(ctx context.Context) agenda.KeyQuestion {
		stored, err := h.KeyQuestion(ctx, organiser, h.key.ID)
		h.must(err)
		return stored
	}
	return []func(ctx context.Context) error{
		session(func(s *agenda.Session) {
			s.Title, s.Number = agenda.Text{Lang: "en", Text: "Wells", Translations: map[string]string{"ar": "الآبار"}}, "I"
			s.Slots = []agenda.Slot{slot(17, 8, 10), slot(18, 8, 9)}
			s.Windows = agenda.Windows{Before: true, Until: time.Date(2026, 6, 20, 16, 0, 0, 0, time.UTC)}
		}),
		func(ctx context.Context) error {
			c, err := h.Conference(ctx)
			h.must(err)
			c.Name, c.TimeZone, c.Language, c.Languages = agenda.Plain("en", "Water"), "Europe/Vienna", "en", []string{"ar"}
			return h.SaveConference(ctx, organiser, c)
		},
		func(ctx context.Context) error {
			return second(h.AddSession(ctx, organiser, agenda.SessionPlan{
				Session:      agenda.Session{Label: agenda.Plain("en", "Opening"), Slots: []agenda.Slot{slot(16, 8, 9)}, Access: agenda.Open},
				KeyQuestions: []agenda.KeyQuestion{{Text: agenda.Plain("en", "Why now?")}},
			}))
		},
		func(ctx context.Context) error { return h.MoveSession(ctx, organiser, id, false) },
		func(ctx context.Context) error { return h.SortSessions(ctx, organiser) },
		func(ctx context.Context) error { return h.SetAccess(ctx, organiser, other, agenda.ByInvitation) },
		func(ctx context.Context) error { return h.RemoveSession(ctx, organiser, other) },
		func(ctx context.Context) error {
			return h.AddKeyQuestion(ctx, organiser, agenda.KeyQuestion{SessionID: id, Text: agenda.Plain("en", "Who pays?")})
		},
		func(ctx context.Context) error {
			q := question(ctx)
			q.Text, q.Short, q.Kind = agenda.Plain("en", "What slows it, and how?"), agenda.Plain("en", "What"), agenda.Issue
			return h.EditKeyQuestion(ctx, organiser, q)
		},
		func(ctx context.Context) error {
			first, half := question(ctx), question(ctx)
			first.Text, half.Text = agenda.Plain("en", "What slows it?"), agenda.Plain("en", "And how?")
			return h.SplitKeyQuestion(ctx, organiser, first, half)
		},
		func(ctx context.Context) error { return h.MoveKeyQuestion(ctx, organiser, h.key.ID, false) },
		func(ctx context.Context) error { return h.RemoveKeyQuestion(ctx, organiser, h.key.ID) },
		func(ctx context.Context) error {
			return second(h.AddPlan(ctx, organiser, agenda.Plan{
				Conference: agenda.Conference{Theme: agenda.Plain("en", "Less")},
				Sessions:   []agenda.SessionPlan{{Session: agenda.Session{Title: agenda.Plain("en", "From a note")}}},
			}))
		},
	}
}

func TestEveryChangeOfTheProgrammeIsTakenBackStepByStep(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	var states []string
	for i, step := range h.steps() {
		states = append(states, h.written())
		h.must(step(t.Context()))
		if h.written() == states[i] {
			t.Fatalf("step %d changed nothing", i)
		}
	}
	for i := len(states) - 1; i >= 0; i-- {
		h.undo()
		if got := h.written(); got != states[i] {
			t.Fatalf("after undo of step %d:\n%s\nwant\n%s", i, got, states[i])
		}
	}
	if found, err := h.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check finds %v, %v", found, err)
	}
}

func TestUndoTakesBackOnlyTheChangeThatWasMeant(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	meant, err := h.LastChange(ctx, organiser)
	h.must(err)
	h.must(h.RemoveSession(ctx, organiser, h.other.ID))
	before := h.written()
	wantError(t, second(h.Undo(ctx, organiser, meant.ID)), poll.ErrConflict)
	if h.written() != before {
		t.Error("something was taken back")
	}
}

func TestAChangeThatAltersNothingIsNoStep(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	before, err := h.LastChange(t.Context(), organiser)
	h.must(err)
	h.must(h.MoveSession(t.Context(), organiser, h.session.ID, true)) // it is the first
	if after, err := h.LastChange(t.Context(), organiser); err != nil || after.ID != before.ID {
		t.Errorf("last change is %+v, %v", after, err)
	}
}

func TestFiftyStepsAreKept(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	for i := range undoSteps + 10 {
		h.must(h.MoveSession(t.Context(), organiser, h.session.ID, i%2 == 1))
	}
	for range undoSteps {
		h.undo()
	}
	last, err := h.LastChange(t.Context(), organiser)
	if err != nil || last.ID != 0 {
		t.Errorf("one more than %d steps: %+v, %v", undoSteps, last, err)
	}
	wantError(t, second(h.Undo(t.Context(), organiser, last.ID)), poll.ErrNotFound)
}

func TestUndoNeverRemovesWhatHoldsAnswersByNow(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	h.must(h.AddKeyQuestion(ctx, organiser, agenda.KeyQuestion{SessionID: h.session.ID, Text: agenda.Plain("en", "Who pays?")}))
	keys, err := h.KeyQuestions(ctx, organiser, h.session.ID)
	h.must(err)
	p, err := h.AddPoll(ctx, organiser, h.session.ID, keys[1].ID, "choice", content(t, "Who?"))
	h.must(err)
	h.must(h.TakeAnswers(ctx, organiser, p.ID))
	h.answer(h.join(), p, "1")
	before := h.written()
	last, err := h.LastChange(ctx, organiser)
	h.must(err)
	wantError(t, second(h.Undo(ctx, organiser, last.ID)), poll.ErrHeld)
	if h.written() != before || len(h.stored(p)) != 1 {
		t.Error("undo touched what holds answers")
	}
}

// On the day a session is edited while it is held: undo puts the words back and not the progress.
func TestUndoLeavesWhatHappenedOnTheDay(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	stored, err := h.Session(ctx, organiser, h.session.ID)
	h.must(err)
	stored.Title = agenda.Plain("en", "Other")
	h.must(h.EditSession(ctx, organiser, stored))
	p := h.open()
	h.answer(h.join(), p, "1")
	h.undo()
	after, err := h.Session(ctx, organiser, h.session.ID)
	h.must(err)
	if after.Title.Text != "" || after.Progress != agenda.InProgress || after.CurrentPoll != p.ID || len(h.stored(p)) != 1 {
		t.Errorf("session is %+v", after)
	}
}

func TestAKeyQuestionThatUndoRemovesIsNotLeftOnTheScreen(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	h.must(h.AddKeyQuestion(ctx, organiser, agenda.KeyQuestion{SessionID: h.session.ID, Text: agenda.Plain("en", "And then?")}))
	questions, err := h.KeyQuestions(ctx, organiser, h.session.ID)
	h.must(err)
	h.must(h.PutOnScreen(ctx, organiser, h.session.ID, agenda.Showing{KeyQuestion: questions[len(questions)-1].ID}))
	h.undo()
	if after, err := h.Session(ctx, organiser, h.session.ID); err != nil || after.CurrentQuestion != 0 {
		t.Errorf("the screen shows key question %d, which is gone: %v", after.CurrentQuestion, err)
	}
}

func TestTheSampleIsNoStepAndItsRemovalEndsWhatWasBefore(t *testing.T) {
	t.Parallel()
	s := openAt(t, testOptions(t.TempDir()+"/sample.db"))
	ctx := t.Context()
	added, err := s.AddPlan(ctx, organiser, agenda.Plan{Sample: true, Sessions: []agenda.SessionPlan{{Session: agenda.Session{Label: agenda.Plain("en", "I")}}}})
	if err != nil {
		t.Fatal(err)
	}
	if last, err := s.LastChange(ctx, organiser); err != nil || last.ID != 0 {
		t.Errorf("the sample is a step: %+v, %v", last, err)
	}
	if err := s.SetAccess(ctx, organiser, added[0].ID, agenda.Closed); err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveSample(ctx, organiser); err != nil {
		t.Fatal(err)
	}
	if last, err := s.LastChange(ctx, organiser); err != nil || last.ID != 0 {
		t.Errorf("what was changed in the sample can be taken back: %+v, %v", last, err)
	}
}
