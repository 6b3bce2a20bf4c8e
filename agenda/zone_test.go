package agenda_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"soundings/agenda"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	found, err := agenda.Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestATimeIsReadInTheConferencesZoneAndKeptInUTC(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone, day, clock, utc string
		want                  error
	}{
		{"", "2026-06-17", "10:30", "2026-06-17T10:30:00Z", nil},
		{"Europe/Vienna", "2026-06-17", "10:30", "2026-06-17T08:30:00Z", nil},
		{"Europe/Vienna", "2026-01-17", "10:30", "2026-01-17T09:30:00Z", nil},
		{"America/New_York", "2026-06-17", "20:00", "2026-06-18T00:00:00Z", nil},
		{"Asia/Kathmandu", "2026-06-17", "00:15", "2026-06-16T18:30:00Z", nil},
		// The night in which clocks go forward has no 02:30; the one in which they go back has two.
		{"Europe/Vienna", "2026-03-29", "02:30", "", agenda.ErrSkippedTime},
		{"Europe/Vienna", "2026-03-29", "03:00", "2026-03-29T01:00:00Z", nil},
		{"Europe/Vienna", "2026-10-25", "02:30", "2026-10-25T00:30:00Z", nil},
		{"Europe/Vienna", "2026-10-25", "03:00", "2026-10-25T02:00:00Z", nil},
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z", nil},
		{"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z", nil}, // half an hour back
		{"Africa/Cairo", "2026-04-24", "00:30", "", agenda.ErrSkippedTime},          // midnight itself is skipped
		{"Europe/Vienna", "2026-06-17", "9:30", "2026-06-17T07:30:00Z", nil},        // typed where a browser has no field for it
		{"Europe/Vienna", "2026-02-30", "10:00", "", agenda.ErrNoTime},
		{"Europe/Vienna", "2026-06-17", "25:00", "", agenda.ErrNoTime},
		{"Europe/Vienna", "17.6.2026", "10:00", "", agenda.ErrNoTime},
		{"Europe/Vienna", "2026-06-17", "", "", agenda.ErrNoTime},
		{"Europe/Vienna", "0001-01-01", "00:00", "", agenda.ErrNoTime},
	} {
		got, err := agenda.At(c.day, c.clock, zone(t, c.zone))
		if !errors.Is(err, c.want) {
			t.Errorf("%s %s in %q: %v, want %v", c.day, c.clock, c.zone, err, c.want)
		}
		if c.want == nil && got.UTC().Format(time.RFC3339) != c.utc {
			t.Errorf("%s %s in %q = %s, want %s", c.day, c.clock, c.zone, got.UTC().Format(time.RFC3339), c.utc)
		}
		if c.want == nil && (agenda.Day(got, zone(t, c.zone)) != c.day || strings.TrimPrefix(agenda.Clock(got, zone(t, c.zone)), "0") != strings.TrimPrefix(c.clock, "0")) {
			t.Errorf("%s %s in %q is spelled %s %s", c.day, c.clock, c.zone, agenda.Day(got, zone(t, c.zone)), agenda.Clock(got, zone(t, c.zone)))
		}
	}
}

func TestAZoneIsOneOfTheDatabaseAndNeverTheMachines(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Local", "Mars/Olympus", "../etc/passwd", "europe/"} {
		if _, err := agenda.Zone(name); !errors.Is(err, agenda.ErrZone) {
			t.Errorf("Zone(%q): %v", name, err)
		}
	}
	if got := (agenda.Conference{TimeZone: "Mars/Olympus"}).Zone(); got != time.UTC {
		t.Errorf("an unknown zone is %v", got)
	}
}

func TestTheEndOfADayIsItsMidnightAlsoWhenClocksChange(t *testing.T) {
	t.Parallel()
	vienna := zone(t, "Europe/Vienna")
	for noon, end := range map[string]string{
		"2026-03-29T12:00:00Z": "2026-03-29T22:00:00Z",
		"2026-10-25T12:00:00Z": "2026-10-25T23:00:00Z",
		"2026-06-17T22:30:00Z": "2026-06-18T22:00:00Z", // half past midnight in Vienna
	} {
		at, err := time.Parse(time.RFC3339, noon)
		if err != nil {
			t.Fatal(err)
		}
		if got := agenda.EndOfDay(at, vienna).UTC().Format(time.RFC3339); got != end {
			t.Errorf("EndOfDay(%s) = %s, want %s", noon, got, end)
		}
	}
}

// In Santiago and Havana clocks go forward at midnight: that day ends where 01:00 begins.
func TestADayWhoseMidnightIsSkippedIsNoShorter(t *testing.T) {
	t.Parallel()
	for name, day := range map[string][3]string{
		"America/Santiago": {"2026-09-05", "23:30", "2026-09-06T04:00:00Z"},
		"America/Havana":   {"2026-03-07", "12:00", "2026-03-08T05:00:00Z"},
		"Africa/Cairo":     {"2026-04-23", "12:00", "2026-04-23T22:00:00Z"},
	} {
		at, err := agenda.At(day[0], day[1], zone(t, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := agenda.EndOfDay(at, zone(t, name)).UTC().Format(time.RFC3339); got != day[2] {
			t.Errorf("%s: %s ends at %s, want %s", name, day[0], got, day[2])
		}
	}
}
