package handlers

import (
	"errors"
	"net/url"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"soundings/agenda"
	"soundings/poll"
	"soundings/views"
)

func (s *Server) conferencePage(c *fiber.Ctx) error {
	stored, err := s.Store.Conference(c.UserContext())
	if err != nil {
		return err
	}
	return s.drawConference(c, views.Editing{Values: conferenceValues(stored)}, stored)
}

func (s *Server) drawConference(c *fiber.Ctx, e views.Editing, stored agenda.Conference) error {
	e = s.editing(c, e, "/organise", stored.Revision)
	e.Path = "/organise/conference"
	e.Original, e.Into = stored.WrittenIn(stored.Name), stored.TranslatedInto(stored.Name)
	page := views.ConferenceForm{Editing: e}
	if stored.TimeZone == "" && e.Values.Get("zone") == "" && s.MachineZone != "" && len(e.Faults) == 0 {
		e.Values.Set("zone", s.MachineZone)
		page.Proposed = true
	}
	return html(c, s.Views.ConferenceForm, page)
}

// editing completes what every form of the programme carries, and says by the status what became of
// it. A form with faults keeps the revision that it was begun from, so that an edit of somebody else is
// still noticed.
func (s *Server) editing(c *fiber.Ctx, e views.Editing, home string, revision int64) views.Editing {
	e.Page, e.Revision = s.page(c), revision
	e.Home = home
	switch {
	case e.Stored != nil:
		c.Status(fiber.StatusConflict)
	case len(e.Faults) > 0:
		c.Status(fiber.StatusUnprocessableEntity)
		e.Revision = revisionOf(e.Values)
	}
	return e
}

func conferenceTexts(of agenda.Conference) (name, theme textField) {
	return textField{name: "name", limit: agenda.MaxCharacters, stored: of.Name},
		textField{name: "theme", limit: agenda.MaxCharacters, stored: of.Theme, optional: true}
}

func conferenceValues(of agenda.Conference) url.Values {
	values := url.Values{
		"starts": {of.Starts}, "ends": {of.Ends}, "place": {of.Place}, "room": {of.Room},
		"zone": {of.TimeZone}, "lang": {of.Language}, "into": slices.Clone(of.Languages),
	}
	name, theme := conferenceTexts(of)
	name.put(values, of)
	theme.put(values, of)
	return values
}

// saveConference stores the facts, unless somebody else did meanwhile: then both are shown.
func (s *Server) saveConference(c *fiber.Ctx) error {
	stored, err := s.Store.Conference(c.UserContext())
	if err != nil {
		return err
	}
	sent := form(c)
	edited, err := readConference(sent, stored)
	if faults := poll.Faults(err); len(faults) > 0 {
		return s.drawConference(c, views.Editing{Values: sent, Faults: faults}, stored)
	}
	if err != nil {
		return err
	}
	edited.Revision = revisionOf(sent)
	err = s.Store.SaveConference(c.UserContext(), s.organiser(), edited)
	if errors.Is(err, poll.ErrConflict) {
		return s.drawConference(c, views.Editing{Values: sent, Stored: conferenceValues(stored)}, stored)
	}
	if err != nil {
		return err
	}
	s.Log.Info("conference edited", "request", requestID(c))
	return s.changed(c, "/organise", "")
}

func readConference(sent url.Values, stored agenda.Conference) (agenda.Conference, error) {
	edited := stored
	edited.Sample = false
	nameField, themeField := conferenceTexts(stored)
	var errs [6]error
	edited.Name, errs[0] = nameField.read(sent, stored)
	edited.Theme, errs[1] = themeField.read(sent, stored)
	edited.Place, errs[2] = readLine(sent, "place", agenda.MaxCharacters)
	edited.Room, errs[3] = readLine(sent, "room", agenda.MaxCharacters)
	edited.Starts, edited.Ends, errs[4] = readDays(sent)
	errs[5] = readTongues(sent, &edited)
	return edited, errors.Join(errs[:]...)
}

func readDays(sent url.Values) (first, last string, err error) {
	var errs []error
	for _, field := range []string{"starts", "ends"} {
		if day := sent.Get(field); day != "" {
			if _, err := time.Parse(time.DateOnly, day); err != nil {
				errs = append(errs, &poll.Invalid{Field: field, Key: "fault.day"})
			}
		}
	}
	first, last = sent.Get("starts"), sent.Get("ends")
	if len(errs) == 0 && first != "" && last != "" && last < first {
		errs = append(errs, &poll.Invalid{Field: "ends", Key: "fault.ends_before"})
	}
	return first, last, errors.Join(errs...)
}

// readTongues reads the time zone and the languages.
func readTongues(sent url.Values, edited *agenda.Conference) error {
	var errs []error
	edited.TimeZone, edited.Language, edited.Languages = sent.Get("zone"), sent.Get("lang"), nil
	if _, err := agenda.Zone(edited.TimeZone); err != nil {
		errs = append(errs, &poll.Invalid{Field: "zone", Key: "fault.zone"})
	}
	if edited.Language != "" && !agenda.KnownLanguage(edited.Language) {
		errs = append(errs, &poll.Invalid{Field: "lang", Key: "fault.language"})
	}
	for _, tag := range sent["into"] {
		if !agenda.KnownLanguage(tag) {
			errs = append(errs, &poll.Invalid{Field: "into", Key: "fault.language"})
		} else if tag != edited.Language && !slices.Contains(edited.Languages, tag) {
			edited.Languages = append(edited.Languages, tag)
		}
	}
	return errors.Join(errs...)
}
