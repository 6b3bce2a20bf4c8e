package handlers

import (
	"bytes"
	"context"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/disclosure"
	"soundings/i18n"
	"soundings/live"
	"soundings/poll"
	"soundings/store"
	"soundings/views"
)

func (s *Server) screenPage(c *fiber.Ctx) error {
	_, session, err := s.session(c, access.MayWatchScreen)
	if err != nil {
		return err
	}
	page, err := s.screen(c.UserContext(), s.printer(c), session.ID)
	if err != nil {
		return err
	}
	page.Page = s.livePage(c)
	page.Socket, page.Frame = page.Socket+screenQuery(c), page.Frame+screenQuery(c)
	page.Light, page.Preview = c.QueryBool("light"), c.QueryBool("preview")
	return html(c, s.Views.Screen, page)
}

// screenQuery carries how the screen is to look from the page to its frames.
func screenQuery(c *fiber.Ctx) string {
	return fmt.Sprintf("?light=%t&preview=%t", c.QueryBool("light"), c.QueryBool("preview"))
}

// screen reads what the hall sees.
func (s *Server) screen(ctx context.Context, printer *i18n.Printer, id int64) (views.Screen, error) {
	viewer := access.Viewer{Role: access.Screen, Session: id}
	session, err := s.Store.Session(ctx, viewer, id)
	if err != nil {
		return views.Screen{}, err
	}
	page := views.Screen{
		Page:    views.Page{Printer: printer, Conference: s.conference.Load().Name},
		Session: session, Join: s.joinAddress(), Watching: s.hub.Watching(id, live.Phones),
	}
	if session.CurrentPoll == 0 && session.CurrentQuestion == 0 {
		return page, nil
	}
	questions, err := s.Store.KeyQuestions(ctx, viewer, id)
	if err != nil {
		return views.Screen{}, err
	}
	if session.CurrentPoll == 0 {
		page.Question, err = s.screenQuestion(ctx, viewer, session, questions)
		return page, err
	}
	p, _, err := s.Store.Poll(ctx, viewer, session.CurrentPoll)
	if err != nil {
		return views.Screen{}, err
	}
	current := card(p, questions)
	page.Poll = &current
	page.Result, err = s.Store.Result(ctx, viewer, p.ID, disclosure.TheScreen)
	return page, err
}

func (s *Server) screenFrame(c *fiber.Ctx) error { return s.sendFrame(c, s.watchScreen) }
func (s *Server) screenLive(c *fiber.Ctx) error  { return s.openSocket(c, s.watchScreen) }

func (s *Server) watchScreen(c *fiber.Ctx) (watch, error) {
	_, session, err := s.session(c, access.MayWatchScreen)
	if err != nil {
		return watch{}, err
	}
	printer, light, preview := s.printer(c), c.QueryBool("light"), c.QueryBool("preview")
	audience := live.Screens
	if preview {
		audience = live.Podiums // the podium's picture is no screen in the hall
	}
	return watch{
		key: live.Key{Topic: session.ID, Audience: audience, Name: fmt.Sprintf("screen %s %t %t", printer.Lang(), light, preview)},
		draw: drawing(func(ctx context.Context, w *bytes.Buffer) error {
			page, err := s.screen(ctx, printer, session.ID)
			if err != nil {
				return err
			}
			page.Light, page.Preview = light, preview
			return s.Views.ScreenFrame(w, page)
		}),
		allowed: s.stillGranted(c, session.ID, access.Screen),
		holder:  s.cookie(c, cookieStaff),
	}, nil
}

// stillGranted asks again whether this browser's links open the session for the role.
func (s *Server) stillGranted(c *fiber.Ctx, session int64, role access.Role) func(context.Context) bool {
	token := s.cookie(c, cookieStaff)
	return func(ctx context.Context) bool {
		grants, err := s.Store.Grants(ctx, token)
		if err != nil && !isNotFound(err) {
			return true // a busy disk does not empty the hall's screen
		}
		for _, grant := range grants {
			if grant.Role == access.Organiser || (grant.Session == session && holds([]store.Grant{grant}, role)) {
				return true
			}
		}
		return false
	}
}

func (s *Server) putOnScreen(c *fiber.Ctx) error {
	viewer, session, err := s.session(c, access.MayModerate)
	if err != nil {
		return err
	}
	show, err := readShowing(c)
	if err != nil {
		return err
	}
	return s.led(c, session.ID, s.Store.PutOnScreen(c.UserContext(), viewer, session.ID, show))
}

func (s *Server) hideCode(c *fiber.Ctx) error {
	viewer, session, err := s.session(c, access.MayModerate)
	if err != nil {
		return err
	}
	return s.led(c, session.ID, s.Store.SetCodeHidden(c.UserContext(), viewer, session.ID, formSwitch(c, "hidden")))
}

// showResult sets where the result is shown; what the form does not name stays as it is.
func (s *Server) showResult(c *fiber.Ctx) error {
	viewer, p, session, err := s.moderated(c)
	if err != nil {
		return err
	}
	sent := form(c)
	if p.State == poll.Draft {
		return poll.ErrConflict
	}
	onScreen, onPhones := p.OnScreen, p.OnPhones
	if sent.Has("screen") {
		onScreen = sent.Get("screen") == "on"
	}
	if sent.Has("phones") {
		onPhones = sent.Get("phones") == "on"
	}
	return s.led(c, session.ID, s.Store.ShowResult(c.UserContext(), viewer, p.ID, onScreen, onPhones))
}
