package handlers

import (
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/live"
	"soundings/views"
)

// testPage tells whoever opens it that the address is reached, and the organiser that a phone did.
// It asks for nothing, and keeps nothing of who came.
func (s *Server) testPage(c *fiber.Ctx) error {
	found := s.tested(c)
	if found == views.TestReached && c.Method() == fiber.MethodGet && s.scans.reach() {
		s.redrawReady()
	}
	return html(c, s.Views.Test, views.Test{Page: s.page(c), Found: found, Host: shortAddress(s.publicURL())})
}

// tellClock takes the time of a phone that opened the test page.
func (s *Server) tellClock(c *fiber.Ctx) error {
	millis, err := strconv.ParseInt(form(c).Get("now"), 10, 64)
	if err != nil {
		return errForm
	}
	if s.tested(c) == views.TestReached {
		if !s.scans.tell(time.UnixMilli(millis)) {
			return errTooMany
		}
		s.redrawReady()
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// tested says what a request to the test page shows: a phone that came by the address that phones
// use, or why it proves nothing.
func (s *Server) tested(c *fiber.Ctx) views.TestFound {
	base, err := url.Parse(s.publicURL())
	switch {
	case err != nil || base.Host == "":
		return views.TestNoAddress
	case s.roleOf(c) != access.Nobody:
		return views.TestStaff
	case s.isOwn(addressOf(c)):
		return views.TestOwnMachine
	case !strings.EqualFold(shortAddress(base.Scheme+"://"+string(c.Request().Host())), shortAddress(s.publicURL())):
		return views.TestOtherHost
	default:
		return views.TestReached
	}
}

// isOwn reports whether an address is one of this machine's own on a network. A proxy on this
// machine comes from its loopback, and brings phones.
func (s *Server) isOwn(remote string) bool {
	ip := net.ParseIP(remote)
	for _, address := range s.Addresses() {
		if own, err := url.Parse(address); err == nil && ip != nil && ip.Equal(net.ParseIP(own.Hostname())) {
			return true
		}
	}
	return false
}

// redrawReady tells every readiness page that something has changed that belongs to no session.
func (s *Server) redrawReady() {
	s.hub.Redraw(func(key live.Key) bool { return strings.HasPrefix(key.Name, readyFeed) })
}
