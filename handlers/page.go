package handlers

import (
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/gofiber/fiber/v2"

	"soundings/i18n"
	"soundings/views"
)

type localKey int

const (
	localRequestID localKey = iota
	localGrants
)

// localWatch is a string because sockets read locals by name.
const localWatch = "watch"

func requestID(c *fiber.Ctx) string {
	id, _ := c.Locals(localRequestID).(string)
	return id
}

const (
	cookieLanguage = "soundings_language"
	yearInSeconds  = 365 * 24 * 60 * 60
)

// page is what every page carries.
func (s *Server) page(c *fiber.Ctx) views.Page {
	return views.Page{
		Printer:    s.printer(c),
		Path:       c.Path(),
		Notice:     takeNotice(c),
		Role:       s.roleOf(c),
		Conference: s.conference.Load().Name,
		Zone:       s.zone.Load(),
	}
}

func (s *Server) printer(c *fiber.Ctx) *i18n.Printer {
	return s.printerOf(s.language(c))
}

func (s *Server) printerOf(lang string) *i18n.Printer {
	if s.Config.Printer != nil {
		return s.Config.Printer(lang)
	}
	return s.Catalogue.Printer(lang)
}

// language is chosen by the person, else taken from what the browser asks for.
func (s *Server) language(c *fiber.Ctx) string {
	return s.Catalogue.Negotiate(s.cookie(c, cookieLanguage), c.Get(fiber.HeaderAcceptLanguage))
}

// switchLanguage keeps the choice and shows the same page without the question.
func (s *Server) switchLanguage(c *fiber.Ctx, lang string) error {
	s.setCookie(c, cookieLanguage, s.Catalogue.Negotiate(lang), yearInSeconds)
	rest := url.Values{}
	for name, value := range c.Queries() {
		if name != "lang" {
			rest.Set(name, value)
		}
	}
	target := c.Path()
	if len(rest) > 0 {
		target += "?" + rest.Encode()
	}
	return c.Redirect(localPath(target, "/"), fiber.StatusSeeOther)
}

// html draws a page and sends it.
func html[P any](c *fiber.Ctx, draw func(io.Writer, P) error, page P) error {
	c.Type("html", "utf-8")
	c.Vary(fiber.HeaderCookie, fiber.HeaderAcceptLanguage)
	return draw(c.Response().BodyWriter(), page)
}

// back answers a form that was carried out: the page is shown again by GET, with a notice.
func back(c *fiber.Ctx, path, notice string) error {
	if notice != "" {
		path += "?done=" + notice
	}
	return c.Redirect(path, fiber.StatusSeeOther)
}

// notices are what back may leave; anybody can write an address, so nothing else is shown.
var notices = []string{
	"access_set", "address_chosen", "code_new", "copy_made", "copy_running", "imported", "left", "link_revoked", "passphrase_set",
	"sample_removed", "screen_paired", "session_added", "signed_out", "translated", "undone", "wifi_saved",
}

// takeNotice reads which notice back left.
func takeNotice(c *fiber.Ctx) string {
	if notice := c.Query("done"); slices.Contains(notices, notice) {
		return "notice." + notice
	}
	return ""
}

// localPath lets a redirect lead to a path of this server only. Browsers drop tabs and line breaks
// from an address, so "/<tab>/there" would lead away.
func localPath(path, otherwise string) string {
	if len(path) > 1 && path[0] == '/' && path[1] != '/' && path[1] != '\\' && !strings.ContainsFunc(path, unicode.IsControl) {
		return path
	}
	return otherwise
}
