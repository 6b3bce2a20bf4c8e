package store

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/poll"
)

func (h *hall) writing(text string) Writing {
	return Writing{
		KeyQuestion: h.key.ID,
		Type:        feedback.GoodPractice,
		Text:        agenda.Plain("en", text),
		Nonce:       nonce(),
	}
}

func (h *hall) contribute(v access.Viewer, text string) feedback.Contribution {
	h.t.Helper()
	c, err := h.Contribute(h.ctx(), v, h.writing(text))
	h.must(err)
	return c
}

// editing is an edit of a contribution as its author last saw it.
func (h *hall) editing(c feedback.Contribution, text string) Writing {
	w := h.writing(text)
	w.Contribution, w.Replaces = c.ID, c.Revision
	return w
}

func (h *hall) own(v access.Viewer) []feedback.Contribution {
	h.t.Helper()
	own, err := h.OwnContributions(h.ctx(), v, h.session.ID)
	h.must(err)
	return own
}

func (h *hall) released() []feedback.Contribution {
	h.t.Helper()
	shown, err := h.Released(h.ctx(), access.Viewer{Role: access.Screen, Session: h.session.ID}, h.key.ID)
	h.must(err)
	return shown
}

// setState does what the desk does.
func (h *hall) setState(c feedback.Contribution, state feedback.State) {
	h.t.Helper()
	h.do(`UPDATE contribution SET state = ?, pinned = 1 WHERE id = ?`, string(state), c.ID)
}

func (h *hall) do(query string, args ...any) {
	h.t.Helper()
	h.must(h.write(h.ctx(), func(ctx context.Context, tx *change) error { return tx.exec(ctx, query, args...) }))
}

func TestAContributionIsStoredAsItsAuthorWroteItAndWaitsForTheDesk(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	v := h.join()
	w := h.writing("  Train the\ntrainers \u202efirst  ")
	w.Type, w.Addressee, w.Quotable = feedback.Recommendation, feedback.MemberStates, true
	got, err := h.Contribute(t.Context(), v, w)
	h.must(err)
	want := feedback.Contribution{
		ID: got.ID, SessionID: h.session.ID, KeyQuestionID: h.key.ID, Number: 1,
		Type: feedback.Recommendation, Text: agenda.Plain("en", "Train the trainers first"),
		Addressee: feedback.MemberStates, Quotable: true, Window: agenda.Before,
		State: feedback.Incoming, Revision: 1, Minute: epoch.Unix() / 60,
	}
	if !sameContribution(got, want) {
		t.Fatalf("stored is %+v, want %+v", got, want)
	}
	if own := h.own(v); len(own) != 1 || !sameContribution(own[0], want) {
		t.Errorf("own contributions are %+v", own)
	}
	if others := h.own(h.join()); len(others) != 0 {
		t.Errorf("somebody else reads %+v as their own", others)
	}
	if shown := h.released(); len(shown) != 0 {
		t.Errorf("before release the room sees %+v", shown)
	}
	counts, err := h.ContributionCounts(t.Context(), v, h.session.ID)
	if err != nil || counts[h.key.ID] != (Counts{Recorded: 1}) {
		t.Errorf("counts are %v, %v", counts, err)
	}
}

func sameContribution(a, b feedback.Contribution) bool {
	texts := a.Text.Text == b.Text.Text && a.Text.Lang == b.Text.Lang
	a.Text, b.Text = agenda.Text{}, agenda.Text{}
	return texts && a.ID == b.ID && a.SessionID == b.SessionID && a.KeyQuestionID == b.KeyQuestionID &&
		a.Number == b.Number && a.Type == b.Type && a.Addressee == b.Addressee && a.Quotable == b.Quotable &&
		a.Window == b.Window && a.State == b.State && a.Reason == b.Reason && a.Pinned == b.Pinned &&
		a.Revision == b.Revision && a.Minute == b.Minute
}

