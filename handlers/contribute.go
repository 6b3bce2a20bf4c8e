package handlers

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/i18n"
	"soundings/poll"
	"soundings/store"
	"soundings/views"
)

// Fields of the form of a contribution; nonce and replaces are those of an answer.
const (
	fieldQuestion     = "question"
	fieldContribution = "contribution" // that is edited, 0 for a new one
	fieldType         = "type"
	fieldText         = "text"
	fieldAddressee    = "addressee"
	fieldLanguage     = "language"
	fieldQuotable     = "quotable"
)

// contribute takes a new contribution, and one that its author replaces after another page of theirs
// has changed it.
func (s *Server) contribute(c *fiber.Ctx) error {
	question, err := number(c, "question")
	if err != nil {
		return err
	}
	sent := form(c)
	return s.takeContribution(c, sent, question, numberOf(last(sent, fieldContribution)))
}

// editContribution takes an edit by the author.
func (s *Server) editContribution(c *fiber.Ctx) error {
	contribution, err := number(c, "contribution")
	if err != nil {
		return err
	}
	sent := form(c)
	return s.takeContribution(c, sent, numberOf(sent.Get(fieldQuestion)), contribution)
}

// takeContribution says "recorded" only after the commit. Whatever else happens is said in the foot
// of the page, with a way on, and loses nothing of what was typed.
func (s *Server) takeContribution(c *fiber.Ctx, sent url.Values, question, contribution int64) error {
	typed := readForm(sent, contribution)
	var stored feedback.Contribution
	viewer, err := s.author(c, sent)
	if err == nil {
		stored, err = s.recordContribution(c, viewer, question, sent, typed)
	}
	if err != nil {
		return s.refuseContribution(c, viewer, question, typed, err)
	}
	if !isPart(c) {
		return back(c, fmt.Sprintf("/k/%d", stored.KeyQuestionID), "contribution_recorded")
	}
	return s.sendOwn(c, viewer, stored.KeyQuestionID, s.Views.ContributionRecorded)
}

// author is who wrote: the participant, or a phone that joins with the same form, because its cookie
// had gone when it sent the text.
func (s *Server) author(c *fiber.Ctx, sent url.Values) (access.Viewer, error) {
	viewer, err := s.participant(c)
	if !errors.Is(err, errNotJoined) || sent.Get("code") == "" {
		return viewer, err
	}
	token, viewer, err := s.Store.Join(c.UserContext(), sent.Get("code"))
	if isNotFound(err) {
		if err := s.guesses.missed(c.UserContext(), c); err != nil {
			return viewer, err
		}
		return viewer, errWrongCode
	}
	if err == nil {
		s.setCookie(c, cookieParticipant, token, participantSeconds)
	}
	return viewer, err
}

func (s *Server) recordContribution(
	c *fiber.Ctx, viewer access.Viewer, question int64, sent url.Values, typed views.ContributionForm,
) (feedback.Contribution, error) {
	nonce, err := readNonce(sent)
	if err != nil {
		return feedback.Contribution{}, err
	}
	if !agenda.KnownLanguage(typed.Language) {
		return feedback.Contribution{}, errForm
	}
	if !s.writers.allow(viewer.Participant) {
		return feedback.Contribution{}, errTooMany
	}
	return s.Store.Contribute(c.UserContext(), viewer, store.Writing{
		KeyQuestion: question, Type: typed.Type, Text: agenda.Plain(typed.Language, typed.Text), Addressee: typed.Addressee,
		Quotable: typed.Quotable, Nonce: nonce, Contribution: typed.Contribution, Replaces: typed.Replaces,
	})
}

func readForm(sent url.Values, contribution int64) views.ContributionForm {
	return views.ContributionForm{
		Type: feedback.Type(sent.Get(fieldType)), Text: sent.Get(fieldText), Addressee: feedback.Addressee(sent.Get(fieldAddressee)),
		Language: sent.Get(fieldLanguage), Quotable: sent.Get(fieldQuotable) != "",
		Contribution: contribution, Replaces: numberOf(last(sent, fieldReplaces)),
	}
}

