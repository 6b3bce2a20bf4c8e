package handlers

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/disclosure"
	"soundings/live"
	"soundings/poll"
	"soundings/views"
)

// anyone is the viewer of what is pushed to all phones: it knows what every participant may know,
// and nothing of one.
func anyone() access.Viewer { return access.Viewer{Role: access.Participant} }

// nowPage follows the session in progress, or lists those in progress and those on which one can
// write. With "all" it lists them in any case: that is the way from one session to the others.
func (s *Server) nowPage(c *fiber.Ctx) error {
	viewer, err := s.participant(c)
	if err != nil {
		return err
	}
	all, err := s.Store.Sessions(c.UserContext(), viewer)
	if err != nil {
		return err
	}
	page := views.Now{Page: s.page(c)}
	for _, session := range all {
		if session.Progress == agenda.InProgress {
			page.Sessions = append(page.Sessions, session)
		}
	}
	if c.Query("all") == "" && len(page.Sessions) == 1 {
		path, err := s.whereTo(c.UserContext(), viewer, page.Sessions[0].ID)
		if err != nil {
			return err
		}
		return c.Redirect(path, fiber.StatusSeeOther)
	}
	if page.Writable, err = s.writable(c.UserContext(), viewer, all); err != nil {
		return err
	}
	if c.Query("all") != "" {
		page.Path += "?all=1"
	}
	return html(c, s.Views.Now, page)
}

// writable are the sessions that are not in progress and on whose key questions one can write.
func (s *Server) writable(ctx context.Context, viewer access.Viewer, all []agenda.Session) ([]views.WritableSession, error) {
	questions, err := s.Store.QuestionCounts(ctx, viewer)
	if err != nil {
		return nil, err
	}
	var writable []views.WritableSession
	for _, session := range all {
		writing := s.writing(session)
		if writing.Open && session.Progress != agenda.InProgress && questions[session.ID] > 0 {
			writable = append(writable, views.WritableSession{Session: session, Writing: writing})
		}
	}
	return writable, nil
}

// whereTo leads a phone that comes in to the one question it can answer now, so that a scan and a
// tap are enough; else to the session's page.
func (s *Server) whereTo(ctx context.Context, viewer access.Viewer, session int64) (string, error) {
	now, err := s.sessionNow(ctx, viewer, session)
	if err != nil {
		return "", err
	}
	if len(now.Taking) == 1 {
		own, err := s.Store.Ballot(ctx, viewer, now.Taking[0].Poll.ID)
		if err != nil {
			return "", err
		}
		if own.Revision == 0 {
			return fmt.Sprintf("/p/%d", now.Taking[0].Poll.ID), nil
		}
	}
	return fmt.Sprintf("/s/%d", session), nil
}

func (s *Server) phoneSession(c *fiber.Ctx) error {
	viewer, err := s.participant(c)
	if err != nil {
		return err
	}
	id, err := number(c, "session")
	if err != nil {
		return err
	}
	now, err := s.sessionNow(c.UserContext(), viewer, id)
	if err != nil {
		return err
	}
	lines, err := s.keyQuestionLines(c.UserContext(), viewer, now)
	if err != nil {
		return err
	}
	page := s.livePage(c)
	return html(c, s.Views.PhoneSession, views.PhoneSession{Page: page, Session: now.Session, KeyQuestions: lines, Now: now})
}

// livePage is a page with a socket, and with the same frame over plain GET.
func (s *Server) livePage(c *fiber.Ctx) views.Page {
	page := s.page(c)
	page.Path = strings.TrimRight(page.Path, "/")
	page.Socket, page.Frame = page.Path+"/live", page.Path+"/frame"
	return page
}

// keyQuestionLines are the session's key questions with what became of each: before there is a poll
// one can write on it, or it comes later.
func (s *Server) keyQuestionLines(ctx context.Context, viewer access.Viewer, now views.SessionNow) ([]views.KeyQuestionLine, error) {
	session, state := now.Session.ID, "line.later"
	if now.Writing.Open {
		state = "line.write"
	}
	questions, polls, err := s.asked(ctx, viewer, session)
	if err != nil {
		return nil, err
	}
	own, err := s.Store.OwnBallots(ctx, viewer, session)
	if err != nil {
		return nil, err
	}
	counts, err := s.Store.ContributionCounts(ctx, viewer, session)
	if err != nil {
		return nil, err
	}
	lines := make([]views.KeyQuestionLine, len(questions))
	for i, question := range questions {
		lines[i] = views.KeyQuestionLine{KeyQuestion: question, Contributions: counts[question.ID].Recorded, State: state}
		for _, p := range polls {
			if p.KeyQuestionID == question.ID {
				lines[i].State = lineState(p, own[p.ID])
			}
		}
	}
	return lines, nil
}

