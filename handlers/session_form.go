package handlers

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"soundings/agenda"
	"soundings/poll"
	"soundings/views"
)

const maxNumber = 12 // characters of a session's number

// newRows is how many rows for slots a form has more than there are slots.
const newRows = 3

func (s *Server) newSessionPage(c *fiber.Ctx) error {
	values := sessionValues(agenda.Session{Type: agenda.Thematic, Windows: agenda.Windows{Before: true, During: true}}, *s.conference.Load())
	return s.drawSessionForm(c, views.Editing{Values: values}, agenda.Session{}, newRows)
}

func (s *Server) editSessionPage(c *fiber.Ctx) error {
	stored, err := s.sessionOf(c)
	if err != nil {
		return err
	}
	return s.drawSessionForm(c, views.Editing{Values: sessionValues(stored, *s.conference.Load())}, stored, len(stored.Slots)+newRows)
}

// sessionOf is the session that the path names.
func (s *Server) sessionOf(c *fiber.Ctx) (agenda.Session, error) {
	id, err := number(c, "session")
	if err != nil {
		return agenda.Session{}, err
	}
	return s.Store.Session(c.UserContext(), s.organiser(), id)
}

func (s *Server) drawSessionForm(c *fiber.Ctx, e views.Editing, stored agenda.Session, rows int) error {
	held, err := s.Store.SessionHeld(c.UserContext(), s.organiser(), stored.ID)
	if err != nil {
		return err
	}
	conference := s.conference.Load()
	e = s.editing(c, e, "/organise", stored.Revision)
	e.Original, e.Into = conference.WrittenIn(stored.Title), conference.TranslatedInto(stored.Title)
	return html(c, s.Views.SessionForm, views.SessionForm{
		Editing: e, Session: stored, Rows: min(rows, agenda.MaxSlots+newRows), NoZone: conference.TimeZone == "", Held: held,
	})
}

func sessionTexts(of agenda.Session) (label, title textField) {
	return textField{name: "label", limit: agenda.MaxShortLabel, stored: of.Label, optional: true},
		textField{name: "title", limit: agenda.MaxCharacters, stored: of.Title}
}

func sessionValues(of agenda.Session, conference agenda.Conference) url.Values {
	values := url.Values{"number": {of.Number}, "type": {string(of.Type)}, "write": writeValues(of.Windows)}
	label, title := sessionTexts(of)
	label.put(values, conference)
	title.put(values, conference)
	putSlotRows(values, of, conference)
	return values
}

func writeValues(of agenda.Windows) []string {
	var open []string
	for _, window := range []struct {
		name string
		open bool
	}{{"before", of.Before}, {"during", of.During}, {"after", !of.NotAfter}} {
		if window.open {
			open = append(open, window.name)
		}
	}
	return open
}

func (s *Server) addSession(c *fiber.Ctx) error {
	sent := form(c)
	if sent.Get("then") == "slot" {
		return s.drawSessionForm(c, views.Editing{Values: sent}, agenda.Session{}, slotRows(sent)+newRows)
	}
	planned, err := s.readNewSession(sent)
	if faults := poll.Faults(err); len(faults) > 0 {
		return s.drawSessionForm(c, views.Editing{Values: sent, Faults: faults}, agenda.Session{}, slotRows(sent))
	}
	if err != nil {
		return err
	}
	added, err := s.Store.AddSession(c.UserContext(), s.organiser(), planned)
	if err != nil {
		return err
	}
	s.Log.Info("session added", "request", requestID(c), "session", added.ID)
	return back(c, organisePath(added.ID), "session_added")
}

func (s *Server) readNewSession(sent url.Values) (agenda.SessionPlan, error) {
	conference := *s.conference.Load()
	session, err := readSession(sent, agenda.Session{}, conference)
	session.Access = agenda.Access(cmp.Or(sent.Get("access"), string(agenda.NotStated)))
	if !session.Access.Known() {
		err = errors.Join(err, &poll.Invalid{Field: "access", Key: "fault.access"})
	}
	planned := agenda.SessionPlan{Session: session}
	texts, linesErr := poll.ReadLines(sent, "key_questions", agenda.MaxKeyQuestion)
	for _, text := range texts {
		text.Lang = conference.Language
		planned.KeyQuestions = append(planned.KeyQuestions, agenda.KeyQuestion{Text: text, Kind: agenda.Question})
	}
	return planned, errors.Join(err, linesErr)
}

