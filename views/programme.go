package views

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"soundings/agenda"
)

// LastChange is the newest change of the programme, which can be taken back.
type LastChange struct {
	ID    int64 // 0 where there is none
	What  string
	About agenda.Text
}

// ConferenceForm is the form for the conference's facts.
type ConferenceForm struct {
	Editing
	Proposed bool // the time zone is that of this machine, not yet chosen
}

// SessionForm is the form for a session of the programme.
type SessionForm struct {
	Editing
	Session agenda.Session // as stored; the zero Session for a new one
	Rows    int            // of slots
	NoZone  bool           // no time zone is chosen: times are UTC
	Held    bool           // it holds answers or contributions: it cannot be deleted
}

// QuestionForm is the form for a key question.
type QuestionForm struct {
	Editing
	Session  agenda.Session
	Question agenda.KeyQuestion // as stored; the zero KeyQuestion for a new one
	Split    bool               // it is to become two
	Held     bool               // it holds answers or contributions: it cannot be deleted
}

// ConferenceForm draws the form for the conference's facts.
func (v *Views) ConferenceForm(w io.Writer, p ConferenceForm) error {
	return v.page(w, "conference", p)
}

// SessionForm draws the form for a session.
func (v *Views) SessionForm(w io.Writer, p SessionForm) error { return v.page(w, "session_form", p) }

// QuestionForm draws the form for a key question.
func (v *Views) QuestionForm(w io.Writer, p QuestionForm) error { return v.page(w, "question_form", p) }

// undoLine offers to take back the newest change.
type undoLine struct {
	Page
	LastChange
}

// Undo is the line with the newest change.
func (p Page) Undo(last LastChange) undoLine { return undoLine{p, last} }

// Says is what was changed.
func (u undoLine) Says() string {
	return u.T(u.What, "About", isolated(u.In(u.About).Text))
}

// programmeDay is a run of sessions that begin on one day.
type programmeDay struct {
	Heading string // "" before the first day
	Lines   []SessionLine
}

// Days are the sessions under the days on which they begin, in the order of the programme. One
// without a slot stands with the session that it follows.
func (o organise) Days() []programmeDay {
	days := []programmeDay{{}}
	var day string
	for _, line := range o.Sessions {
		if begins := line.Session.Begins(); !begins.IsZero() && agenda.Day(begins, o.zone()) != day {
			day = agenda.Day(begins, o.zone())
			days = append(days, programmeDay{Heading: weekdayOf(o.Printer, begins.In(o.zone()))})
		}
		last := &days[len(days)-1]
		last.Lines = append(last.Lines, line)
	}
	if len(days[0].Lines) == 0 {
		days = days[1:]
	}
	return days
}

// Timed reports whether the programme says when a session is held.
func (o organise) Timed() bool {
	return slices.ContainsFunc(o.Sessions, func(line SessionLine) bool { return o.From(line.Session) != "" })
}

// Unsorted reports whether the sessions stand otherwise than in the order of time.
func (o organise) Unsorted() bool {
	sessions := make([]agenda.Session, len(o.Sessions))
	for i, line := range o.Sessions {
		sessions[i] = line.Session
	}
	return !slices.EqualFunc(agenda.SortByTime(sessions), sessions, func(a, b agenda.Session) bool { return a.ID == b.ID })
}

// From is the time of day at which a session begins, "" when it is not known.
func (o organise) From(s agenda.Session) string {
	if begins := s.Begins(); !begins.IsZero() {
		return agenda.Clock(begins, o.zone())
	}
	return s.Starts
}

// Later are the slots of a session after its first.
func (o organise) Later(s agenda.Session) []string {
	if len(s.Slots) < 2 {
		return nil
	}
	return o.Slots(s)[1:]
}

// Dates are the conference's first and last day with its place, as one line.
func (o organise) Dates() string {
	var parts []string
	for i, iso := range []string{o.Facts.Starts, o.Facts.Ends} {
		day, err := time.Parse(time.DateOnly, iso)
		if err == nil && (i == 0 || iso != o.Facts.Starts) {
			parts = append(parts, o.T("date.year", "Date", dayOf(o.Printer, day), "Year", fmt.Sprint(day.Year())))
		}
	}
	return strings.Join(parts, " – ")
}

// Regions are the time zones to choose from.
func (f ConferenceForm) Regions() []agenda.ZoneRegion { return agenda.ZoneRegions() }

// ZoneLabel is a time zone's place without its region.
func (f ConferenceForm) ZoneLabel(name string) string {
	_, place, found := strings.Cut(name, "/")
	if !found {
		return name
	}
	return strings.ReplaceAll(strings.ReplaceAll(place, "_", " "), "/", ", ")
}

// OtherZone is the chosen time zone where it is none of those offered, "" otherwise.
func (f ConferenceForm) OtherZone() string {
	chosen := f.Values.Get("zone")
	for _, region := range agenda.ZoneRegions() {
		for _, name := range region.Zones {
			if name == chosen {
				return ""
			}
		}
	}
	if chosen == "UTC" {
		return ""
	}
	return chosen
}

