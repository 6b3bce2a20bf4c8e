package store

import (
	"errors"
	"testing"

	"soundings/access"
	"soundings/agenda"
	"soundings/disclosure"
	"soundings/poll"
)

func TestAnAnswerIsOnDiskWhenRecordReturns(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p, v := h.open(), h.join()
	receipt := h.answer(v, p, "2")
	if want := (Receipt{Answer: "2", Revision: 1}); receipt != want {
		t.Fatalf("receipt is %v, want %v", receipt, want)
	}
	if got := h.stored(p)[v.Participant]; got.Answer != "2" || got.Revision != 1 {
		t.Fatalf("a second connection reads %v", got)
	}
	own, err := h.Ballot(t.Context(), v, p.ID)
	if err != nil || own.Answer != "2" {
		t.Fatalf("own ballot is %v, %v", own, err)
	}
	result, err := h.Result(t.Context(), organiser, p.ID, disclosure.Moderators)
	if err != nil || result.Respondents != 1 || result.Rows[1].People != 1 {
		t.Fatalf("result is %+v, %v", result, err)
	}
}

func TestACopyOfATapGetsTheSameReceipt(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p, v := h.open(), h.join()
	tap := tapOn(p, "1", 0)
	for range 3 {
		receipt, err := h.Record(t.Context(), v, tap)
		if err != nil || receipt != (Receipt{"1", 1}) {
			t.Fatalf("receipt is %v, %v", receipt, err)
		}
	}
	h.must(second(h.CloseAnswers(t.Context(), organiser, p.ID)))
	if receipt, err := h.Record(t.Context(), v, tap); err != nil || receipt != (Receipt{"1", 1}) {
		t.Fatalf("after closing the receipt is %v, %v", receipt, err)
	}
	_, err := h.Record(t.Context(), v, tapOn(p, "2", 1))
	wantError(t, err, poll.ErrClosed)
}

func second[T any](_ T, err error) error { return err }

func TestLateCopyNeverOverwritesALaterAnswer(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p, v := h.open(), h.join()
	early := tapOn(p, "1", 0)
	h.must(second(h.Record(t.Context(), v, early)))
	h.must(second(h.Record(t.Context(), v, tapOn(p, "3", 1))))
	_, err := h.Record(t.Context(), v, early)
	refused, ok := errors.AsType[*Refused](err)
	if !ok || refused.Stored != (Receipt{"3", 2}) {
		t.Fatalf("a late copy got %v", err)
	}
	wantError(t, err, poll.ErrConflict)
	if got := h.stored(p)[v.Participant]; got.Answer != "3" || got.Revision != 2 {
		t.Fatalf("stored is %v", got)
	}
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p, v, draft := h.open(), h.join(), h.draft()
	screen := access.Viewer{Role: access.Screen, Session: h.session.ID}
	stale := tapOn(p, "1", 0)
	stale.ContentRevision++
	noNonce := tapOn(p, "1", 0)
	noNonce.Nonce = ""
	for name, c := range map[string]struct {
		viewer access.Viewer
		tap    Tap
		want   error
	}{
		"no such poll":          {v, Tap{Poll: 999, Nonce: "n"}, poll.ErrNotFound},
		"draft":                 {v, tapOn(draft, "1", 0), poll.ErrNotFound},
		"visitor":               {access.Viewer{}, tapOn(p, "1", 0), poll.ErrNotFound},
		"screen":                {screen, tapOn(p, "1", 0), poll.ErrClosed},
		"other content":         {v, stale, poll.ErrConflict},
		"replaces what is not":  {v, tapOn(p, "1", 7), poll.ErrConflict},
		"first although stored": {h.answered(p), tapOn(p, "1", 0), poll.ErrConflict},
	} {
		if _, err := h.Record(t.Context(), c.viewer, c.tap); !errors.Is(err, c.want) {
			t.Errorf("%s: error is %v, want %v", name, err, c.want)
		}
	}
	if _, err := h.Record(t.Context(), v, noNonce); len(poll.Faults(err)) != 1 {
		t.Errorf("no nonce: error is %v", err)
	}
	h.must(h.SetProgress(t.Context(), organiser, h.session.ID, agenda.Ended))
	_, err := h.Record(t.Context(), v, tapOn(p, "1", 0))
	wantError(t, err, poll.ErrClosed)
}

func (h *hall) answered(p poll.Poll) access.Viewer {
	v := h.join()
	h.answer(v, p, "1")
	return v
}
