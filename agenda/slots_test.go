package agenda_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"soundings/agenda"
)

func TestEveryTimeZoneThatIsOfferedIsOneAndNoneIsOfferedTwice(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, region := range agenda.ZoneRegions() {
		for _, name := range region.Zones {
			if _, err := agenda.Zone(name); err != nil || seen[name] {
				t.Errorf("%s: %v, twice %v", name, err, seen[name])
			}
			seen[name] = true
		}
	}
	for _, name := range []string{"Europe/Vienna", "America/New_York", "Africa/Nairobi", "Asia/Kolkata", "America/Argentina/Buenos_Aires"} {
		if !seen[name] {
			t.Errorf("%s is not offered", name)
		}
	}
}

func TestATextIsTranslatedIntoEveryLanguageOfTheConferenceButItsOwn(t *testing.T) {
	t.Parallel()
	c := agenda.Conference{Language: "en", Languages: []string{"fr", "ar"}}
	for lang, want := range map[string]string{"en": "en [fr ar]", "fr": "fr [en ar]", "": "en [fr ar]", "de": "en [fr ar]"} {
		text := agenda.Plain(lang, "x")
		if got := fmt.Sprint(c.WrittenIn(text), " ", c.TranslatedInto(text)); got != want {
			t.Errorf("%q: %s, want %s", lang, got, want)
		}
	}
}

// A conference that turns to the language of a translation leaves what is written, and its language.
func TestATextThatIsTranslatedIntoTheConferencesLanguageIsEditedInItsOwn(t *testing.T) {
	t.Parallel()
	c := agenda.Conference{Language: "fr"}
	text := agenda.Text{Lang: "en", Text: "Rivers", Translations: map[string]string{"fr": "Rivières"}}
	if got, into := c.WrittenIn(text), c.TranslatedInto(text); got != "en" || fmt.Sprint(into) != "[fr]" {
		t.Errorf("edited in %s and %v", got, into)
	}
}

func TestSessionsAreSortedByTimeAndOneWithoutASlotStaysBehindItsNeighbour(t *testing.T) {
	t.Parallel()
	at := func(hour int) []agenda.Slot {
		starts := time.Date(2026, 6, 17, hour, 0, 0, 0, time.UTC)
		return []agenda.Slot{{Starts: starts, Ends: starts.Add(time.Hour)}}
	}
	var order []int64
	for _, s := range agenda.SortByTime([]agenda.Session{{ID: 1}, {ID: 2, Slots: at(15)}, {ID: 3}, {ID: 4, Slots: at(9)}, {ID: 5, Slots: at(15)}}) {
		order = append(order, s.ID)
	}
	if want := []int64{1, 4, 2, 3, 5}; !slices.Equal(order, want) {
		t.Errorf("order is %v, want %v", order, want)
	}
}

func TestAnotherTimeZoneKeepsDayAndTimeOfDay(t *testing.T) {
	t.Parallel()
	vienna, nairobi := zone(t, "Europe/Vienna"), zone(t, "Africa/Nairobi")
	for _, c := range []struct {
		day, clock string
		from, to   *time.Location
		want       string
	}{
		{"2026-06-17", "10:30", time.UTC, vienna, "2026-06-17T08:30:00Z"},
		{"2026-06-17", "23:30", vienna, nairobi, "2026-06-17T20:30:00Z"},
		{"2026-03-29", "02:30", nairobi, vienna, "2026-03-29T01:30:00Z"},                      // skipped there: 03:30
		{"2026-03-08", "02:30", nairobi, zone(t, "America/New_York"), "2026-03-08T07:30:00Z"}, // and never before
	} {
		at, err := agenda.At(c.day, c.clock, c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := agenda.KeepClock(at, c.from, c.to).UTC().Format(time.RFC3339); got != c.want {
			t.Errorf("%s %s from %s to %s is %s, want %s", c.day, c.clock, c.from, c.to, got, c.want)
		}
	}
	if !agenda.KeepClock(time.Time{}, vienna, nairobi).IsZero() {
		t.Error("no time became one")
	}
}

func TestATimeThatClocksShowTwiceIsNamed(t *testing.T) {
	t.Parallel()
	vienna := zone(t, "Europe/Vienna")
	for clock, want := range map[string]bool{"01:59": false, "02:00": true, "02:59": true, "03:00": false} {
		at, err := agenda.At("2026-10-25", clock, vienna)
		if err != nil || agenda.Twice(at, vienna) != want {
			t.Errorf("%s: twice %v, %v", clock, !want, err)
		}
	}
}
