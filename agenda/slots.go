package agenda

import (
	"slices"
	"time"
)

// MaxSlots is how many slots a session may have.
const MaxSlots = 40

// SortByTime puts sessions in the order in which they begin. One without a slot stays behind the
// session that it follows.
func SortByTime(sessions []Session) []Session {
	type timed struct {
		Session
		at time.Time
	}
	all := make([]timed, len(sessions))
	var last time.Time
	for i, session := range sessions {
		if len(session.Slots) > 0 {
			last = session.Begins()
		}
		all[i] = timed{session, last}
	}
	slices.SortStableFunc(all, func(a, b timed) int { return a.at.Compare(b.at) })
	sorted := make([]Session, len(all))
	for i, one := range all {
		sorted[i] = one.Session
	}
	return sorted
}

// KeepClock moves a moment so that its day and time of day in one zone are those that it had in
// another. A time that clocks skip is as much later as they skip.
func KeepClock(t time.Time, from, to *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	day, clock := Day(t, from), Clock(t, from)
	if kept, err := At(day, clock, to); err == nil {
		return kept
	}
	local := t.In(from)
	return date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), to)
}

// Twice reports whether clocks show the time of t twice on its day.
func Twice(t time.Time, zone *time.Location) bool {
	here := t.In(zone)
	for _, away := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour} {
		if sameFace(here, here.Add(away)) || sameFace(here, here.Add(-away)) {
			return true
		}
	}
	return false
}