// asked are a session's key questions and the polls that the viewer may know of.
func (s *Server) asked(ctx context.Context, viewer access.Viewer, session int64) ([]agenda.KeyQuestion, []poll.Poll, error) {
	questions, err := s.Store.KeyQuestions(ctx, viewer, session)
	if err != nil {
		return nil, nil, err
	}
	polls, err := s.Store.Polls(ctx, viewer, session)
	return questions, polls, err
}

func lineState(p poll.Poll, own poll.Ballot) string {
	switch {
	case p.OnPhones:
		return "line.result"
	case own.Revision > 0:
		return "line.answered"
	case p.State == poll.TakingAnswers:
		return "line.taking_answers"
	default:
		return "line.closed"
	}
}

// cards are the session's polls with the key questions they stand under.
func (s *Server) cards(ctx context.Context, viewer access.Viewer, session int64) ([]views.PollCard, error) {
	questions, polls, err := s.asked(ctx, viewer, session)
	return cardsOf(polls, questions), err
}

func cardsOf(polls []poll.Poll, questions []agenda.KeyQuestion) []views.PollCard {
	all := make([]views.PollCard, len(polls))
	for i, p := range polls {
		all[i] = card(p, questions)
	}
	return all
}

func card(p poll.Poll, questions []agenda.KeyQuestion) views.PollCard {
	return views.PollCard{Poll: p, KeyQuestion: questionOf(questions, p.KeyQuestionID)}
}

// sessionNow reads the region of a session's page that is pushed.
func (s *Server) sessionNow(ctx context.Context, viewer access.Viewer, id int64) (views.SessionNow, error) {
	session, err := s.Store.Session(ctx, viewer, id)
	if err != nil {
		return views.SessionNow{}, err
	}
	questions, polls, err := s.asked(ctx, viewer, id)
	if err != nil {
		return views.SessionNow{}, err
	}
	now := views.SessionNow{
		Session: session, Writing: s.writing(session), WriteOn: session.CurrentQuestion, KeyQuestions: len(questions),
	}
	for _, card := range cardsOf(polls, questions) {
		if card.Poll.ID == session.CurrentPoll && now.WriteOn == 0 {
			now.WriteOn = card.KeyQuestion.ID
		}
		if card.Poll.State == poll.TakingAnswers {
			now.Taking = append(now.Taking, card)
		}
		if card.Poll.OnPhones {
			now.Shown = append(now.Shown, card)
		}
	}
	slices.SortStableFunc(now.Taking, func(a, b views.PollCard) int {
		return cmp.Compare(rank(a.Poll, session), rank(b.Poll, session))
	})
	return now, nil
}

// rank puts what the screen shows before the rest.
func rank(p poll.Poll, session agenda.Session) int {
	if p.ID == session.CurrentPoll {
		return 0
	}
	return 1
}

// pollNow reads the region of a poll's page that is pushed.
func (s *Server) pollNow(ctx context.Context, viewer access.Viewer, id int64) (views.PollNow, error) {
	p, session, err := s.Store.Poll(ctx, viewer, id)
	if err != nil {
		return views.PollNow{}, err
	}
	around, err := s.sessionNow(ctx, viewer, session.ID)
	if err != nil {
		return views.PollNow{}, err
	}
	questions, err := s.Store.KeyQuestions(ctx, viewer, session.ID)
	if err != nil {
		return views.PollNow{}, err
	}
	result, err := s.Store.Result(ctx, viewer, id, disclosure.Phones)
	if err != nil {
		return views.PollNow{}, err
	}
	others := slices.DeleteFunc(around.Taking, func(card views.PollCard) bool { return card.Poll.ID == id })
	return views.PollNow{PollCard: card(p, questions), Session: session, Result: result, Others: others}, nil
}

func (s *Server) phonePoll(c *fiber.Ctx) error {
	viewer, err := s.participant(c)
	if err != nil {
		return err
	}
	id, err := number(c, "poll")
	if err != nil {
		return err
	}
	return s.drawPoll(c, viewer, id, nil, views.Foot{})
}