// numberOf reads a hidden field; what is no number names nothing.
func numberOf(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// sendOwn sends a fragment with one's own contributions.
func (s *Server) sendOwn(c *fiber.Ctx, viewer access.Viewer, question int64,
	draw func(io.Writer, *i18n.Printer, views.QuestionNow, []feedback.Contribution) error,
) error {
	now, err := s.questionNow(c.UserContext(), viewer, question)
	if err != nil {
		return err
	}
	own, err := s.ownContributions(c.UserContext(), viewer, now)
	if err != nil {
		return err
	}
	c.Type("html", "utf-8")
	return draw(c.Response().BodyWriter(), s.printer(c), now, own)
}

// refuseContribution says why a text was not recorded: a foot for the script, a whole page with the
// text without it.
func (s *Server) refuseContribution(c *fiber.Ctx, viewer access.Viewer, question int64, typed views.ContributionForm, fault error) error {
	foot := s.footForText(c, question, fault)
	status, _ := classify(fault)
	if status >= fiber.StatusInternalServerError {
		s.Log.Error("contribution not saved", "request", requestID(c), "question", question, "err", fault)
		c.Set(fiber.HeaderRetryAfter, "2")
	}
	c.Status(status)
	if isPart(c) {
		return s.sendFoot(c, viewer, question, foot)
	}
	typed.Faults = poll.Faults(fault)
	if foot.State == views.FootExpired {
		return s.drawKept(c, question, typed, fault)
	}
	if foot.Contribution != 0 {
		typed.Contribution, typed.Replaces = foot.Contribution, 0
	}
	if foot.State == views.FootGone {
		typed.Contribution, typed.Replaces = 0, 0
	}
	if status == fiber.StatusTooManyRequests || status >= fiber.StatusInternalServerError {
		typed.Nonce = form(c).Get(fieldNonce) // an earlier copy may be stored, or be on its way
	}
	err := s.drawPhoneQuestion(c, viewer, question, &typed, foot)
	if isNotFound(err) {
		return s.drawKept(c, question, typed, err)
	}
	return err
}

// sendFoot tells the script; with another stored text comes what is stored.
func (s *Server) sendFoot(c *fiber.Ctx, viewer access.Viewer, question int64, foot views.Foot) error {
	c.Type("html", "utf-8")
	if err := s.Views.Foot(c.Response().BodyWriter(), s.printer(c), foot); err != nil || foot.State != views.FootConflict {
		return err
	}
	return s.sendOwn(c, viewer, question, s.Views.OwnContributions)
}

// drawKept draws the page that holds a text for a phone that is not known, or where there is nothing
// to write on any more. A new participant cannot edit what another one wrote: the text is a new one.
func (s *Server) drawKept(c *fiber.Ctx, question int64, typed views.ContributionForm, fault error) error {
	typed.Contribution, typed.Replaces = 0, 0
	if !agenda.KnownLanguage(typed.Language) {
		typed.Language = s.language(c)
	}
	page := views.Kept{Page: s.page(c), KeyQuestion: question, Form: typed, Rejoin: !isNotFound(fault)}
	page.Path = fmt.Sprintf("/k/%d", question)
	page.Form.Nonce = form(c).Get(fieldNonce)
	if errors.Is(fault, errWrongCode) {
		page.Code, page.Fault = form(c).Get("code"), "fault.code"
	}
	return html(c, s.Views.Kept, page)
}

// footForText is the foot that tells why a text was not recorded.
func (s *Server) footForText(c *fiber.Ctx, question int64, fault error) views.Foot {
	foot := views.Foot{State: footStateOf(fault), KeyQuestion: question}
	meanwhile, edited := errors.AsType[*store.EditedMeanwhile](fault)
	switch {
	case edited:
		foot.State, foot.Contribution, foot.Revision = views.FootConflict, meanwhile.Stored.ID, meanwhile.Stored.Revision
	case errors.Is(fault, errWrongCode):
		foot.State = views.FootExpired
	case errors.Is(fault, errTooMany):
		foot.State = views.FootSlow
	case isNotFound(fault):
		foot.State = views.FootGone
	case foot.State == views.FootInvalid:
		foot.Fault = poll.Faults(fault)[0]
	}
	return foot
}

// withdraw takes a contribution back for its author.
func (s *Server) withdraw(c *fiber.Ctx) error {
	viewer, err := s.participant(c)
	if err != nil {
		return err
	}
	id, err := number(c, "contribution")
	if err != nil {
		return err
	}
	page := "/now"
	if question := numberOf(form(c).Get(fieldQuestion)); question > 0 {
		page = fmt.Sprintf("/k/%d", question)
	}
	err = s.Store.Withdraw(c.UserContext(), viewer, id)
	if errors.Is(err, poll.ErrClosed) {
		return back(c, page, "contribution_stays")
	}
	if err != nil {
		return err
	}
	return back(c, page, "contribution_withdrawn")
}
