package handlers

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
	"soundings/readiness"
	"soundings/store"
	"soundings/views"
)

// organise is the organiser's programme; while it is empty, the three ways to begin.
func (s *Server) organise(c *fiber.Ctx) error {
	ctx, viewer := c.UserContext(), s.organiser()
	sessions, err := s.Store.Sessions(ctx, viewer)
	if err != nil {
		return err
	}
	page := views.Organise{Page: s.page(c), Facts: *s.conference.Load(), Join: s.joinAddress(), Copies: s.copies()}
	page.Order, page.Moved = c.Request().URI().QueryArgs().Has("order"), lastMove(c)
	if page.Last, err = s.lastChange(c); err != nil {
		return err
	}
	for _, session := range sessions {
		facts, err := s.readyFacts(ctx, session.ID)
		if err != nil {
			return err
		}
		page.Sessions = append(page.Sessions, views.SessionLine{
			Session: session, KeyQuestions: len(facts.KeyQuestions), Polls: len(facts.Polls), ToDo: readiness.Left(readiness.Checks(facts)),
		})
		if session.Access == agenda.NotStated {
			page.Undecided++
		}
	}
	return html(c, s.Views.Organise, page)
}

func (s *Server) organiseSession(c *fiber.Ctx) error {
	id, err := number(c, "session")
	if err != nil {
		return err
	}
	return s.drawOrganiseSession(c, id, nil)
}

func (s *Server) drawOrganiseSession(c *fiber.Ctx, id int64, made *views.NewLink) error {
	ctx, viewer := c.UserContext(), s.organiser()
	session, err := s.Store.Session(ctx, viewer, id)
	if err != nil {
		return err
	}
	questions, err := s.Store.KeyQuestions(ctx, viewer, id)
	if err != nil {
		return err
	}
	cards, err := s.cards(ctx, viewer, id)
	if err != nil {
		return err
	}
	links, err := s.Store.Links(ctx, viewer, id)
	if err != nil {
		return err
	}
	uses, err := s.Store.KeyQuestionUses(ctx, viewer, id)
	if err != nil {
		return err
	}
	last, err := s.lastChange(c)
	if err != nil {
		return err
	}
	page := s.page(c)
	page.Home, page.Path = "/organise", organisePath(id)
	return html(c, s.Views.OrganiseSession, views.OrganiseSession{
		Page: page, Session: session, KeyQuestions: questions, Polls: cards, Contributions: contributed(uses),
		Links: linkLines(links), NewLink: made, Reachable: s.joinAddress().Reachable, Host: s.joinAddress().Host, Last: last, Moved: lastMove(c),
	})
}

func contributed(uses map[int64]store.KeyQuestionUse) map[int64]int {
	counts := map[int64]int{}
	for question, use := range uses {
		counts[question] = use.Contributions
	}
	return counts
}

func organisePath(session int64) string { return fmt.Sprintf("/organise/sessions/%d", session) }

func linkLines(links []store.Link) []views.LinkLine {
	lines := make([]views.LinkLine, len(links))
	for i, link := range links {
		lines[i] = views.LinkLine{ID: link.ID, Role: link.Role, Made: link.Made.UTC().Format("2006-01-02 15:04"), Used: link.Used}
	}
	return lines
}

func (s *Server) setAccess(c *fiber.Ctx) error {
	id, err := number(c, "session")
	if err != nil {
		return err
	}
	to := agenda.Access(form(c).Get("access"))
	if !to.Known() {
		return errForm
	}
	if err := s.Store.SetAccess(c.UserContext(), s.organiser(), id, to); err != nil {
		return err
	}
	s.Log.Info("access set", "request", requestID(c), "session", id, "access", to)
	return back(c, organisePath(id), "access_set")
}

// newLink makes a link and shows its secret this once. Without an address that other machines
// reach there is nothing that a link could begin with: that is chosen first.
func (s *Server) newLink(c *fiber.Ctx) error {
	id, err := number(c, "session")
	if err != nil {
		return err
	}
	if s.publicURL() == "" {
		return c.Redirect("/organise/address", fiber.StatusSeeOther)
	}
	role := access.Role(form(c).Get("role"))
	token, link, err := s.Store.NewLink(c.UserContext(), s.organiser(), id, role)
	if err != nil {
		return err
	}
	s.Log.Info("link made", "request", requestID(c), "session", id, "role", role, "link", link.ID)
	return s.drawOrganiseSession(c, id, &views.NewLink{Role: role, URL: s.publicURL() + "/enter#" + token})
}

