package handlers

import (
	"net"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"soundings/views"
)

// addressPage lets the organiser choose how phones reach this server.
func (s *Server) addressPage(c *fiber.Ctx) error { return s.drawAddress(c, "", "") }

func (s *Server) drawAddress(c *fiber.Ctx, typed, fault string) error {
	if fault != "" {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	page := s.page(c)
	page.Home = "/organise"
	return html(c, s.Views.Address, views.Address{
		Page: page, Candidates: s.Addresses(), Chosen: s.publicURL(),
		Configured: s.PublicURL != "", Typed: typed, Fault: fault,
	})
}

func (s *Server) chooseAddress(c *fiber.Ctx) error {
	if s.PublicURL != "" {
		return errForm
	}
	typed := strings.TrimSpace(form(c).Get("url"))
	base, err := ReadPublicURL(typed)
	if err != nil {
		return s.drawAddress(c, typed, "fault.address")
	}
	base = s.schemed(base)
	// Under an https address cookies are Secure: over http this browser would lose its own at once,
	// and nobody could come back in.
	if strings.HasPrefix(base, "https://") && strings.HasPrefix(c.Get(fiber.HeaderOrigin), "http://") {
		return s.drawAddress(c, typed, "fault.address_https")
	}
	if err := s.Store.ChoosePublicURL(c.UserContext(), s.organiser(), base); err != nil {
		return err
	}
	if err := s.reloadConference(c.UserContext()); err != nil {
		return err
	}
	s.Log.Info("public address chosen", "request", requestID(c))
	return back(c, "/organise", "address_chosen")
}

// ReadPublicURL reads the address by which phones reach the server, without a trailing slash. It
// must be http or https, without path, and not this machine's own loopback, which is another
// machine on every phone.
func ReadPublicURL(typed string) (string, error) {
	parsed, err := url.Parse(typed)
	if err != nil {
		return "", errForm
	}
	plain := parsed.User == nil && parsed.RawQuery == "" && parsed.Fragment == "" && strings.Trim(parsed.Path, "/") == ""
	if (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Hostname() == "" || !plain || isOwnMachine(parsed.Hostname()) {
		return "", errForm
	}
	return parsed.Scheme + "://" + strings.ToLower(parsed.Host), nil
}

// shortAddress is a public URL as people type it: without the scheme, and without the port that a
// browser takes by itself.
func shortAddress(base string) string {
	scheme, host, _ := strings.Cut(base, "://")
	switch scheme {
	case "http":
		return strings.TrimSuffix(host, ":80")
	case "https":
		return strings.TrimSuffix(host, ":443")
	}
	return host
}

func isOwnMachine(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
}