// WritingLanguages lists the languages to choose from.
func (f ConferenceForm) WritingLanguages() []agenda.Language { return agenda.WritingLanguages() }

// Action is where the form is posted.
func (f SessionForm) Action() string {
	if f.Session.ID == 0 {
		return "/organise/sessions/new"
	}
	return fmt.Sprintf("/organise/sessions/%d/edit", f.Session.ID)
}

// Back is where the form was opened.
func (f SessionForm) Back() string {
	if f.Session.ID == 0 {
		return "/organise"
	}
	return fmt.Sprintf("/organise/sessions/%d", f.Session.ID)
}

// Types lists the types of session to choose from.
func (f SessionForm) Types() []agenda.SessionType { return agenda.SessionTypes() }

// Chosen is the access chosen in the form; not stated until one is.
func (f SessionForm) Chosen() agenda.Access {
	if rule := agenda.Access(f.Values.Get("access")); rule.Known() {
		return rule
	}
	return agenda.NotStated
}

// slotRow is one row of the form's slots.
type slotRow struct {
	Name, Label   string
	Day, From, To editLine
	Twice         string // what clocks show twice on that day, "" otherwise
}

// SlotRows are the rows for slots.
func (f SessionForm) SlotRows() []slotRow {
	rows := make([]slotRow, f.Rows)
	for i := range rows {
		name := fmt.Sprintf("slot-%d", i+1)
		rows[i] = slotRow{
			Name: name, Label: f.T("edit.slot", "Number", i+1),
			Day:  f.Input("date", name+"-day", "edit.day", ""),
			From: f.Input("time", name+"-from", "edit.from", ""),
			To:   f.Input("time", name+"-to", "edit.to", ""),
		}
		for _, at := range []editLine{rows[i].From, rows[i].To} {
			moment, err := agenda.At(rows[i].Day.Value, at.Value, f.zone())
			if err == nil && agenda.Twice(moment, f.zone()) {
				rows[i].Twice = at.Value
			}
		}
	}
	return rows
}

// SlotsDiffer reports whether somebody else saved other slots meanwhile.
func (f SessionForm) SlotsDiffer() bool {
	for i := range f.Rows {
		for _, part := range []string{"day", "from", "to"} {
			if f.Differs(fmt.Sprintf("slot-%d-%s", i+1, part)) {
				return true
			}
		}
	}
	return false
}

// NoteTimes are the times that the note gave without a day, while the session has no slot.
func (f SessionForm) NoteTimes() string {
	if len(f.Session.Slots) > 0 || f.Session.Starts == "" {
		return ""
	}
	return f.Slots(f.Session)[0]
}

// StoredSlots are the slots as they are stored.
func (f SessionForm) StoredSlots() []string { return f.Slots(f.Session) }

// Action is where the form is posted.
func (f QuestionForm) Action() string {
	if f.Question.ID == 0 {
		return fmt.Sprintf("/organise/sessions/%d/questions", f.Session.ID)
	}
	return fmt.Sprintf("/organise/questions/%d", f.Question.ID)
}

// Back is the session's page.
func (f QuestionForm) Back() string { return fmt.Sprintf("/organise/sessions/%d", f.Session.ID) }

// Move is what was moved last, so that the focus stays with it.
type Move struct {
	ID int64 // 0 for nothing
	Up bool
}

func (m Move) of(id int64) Move {
	if m.ID != id {
		return Move{}
	}
	return m
}

// mover is a form of two buttons that move something by one place.
type mover struct {
	Action      string
	Up, Down    string // labels
	First, Last bool
	Focus       string // "up" or "down" where the button that was used last stands, "" elsewhere
}

// mover leaves the focus where the last move was asked for.
func (p Page) mover(action string, about Written, place, count int, last Move) mover {
	m := mover{
		Action: action, First: place == 0, Last: place == count-1,
		Up: p.T("order.up", "About", isolated(about.Text)), Down: p.T("order.down", "About", isolated(about.Text)),
	}
	switch {
	case last.Up && !m.First, last.ID != 0 && m.Last:
		m.Focus = "up"
	case last.ID != 0:
		m.Focus = "down"
	}
	return m
}

// MoveSession moves a session in the programme.
func (o organise) MoveSession(s agenda.Session) mover {
	at := slices.IndexFunc(o.Sessions, func(line SessionLine) bool { return line.Session.ID == s.ID })
	return o.mover(fmt.Sprintf("/organise/sessions/%d/move", s.ID), o.Place(s), at, len(o.Sessions), o.Moved.of(s.ID))
}

// MoveQuestion moves a key question in its session.
func (p OrganiseSession) MoveQuestion(k agenda.KeyQuestion) mover {
	action := fmt.Sprintf("/organise/questions/%d/move", k.ID)
	return p.mover(action, p.In(k.Short), k.Position-1, len(p.KeyQuestions), p.Moved.of(k.ID))
}

// Written is how many contributions a key question has.
func (p OrganiseSession) Written(question int64) int { return p.Contributions[question] }
