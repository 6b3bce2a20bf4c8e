package programme

import (
	"testing"
	"time"

	"soundings/agenda"
)

func TestAChangedFactIsOfferedAndAnUnknownOneFilledIn(t *testing.T) {
	t.Parallel()
	stored := agenda.Conference{
		Name: agenda.Text{Lang: "en", Text: "Water", Translations: map[string]string{"ar": "الماء"}}, Starts: "2026-06-16", Ends: "2026-06-17",
		Place: "Vienna", TimeZone: "Europe/Vienna",
	}
	note := agenda.Conference{Name: agenda.Plain("en", "Water for all"), Theme: agenda.Plain("en", "Less"), Starts: "2026-06-16", Ends: "2026-06-18", Place: "Vienna", Language: "en"}
	changes := CompareFacts(stored, note)
	if len(changes) != 2 || changes[0].Field != FieldName || changes[1].Old != "2026-06-16 – 2026-06-17" || changes[1].New != "2026-06-16 – 2026-06-18" {
		t.Fatalf("changes are %+v", changes)
	}
	if got := WithFacts(stored, note, nil); got.Name.Text != "Water" || got.Ends != "2026-06-17" || got.Theme.Text != "Less" || got.Language != "en" || got.TimeZone != "Europe/Vienna" {
		t.Errorf("without a tick %+v", got)
	}
	got := WithFacts(stored, note, map[string]bool{changes[0].Key: true, changes[1].Key: true})
	if got.Name.Text != "Water for all" || got.Name.Translations["ar"] != "الماء" || got.Ends != "2026-06-18" {
		t.Errorf("with ticks %+v", got)
	}
}

func TestASlotFollowsTheNotesTimesUnlessSomebodyChoseAnother(t *testing.T) {
	t.Parallel()
	vienna, err := agenda.Zone("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	at := func(hour int) time.Time { return time.Date(2026, 6, 17, hour, 0, 0, 0, vienna) }
	old := agenda.Session{Starts: "10:00", Ends: "12:00", Slots: []agenda.Slot{{Starts: at(10), Ends: at(12)}}}
	planned := old
	planned.Starts, planned.Ends = "11:00", "13:00"
	if got := Retimed(old, planned, vienna); !got.Slots[0].Starts.Equal(at(11)) || !got.Slots[0].Ends.Equal(at(13)) {
		t.Errorf("slot is %v", got.Slots)
	}
	old.Slots[0].Ends = at(14)
	planned.Slots = old.Slots
	if got := Retimed(old, planned, vienna); !got.Slots[0].Starts.Equal(at(10)) {
		t.Errorf("a chosen slot became %v", got.Slots)
	}
}
