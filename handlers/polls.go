package handlers

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
	"soundings/views"
)

// addPoll writes a draft under a key question, and takes answers at once where that is asked.
func (s *Server) addPoll(c *fiber.Ctx) error {
	viewer, session, err := s.session(c, access.MayModerate)
	if err != nil {
		return err
	}
	sent := form(c)
	kind, known := s.kinds[sent.Get("kind")]
	if !known {
		return errForm
	}
	question, err := strconv.ParseInt(sent.Get("key_question"), 10, 64)
	if err != nil && sent.Get("key_question") != "" {
		return errForm
	}
	content, err := kind.Draft(sent)
	if err != nil {
		draft := views.DraftForm{Session: session.ID, KeyQuestion: question, Kind: kind.Name()}
		return s.drawDraft(c, viewer, session, draft, sent, err)
	}
	p, err := s.Store.AddPoll(c.UserContext(), viewer, session.ID, question, kind.Name(), content)
	if err == nil && sent.Get("then") == "take" {
		err = s.Store.TakeAnswers(c.UserContext(), viewer, p.ID)
	}
	return s.led(c, session.ID, err)
}

func (s *Server) draftPage(c *fiber.Ctx) error {
	viewer, p, session, err := s.moderated(c)
	if err != nil {
		return err
	}
	if p.State != poll.Draft {
		return poll.ErrFrozen
	}
	return s.drawDraft(c, viewer, session, draftOf(p), s.kinds[p.Kind].Edit(p.Content), nil)
}

func draftOf(p poll.Poll) views.DraftForm {
	return views.DraftForm{
		Session: p.SessionID, Poll: p.ID, ContentRevision: p.ContentRevision, KeyQuestion: p.KeyQuestionID, Kind: p.Kind,
	}
}

// drawDraft draws the form with what was typed and what is wrong with it.
func (s *Server) drawDraft(c *fiber.Ctx, viewer access.Viewer, session agenda.Session, draft views.DraftForm, values url.Values, fault error) error {
	faults := poll.Faults(fault)
	if fault != nil && len(faults) == 0 {
		return fault
	}
	questions, err := s.Store.KeyQuestions(c.UserContext(), viewer, session.ID)
	if err != nil {
		return err
	}
	draft.KeyQuestions, draft.Values = questions, values
	translated, err := s.translations(c, viewer, draft.Poll, values)
	if err != nil {
		return err
	}
	if !translated.Sent {
		draft.Faults = faults
	}
	translated.Faults = faults
	if fault != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	page := s.page(c)
	page.Home = fmt.Sprintf("/podium/%d", session.ID)
	return html(c, s.Views.DraftPage, views.DraftPage{Page: page, Session: session, Ask: draft, Translations: translated})
}

func (s *Server) editPoll(c *fiber.Ctx) error {
	viewer, p, session, err := s.moderated(c)
	if err != nil {
		return err
	}
	sent := form(c)
	revision, err := strconv.ParseInt(sent.Get("content_revision"), 10, 64)
	if err != nil {
		return errForm
	}
	content, err := s.kinds[p.Kind].Draft(sent)
	if err != nil {
		draft := draftOf(p)
		draft.ContentRevision = revision
		return s.drawDraft(c, viewer, session, draft, sent, err)
	}
	err = s.Store.EditPoll(c.UserContext(), viewer, p.ID, revision, content.WithTranslationsOf(p.Content))
	if err == nil && sent.Get("then") == "take" {
		err = s.Store.TakeAnswers(c.UserContext(), viewer, p.ID)
	}
	return s.led(c, session.ID, err)
}

func (s *Server) takeAnswers(c *fiber.Ctx) error {
	viewer, p, session, err := s.moderated(c)
	if err != nil {
		return err
	}
	return s.led(c, session.ID, s.Store.TakeAnswers(c.UserContext(), viewer, p.ID))
}

func (s *Server) closeAnswers(c *fiber.Ctx) error {
	viewer, p, session, err := s.moderated(c)
	if err != nil {
		return err
	}
	_, err = s.Store.CloseAnswers(c.UserContext(), viewer, p.ID)
	return s.led(c, session.ID, err)
}

func (s *Server) backToDraft(c *fiber.Ctx) error {
	viewer, p, session, err := s.moderated(c)
	if err != nil {
		return err
	}
	return s.led(c, session.ID, s.Store.BackToDraft(c.UserContext(), viewer, p.ID))
}

func (s *Server) removePoll(c *fiber.Ctx) error {
	viewer, p, session, err := s.moderated(c)
	if err != nil {
		return err
	}
	return s.led(c, session.ID, s.Store.RemovePoll(c.UserContext(), viewer, p.ID))
}
