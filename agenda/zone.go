package agenda

import (
	"errors"
	"time"
)

// Faults of a typed time; handlers translate them.
var (
	ErrNoTime      = errors.New("not a day and a time of day")
	ErrSkippedTime = errors.New("clocks skip this time on that day")
	ErrZone        = errors.New("not a time zone")
)

const (
	dayLayout   = "2006-01-02"
	clockLayout = "15:04"
)

// Zone is the conference's time zone: its name must be one of the IANA database, "" stands for UTC.
func Zone(name string) (*time.Location, error) {
	if name == "Local" { // the machine's own, which is nobody's time zone
		return nil, ErrZone
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, ErrZone
	}
	return zone, nil
}

// Zone is the conference's time zone; UTC while none is chosen.
func (c Conference) Zone() *time.Location {
	zone, err := Zone(c.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// At is the moment of a day ("2026-06-17") and a time of day ("10:30") in a time zone. Where clocks
// are set back and show a time twice it is the first of the two; a time that they skip is an error.
func At(day, clock string, zone *time.Location) (time.Time, error) {
	if len(clock) == len("9:30") {
		clock = "0" + clock
	}
	typed, err := time.ParseInLocation(dayLayout+" "+clockLayout, day+" "+clock, zone)
	if err != nil || typed.Year() < 1970 {
		return time.Time{}, ErrNoTime
	}
	if typed.Format(dayLayout+" "+clockLayout) != day+" "+clock {
		return time.Time{}, ErrSkippedTime
	}
	// time.Date does not say which of two it gives: an earlier one with the same face is the first.
	for _, back := range []time.Duration{time.Hour, 30 * time.Minute, 2 * time.Hour} {
		if earlier := typed.Add(-back); sameFace(earlier, typed) {
			return earlier, nil
		}
	}
	return typed, nil
}

func sameFace(a, b time.Time) bool {
	const face = dayLayout + " " + clockLayout
	return a.Format(face) == b.Format(face)
}

// Day and Clock spell a moment as At reads it.
func Day(t time.Time, zone *time.Location) string { return t.In(zone).Format(dayLayout) }

// Clock is the time of day of a moment; see Day.
func Clock(t time.Time, zone *time.Location) string { return t.In(zone).Format(clockLayout) }

// EndOfDay is the moment at which the day of t ends in a time zone.
func EndOfDay(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	return date(year, month, day+1, 0, 0, zone)
}

// date is the moment of a day and a time of day. A time that clocks skip is as much later as they skip:
// time.Date may give one as much earlier, which could be on the day before.
func date(year int, month time.Month, day, hour, minute int, zone *time.Location) time.Time {
	moment := time.Date(year, month, day, hour, minute, 0, 0, zone)
	asked := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	shown := time.Date(moment.Year(), moment.Month(), moment.Day(), moment.Hour(), moment.Minute(), 0, 0, time.UTC)
	return moment.Add(max(asked.Sub(shown), 0))
}
