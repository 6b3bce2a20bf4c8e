package handlers_test

import (
	"fmt"
	"testing"
	"time"

	"soundings/agenda"
)

// TestAWindowThatClosesByTheClockIsToldThoughNothingIsStored waits for the second in which it closes.
func TestAWindowThatClosesByTheClockIsToldThoughNothingIsStored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	q := w.question(session)
	phone := w.phone()
	begins := time.Now().Add(3 * time.Second).Truncate(time.Second)
	session.Slots = []agenda.Slot{{Starts: begins, Ends: begins.Add(time.Hour)}}
	session.Windows = agenda.Windows{Before: true, NotAfter: true}
	must(t, w.file.EditSession(t.Context(), lead(), session))
	question, list := phone.listen(fmt.Sprintf("/k/%d/live", q)), phone.listen(fmt.Sprintf("/s/%d/live", session.ID))
	until(t, question, `data-writing="open"`)
	until(t, list, "Write a contribution")
	until(t, question, `data-writing="shut"`, "Writing on this session has ended")
	until(t, list, "Writing on this session has ended")
	if now := time.Now(); now.Before(begins) {
		t.Errorf("it was told %s early", begins.Sub(now))
	}
}
