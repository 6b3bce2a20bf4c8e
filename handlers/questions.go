package handlers

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"soundings/agenda"
	"soundings/poll"
	"soundings/views"
)

func (s *Server) newQuestionPage(c *fiber.Ctx) error {
	session, err := s.sessionOf(c)
	if err != nil {
		return err
	}
	return s.drawQuestion(c, views.Editing{Values: url.Values{"kind": {string(agenda.Question)}}}, agenda.KeyQuestion{SessionID: session.ID}, false)
}

func (s *Server) questionPage(c *fiber.Ctx) error {
	stored, err := s.questionOf(c)
	if err != nil {
		return err
	}
	values, split := questionValues(stored, *s.conference.Load()), c.Request().URI().QueryArgs().Has("split")
	if split {
		values.Set("second", stored.Text.Text)
	}
	return s.drawQuestion(c, views.Editing{Values: values}, stored, split)
}

// questionOf is the key question that the path names.
func (s *Server) questionOf(c *fiber.Ctx) (agenda.KeyQuestion, error) {
	id, err := number(c, "question")
	if err != nil {
		return agenda.KeyQuestion{}, err
	}
	return s.Store.KeyQuestion(c.UserContext(), s.organiser(), id)
}

func (s *Server) drawQuestion(c *fiber.Ctx, e views.Editing, stored agenda.KeyQuestion, split bool) error {
	session, err := s.Store.Session(c.UserContext(), s.organiser(), stored.SessionID)
	if err != nil {
		return err
	}
	uses, err := s.Store.KeyQuestionUses(c.UserContext(), s.organiser(), stored.SessionID)
	if err != nil {
		return err
	}
	conference := s.conference.Load()
	e = s.editing(c, e, organisePath(session.ID), stored.Revision)
	e.Original, e.Into = conference.WrittenIn(stored.Text), conference.TranslatedInto(stored.Text)
	return html(c, s.Views.QuestionForm, views.QuestionForm{
		Editing: e, Session: session, Question: stored, Split: split, Held: uses[stored.ID].Held,
	})
}

func questionTexts(of agenda.KeyQuestion) (text, short textField) {
	return textField{name: "text", limit: agenda.MaxKeyQuestion, stored: of.Text},
		textField{name: "short", limit: agenda.MaxShortLabel, stored: of.Short, optional: true}
}

func questionValues(of agenda.KeyQuestion, conference agenda.Conference) url.Values {
	values := url.Values{"kind": {string(of.Kind)}}
	text, short := questionTexts(of)
	text.put(values, conference)
	short.put(values, conference)
	return values
}

func (s *Server) addQuestion(c *fiber.Ctx) error {
	session, err := s.sessionOf(c)
	if err != nil {
		return err
	}
	sent, blank := form(c), agenda.KeyQuestion{SessionID: session.ID}
	question, err := readQuestion(sent, blank, *s.conference.Load())
	if faults := poll.Faults(err); len(faults) > 0 {
		return s.drawQuestion(c, views.Editing{Values: sent, Faults: faults}, blank, false)
	}
	if err != nil {
		return err
	}
	if err := s.Store.AddKeyQuestion(c.UserContext(), s.organiser(), question); err != nil {
		return err
	}
	s.Log.Info("key question added", "request", requestID(c), "session", session.ID)
	return back(c, organisePath(session.ID), "")
}

// readQuestion reads the form. A short label that nobody chose follows the text.
func readQuestion(sent url.Values, stored agenda.KeyQuestion, conference agenda.Conference) (agenda.KeyQuestion, error) {
	edited := stored
	textOf, shortOf := questionTexts(stored)
	text, textErr := textOf.read(sent, conference)
	short, shortErr := shortOf.read(sent, conference)
	if short.IsEmpty() || short.Text == stored.Short.Text && short.Text == agenda.ShortLabel(stored.Text.Text) {
		short.Lang, short.Text = text.Lang, agenda.ShortLabel(text.Text)
	}
	edited.Text, edited.Short, edited.Kind = text, short, agenda.ItemKind(sent.Get("kind"))
	if text.Text != stored.Text.Text {
		edited.Compound = false // who wrote it anew has looked at it
	}
	var kindErr error
	if edited.Kind != agenda.Question && edited.Kind != agenda.Issue {
		kindErr = &poll.Invalid{Field: "kind", Key: "fault.unknown_option"}
	}
	return edited, errors.Join(textErr, shortErr, kindErr)
}

// editQuestion stores what was edited, or makes two of it, unless somebody else saved it meanwhile:
// then both are shown.
func (s *Server) editQuestion(c *fiber.Ctx) error {
	stored, err := s.questionOf(c)
	if err != nil {
		return err
	}
	sent := form(c)
	split := sent.Get("then") == "split"
	edited, err := readQuestion(sent, stored, *s.conference.Load())
	second := agenda.KeyQuestion{Kind: edited.Kind}
	if split {
		var secondErr error
		second.Text, secondErr = textField{name: "second", limit: agenda.MaxKeyQuestion, stored: agenda.Plain(stored.Text.Lang, "")}.read(sent, *s.conference.Load())
		second.Short = agenda.Plain(second.Text.Lang, agenda.ShortLabel(second.Text.Text))
		edited.Compound = false
		err = errors.Join(err, secondErr)
	}
	if faults := poll.Faults(err); len(faults) > 0 {
		return s.drawQuestion(c, views.Editing{Values: sent, Faults: faults}, stored, split)
	}
	if err != nil {
		return err
	}
	edited.Revision = revisionOf(sent)
	if split {
		err = s.Store.SplitKeyQuestion(c.UserContext(), s.organiser(), edited, second)
	} else {
		err = s.Store.EditKeyQuestion(c.UserContext(), s.organiser(), edited)
	}
	if errors.Is(err, poll.ErrConflict) {
		theirs := questionValues(stored, *s.conference.Load())
		theirs["second"] = sent["second"]
		return s.drawQuestion(c, views.Editing{Values: sent, Stored: theirs}, stored, split)
	}
	if err != nil {
		return err
	}
	s.Log.Info("key question edited", "request", requestID(c), "question", stored.ID, "split", split)
	return back(c, organisePath(stored.SessionID), "")
}

func (s *Server) moveQuestion(c *fiber.Ctx) error {
	stored, err := s.questionOf(c)
	if err != nil {
		return err
	}
	to := form(c).Get("to")
	if err := s.Store.MoveKeyQuestion(c.UserContext(), s.organiser(), stored.ID, to == "up"); err != nil {
		return err
	}
	return c.Redirect(movedPath(organisePath(stored.SessionID)+"?", stored.ID, to), fiber.StatusSeeOther)
}

func (s *Server) removeQuestion(c *fiber.Ctx) error {
	stored, err := s.questionOf(c)
	if err != nil {
		return err
	}
	if err := s.Store.RemoveKeyQuestion(c.UserContext(), s.organiser(), stored.ID); err != nil {
		return err
	}
	s.Log.Info("key question removed", "request", requestID(c), "question", stored.ID)
	return back(c, organisePath(stored.SessionID), "")
}