// editSession stores what was edited, unless somebody else did meanwhile: then both are shown.
func (s *Server) editSession(c *fiber.Ctx) error {
	stored, err := s.sessionOf(c)
	if err != nil {
		return err
	}
	sent := form(c)
	if sent.Get("then") == "slot" {
		return s.drawAgain(c, sent, stored)
	}
	edited, err := readSession(sent, stored, *s.conference.Load())
	if faults := poll.Faults(err); len(faults) > 0 {
		return s.drawSessionForm(c, views.Editing{Values: sent, Faults: faults}, stored, slotRows(sent))
	}
	if err != nil {
		return err
	}
	edited.Revision = revisionOf(sent)
	err = s.Store.EditSession(c.UserContext(), s.organiser(), edited)
	if errors.Is(err, poll.ErrConflict) {
		return s.drawSessionForm(c, views.Editing{Values: sent, Stored: sessionValues(stored, *s.conference.Load())}, stored, max(slotRows(sent), len(stored.Slots)))
	}
	if err != nil {
		return err
	}
	s.Log.Info("session edited", "request", requestID(c), "session", stored.ID)
	return back(c, organisePath(stored.ID), "")
}

// drawAgain draws the form with more rows. It keeps the revision that it was begun from, so that an
// edit of somebody else is still noticed.
func (s *Server) drawAgain(c *fiber.Ctx, sent url.Values, stored agenda.Session) error {
	stored.Revision = revisionOf(sent)
	return s.drawSessionForm(c, views.Editing{Values: sent}, stored, slotRows(sent)+newRows)
}

// revisionOf is the revision that a form was drawn from; 0, which nothing has, for none.
func revisionOf(sent url.Values) int64 {
	revision, _ := strconv.ParseInt(sent.Get("revision"), 10, 64)
	return revision
}

func readSession(sent url.Values, stored agenda.Session, conference agenda.Conference) (agenda.Session, error) {
	edited := stored
	labelField, titleField := sessionTexts(stored)
	var errs [5]error
	edited.Label, errs[0] = labelField.read(sent, conference)
	edited.Title, errs[1] = titleField.read(sent, conference)
	edited.Number, errs[2] = readLine(sent, "number", maxNumber)
	edited.Type = agenda.SessionType(sent.Get("type"))
	if !edited.Type.Known() {
		errs[3] = &poll.Invalid{Field: "type", Key: "fault.unknown_option"}
	}
	edited.Slots, edited.Windows, errs[4] = readTimes(sent, conference.Zone())
	return edited, errors.Join(errs[:]...)
}

func (s *Server) moveSession(c *fiber.Ctx) error {
	id, err := number(c, "session")
	if err != nil {
		return err
	}
	to := form(c).Get("to")
	if err := s.Store.MoveSession(c.UserContext(), s.organiser(), id, to == "up"); err != nil {
		return err
	}
	return c.Redirect(movedPath("/organise?order&", id, to), fiber.StatusSeeOther)
}

// movedPath leads back to what was moved, so that the focus stays with it. An address with a fragment
// would keep the browser from setting it.
func movedPath(page string, id int64, to string) string {
	if to != "up" {
		to = "down"
	}
	return fmt.Sprintf("%smoved=%d&to=%s", page, id, to)
}

func (s *Server) sortSessions(c *fiber.Ctx) error {
	if err := s.Store.SortSessions(c.UserContext(), s.organiser()); err != nil {
		return err
	}
	return c.Redirect("/organise?order", fiber.StatusSeeOther)
}

func (s *Server) removeSession(c *fiber.Ctx) error {
	id, err := number(c, "session")
	if err != nil {
		return err
	}
	if err := s.Store.RemoveSession(c.UserContext(), s.organiser(), id); err != nil {
		return err
	}
	s.Log.Info("session removed", "request", requestID(c), "session", id)
	return back(c, "/organise", "")
}
