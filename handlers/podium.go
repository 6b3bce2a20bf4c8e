package handlers

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/disclosure"
	"soundings/live"
	"soundings/poll"
	"soundings/views"
)

func (s *Server) podiumPage(c *fiber.Ctx) error {
	_, session, err := s.session(c, access.MayModerate)
	if err != nil {
		return err
	}
	stage, err := s.stage(c.UserContext(), session.ID)
	if err != nil {
		return err
	}
	return html(c, s.Views.Podium, views.Podium{Page: s.livePage(c), Stage: stage, Ask: s.emptyDraft(c, stage)})
}

// emptyDraft is the form for the next question: under the first key question without a poll.
func (s *Server) emptyDraft(c *fiber.Ctx, stage views.Stage) views.DraftForm {
	form := views.DraftForm{
		Session: stage.Session.ID, KeyQuestions: stage.KeyQuestions, Kind: s.Kinds[0].Name(),
		Values: url.Values{poll.FieldLanguage: {s.language(c)}},
	}
	asked := map[int64]bool{}
	for _, p := range stage.Polls {
		asked[p.Poll.KeyQuestionID] = true
	}
	for _, question := range stage.KeyQuestions {
		if !asked[question.ID] {
			form.KeyQuestion = question.ID
			break
		}
	}
	return form
}

// stage reads the region of the podium that is pushed.
func (s *Server) stage(ctx context.Context, id int64) (views.Stage, error) {
	viewer := access.Viewer{Role: access.Moderator, Session: id}
	session, err := s.Store.Session(ctx, viewer, id)
	if err != nil {
		return views.Stage{}, err
	}
	questions, err := s.Store.KeyQuestions(ctx, viewer, id)
	if err != nil {
		return views.Stage{}, err
	}
	polls, err := s.podiumPolls(ctx, viewer, session, questions)
	if err != nil {
		return views.Stage{}, err
	}
	stage := views.Stage{
		Session: session, KeyQuestions: questions, Polls: polls,
		Watching: s.hub.Watching(id, live.Phones), Screens: s.hub.Watching(id, live.Screens),
		Reachable: s.joinAddress().Reachable, Host: s.joinAddress().Host, ScreenPath: fmt.Sprintf("/screen/%d?preview=true", id),
	}
	for i := range polls {
		if polls[i].Current {
			stage.Current = &polls[i]
		}
	}
	if stage.Question, err = s.screenQuestion(ctx, viewer, session, questions); err != nil {
		return views.Stage{}, err
	}
	if stage.Counts, err = s.Store.DeskCounts(ctx, viewer, id); err != nil {
		return views.Stage{}, err
	}
	stage.Next = nextStep(stage)
	return stage, nil
}

func (s *Server) podiumPolls(ctx context.Context, viewer access.Viewer, session agenda.Session, questions []agenda.KeyQuestion) ([]views.PodiumPoll, error) {
	polls, err := s.Store.Polls(ctx, viewer, session.ID)
	if err != nil {
		return nil, err
	}
	all := make([]views.PodiumPoll, len(polls))
	for i, p := range polls {
		result, err := s.Store.Result(ctx, viewer, p.ID, disclosure.Moderators)
		if err != nil {
			return nil, err
		}
		all[i] = views.PodiumPoll{PollCard: card(p, questions), Result: result, Current: p.ID == session.CurrentPoll}
	}
	return all, nil
}

// nextStep is the one thing to do next: start the session; then for each poll take answers,
// close them, show the result; then the next draft, or a new question.
func nextStep(stage views.Stage) views.Step {
	session, current := stage.Session, stage.Current
	switch {
	case session.Progress == agenda.Planned:
		return views.Step{
			Key: "step.start_session", Action: fmt.Sprintf("/podium/%d/progress", session.ID),
			Values: url.Values{"progress": {string(agenda.InProgress)}},
		}
	case session.Progress == agenda.Ended:
		return views.Step{}
	case current != nil && current.Poll.State == poll.TakingAnswers:
		return stepOn("step.close_answers", "close", current.PollCard, nil)
	case current != nil && !current.Poll.OnScreen:
		return stepOn("step.show_result", "show", current.PollCard, url.Values{"screen": {"on"}})
	}
	for _, p := range stage.Polls {
		if p.Poll.State == poll.TakingAnswers {
			return views.Step{
				Key: "step.put_on_screen", Action: fmt.Sprintf("/podium/%d/screen", session.ID),
				Values: url.Values{"poll": {strconv.FormatInt(p.Poll.ID, 10)}}, Poll: p.PollCard,
			}
		}
	}
	for _, p := range stage.Polls {
		if p.Poll.State == poll.Draft {
			return stepOn("step.take_answers", "take", p.PollCard, nil)
		}
	}
	return views.Step{Key: "step.write_question", Link: "#ask"}
}

func stepOn(key, action string, card views.PollCard, values url.Values) views.Step {
	return views.Step{Key: key, Action: fmt.Sprintf("/polls/%d/%s", card.Poll.ID, action), Values: values, Poll: card}
}

func (s *Server) stageFrame(c *fiber.Ctx) error { return s.sendFrame(c, s.watchStage) }
func (s *Server) stageLive(c *fiber.Ctx) error  { return s.openSocket(c, s.watchStage) }

func (s *Server) watchStage(c *fiber.Ctx) (watch, error) {
	_, session, err := s.session(c, access.MayModerate)
	if err != nil {
		return watch{}, err
	}
	printer := s.printer(c)
	return watch{
		key: live.Key{Topic: session.ID, Audience: live.Podiums, Name: "stage " + printer.Lang()},
		draw: drawing(func(ctx context.Context, w *bytes.Buffer) error {
			stage, err := s.stage(ctx, session.ID)
			if err != nil {
				return err
			}
			return s.Views.Stage(w, printer, stage)
		}),
		allowed: s.stillGranted(c, session.ID, access.Moderator),
		holder:  s.cookie(c, cookieStaff),
	}, nil
}

// led answers a moderator's action with the podium as it stands after it: the pushed region for
// the script, so that it moves even while the socket is down, the whole page without it.
func (s *Server) led(c *fiber.Ctx, session int64, err error) error {
	if err != nil {
		return err
	}
	if !isPart(c) {
		return back(c, fmt.Sprintf("/podium/%d", session), "")
	}
	stage, err := s.stage(c.UserContext(), session)
	if err != nil {
		return err
	}
	return html(c, func(w io.Writer, stage views.Stage) error { return s.Views.Stage(w, s.printer(c), stage) }, stage)
}

// setProgress starts or ends the session.
func (s *Server) setProgress(c *fiber.Ctx) error {
	viewer, session, err := s.session(c, access.MayModerate)
	if err != nil {
		return err
	}
	to := agenda.Progress(form(c).Get("progress"))
	if to != agenda.InProgress && to != agenda.Ended {
		return errForm
	}
	return s.led(c, session.ID, s.Store.SetProgress(c.UserContext(), viewer, session.ID, to))
}

func formNumber(c *fiber.Ctx, field string) (int64, error) {
	n, err := strconv.ParseInt(form(c).Get(field), 10, 64)
	if err != nil || n < 0 {
		return 0, errForm
	}
	return n, nil
}

func formSwitch(c *fiber.Ctx, field string) bool { return form(c).Get(field) == "on" }