func TestACopyOfAWritingIsTheSameContributionAlsoWhenTheWindowHasClosed(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	v := h.join()
	w := h.writing("Once")
	first, err := h.Contribute(t.Context(), v, w)
	h.must(err)
	edit := h.editing(first, "Twice")
	edited, err := h.Contribute(t.Context(), v, edit)
	h.must(err)
	h.do(`UPDATE session SET write_before = 0`)
	for name, again := range map[string]Writing{"the first text": w, "the edit": edit} {
		got, err := h.Contribute(t.Context(), v, again)
		if err != nil || !sameContribution(got, edited) {
			t.Errorf("a copy of %s: %+v, %v", name, got, err)
		}
	}
	if own := h.own(v); len(own) != 1 {
		t.Errorf("stored are %+v", own)
	}
	_, err = h.Contribute(t.Context(), v, h.writing("Too late"))
	wantError(t, err, poll.ErrClosed)
	_, err = h.Contribute(t.Context(), v, h.editing(edited, "Too late"))
	wantError(t, err, poll.ErrClosed)
	wantError(t, h.Withdraw(t.Context(), v, edited.ID), poll.ErrClosed)
}

func TestAFormThatWasSentTwiceWithOtherWordsLosesNeither(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	v := h.join()
	w := h.writing("First words")
	h.must(second(h.Contribute(t.Context(), v, w)))
	w.Text.Text = "Better words"
	_, err := h.Contribute(t.Context(), v, w)
	meanwhile, ok := errors.AsType[*EditedMeanwhile](err)
	if !ok || meanwhile.Stored.Text.Text != "First words" {
		t.Fatalf("the second got %v", err)
	}
	better := h.editing(meanwhile.Stored, "Better words")
	if stored, err := h.Contribute(t.Context(), v, better); err != nil || stored.Text.Text != "Better words" || len(h.own(v)) != 1 {
		t.Errorf("replaced: %+v, %v", stored, err)
	}
}

func TestTwoPeopleMayHaveTheSameNonce(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	w := h.writing("The same words")
	for range 2 {
		h.must(second(h.Contribute(t.Context(), h.join(), w)))
	}
}

func TestAnEditedTextMustBeReleasedAgain(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	v := h.join()
	p := h.open()
	c := h.contribute(v, "Read and released")
	h.setState(c, feedback.Shown)
	h.must(h.PutOnScreen(t.Context(), organiser, h.session.ID, agenda.Showing{Contribution: c.ID}))
	if _, cached, err := h.Poll(t.Context(), organiser, p.ID); err != nil || cached.Selected != c.ID {
		t.Fatalf("in memory the screen shows %d, %v", cached.Selected, err)
	}
	if shown := h.released(); len(shown) != 1 {
		t.Fatalf("released are %+v", shown)
	}
	unchanged, err := h.Contribute(t.Context(), v, h.editing(c, "Read and released"))
	if err != nil || unchanged.State != feedback.Shown || unchanged.Revision != 1 {
		t.Fatalf("an edit that changes nothing leads to %+v, %v", unchanged, err)
	}
	edited, err := h.Contribute(t.Context(), v, h.editing(c, "Something else"))
	h.must(err)
	if edited.State != feedback.Incoming || edited.Pinned || edited.Revision != 2 || edited.Number != c.Number {
		t.Errorf("the edited contribution is %+v", edited)
	}
	if shown := h.released(); len(shown) != 0 {
		t.Errorf("the room still sees %+v", shown)
	}
	session, err := h.Session(t.Context(), organiser, h.session.ID)
	if err != nil || session.Selected != 0 || session.CurrentQuestion != h.key.ID {
		t.Errorf("the screen shows %d of question %d, %v", session.Selected, session.CurrentQuestion, err)
	}
	_, cached, err := h.Poll(t.Context(), organiser, p.ID)
	if err != nil || cached.Selected != 0 || cached.Version != session.Version {
		t.Errorf("in memory the screen shows %d at version %d, %v", cached.Selected, cached.Version, err)
	}
}

