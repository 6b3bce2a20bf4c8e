package handlers

import (
	"errors"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/store"
	"soundings/views"
)

// enterPage is what a link with a secret opens. The secret stands behind "#", where no server and
// no log reads it; the page's script sends it by POST.
func (s *Server) enterPage(c *fiber.Ctx) error {
	return html(c, s.Views.Enter, views.Enter{Page: s.page(c)})
}

// enter exchanges a link's secret for a cookie and leads to what the link opens.
func (s *Server) enter(c *fiber.Ctx) error {
	token, grant, err := s.Store.Enter(c.UserContext(), s.cookie(c, cookieStaff), form(c).Get("secret"))
	if isNotFound(err) {
		if err := s.guesses.missed(c.UserContext(), c); err != nil {
			return err
		}
		return errLinkDead
	}
	if err != nil {
		return err
	}
	s.setCookie(c, cookieStaff, token, staffSeconds)
	return c.Redirect(opened(grant), fiber.StatusSeeOther)
}

func opened(grant store.Grant) string {
	switch grant.Role {
	case access.Moderator:
		return fmt.Sprintf("/podium/%d", grant.Session)
	case access.Desk:
		return fmt.Sprintf("/desk/%d", grant.Session)
	case access.Screen:
		return fmt.Sprintf("/screen/%d", grant.Session)
	default:
		return "/passphrase"
	}
}

func (s *Server) signInPage(c *fiber.Ctx) error {
	next := localPath(c.Query("next"), "/organise")
	if holds(s.grants(c), access.Organiser) {
		return c.Redirect(next, fiber.StatusSeeOther)
	}
	return html(c, s.Views.SignIn, views.SignIn{Page: s.page(c), Next: next})
}

func (s *Server) signIn(c *fiber.Ctx) error {
	sent := form(c)
	next := localPath(sent.Get("next"), "/organise")
	matches, err := s.matchesPassphrase(c, sent.Get("passphrase"))
	if err != nil {
		return err
	}
	if !matches {
		if err := s.guesses.missed(c.UserContext(), c); err != nil {
			return err
		}
		s.Log.Warn("sign-in refused", "request", requestID(c))
		c.Status(fiber.StatusUnprocessableEntity)
		return html(c, s.Views.SignIn, views.SignIn{Page: s.page(c), Next: next, Fault: "fault.passphrase"})
	}
	token, err := s.Store.SignIn(c.UserContext(), s.cookie(c, cookieStaff))
	if err != nil {
		return err
	}
	s.Log.Info("organiser signed in", "request", requestID(c))
	s.setCookie(c, cookieStaff, token, staffSeconds)
	return c.Redirect(next, fiber.StatusSeeOther)
}

// matchesPassphrase hashes, one at a time: each takes 19 MiB and some 50 ms of a core.
func (s *Server) matchesPassphrase(c *fiber.Ctx, passphrase string) (bool, error) {
	hash, err := s.Store.PassphraseHash(c.UserContext())
	if isNotFound(err) || (err == nil && hash == "") || len(passphrase) > access.MaxPassphrase {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
	case <-c.UserContext().Done():
		return false, errTooMany
	}
	return access.MatchesPassphrase(passphrase, hash)
}

func (s *Server) signOut(c *fiber.Ctx) error {
	if token := s.cookie(c, cookieStaff); token != "" {
		if err := s.Store.SignOut(c.UserContext(), token); err != nil && !isNotFound(err) {
			return err
		}
	}
	s.setCookie(c, cookieStaff, "", -1)
	c.Set("Clear-Site-Data", `"storage"`)
	return back(c, "/sign-in", "signed_out")
}

func (s *Server) passphrasePage(c *fiber.Ctx) error { return s.drawPassphrase(c, "") }

func (s *Server) drawPassphrase(c *fiber.Ctx, fault string) error {
	has, err := s.Store.HasPassphrase(c.UserContext())
	if err != nil {
		return err
	}
	if fault != "" {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	page := s.page(c)
	if has {
		page.Home = "/organise"
	}
	return html(c, s.Views.Passphrase, views.Passphrase{Page: page, Fault: fault, First: !has})
}

func (s *Server) setPassphrase(c *fiber.Ctx) error {
	sent := form(c)
	passphrase := sent.Get("passphrase")
	switch {
	case len(passphrase) < access.MinPassphrase:
		return s.drawPassphrase(c, "fault.passphrase_short")
	case len(passphrase) > access.MaxPassphrase:
		return s.drawPassphrase(c, "fault.passphrase_long")
	case passphrase != sent.Get("again"):
		return s.drawPassphrase(c, "fault.passphrase_differs")
	}
	select {
	case s.hashing <- struct{}{}:
		defer func() { <-s.hashing }()
	case <-c.UserContext().Done():
		return errTooMany
	}
	hash, err := access.HashPassphrase(passphrase, s.Random)
	if err != nil {
		return err
	}
	if err := s.Store.SetPassphrase(c.UserContext(), s.organiser(), s.cookie(c, cookieStaff), hash); err != nil {
		return err
	}
	s.Log.Info("passphrase set", "request", requestID(c))
	return back(c, "/organise", "passphrase_set")
}

var errLinkDead = errors.New("the link is used up or revoked")
