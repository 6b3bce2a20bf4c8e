package handlers

import (
	"fmt"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/store"
	"soundings/views"
)

// cookiePairing tells a waiting machine from others; it opens nothing.
const cookiePairing = "soundings_pairing"

// waitingPage is what any machine opens to become a screen: it shows a code until somebody who leads
// a session has typed it, and then leads to that session's screen.
func (s *Server) waitingPage(c *fiber.Ctx) error {
	secret := s.cookie(c, cookiePairing)
	waits, known := s.pairings.find(secret)
	if waits.token != "" {
		return s.becomeScreen(c, secret, waits.token)
	}
	if !known {
		var err error
		if secret, waits, err = s.pairings.begin(addressOf(c)); err != nil {
			return err
		}
		s.setCookie(c, cookiePairing, secret, int(pairingLasts.Seconds()))
	}
	return html(c, s.Views.Waiting, views.Waiting{Page: s.page(c), Code: waits.code, Screens: s.ownScreens(c)})
}

// ownScreens are the sessions that this machine shows already, as it does after a restart.
func (s *Server) ownScreens(c *fiber.Ctx) []agenda.Session {
	var own []agenda.Session
	for _, viewer := range s.staff(c) {
		if viewer.Role != access.Screen {
			continue
		}
		if session, err := s.Store.Session(c.UserContext(), viewer, viewer.Session); err == nil {
			own = append(own, session)
		}
	}
	return own
}

// becomeScreen enters by the link that was made for this machine.
func (s *Server) becomeScreen(c *fiber.Ctx, secret, token string) error {
	staff, grant, err := s.Store.Enter(c.UserContext(), s.cookie(c, cookieStaff), token)
	if err != nil && !isNotFound(err) {
		return err
	}
	s.pairings.end(secret)
	s.setCookie(c, cookiePairing, "", -1)
	if err != nil {
		return errLinkDead // it was revoked before the machine came for it
	}
	s.setCookie(c, cookieStaff, staff, staffSeconds)
	return c.Redirect(opened(grant), fiber.StatusSeeOther)
}

// pairScreen makes the machine with the typed code a screen of a session.
func (s *Server) pairScreen(c *fiber.Ctx) error {
	id, err := formNumber(c, "session")
	if err != nil {
		return err
	}
	viewer, session, err := s.namedSession(c, id, access.MayDirect)
	if err != nil {
		return err
	}
	sent := form(c)
	code := store.ReadCode(sent.Get("code"))
	if !s.pairings.take(code) {
		if err := s.guesses.missed(c.UserContext(), c); err != nil {
			return err
		}
		return s.drawPair(c, session, sent.Get("code"), sent.Get("next"))
	}
	token, link, err := s.Store.NewScreenLink(c.UserContext(), viewer, session.ID)
	if err != nil {
		s.pairings.release(code)
		return err
	}
	s.pairings.give(code, token)
	s.Log.Info("screen paired", "request", requestID(c), "session", session.ID, "link", link.ID)
	return back(c, localPath(sent.Get("next"), fmt.Sprintf("/podium/%d", session.ID)), "screen_paired")
}

// drawPair asks again for a code that no machine shows.
func (s *Server) drawPair(c *fiber.Ctx, session agenda.Session, typed, next string) error {
	c.Status(fiber.StatusUnprocessableEntity)
	page := s.page(c)
	page.Home = localPath(next, fmt.Sprintf("/podium/%d", session.ID))
	return html(c, s.Views.Pair, views.Pair{Page: page, Session: session, Host: s.joinAddress().Host, Typed: typed, Fault: "fault.pairing"})
}
