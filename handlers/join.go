package handlers

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/poll"
	"soundings/views"
)

func isNotFound(err error) bool { return errors.Is(err, poll.ErrNotFound) }

// joinPage asks for the code, or shows the one that was scanned. Looking changes nothing: a phone
// is let in by the form, which the page's script sends at once after a scan.
func (s *Server) joinPage(c *fiber.Ctx) error {
	code, err := url.PathUnescape(c.Params("code"))
	if err != nil {
		code = ""
	}
	if viewer, err := s.participant(c); err == nil {
		return c.Redirect(localPath(c.Query("next"), s.landing(c, viewer, c.Params("session"))), fiber.StatusSeeOther)
	}
	return html(c, s.Views.Join, views.Join{Page: s.page(c), Code: code, Session: c.Params("session"), Next: localPath(c.Query("next"), "")})
}

// landing is where a phone goes that came by a session's poster: to that session if it may know of
// it, else where every phone goes.
func (s *Server) landing(c *fiber.Ctx, viewer access.Viewer, session string) string {
	id, err := strconv.ParseInt(session, 10, 64)
	if err != nil {
		return "/now"
	}
	path, err := s.whereTo(c.UserContext(), viewer, id)
	if err != nil {
		return "/now"
	}
	return path
}

// join lets a phone in that knows the code. A phone that is in stays who it is.
func (s *Server) join(c *fiber.Ctx) error {
	sent := form(c)
	next, session := localPath(sent.Get("next"), ""), sent.Get("session")
	if viewer, err := s.participant(c); err == nil {
		return c.Redirect(localPath(next, s.landing(c, viewer, session)), fiber.StatusSeeOther)
	}
	code := sent.Get("code")
	token, viewer, err := s.Store.Join(c.UserContext(), code)
	if isNotFound(err) {
		if err := s.guesses.missed(c.UserContext(), c); err != nil {
			return err
		}
		c.Status(fiber.StatusUnprocessableEntity)
		return html(c, s.Views.Join, views.Join{Page: s.page(c), Code: code, Session: session, Next: next, Fault: "fault.code"})
	}
	if err != nil {
		return err
	}
	s.setCookie(c, cookieParticipant, token, participantSeconds)
	return c.Redirect(localPath(next, s.landing(c, viewer, session)), fiber.StatusSeeOther)
}

// leave forgets this phone: the cookie, and what the browser kept of the site.
func (s *Server) leave(c *fiber.Ctx) error {
	if token := s.cookie(c, cookieParticipant); token != "" {
		if err := s.Store.Leave(c.UserContext(), token); err != nil && !isNotFound(err) {
			return err
		}
	}
	s.setCookie(c, cookieParticipant, "", -1)
	c.Set("Clear-Site-Data", `"storage"`)
	return back(c, "/", "left")
}
