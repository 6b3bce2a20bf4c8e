package handlers

import (
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v2"

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
	if _, err := s.participant(c); err == nil {
		return c.Redirect(localPath(c.Query("next"), "/now"), fiber.StatusSeeOther)
	}
	return html(c, s.Views.Join, views.Join{Page: s.page(c), Code: code, Next: localPath(c.Query("next"), "")})
}

// join lets a phone in that knows the code. A phone that is in stays who it is.
func (s *Server) join(c *fiber.Ctx) error {
	sent := form(c)
	next := localPath(sent.Get("next"), "")
	if _, err := s.participant(c); err == nil {
		return c.Redirect(localPath(next, "/now"), fiber.StatusSeeOther)
	}
	code := sent.Get("code")
	token, _, err := s.Store.Join(c.UserContext(), code)
	if isNotFound(err) {
		if err := s.guesses.missed(c.UserContext(), c); err != nil {
			return err
		}
		c.Status(fiber.StatusUnprocessableEntity)
		return html(c, s.Views.Join, views.Join{Page: s.page(c), Code: code, Next: next, Fault: "fault.code"})
	}
	if err != nil {
		return err
	}
	s.setCookie(c, cookieParticipant, token, participantSeconds)
	return c.Redirect(localPath(next, "/now"), fiber.StatusSeeOther)
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
