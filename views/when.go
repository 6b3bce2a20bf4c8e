package views

import (
	"fmt"
	"time"

	"soundings/agenda"
	"soundings/i18n"
)

// dayOf is "17 June" in the language of the page.
func dayOf(t *i18n.Printer, at time.Time) string {
	return t.T("date.day", "Day", at.Day(), "Month", t.T(fmt.Sprintf("date.month.%d", at.Month())))
}

// weekdayOf is "Wednesday 17 June".
func weekdayOf(t *i18n.Printer, at time.Time) string {
	return t.T("date.weekday", "Weekday", t.T(fmt.Sprintf("date.weekday.%d", at.Weekday())), "Date", dayOf(t, at))
}

// Slots are the slots of a session as the programme prints them, in the conference's time zone: "17
// June, 10:00 to 12:30". Without slots they are the times that the note gave, without a day.
func (p Page) Slots(s agenda.Session) []string {
	var all []string
	for _, slot := range s.Slots {
		all = append(all, p.slot(slot))
	}
	if len(all) == 0 && s.Starts != "" && s.Ends != "" {
		all = []string{p.T("date.times", "From", s.Starts, "To", s.Ends)}
	} else if len(all) == 0 && s.Starts != "" {
		all = []string{s.Starts}
	}
	return all
}

func (p Page) slot(slot agenda.Slot) string {
	zone := p.zone()
	return p.T("date.slot", "Date", dayOf(p.Printer, slot.Starts.In(zone)), "From", agenda.Clock(slot.Starts, zone), "To", agenda.Clock(slot.Ends, zone))
}

// zone is the conference's, UTC where a page knows none.
func (p Page) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

// EndOfWriting is when writing on a session ends if no hour is stated: the day after whose end.
func (p Page) EndOfWriting(s agenda.Session) string {
	if len(s.Slots) == 0 {
		return ""
	}
	return dayOf(p.Printer, s.Slots[len(s.Slots)-1].Ends.Add(-time.Nanosecond).In(p.zone()))
}

// ZoneName names the time zone of the conference.
func (p Page) ZoneName() string { return p.zone().String() }
