package handlers

import (
	"sync"
	"time"

	"soundings/views"
)

// alarms have a session's pages drawn anew when a window of writing opens or closes by the clock:
// nothing is stored then, so nothing else would tell. One alarm a session is enough.
type alarms struct {
	ring func(session int64)

	mu     sync.Mutex
	due    map[int64]time.Time
	timers map[int64]*time.Timer
}

func newAlarms(ring func(session int64)) *alarms {
	return &alarms{ring: ring, due: map[int64]time.Time{}, timers: map[int64]*time.Timer{}}
}

// set has the pages of a session drawn anew when the window that they tell of closes.
func (a *alarms) set(session int64, w views.Writing) {
	if !w.Closes.After(w.Now) {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.due[session].Equal(w.Closes) {
		return
	}
	if before := a.timers[session]; before != nil {
		before.Stop()
	}
	a.due[session] = w.Closes
	a.timers[session] = time.AfterFunc(w.Closes.Sub(w.Now), func() { a.fire(session) })
}

func (a *alarms) fire(session int64) {
	a.mu.Lock()
	delete(a.due, session)
	delete(a.timers, session)
	a.mu.Unlock()
	a.ring(session)
}

func (a *alarms) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, timer := range a.timers {
		timer.Stop()
	}
}
