package handlers

import (
	"bytes"
	"context"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/i18n"
	"soundings/live"
	"soundings/readiness"
	"soundings/views"
)

// readyFeed begins the names of the feeds of readiness pages.
const readyFeed = "ready "

// readyPage shows what of a session is ready, with a code for test scans beside it.
func (s *Server) readyPage(c *fiber.Ctx) error {
	id, err := number(c, "session")
	if err != nil {
		return err
	}
	now, err := s.readyNow(c.UserContext(), id)
	if err != nil {
		return err
	}
	page := s.livePage(c)
	page.Home = organisePath(id)
	return html(c, s.Views.Ready, views.Ready{Page: page, Now: now, TestURL: s.testURL(), TestHost: shortAddress(s.testURL())})
}

// testURL is what a phone opens to show that it reaches this server, "" while there is no address.
func (s *Server) testURL() string {
	if base := s.publicURL(); base != "" {
		return base + "/test"
	}
	return ""
}

func (s *Server) readyNow(ctx context.Context, id int64) (views.ReadyNow, error) {
	facts, err := s.readyFacts(ctx, id)
	if err != nil {
		return views.ReadyNow{}, err
	}
	zone := facts.Conference.Zone()
	return views.ReadyNow{
		Session: facts.Session, Checks: readiness.Checks(facts), Zone: zone, Checked: facts.Now, Host: s.joinAddress().Host,
	}, nil
}

// readyFacts gathers what is known of the session now.
func (s *Server) readyFacts(ctx context.Context, id int64) (readiness.Facts, error) {
	viewer := s.organiser()
	session, err := s.Store.Session(ctx, viewer, id)
	if err != nil {
		return readiness.Facts{}, err
	}
	questions, polls, err := s.asked(ctx, viewer, id)
	if err != nil {
		return readiness.Facts{}, err
	}
	links, err := s.Store.Links(ctx, viewer, id)
	if err != nil {
		return readiness.Facts{}, err
	}
	facts := readiness.Facts{
		Now: s.Now(), Conference: *s.conference.Load(), Session: session, KeyQuestions: questions,
		Reachable: s.publicURL() != "", Screens: s.hub.Watching(id, live.Screens), Scan: s.scans.scan(),
		Copies: s.copyFacts(), Writable: s.Store.Ready(ctx) == nil,
	}
	facts.Space.Free, facts.Space.Known = s.Store.FreeSpace()
	for _, p := range polls {
		facts.Polls = append(facts.Polls, readiness.Poll{Poll: p, Fault: s.kinds[p.Kind].Check(p)})
	}
	for _, link := range links {
		facts.Links = append(facts.Links, readiness.Link{Role: link.Role, Used: link.Used})
	}
	return facts, nil
}

func (s *Server) copyFacts() readiness.Copies {
	if s.Copies == nil {
		return readiness.Copies{}
	}
	state := s.Copies.State()
	return readiness.Copies{Folder: true, Made: state.Made, Faulty: state.Fault != ""}
}

func (s *Server) readyFrame(c *fiber.Ctx) error { return s.sendFrame(c, s.watchReady) }
func (s *Server) readyLive(c *fiber.Ctx) error  { return s.openSocket(c, s.watchReady) }

func (s *Server) watchReady(c *fiber.Ctx) (watch, error) {
	_, session, err := s.session(c, func(v access.Viewer, _ agenda.Session) bool { return access.MayOrganise(v) })
	if err != nil {
		return watch{}, err
	}
	return watch{
		key:     live.Key{Topic: session.ID, Audience: live.Podiums, Name: fmt.Sprintf("%s%s", readyFeed, s.language(c))},
		draw:    drawing(s.drawReady(session.ID, s.printer(c))),
		allowed: s.stillGranted(c, session.ID, access.Organiser),
		holder:  s.cookie(c, cookieStaff),
		ages:    true,
	}, nil
}

func (s *Server) drawReady(session int64, printer *i18n.Printer) func(context.Context, *bytes.Buffer) error {
	return func(ctx context.Context, w *bytes.Buffer) error {
		now, err := s.readyNow(ctx, session)
		if err != nil {
			return err
		}
		return s.Views.ReadyNow(w, printer, now)
	}
}
