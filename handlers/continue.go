package handlers

import (
	"github.com/gofiber/fiber/v2"

	"soundings/store"
	"soundings/views"
)

// continuePage has two sides: a browser that has joined makes a link for another one; a browser that
// opened such a link, or has a code, takes over. Looking changes nothing.
func (s *Server) continuePage(c *fiber.Ctx) error {
	_, err := s.participant(c)
	return html(c, s.Views.Continue, s.continueOf(c, err == nil))
}

func (s *Server) continueOf(c *fiber.Ctx, joined bool) views.Continue {
	page := s.page(c)
	page.Path = "/continue"
	if joined {
		page.Home = "/now"
	}
	return views.Continue{Page: page, Joined: joined, Host: s.joinAddress().Host}
}

// makeHandover makes a secret that carries this browser's credential to another one, once.
func (s *Server) makeHandover(c *fiber.Ctx) error {
	if s.publicURL() == "" {
		return s.continuePage(c)
	}
	secret, code, err := s.handovers.begin(s.cookie(c, cookieParticipant))
	if err != nil {
		return err
	}
	page := s.continueOf(c, true)
	page.URL, page.Code = s.publicURL()+"/continue#"+secret, code
	return html(c, s.Views.Continue, page)
}

// takeOver gives this browser the credential that a secret carries: the same participant, so still
// one answer to each poll. The secret comes by POST, never in an address that a log could hold.
func (s *Server) takeOver(c *fiber.Ctx) error {
	sent := form(c)
	token, found := s.handovers.take(sent.Get("secret"))
	if !found {
		token, found = s.handovers.take(store.ReadCode(sent.Get("code")))
	}
	if found {
		_, err := s.Store.ParticipantBy(c.UserContext(), token)
		if err != nil && !isNotFound(err) {
			return err
		}
		found = err == nil // who has left meanwhile takes nobody along
	}
	if !found {
		return s.refuseTakeOver(c)
	}
	s.setCookie(c, cookieParticipant, token, participantSeconds)
	return c.Redirect("/now", fiber.StatusSeeOther)
}

func (s *Server) refuseTakeOver(c *fiber.Ctx) error {
	if err := s.guesses.missed(c.UserContext(), c); err != nil {
		return err
	}
	_, err := s.participant(c)
	page := s.continueOf(c, err == nil)
	page.Fault, page.Typed = "fault.handover", form(c).Get("code")
	c.Status(fiber.StatusUnprocessableEntity)
	return html(c, s.Views.Continue, page)
}
