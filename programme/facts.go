package programme

import (
	"cmp"
	"time"

	"soundings/agenda"
)

// The facts of the conference that a note can change.
const (
	FieldName  Field = "name"
	FieldTheme Field = "theme"
	FieldDates Field = "dates"
	FieldPlace Field = "place"
	FieldRoom  Field = "room"
)

// CompareFacts finds what a note says otherwise of the conference. What it does not say, and what is
// not known yet and so is filled in anyhow, is no change.
func CompareFacts(stored, note agenda.Conference) []Change {
	var changes []Change
	for _, fact := range []struct {
		field     Field
		old, said string
	}{
		{FieldName, stored.Name.Text, note.Name.Text},
		{FieldTheme, stored.Theme.Text, note.Theme.Text},
		{FieldDates, days(stored), days(note)},
		{FieldPlace, stored.Place, note.Place},
		{FieldRoom, stored.Room, note.Room},
	} {
		if fact.old != "" && says(fact.old, fact.said) {
			changes = append(changes, changed(fact.field, 0, 0, fact.old, fact.said))
		}
	}
	return changes
}

// WithFacts is the conference as it is once the ticked changes are made and what is not known yet is
// filled in.
func WithFacts(stored, note agenda.Conference, ticked map[string]bool) agenda.Conference {
	facts := stored
	facts.Place, facts.Room = cmp.Or(stored.Place, note.Place), cmp.Or(stored.Room, note.Room)
	facts.Language = cmp.Or(stored.Language, note.Language)
	if stored.Name.IsEmpty() {
		facts.Name = note.Name
	}
	if stored.Theme.IsEmpty() {
		facts.Theme = note.Theme
	}
	if days(stored) == "" {
		facts.Starts, facts.Ends = note.Starts, note.Ends
	}
	for _, c := range CompareFacts(stored, note) {
		if ticked[c.Key] {
			c.Field.takeFact(&facts, note)
		}
	}
	return facts
}

func (f Field) takeFact(into *agenda.Conference, said agenda.Conference) {
	switch f {
	case FieldName:
		into.Name = retold(into.Name, said.Name)
	case FieldTheme:
		into.Theme = retold(into.Theme, said.Theme)
	case FieldDates:
		into.Starts, into.Ends = said.Starts, said.Ends
	case FieldPlace:
		into.Place = said.Place
	case FieldRoom:
		into.Room = said.Room
	}
}

func days(c agenda.Conference) string {
	if c.Starts == c.Ends || c.Ends == "" {
		return c.Starts
	}
	return c.Starts + " – " + c.Ends
}

// Retimed moves the one slot of a session to the times that a note changed, where the slot said the
// same as the note did before. A slot of any other time was chosen by somebody, and stays.
func Retimed(old, planned agenda.Session, zone *time.Location) agenda.Session {
	if len(old.Slots) != 1 || old.Starts == "" || old.Ends == "" || hours(old) == hours(planned) {
		return planned
	}
	slot := old.Slots[0]
	if agenda.Clock(slot.Starts, zone) != old.Starts || agenda.Clock(slot.Ends, zone) != old.Ends {
		return planned
	}
	day := agenda.Day(slot.Starts, zone)
	starts, startsErr := agenda.At(day, planned.Starts, zone)
	ends, endsErr := agenda.At(day, planned.Ends, zone)
	if startsErr == nil && endsErr == nil && ends.After(starts) {
		planned.Slots = []agenda.Slot{{Starts: starts, Ends: ends}}
	}
	return planned
}
