package handlers

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"soundings/agenda"
	"soundings/poll"
)

// midnight is the end of a slot's day, as it is typed.
const midnight = "00:00"

// slotRows is how many rows for slots a form was drawn with.
func slotRows(sent url.Values) int {
	rows, err := strconv.Atoi(sent.Get("slots"))
	if err != nil || rows < newRows {
		return newRows
	}
	return min(rows, agenda.MaxSlots+newRows)
}

// slotFields are the names of the fields of one row, counted from 1.
func slotFields(row int) (day, from, to string) {
	name := fmt.Sprintf("slot-%d-", row)
	return name + "day", name + "from", name + "to"
}

func putSlotRows(values url.Values, of agenda.Session, conference agenda.Conference) {
	zone := conference.Zone()
	values.Set("slots", strconv.Itoa(len(of.Slots)+newRows))
	for i, slot := range of.Slots {
		day, from, to := slotFields(i + 1)
		values.Set(day, agenda.Day(slot.Starts, zone))
		values.Set(from, agenda.Clock(slot.Starts, zone))
		values.Set(to, agenda.Clock(slot.Ends, zone))
		if slot.Ends.Equal(agenda.EndOfDay(slot.Starts, zone)) {
			values.Set(to, midnight) // also where clocks skip it
		}
	}
	if len(of.Slots) == 0 {
		proposeSlot(values, of, conference)
	}
	if until := of.Windows.Until; !until.IsZero() {
		values.Set("until-day", agenda.Day(until, zone))
		values.Set("until-time", agenda.Clock(until, zone))
	}
}

// proposeSlot fills the first row with the times that a note gave, where the conference has one day:
// on another a day would be guessed.
func proposeSlot(values url.Values, of agenda.Session, conference agenda.Conference) {
	if conference.Starts == "" || conference.Starts != conference.Ends || of.Starts == "" || of.Ends == "" {
		return
	}
	day, from, to := slotFields(1)
	values.Set(day, conference.Starts)
	values.Set(from, of.Starts)
	values.Set(to, of.Ends)
}

// readTimes reads the slots, sorted, and the windows of writing.
func readTimes(sent url.Values, zone *time.Location) ([]agenda.Slot, agenda.Windows, error) {
	slots, err := readSlots(sent, zone)
	windows := agenda.Windows{
		Before:   slices.Contains(sent["write"], "before"),
		During:   slices.Contains(sent["write"], "during"),
		NotAfter: !slices.Contains(sent["write"], "after"),
	}
	until, untilErr := readUntil(sent, zone)
	if untilErr == nil && !until.IsZero() && len(slots) > 0 && until.Before(slots[len(slots)-1].Ends) {
		untilErr = &poll.Invalid{Field: "until-day", Key: "fault.until_early"}
	}
	windows.Until = until
	return slots, windows, errors.Join(err, untilErr)
}

func readUntil(sent url.Values, zone *time.Location) (time.Time, error) {
	day, clock := sent.Get("until-day"), sent.Get("until-time")
	switch {
	case day == "" && clock == "":
		return time.Time{}, nil
	case day == "":
		return time.Time{}, &poll.Invalid{Field: "until-day", Key: "fault.until_incomplete"}
	case clock == "":
		return time.Time{}, &poll.Invalid{Field: "until-time", Key: "fault.until_incomplete"}
	}
	return readMoment(day, clock, "until-day", "until-time", zone)
}

func readSlots(sent url.Values, zone *time.Location) ([]agenda.Slot, error) {
	type placed struct {
		agenda.Slot
		row int
	}
	var all []placed
	var errs []error
	for row := 1; row <= slotRows(sent); row++ {
		slot, err := readSlot(sent, row, zone)
		errs = append(errs, err)
		if err == nil && !slot.Starts.IsZero() {
			all = append(all, placed{slot, row})
		}
	}
	if len(all) > agenda.MaxSlots {
		errs = append(errs, &poll.Invalid{Field: "slots", Key: "fault.too_many_slots", Limit: agenda.MaxSlots})
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.Starts.Compare(b.Starts) })
	slots := make([]agenda.Slot, len(all))
	for i, one := range all {
		slots[i] = one.Slot
		if i > 0 && one.Starts.Before(all[i-1].Ends) {
			_, from, _ := slotFields(max(one.row, all[i-1].row))
			errs = append(errs, &poll.Invalid{Field: from, Key: "fault.slot_overlaps"})
		}
	}
	return slots, errors.Join(errs...)
}

// readSlot reads one row; an empty one is the zero Slot.
func readSlot(sent url.Values, row int, zone *time.Location) (agenda.Slot, error) {
	day, from, to := slotFields(row)
	if sent.Get(day) == "" && sent.Get(from) == "" && sent.Get(to) == "" {
		return agenda.Slot{}, nil
	}
	for _, field := range []string{day, from, to} {
		if sent.Get(field) == "" {
			return agenda.Slot{}, &poll.Invalid{Field: field, Key: "fault.slot_incomplete"}
		}
	}
	starts, startsErr := readMoment(sent.Get(day), sent.Get(from), day, from, zone)
	ends, endsErr := agenda.EndOfDay(starts, zone), error(nil) // where it ends at midnight
	if sent.Get(to) != midnight {
		ends, endsErr = readMoment(sent.Get(day), sent.Get(to), day, to, zone)
	}
	if err := errors.Join(startsErr, endsErr); err != nil {
		return agenda.Slot{}, err
	}
	if !ends.After(starts) {
		return agenda.Slot{}, &poll.Invalid{Field: to, Key: "fault.slot_backwards"}
	}
	return agenda.Slot{Starts: starts, Ends: ends}, nil
}

// readMoment reads a day and a time of day, and names the field at fault.
func readMoment(day, clock, dayField, clockField string, zone *time.Location) (time.Time, error) {
	moment, err := agenda.At(day, clock, zone)
	if err == nil {
		return moment, nil
	}
	if errors.Is(err, agenda.ErrSkippedTime) {
		return moment, &poll.Invalid{Field: clockField, Key: "fault.time_skipped"}
	}
	if _, err := agenda.At(day, "12:00", time.UTC); err != nil {
		return moment, &poll.Invalid{Field: dayField, Key: "fault.day"}
	}
	return moment, &poll.Invalid{Field: clockField, Key: "fault.time"}
}