func (s *Server) revokeLink(c *fiber.Ctx) error {
	id, err := number(c, "link")
	if err != nil {
		return err
	}
	session, err := formNumber(c, "session")
	if err != nil {
		return err
	}
	if err := s.Store.RevokeLink(c.UserContext(), s.organiser(), id); err != nil {
		return err
	}
	s.Log.Info("link revoked", "request", requestID(c), "link", id)
	return back(c, organisePath(session), "link_revoked")
}

func (s *Server) newCode(c *fiber.Ctx) error {
	if _, err := s.Store.NewJoinCode(c.UserContext(), s.organiser()); err != nil {
		return err
	}
	if err := s.reloadConference(c.UserContext()); err != nil {
		return err
	}
	s.Log.Info("new open code", "request", requestID(c))
	return back(c, "/organise", "code_new")
}

// blankPage begins a programme without a note; sessions after the first have a form of their own.
func (s *Server) blankPage(c *fiber.Ctx) error {
	if !s.conference.Load().Name.IsEmpty() {
		return c.Redirect("/organise/sessions/new", fiber.StatusSeeOther)
	}
	return s.drawBlank(c, url.Values{"lang": {s.language(c)}}, nil)
}

func (s *Server) drawBlank(c *fiber.Ctx, values url.Values, faults []*poll.Invalid) error {
	if len(faults) > 0 {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	page := s.page(c)
	page.Home = "/organise"
	return html(c, s.Views.Blank, views.Blank{
		Page: page, First: s.conference.Load().Name.IsEmpty(), Values: values, Faults: faults,
	})
}

// addBlank adds one session with its key questions; the first time also the conference's name.
func (s *Server) addBlank(c *fiber.Ctx) error {
	sent := form(c)
	plan, err := readBlank(sent, s.conference.Load().Name.IsEmpty())
	if err != nil {
		return s.drawBlank(c, sent, poll.Faults(err))
	}
	sessions, err := s.addPlan(c, plan)
	if err != nil {
		return err
	}
	return back(c, organisePath(sessions[0].ID), "session_added")
}

func readBlank(sent url.Values, first bool) (agenda.Plan, error) {
	var plan agenda.Plan
	var nameErr error
	if first {
		plan.Conference.Name, nameErr = poll.ReadSentence(sent, "name", agenda.MaxCharacters)
	}
	title, titleErr := poll.ReadSentence(sent, "title", agenda.MaxCharacters)
	questions, questionsErr := poll.ReadLines(sent, "key_questions", agenda.MaxKeyQuestion)
	admits := agenda.Access(sent.Get("access"))
	var accessErr error
	if !admits.Known() {
		accessErr = &poll.Invalid{Field: "access", Key: "fault.access"}
	}
	if err := errors.Join(nameErr, titleErr, questionsErr, accessErr); err != nil {
		return plan, err
	}
	session := agenda.SessionPlan{Session: agenda.Session{Title: title, Label: title, Type: agenda.Thematic, Access: admits}}
	if strings.TrimSpace(sent.Get("label")) != "" {
		label, err := poll.ReadSentence(sent, "label", agenda.MaxShortLabel)
		if err != nil {
			return plan, err
		}
		session.Session.Label = label
	}
	for i, text := range questions {
		session.KeyQuestions = append(session.KeyQuestions, agenda.KeyQuestion{
			Position: i + 1, Text: text, Short: agenda.Plain(text.Lang, agenda.ShortLabel(text.Text)), Kind: agenda.Question,
		})
	}
	plan.Conference.Language = sent.Get("lang")
	plan.Sessions = []agenda.SessionPlan{session}
	return plan, nil
}

// addPlan writes a programme and takes over the conference's facts that came with it.
func (s *Server) addPlan(c *fiber.Ctx, plan agenda.Plan) ([]agenda.Session, error) {
	sessions, err := s.Store.AddPlan(c.UserContext(), s.organiser(), plan)
	if err != nil {
		return nil, err
	}
	s.Log.Info("programme extended", "request", requestID(c), "sessions", len(sessions), "at", s.Now().UTC().Format(time.RFC3339))
	return sessions, s.reloadConference(c.UserContext())
}
