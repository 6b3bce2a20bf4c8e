package views

import (
	"io"
	"net/url"
	"strings"
	"time"

	"soundings/agenda"
	"soundings/i18n"
	"soundings/poll"
	"soundings/programme"
)

// programmeStates are the pages on which the programme is written.
func programmeStates() []state {
	var all []state
	for _, group := range [][]state{orderStates(), conferenceStates(), sessionFormStates(), questionFormStates(), differenceStates()} {
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

// differenceStates are what changed notes change: everything that can differ, nothing, and hostile texts.
func differenceStates() []state {
	draw := func(name, note string, stored []agenda.SessionPlan, known agenda.Conference) state {
		return state{name: "import-difference-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			preview, err := programme.Read([]byte(note))
			if err != nil {
				return err
			}
			held := Held{Sessions: map[int64]bool{9: true}, KeyQuestions: map[int64]bool{3: true}}
			return v.ImportDifference(w, ImportDifference{
				Page: staffPage(t, "/organise/import"), Name: "note.md", Text: preview.Note, Preview: preview, Held: held, Stale: name == "stale",
				Difference: programme.CompareAll(stored, known, preview.Plan()),
			})
		}}
	}
	const note = "Forum on Harbours\n\nSession I: Dredging with care [Open to Member States only]\n\nThis session will address the following key questions:\n\n" +
		"- How can small ports dredge without harming reefs?\n- What keeps ports from sharing surveys?\n- Who pays?\n\nClosing Session: Thanks\n"
	plan := agenda.Plan{}
	if preview, err := programme.Read([]byte(note)); err == nil {
		plan = preview.Plan()
	}
	same := plan.Sessions
	for i := range same {
		same[i].Session.ID = int64(i + 1)
		for k := range same[i].KeyQuestions {
			same[i].KeyQuestions[k].ID = int64(k + 1)
		}
	}
	question := func(id int64, text string) agenda.KeyQuestion {
		return agenda.KeyQuestion{ID: id, Text: textOf(text), Short: textOf(text), Kind: agenda.Question}
	}
	session := func(id int64, number, label, title string, questions ...agenda.KeyQuestion) agenda.SessionPlan {
		s := agenda.Session{ID: id, Number: number, Label: textOf(label), Title: textOf(title), Type: agenda.Thematic, Access: agenda.Open}
		return agenda.SessionPlan{Session: s, KeyQuestions: questions}
	}
	differs := []agenda.SessionPlan{
		session(9, "V", "Session V", "Night work", question(7, "The noise of cranes at night?")),
		session(1, "I", "Session I", "Dredging", question(2, "What keeps ports from sharing surveys?"), question(1, "How can small ports dredge without harming coral reefs?"), question(3, hostile[0])),
		session(4, "", "Lunch", hostile[1]),
	}
	known := agenda.Conference{Name: textOf("Forum on Quiet Harbours")}
	refused := state{name: "import-preview-refused", draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
		preview, err := programme.Read([]byte(note))
		if err != nil {
			return err
		}
		values := url.Values{"name": {hostile[1]}, CorrectionField(1, 0): {""}, CorrectionField(1, 1): {hostile[0]}, SplitField(1, 1): {hostile[2]}, "access-1": {"open"}}
		return v.ImportPreview(w, ImportPreview{
			Page: staffPage(t, "/organise/import"), Text: preview.Note, Preview: preview, Values: values,
			Faults: []*poll.Invalid{{Field: CorrectionField(1, 0), Key: "fault.empty"}, {Field: SplitField(1, 1), Key: "fault.too_long", Limit: 1500}, {Field: "name", Key: "fault.empty"}},
		})
	}}
	return []state{refused, draw("differs", note, differs, known), draw("stale", note, differs, known), draw("nothing", note, same, plan.Conference)}
}
