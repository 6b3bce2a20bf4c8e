package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// What a page may load: only what this program serves, and frames of its own (the podium's
// picture of the hall, the sample's three panes).
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'"

// guard is what every request passes: headers, a request id and a time limit. A shutdown does not
// end requests: an answer whose commit is under way gets a true reply.
func (s *Server) guard(c *fiber.Ctx) error {
	s.setHeaders(c)
	ctx, cancel := context.WithTimeout(context.Background(), requestTimeout)
	defer cancel()
	c.SetUserContext(ctx)
	if err := s.pass(c); err != nil {
		return s.fail(c, err) // here, while there is time to read whose page it is
	}
	return nil
}

// pass lets a request through to its handler; one that changes something only if it comes from a
// page of ours. A panic in a handler is answered as a fault and logged.
func (s *Server) pass(c *fiber.Ctx) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic in %s: %v", c.Route().Path, fault)
		}
	}()
	if err := s.checkOrigin(c); err != nil {
		return err
	}
	if c.Method() == fiber.MethodGet {
		if lang := c.Query("lang"); lang != "" {
			return s.switchLanguage(c, lang)
		}
	}
	return c.Next()
}

// setHeaders sets what every reply carries, whatever becomes of the request.
func (s *Server) setHeaders(c *fiber.Ctx) {
	id := s.started + "-" + strconv.FormatUint(s.requests.Add(1), 36)
	c.Locals(localRequestID, id)
	c.Set(fiber.HeaderXRequestID, id)
	c.Set("Content-Security-Policy", contentPolicy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	// Under no-referrer Chromium sends "Origin: null" with a plain form on plain http, and every
	// answer without script would be refused in the hall.
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("X-Robots-Tag", "noindex")
	if s.secure() {
		// On plain http browsers ignore it, with an error in every page's console.
		c.Set("Cross-Origin-Opener-Policy", "same-origin")
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
	}
}

// checkOrigin refuses what another site makes a browser send: by Sec-Fetch-Site where the browser
// sends it, by Origin against Host on plain http.
func (s *Server) checkOrigin(c *fiber.Ctx) error {
	request := &http.Request{
		Method: c.Method(),
		Host:   string(c.Request().Host()),
		URL:    &url.URL{Path: c.Path()},
		Header: make(http.Header, 2),
	}
	for _, name := range []string{"Origin", "Sec-Fetch-Site"} {
		if value := c.Get(name); value != "" {
			request.Header[name] = []string{value}
		}
	}
	if err := s.origins.Check(request); err != nil {
		return errForeignOrigin
	}
	return nil
}

// limitBody refuses a request that brings more than a route takes, and one that is compressed:
// nobody needs to send that, and it could unfold to anything.
func (s *Server) limitBody(limit int) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if len(c.Request().Header.ContentEncoding()) > 0 {
			return errCompressed
		}
		if len(c.Request().Body()) > limit {
			return errTooLarge
		}
		return c.Next()
	}
}

// form is what a request's body brings, never its query.
func form(c *fiber.Ctx) url.Values {
	values := url.Values{}
	if mediaType := c.Get(fiber.HeaderContentType); strings.HasPrefix(mediaType, fiber.MIMEMultipartForm) {
		if parts, err := c.Request().MultipartForm(); err == nil {
			for name, all := range parts.Value {
				values[name] = all
			}
		}
		return values
	}
	for name, value := range c.Request().PostArgs().All() {
		values.Add(string(name), string(value))
	}
	return values
}

// number reads a number from the path; what is none names nothing.
func number(c *fiber.Ctx, name string) (int64, error) {
	n, err := strconv.ParseInt(c.Params(name), 10, 64)
	if err != nil || n <= 0 {
		return 0, errors.Join(errNoPage, err)
	}
	return n, nil
}

// isPart reports whether htmx asks, so that a fragment is expected and not a page.
func isPart(c *fiber.Ctx) bool { return string(c.Request().Header.Peek("HX-Request")) == "true" }
