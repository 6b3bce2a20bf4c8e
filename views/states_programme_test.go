package views

import (
	"io"
	"net/url"
	"strings"
	"time"

	"soundings/agenda"
	"soundings/i18n"
	"soundings/poll"
)

// programmeStates are the pages on which the programme is written.
func programmeStates() []state {
	var all []state
	for _, group := range [][]state{orderStates(), conferenceStates(), sessionFormStates(), questionFormStates()} {
		all = append(all, group...)
	}
	return all
}

func hallZone() *time.Location {
	zone, err := agenda.Zone("Europe/Vienna")
	if err != nil {
		return time.UTC
	}
	return zone
}

// heldOn is a slot of June 2026 in the hall's time zone.
func heldOn(day, from, to int) agenda.Slot {
	at := func(hour int) time.Time { return time.Date(2026, 6, day, hour, 0, 0, 0, hallZone()) }
	return agenda.Slot{Starts: at(from), Ends: at(to)}
}

func orderStates() []state {
	programme := sampleProgramme()
	for i := range programme {
		programme[i].Session.Slots = []agenda.Slot{heldOn(16+i/2, 9+i%2*2, 10+i%2*2)}
	}
	programme[1].Session.Slots = append(programme[1].Session.Slots, heldOn(18, 9, 10))
	facts := agenda.Conference{Starts: "2026-06-16", Ends: "2026-06-18", Place: "Vienna"}
	removed := LastChange{ID: 3, What: "change.session_removed", About: translated("Session II", "الجلسة الثانية")}
	draw := func(name string, o Organise) state {
		return state{name: "organise-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			o := o
			o.Page = staffPage(t, "/organise")
			o.Zone = hallZone()
			return v.Organise(w, o)
		}}
	}
	return []state{
		draw("days", Organise{Facts: facts, Sessions: programme, Join: sampleJoin(), Last: removed}),
		draw("order", Organise{Facts: facts, Sessions: programme, Join: sampleJoin(), Order: true, Moved: Move{ID: programme[0].Session.ID, Up: true}}),
		draw("undo-hostile", Organise{Sessions: programme, Join: sampleJoin(), Last: LastChange{ID: 1, What: "change.question_removed", About: textOf(hostile[0])}}),
	}
}

func editingOf(t *i18n.Printer, path string, values, stored url.Values, faults ...*poll.Invalid) Editing {
	page := staffPage(t, path)
	page.Zone = hallZone()
	return Editing{Page: page, Values: values, Stored: stored, Faults: faults, Revision: 3, Original: "en", Into: []string{"ar", "fr"}}
}

func conferenceStates() []state {
	draw := func(name string, values, stored url.Values, faults ...*poll.Invalid) state {
		return state{name: "conference-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.ConferenceForm(w, ConferenceForm{Editing: editingOf(t, "/organise/conference", values, stored, faults...), Proposed: name == "new"})
		}}
	}
	values := url.Values{
		"name": {"Counter-Terrorism Cooperation"}, "name-ar": {"التعاون في مكافحة الإرهاب"}, "starts": {"2026-06-16"}, "ends": {"2026-06-17"},
		"place": {hostile[1]}, "zone": {"Europe/Vienna"}, "lang": {"en"}, "into": {"ar", "fr"},
	}
	theirs := url.Values{"name": {hostile[0]}, "zone": {"Africa/Nairobi"}, "lang": {"fr"}, "into": {"ar"}}
	return []state{
		draw("new", url.Values{"zone": {"Asia/Calcutta"}}, nil), draw("filled", values, nil), draw("conflict", values, theirs),
		draw("refused", values, nil, &poll.Invalid{Field: "name", Key: "fault.empty"}, &poll.Invalid{Field: "zone", Key: "fault.zone"},
			&poll.Invalid{Field: "ends", Key: "fault.ends_before"}, &poll.Invalid{Field: "lang", Key: "fault.language"},
			&poll.Invalid{Field: "into", Key: "fault.language"}, &poll.Invalid{Field: "starts", Key: "fault.day"}),
	}
}

func sessionFormStates() []state {
	stored := sampleSession()
	stored.Slots = []agenda.Slot{heldOn(17, 10, 12), heldOn(18, 9, 10)}
	draw := func(name string, f SessionForm, values, theirs url.Values, faults ...*poll.Invalid) state {
		return state{name: "session-form-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			f := f
			f.Editing = editingOf(t, "/organise/sessions/4/edit", values, theirs, faults...)
			return v.SessionForm(w, f)
		}}
	}
	values := url.Values{
		"title": {hostile[2]}, "title-ar": {hostile[10]}, "label": {"Session IV"}, "type": {"thematic"}, "write": {"before", "after"},
		"slot-1-day": {"2026-06-17"}, "slot-1-from": {"10:00"}, "slot-1-to": {"12:00"},
		"slot-2-day": {"2026-10-25"}, "slot-2-from": {"02:30"}, "slot-2-to": {"04:00"}, "until-day": {"2026-06-19"}, "until-time": {"18:00"},
	}
	theirs := url.Values{"title": {"Another"}, "type": {"closing"}, "write": {"during"}, "slot-1-day": {"2026-06-18"}}
	var faults []*poll.Invalid
	for field, key := range map[string]string{
		"title": "fault.empty", "number": "fault.too_long", "slots": "fault.too_many_slots", "slot-1-to": "fault.slot_backwards",
		"slot-2-from": "fault.time_skipped", "slot-3-day": "fault.slot_incomplete", "slot-4-from": "fault.slot_overlaps",
		"slot-4-to": "fault.time", "until-day": "fault.until_early", "until-time": "fault.until_incomplete",
	} {
		faults = append(faults, &poll.Invalid{Field: field, Key: key, Limit: 12})
	}
	return []state{
		draw("new", SessionForm{Rows: 3, NoZone: true}, url.Values{"type": {"thematic"}, "write": {"before"}}, nil),
		draw("edit", SessionForm{Session: stored, Rows: 5}, values, nil),
		draw("held", SessionForm{Session: stored, Rows: 5, Held: true}, values, nil),
		draw("conflict", SessionForm{Session: stored, Rows: 5}, values, theirs),
		draw("refused", SessionForm{Session: stored, Rows: 5}, values, nil, faults...),
	}
}

func questionFormStates() []state {
	stored := sampleKeyQuestion(2, longQuestion, "كيف؟")
	draw := func(name string, f QuestionForm, values, theirs url.Values, faults ...*poll.Invalid) state {
		return state{name: "question-form-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			f := f
			f.Session = sampleSession()
			f.Editing = editingOf(t, "/organise/questions/2", values, theirs, faults...)
			return v.QuestionForm(w, f)
		}}
	}
	values := url.Values{"text": {longQuestion}, "text-ar": {"كيف؟"}, "short": {hostile[3]}, "kind": {"question"}, "second": {strings.Repeat("long ", 80)}}
	theirs := url.Values{"text": {hostile[0]}, "short": {""}, "kind": {"issue"}}
	return []state{
		draw("new", QuestionForm{}, nil, nil), draw("edit", QuestionForm{Question: stored}, values, nil),
		draw("held", QuestionForm{Question: stored, Held: true}, values, nil), draw("split", QuestionForm{Question: stored, Split: true}, values, nil),
		draw("conflict", QuestionForm{Question: stored}, values, theirs),
		draw("refused", QuestionForm{Question: stored}, values, nil,
			&poll.Invalid{Field: "text", Key: "fault.too_long", Limit: 1500}, &poll.Invalid{Field: "short-ar", Key: "fault.too_long", Limit: 80}),
	}
}