func TestAnEditOfAnOlderTextIsRefusedWithTheStoredOne(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	v := h.join()
	c := h.contribute(v, "First")
	h.must(second(h.Contribute(t.Context(), v, h.editing(c, "On the laptop"))))
	_, err := h.Contribute(t.Context(), v, h.editing(c, "On the phone"))
	meanwhile, ok := errors.AsType[*EditedMeanwhile](err)
	if !ok || meanwhile.Stored.Text.Text != "On the laptop" || meanwhile.Stored.Revision != 2 {
		t.Fatalf("an edit of an older text got %v", err)
	}
	wantError(t, err, poll.ErrConflict)
	_, err = h.Contribute(t.Context(), h.join(), h.editing(c, "Not mine"))
	wantError(t, err, poll.ErrNotFound)
	_, err = h.Contribute(t.Context(), organiser, h.editing(c, "Not mine"))
	wantError(t, err, poll.ErrNotFound)
}

func TestWhatIsWithdrawnIsGoneFromTheFileAndDoesNotComeBack(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	v := h.join()
	w := h.writing("UNIQUEWORD that must not stay")
	c, err := h.Contribute(t.Context(), v, w)
	h.must(err)
	h.setState(c, feedback.Shown)
	h.must(h.PutOnScreen(t.Context(), organiser, h.session.ID, agenda.Showing{Contribution: c.ID}))
	wantError(t, h.Withdraw(t.Context(), h.join(), c.ID), poll.ErrNotFound)
	for range 2 { // a copy of it is no error
		h.must(h.Withdraw(t.Context(), v, c.ID))
	}
	_, err = h.Contribute(t.Context(), v, w)
	wantError(t, err, poll.ErrNotFound)
	if own := h.own(v); len(own) != 0 {
		t.Errorf("own contributions are %+v", own)
	}
	if next := h.contribute(v, "Another"); next.Number != 2 || next.ID == c.ID {
		t.Errorf("the next one has number %d and id %d", next.Number, next.ID)
	}
	session, err := h.Session(t.Context(), organiser, h.session.ID)
	if err != nil || session.Selected != 0 {
		t.Errorf("the screen shows %d, %v", session.Selected, err)
	}
	h.must(h.Close())
	stored, err := os.ReadFile(h.path)
	if err != nil || strings.Contains(strings.ToLower(string(stored)), "uniqueword") {
		t.Errorf("the file still holds the text, %v", err)
	}
}

func TestWindowsAreJudgedByTheStoresClockInTheConferencesZone(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	v := h.join()
	day := []agenda.Slot{{Starts: epoch.Add(time.Hour), Ends: epoch.Add(2 * time.Hour)}}
	h.must(h.write(t.Context(), func(ctx context.Context, tx *change) error { return putSlots(ctx, tx, h.session.ID, day) }))
	h.do(`UPDATE conference SET time_zone = 'Asia/Kathmandu'`) // the day of the session ends at 18:15 UTC
	h.do(`UPDATE session SET write_during = 0`)
	for _, step := range []struct {
		at   time.Time
		want error
		in   agenda.Window
	}{
		{epoch, nil, agenda.Before},
		{epoch.Add(time.Hour - time.Second), nil, agenda.Before},
		{epoch.Add(time.Hour), poll.ErrClosed, ""},
		{epoch.Add(2 * time.Hour), nil, agenda.After},
		{time.Date(2026, 11, 2, 18, 14, 59, 0, time.UTC), nil, agenda.After},
		{time.Date(2026, 11, 2, 18, 15, 0, 0, time.UTC), poll.ErrClosed, ""},
	} {
		h.clock.advance(step.at.Sub(h.clock.Now()))
		got, err := h.Contribute(t.Context(), v, h.writing("At "+step.at.String()))
		if !errors.Is(err, step.want) || got.Window != step.in {
			t.Errorf("at %s: window %q, %v", step.at, got.Window, err)
		}
	}
}

