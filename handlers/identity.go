package handlers

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
	"soundings/store"
)

// A browser holds at most two cookies of identity: one as a participant, one for every link and
// sign-in of the staff, so that all can stand side by side on one machine.
const (
	cookieParticipant = "soundings_participant"
	cookieStaff       = "soundings_staff"

	participantSeconds = 7 * 24 * 60 * 60
	staffSeconds       = 7 * 24 * 60 * 60
)

// cookieName carries the __Host- prefix where it can be kept: only over https.
func (s *Server) cookieName(name string) string {
	if s.secure() {
		return "__Host-" + name
	}
	return name
}

// secure says whether phones come by https. Every request asks, so the machine's own addresses,
// which are http unless the server itself speaks https, are not looked up for it.
func (s *Server) secure() bool { return s.HTTPS || strings.HasPrefix(s.namedURL(), "https://") }

func (s *Server) setCookie(c *fiber.Ctx, name, value string, seconds int) {
	cookie := &fiber.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/", MaxAge: seconds,
		HTTPOnly: true, Secure: s.secure(), SameSite: fiber.CookieSameSiteLaxMode,
	}
	if seconds < 0 {
		cookie.Expires = time.Unix(1, 0)
	}
	c.Cookie(cookie)
}

func (s *Server) cookie(c *fiber.Ctx, name string) string { return c.Cookies(s.cookieName(name)) }

// admit lets a request through that brings the role a route takes. Which session it may see is
// checked where the session is read, so that not allowed and not there stay the same.
func (s *Server) admit(who access.Role) fiber.Handler {
	return func(c *fiber.Ctx) error {
		switch who {
		case access.Nobody:
		case access.Participant:
			if _, err := s.participant(c); err != nil {
				return err
			}
		default:
			grants, err := s.readGrants(c)
			if err != nil {
				return err
			}
			if !holds(grants, who) {
				return errNotSignedIn
			}
		}
		return c.Next()
	}
}

// participant is who answers, from the cookie.
func (s *Server) participant(c *fiber.Ctx) (access.Viewer, error) {
	token := s.cookie(c, cookieParticipant)
	if token == "" {
		return access.Viewer{}, errNotJoined
	}
	viewer, err := s.Store.ParticipantBy(c.UserContext(), token)
	if isNotFound(err) {
		return access.Viewer{}, errNotJoined
	}
	return viewer, err
}

// grants is what this browser's links and sign-in allow; nothing when that cannot be read.
func (s *Server) grants(c *fiber.Ctx) []store.Grant {
	grants, err := s.readGrants(c)
	if err != nil {
		s.Log.Error("grants not read", "request", requestID(c), "err", err)
	}
	return grants
}

// readGrants reads once per request.
func (s *Server) readGrants(c *fiber.Ctx) ([]store.Grant, error) {
	if known, read := c.Locals(localGrants).([]store.Grant); read {
		return known, nil
	}
	token := s.cookie(c, cookieStaff)
	if token == "" {
		return nil, nil
	}
	grants, err := s.Store.Grants(c.UserContext(), token)
	if err != nil && !isNotFound(err) {
		return nil, err
	}
	c.Locals(localGrants, grants)
	return grants, nil
}

// holds reports whether a grant allows what a role may do: an organiser what everyone may, a
// moderator and a desk what a screen may.
func holds(grants []store.Grant, role access.Role) bool {
	for _, grant := range grants {
		switch {
		case grant.Role == access.Organiser, grant.Role == role:
			return true
		case role == access.Screen && (grant.Role == access.Moderator || grant.Role == access.Desk):
			return true
		}
	}
	return false
}

// roleOf is the highest role of this browser, for what its pages offer.
func (s *Server) roleOf(c *fiber.Ctx) access.Role {
	grants := s.grants(c)
	for _, role := range []access.Role{access.Organiser, access.Moderator, access.Desk, access.Screen} {
		for _, grant := range grants {
			if grant.Role == role {
				return role
			}
		}
	}
	return access.Nobody
}

// staff lists this browser's staff viewers, the organiser's first.
func (s *Server) staff(c *fiber.Ctx) []access.Viewer {
	var viewers []access.Viewer
	for _, grant := range s.grants(c) {
		viewer := access.Viewer{Role: grant.Role, Session: grant.Session, Link: grant.Link}
		if grant.Role == access.Organiser {
			viewers = append([]access.Viewer{viewer}, viewers...)
			continue
		}
		viewers = append(viewers, viewer)
	}
	return viewers
}

// organiser is the viewer of the organiser's pages; admit has let only organisers through.
func (s *Server) organiser() access.Viewer { return access.Viewer{Role: access.Organiser} }

// session reads the session in the path for the first staff viewer whom the permission lets in.
func (s *Server) session(c *fiber.Ctx, may func(access.Viewer, agenda.Session) bool) (access.Viewer, agenda.Session, error) {
	id, err := number(c, "session")
	if err != nil {
		return access.Viewer{}, agenda.Session{}, err
	}
	return s.namedSession(c, id, may)
}

// namedSession is session for one that a form names.
func (s *Server) namedSession(c *fiber.Ctx, id int64, may func(access.Viewer, agenda.Session) bool) (access.Viewer, agenda.Session, error) {
	for _, viewer := range s.staff(c) {
		session, err := s.Store.Session(c.UserContext(), viewer, id)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return viewer, session, err
		}
		if may(viewer, session) {
			return viewer, session, nil
		}
	}
	return access.Viewer{}, agenda.Session{}, poll.ErrNotFound
}

// moderated reads the poll in the path for the first staff viewer who may moderate it.
func (s *Server) moderated(c *fiber.Ctx) (access.Viewer, poll.Poll, agenda.Session, error) {
	id, err := number(c, "poll")
	if err != nil {
		return access.Viewer{}, poll.Poll{}, agenda.Session{}, err
	}
	for _, viewer := range s.staff(c) {
		p, session, err := s.Store.Poll(c.UserContext(), viewer, id)
		if isNotFound(err) {
			continue
		}
		if err != nil || access.MayModerate(viewer, session) {
			return viewer, p, session, err
		}
	}
	return access.Viewer{}, poll.Poll{}, agenda.Session{}, poll.ErrNotFound
}
