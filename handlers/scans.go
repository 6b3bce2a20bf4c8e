package handlers

import (
	"slices"
	"sync"
	"time"

	"soundings/readiness"
)

// Test scans that are counted: at most so many a second after a burst, and so many clocks kept.
const (
	scansBurst = 50.0
	scansRate  = 10.0
	driftsKept = 31
)

// scans is what test scans have shown since the server began: that phones reach the address, and how
// far this machine's clock is from theirs. It holds nothing of anybody.
type scans struct {
	now func() time.Time

	mu      sync.Mutex
	pace    bucket
	reached time.Time
	told    int
	drifts  []time.Duration
}

func newScans(now func() time.Time) *scans {
	return &scans{now: now, pace: bucket{left: scansBurst, at: now()}}
}

// reach counts a phone that opened the address; false where there were too many.
func (s *scans) reach() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.pace.take(s.now(), scansBurst, scansRate) {
		return false
	}
	s.reached = s.now()
	return true
}

// tell takes a phone's clock; false where there were too many.
func (s *scans) tell(clock time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.pace.take(s.now(), scansBurst, scansRate) {
		return false
	}
	s.told++
	s.drifts = append(s.drifts, clock.Sub(s.now()))
	s.drifts = s.drifts[max(0, len(s.drifts)-driftsKept):]
	return true
}

// scan is what is known by now. One phone with a wrong clock does not decide: the middle one does.
func (s *scans) scan() readiness.Scan {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := readiness.Scan{Reached: s.reached, Told: s.told}
	if sorted := slices.Sorted(slices.Values(s.drifts)); len(sorted) > 0 {
		found.Drift = sorted[len(sorted)/2]
	}
	return found
}