func TestWhatContributionsAreRefused(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	v := h.join()
	elsewhere, err := h.KeyQuestions(t.Context(), organiser, h.other.ID)
	h.must(err)
	for name, c := range map[string]struct {
		change func(w *Writing)
		field  string
	}{
		"empty":            {func(w *Writing) { w.Text.Text = " \u200b " }, "text"},
		"501 characters":   {func(w *Writing) { w.Text.Text = strings.Repeat("ä", 501) }, "text"},
		"not text":         {func(w *Writing) { w.Text.Text = "\xff" }, "text"},
		"no type":          {func(w *Writing) { w.Type = "" }, "type"},
		"another type":     {func(w *Writing) { w.Type = "opinion" }, "type"},
		"another addresse": {func(w *Writing) { w.Type, w.Addressee = feedback.Recommendation, "me" }, "addressee"},
		"no nonce":         {func(w *Writing) { w.Nonce = "" }, "nonce"},
		"no language":      {func(w *Writing) { w.Text.Lang = strings.Repeat("x", 99) }, "language"},
	} {
		w := h.writing("A text")
		c.change(&w)
		_, err := h.Contribute(t.Context(), v, w)
		if faults := poll.Faults(err); len(faults) != 1 || faults[0].Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	hidden := h.writing("Hidden")
	hidden.KeyQuestion = elsewhere[0].ID
	_, err = h.Contribute(t.Context(), v, hidden)
	wantError(t, err, poll.ErrNotFound)
	_, err = h.Contribute(t.Context(), organiser, h.writing("Of the staff"))
	wantError(t, err, poll.ErrClosed)
	for range MaxContributions {
		h.contribute(v, "One of many")
	}
	_, err = h.Contribute(t.Context(), v, h.writing("One too many"))
	if faults := poll.Faults(err); len(faults) != 1 || faults[0].Key != "fault.enough_written" {
		t.Errorf("one too many: %v", err)
	}
}

func TestFiveHundredCharactersAreCountedAsAPersonCountsThem(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	v := h.join()
	for _, one := range []string{"👨\u200d👩\u200d👧\u200d👦", "🇺🇳", "é", "ش", "e\u0301", "👍🏽"} {
		c := h.contribute(v, strings.Repeat(one, agenda.MaxCharacters))
		if c.Text.Text == "" {
			t.Errorf("%q was not kept", one)
		}
		_, err := h.Contribute(t.Context(), v, h.writing(strings.Repeat(one, agenda.MaxCharacters+1)))
		if len(poll.Faults(err)) != 1 {
			t.Errorf("501 of %q: %v", one, err)
		}
	}
}

func TestContributionsOfManyAtOnceAreEachStoredOnceWithANumberOfTheirOwn(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	people := h.joinMany(40)
	var group sync.WaitGroup
	for _, v := range people {
		group.Go(func() {
			for range 5 {
				w := h.writing("At the same time")
				for range 2 {
					if _, err := h.Contribute(t.Context(), v, w); err != nil {
						t.Error(err)
					}
				}
			}
		})
		group.Go(func() { h.answer(v, p, "1") })
	}
	group.Wait()
	numbers := map[int]bool{}
	for _, v := range people {
		for _, c := range h.own(v) {
			numbers[c.Number] = true
		}
	}
	if len(numbers) != 200 || !numbers[1] || !numbers[200] {
		t.Errorf("%d different numbers of 200", len(numbers))
	}
	if found, err := h.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check finds %v, %v", found, err)
	}
}

func TestTenThousandContributionsAreCountedQuickly(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	v := h.join()
	h.fill(10_000)
	began := time.Now()
	counts, err := h.ContributionCounts(t.Context(), v, h.session.ID)
	took := time.Since(began)
	if err != nil || counts[h.key.ID].Recorded != 10_000 {
		t.Fatalf("counts are %v, %v", counts, err)
	}
	t.Logf("counted in %s", took)
	if took > 500*time.Millisecond {
		t.Errorf("counting took %s", took)
	}
	if shown := h.released(); len(shown) != MaxReleased {
		t.Errorf("%d released are read", len(shown))
	}
}

// fill writes n contributions on the key question, half of them released.
func (h *hall) fill(n int) {
	h.t.Helper()
	h.do(`
		WITH RECURSIVE counted (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < ?)
		INSERT INTO contribution (session, key_question, author, number, type, text, folded, written, state, nonce, minute)
		SELECT ?, ?, (SELECT min(id) FROM participant), i, 'other',
			json_object('lang', 'en', 'text', printf('%.400c', 'x')), printf('%.400c', 'x'),
			'before', iif(i % 2, 'shown', 'incoming'), 'fill-' || i, 0
		FROM counted`, n, h.session.ID, h.key.ID)
	h.do(`UPDATE session SET last_number = ? WHERE id = ?`, n, h.session.ID)
}
