package handlers

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/live"
	"soundings/poll"
	"soundings/views"
)

// shownOnPhones is how many released contributions a phone's page holds, the newest.
const shownOnPhones = 20

func (s *Server) phoneQuestion(c *fiber.Ctx) error {
	viewer, err := s.participant(c)
	if err != nil {
		return err
	}
	id, err := number(c, "question")
	if err != nil {
		return err
	}
	return s.drawPhoneQuestion(c, viewer, id, nil, views.Foot{})
}

// drawPhoneQuestion draws a key question's page for one participant. typed and foot tell of a text that
// was just refused, with its nonce where it must be the same; without them the form is empty, or holds the contribution that is to be edited.
func (s *Server) drawPhoneQuestion(c *fiber.Ctx, viewer access.Viewer, id int64, typed *views.ContributionForm, foot views.Foot) error {
	now, err := s.questionNow(c.UserContext(), viewer, id)
	if err != nil {
		return err
	}
	own, err := s.ownContributions(c.UserContext(), viewer, now)
	if err != nil {
		return err
	}
	page := views.PhoneQuestion{Page: s.livePage(c), Now: now, Own: own, Foot: foot}
	page.Path = fmt.Sprintf("/k/%d", id)
	page.Socket, page.Frame = page.Path+"/live", page.Path+"/frame"
	page.Home = fmt.Sprintf("/s/%d", now.Session.ID)
	if foot.State == "" {
		page.Foot.State = views.FootWrite
	}
	if typed == nil {
		page.Form = s.emptyForm(c)
		if edited, ok := contributionOf(own, int64(c.QueryInt("edit"))); ok {
			page.Path += fmt.Sprintf("?edit=%d", edited.ID)
			page.Form = editForm(edited)
		}
	} else {
		page.Form = *typed
	}
	page.Form.Nonce = cmp.Or(page.Form.Nonce, rand.Text())
	return html(c, s.Views.PhoneQuestion, page)
}

func (s *Server) emptyForm(c *fiber.Ctx) views.ContributionForm {
	return views.ContributionForm{Language: s.language(c)}
}

func editForm(c feedback.Contribution) views.ContributionForm {
	return views.ContributionForm{
		Type: c.Type, Text: c.Text.Text, Addressee: c.Addressee, Language: c.Text.Lang, Quotable: c.Quotable,
		Contribution: c.ID, Replaces: c.Revision,
	}
}

func contributionOf(own []feedback.Contribution, id int64) (feedback.Contribution, bool) {
	at := slices.IndexFunc(own, func(c feedback.Contribution) bool { return c.ID == id })
	if at < 0 {
		return feedback.Contribution{}, false
	}
	return own[at], true
}

// ownContributions are the participant's on this key question, the newest first.
func (s *Server) ownContributions(ctx context.Context, viewer access.Viewer, now views.QuestionNow) ([]feedback.Contribution, error) {
	all, err := s.Store.OwnContributions(ctx, viewer, now.Session.ID)
	own := slices.DeleteFunc(all, func(c feedback.Contribution) bool { return c.KeyQuestionID != now.KeyQuestion.ID })
	slices.Reverse(own)
	return own, err
}

// questionNow reads the region of a key question's page that is pushed.
func (s *Server) questionNow(ctx context.Context, viewer access.Viewer, id int64) (views.QuestionNow, error) {
	question, err := s.Store.KeyQuestion(ctx, viewer, id)
	if err != nil {
		return views.QuestionNow{}, err
	}
	session, err := s.Store.Session(ctx, viewer, question.SessionID)
	if err != nil {
		return views.QuestionNow{}, err
	}
	now := views.QuestionNow{KeyQuestion: question, Session: session, Writing: s.writing(session)}
	questions, polls, err := s.asked(ctx, viewer, session.ID)
	if err != nil {
		return views.QuestionNow{}, err
	}
	for _, card := range cardsOf(polls, questions) {
		switch {
		case card.Poll.KeyQuestionID == id && card.Poll.State != poll.Draft:
			now.Polls = append(now.Polls, card)
		case card.Poll.State == poll.TakingAnswers:
			now.Others = append(now.Others, card)
		}
	}
	counts, err := s.Store.ContributionCounts(ctx, viewer, session.ID)
	if err != nil {
		return views.QuestionNow{}, err
	}
	now.Recorded = counts[id].Recorded
	if now.Acts, err = s.Store.DeskActs(ctx, viewer, session.ID); err != nil {
		return views.QuestionNow{}, err
	}
	released, err := s.Store.Released(ctx, viewer, id)
	now.Shown = released[:min(len(released), shownOnPhones)]
	return now, err
}

// writing is what pages say of writing on a session now.
func (s *Server) writing(session agenda.Session) views.Writing {
	zone := s.zone.Load()
	now := s.Now().In(zone)
	return views.Writing{
		Writing: session.WritingAt(now, zone), Windows: session.Windows, Ends: session.WritingEnds(now, zone), Now: now,
	}
}

func (s *Server) questionFrame(c *fiber.Ctx) error { return s.sendFrame(c, s.watchQuestion) }
func (s *Server) questionLive(c *fiber.Ctx) error  { return s.openSocket(c, s.watchQuestion) }

func (s *Server) watchQuestion(c *fiber.Ctx) (watch, error) {
	viewer, err := s.participant(c)
	if err != nil {
		return watch{}, err
	}
	id, err := number(c, "question")
	if err != nil {
		return watch{}, err
	}
	question, err := s.Store.KeyQuestion(c.UserContext(), viewer, id)
	if err != nil {
		return watch{}, err
	}
	printer := s.printer(c)
	return watch{
		key: live.Key{Topic: question.SessionID, Audience: live.Phones, Name: fmt.Sprintf("question %d %s", id, printer.Lang())},
		draw: drawing(func(ctx context.Context, w *bytes.Buffer) error {
			now, err := s.questionNow(ctx, anyone(), id)
			if err != nil {
				return err
			}
			s.alarms.set(now.Session.ID, now.Writing)
			return s.Views.QuestionNow(w, printer, now)
		}),
		allowed: s.stillJoined(c),
		holder:  s.cookie(c, cookieParticipant),
	}, nil
}

// ownFragment is what became of one's own contributions: a phone asks after the desk has acted.
func (s *Server) ownFragment(c *fiber.Ctx) error {
	viewer, err := s.participant(c)
	if err != nil {
		return err
	}
	id, err := number(c, "question")
	if err != nil {
		return err
	}
	return s.sendOwn(c, viewer, id, s.Views.OwnContributions)
}
