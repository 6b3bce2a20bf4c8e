package handlers

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
	"soundings/views"
)

// Faults of a request that are not of the domain.
var (
	errNoPage        = errors.New("no such page")
	errForeignOrigin = errors.New("the request comes from another site")
	errCompressed    = errors.New("compressed requests are not taken")
	errTooLarge      = errors.New("the request is too large")
	errTooMany       = errors.New("too many requests")
	errNotJoined     = errors.New("not joined")
	errWrongCode     = errors.New("the code admits nobody")
	errNotSignedIn   = errors.New("not signed in")
	errForm          = errors.New("the form holds what the page does not offer")
)

// failure is how one fault is told: the status code and the stem of its messages.
type failure struct {
	fault  error
	status int
	key    string
}

// failures is the one map from faults to status codes. Everything else is ours: 500.
func failures() []failure {
	return []failure{
		{errNoPage, fiber.StatusNotFound, "failure.not_found"},
		{poll.ErrNotFound, fiber.StatusNotFound, "failure.not_found"},
		{errForeignOrigin, fiber.StatusForbidden, "failure.foreign_origin"},
		{poll.ErrClosed, fiber.StatusConflict, "failure.closed"},
		{poll.ErrFrozen, fiber.StatusConflict, "failure.frozen"},
		{poll.ErrHeld, fiber.StatusConflict, "failure.held"},
		{poll.ErrConflict, fiber.StatusConflict, "failure.conflict"},
		{poll.ErrNotSaved, fiber.StatusServiceUnavailable, "failure.not_saved"},
		{errTooLarge, fiber.StatusRequestEntityTooLarge, "failure.too_large"},
		{errCompressed, fiber.StatusUnsupportedMediaType, "failure.form"},
		{errForm, fiber.StatusUnprocessableEntity, "failure.form"},
		{errTooMany, fiber.StatusTooManyRequests, "failure.too_many"},
		{errNotJoined, fiber.StatusUnauthorized, "failure.not_joined"},
		{errWrongCode, fiber.StatusUnprocessableEntity, "failure.not_joined"},
		{errLinkDead, fiber.StatusForbidden, "failure.link"},
		{errNotSignedIn, fiber.StatusUnauthorized, "failure.not_signed_in"},
	}
}

const internalKey = "failure.internal"

// classify finds a fault's status code and messages.
func classify(err error) (status int, key string) {
	for _, known := range failures() {
		if errors.Is(err, known.fault) {
			return known.status, known.key
		}
	}
	if len(poll.Faults(err)) > 0 {
		return fiber.StatusUnprocessableEntity, "failure.form"
	}
	if framework, ok := errors.AsType[*fiber.Error](err); ok {
		return classifyFramework(framework.Code)
	}
	return fiber.StatusInternalServerError, internalKey
}

func classifyFramework(status int) (int, string) {
	switch {
	case status == fiber.StatusRequestEntityTooLarge:
		return status, "failure.too_large"
	case status == fiber.StatusNotFound, status == fiber.StatusMethodNotAllowed:
		return fiber.StatusNotFound, "failure.not_found"
	case status < fiber.StatusInternalServerError:
		return status, "failure.form"
	default:
		return status, internalKey
	}
}

// fail answers every fault with a translated page and a way on. What went wrong inside goes to
// the log under the request's id, and never to the page.
func (s *Server) fail(c *fiber.Ctx, err error) error {
	if requestID(c) == "" {
		s.setHeaders(c) // it was no request that could be read, so nothing has been set
	}
	if errors.Is(err, errNotJoined) && wantsPage(c) {
		return c.Redirect("/?next="+url.QueryEscape(c.Path()), fiber.StatusSeeOther)
	}
	if errors.Is(err, errNotSignedIn) && wantsPage(c) {
		return c.Redirect("/sign-in?next="+url.QueryEscape(c.Path()), fiber.StatusSeeOther)
	}
	status, key := classify(err)
	if status >= fiber.StatusInternalServerError {
		s.Log.Error("request failed", "request", requestID(c), "route", c.Route().Path, "status", status, "err", err)
	}
	c.Status(status)
	if status == fiber.StatusRequestEntityTooLarge {
		linger(c)
	}
	if status == fiber.StatusServiceUnavailable || status == fiber.StatusTooManyRequests {
		c.Set(fiber.HeaderRetryAfter, "2")
	}
	page := views.Failure{Page: s.page(c), Status: status, Key: key, WayOn: s.wayOn(c), ID: requestID(c)}
	if !errors.Is(err, errForeignOrigin) {
		page.Typed = typed(c)
	}
	if err := html(c, s.Views.Failure, page); err != nil {
		s.Log.Error("error page failed", "request", requestID(c), "err", err)
		return c.SendStatus(status)
	}
	return nil
}

// typed is what staff wrote in a form that was not taken: somebody deleted what they edited, or they
// wrote longer than they were signed in. A word is soon typed again; sentences are given back.
func typed(c *fiber.Ctx) []string {
	if c.Method() != fiber.MethodPost || !slices.ContainsFunc([]string{"/organise/", "/podium/", "/polls/", "/desk/"},
		func(page string) bool { return strings.HasPrefix(c.Path(), page) }) {
		return nil
	}
	sent := form(c)
	var texts []string
	for _, field := range slices.Sorted(maps.Keys(sent)) {
		for _, text := range sent[field] {
			if strings.Contains(strings.TrimSpace(text), " ") && len(text) <= agenda.MaxBytes {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

func wantsPage(c *fiber.Ctx) bool {
	return (c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead) && !isPart(c) && !strings.HasSuffix(c.Path(), "/live") && !strings.HasSuffix(c.Path(), "/frame")
}

// wayOn is where a person goes from an error page: the page the request came from lies behind,
// so it is the home of whatever role the browser holds.
func (s *Server) wayOn(c *fiber.Ctx) string {
	path := c.Path()
	switch {
	case strings.HasPrefix(path, "/podium"), strings.HasPrefix(path, "/desk"), strings.HasPrefix(path, "/polls"):
		return s.wayOnForStaff(c)
	case strings.HasPrefix(path, "/organise"), path == "/passphrase":
		return "/organise"
	case strings.HasPrefix(path, "/p/"), strings.HasPrefix(path, "/s/"), strings.HasPrefix(path, "/k/"), strings.HasPrefix(path, "/contributions/"):
		return "/now"
	default:
		return "/"
	}
}

// wayOnForStaff leads back to the podium or the desk that the browser's link opens.
func (s *Server) wayOnForStaff(c *fiber.Ctx) string {
	for _, viewer := range s.staff(c) {
		switch viewer.Role {
		case access.Moderator:
			return fmt.Sprintf("/podium/%d", viewer.Session)
		case access.Desk:
			return fmt.Sprintf("/desk/%d", viewer.Session)
		}
	}
	return "/organise"
}