// drawPoll draws a poll's page for one participant. sent and foot tell of an answer that was just
// refused; without them the page shows what is stored.
func (s *Server) drawPoll(c *fiber.Ctx, viewer access.Viewer, id int64, sent url.Values, foot views.Foot) error {
	now, err := s.pollNow(c.UserContext(), viewer, id)
	if err != nil {
		return err
	}
	own, err := s.Store.Ballot(c.UserContext(), viewer, id)
	if err != nil {
		return err
	}
	kind := s.kinds[now.Poll.Kind]
	page := views.PhonePoll{
		Page: s.livePage(c), PollCard: now.PollCard, Session: now.Session, Now: now,
		Own: own, OwnText: s.answerText(now.Poll, own.Answer), Nonce: rand.Text(), Form: sent, Foot: foot,
	}
	page.Path = fmt.Sprintf("/p/%d", id)
	page.Socket, page.Frame = page.Path+"/live", page.Path+"/frame"
	page.Home = fmt.Sprintf("/s/%d", now.Session.ID)
	if sent == nil {
		page.Form = kind.Form(now.Poll, own.Answer)
	}
	if foot.State == "" {
		page.Foot = views.Foot{State: footOf(now.Poll, own), Poll: id}
	}
	return html(c, s.Views.PhonePoll, page)
}

func footOf(p poll.Poll, own poll.Ballot) views.FootState {
	switch {
	case p.State != poll.TakingAnswers:
		return views.FootClosed
	case own.Revision > 0:
		return views.FootRecorded
	default:
		return views.FootTap
	}
}

// answerText is an answer in words: the texts among its cells.
func (s *Server) answerText(p poll.Poll, answer poll.Answer) string {
	if answer == "" {
		return ""
	}
	var words []string
	for _, cell := range s.kinds[p.Kind].Cells(p, answer) {
		if !cell.Number && cell.Text != "" {
			words = append(words, cell.Text)
		}
	}
	return strings.Join(words, ", ")
}

func (s *Server) sessionFrame(c *fiber.Ctx) error { return s.sendFrame(c, s.watchSession) }
func (s *Server) sessionLive(c *fiber.Ctx) error  { return s.openSocket(c, s.watchSession) }
func (s *Server) pollFrame(c *fiber.Ctx) error    { return s.sendFrame(c, s.watchPoll) }
func (s *Server) pollLive(c *fiber.Ctx) error     { return s.openSocket(c, s.watchPoll) }

func (s *Server) watchSession(c *fiber.Ctx) (watch, error) {
	viewer, err := s.participant(c)
	if err != nil {
		return watch{}, err
	}
	id, err := number(c, "session")
	if err != nil {
		return watch{}, err
	}
	if _, err := s.Store.Session(c.UserContext(), viewer, id); err != nil {
		return watch{}, err
	}
	printer := s.printer(c)
	return watch{
		key: live.Key{Topic: id, Audience: live.Phones, Name: "session " + printer.Lang()},
		draw: drawing(func(ctx context.Context, w *bytes.Buffer) error {
			now, err := s.sessionNow(ctx, anyone(), id)
			if err != nil {
				return err
			}
			s.alarms.set(id, now.Writing)
			return s.Views.SessionNow(w, printer, now)
		}),
		allowed: s.stillJoined(c),
		holder:  s.cookie(c, cookieParticipant),
	}, nil
}

func (s *Server) watchPoll(c *fiber.Ctx) (watch, error) {
	viewer, err := s.participant(c)
	if err != nil {
		return watch{}, err
	}
	id, err := number(c, "poll")
	if err != nil {
		return watch{}, err
	}
	_, session, err := s.Store.Poll(c.UserContext(), viewer, id)
	if err != nil {
		return watch{}, err
	}
	printer := s.printer(c)
	return watch{
		key: live.Key{Topic: session.ID, Audience: live.Phones, Name: fmt.Sprintf("poll %d %s", id, printer.Lang())},
		draw: drawing(func(ctx context.Context, w *bytes.Buffer) error {
			now, err := s.pollNow(ctx, anyone(), id)
			if err != nil {
				return err
			}
			return s.Views.PollNow(w, printer, now)
		}),
		allowed: s.stillJoined(c),
		holder:  s.cookie(c, cookieParticipant),
	}, nil
}

// stillJoined asks again whether this phone may listen.
func (s *Server) stillJoined(c *fiber.Ctx) func(context.Context) bool {
	token := s.cookie(c, cookieParticipant)
	return func(ctx context.Context) bool {
		_, err := s.Store.ParticipantBy(ctx, token)
		return !isNotFound(err)
	}
}
