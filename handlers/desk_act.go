package handlers

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/poll"
	"soundings/store"
	"soundings/views"
)

func (s *Server) showContribution(c *fiber.Ctx) error {
	return s.actAtDesk(c, func(ctx context.Context, v access.Viewer, seen store.Seen) error { return s.Store.Show(ctx, v, seen) })
}

func (s *Server) selectContribution(c *fiber.Ctx) error {
	return s.actAtDesk(c, func(ctx context.Context, v access.Viewer, seen store.Seen) error { return s.Store.Select(ctx, v, seen) })
}

func (s *Server) takeBackContribution(c *fiber.Ctx) error {
	return s.actAtDesk(c, func(ctx context.Context, v access.Viewer, seen store.Seen) error {
		return s.Store.TakeBack(ctx, v, seen)
	})
}

func (s *Server) setContributionAside(c *fiber.Ctx) error {
	reason := feedback.Reason(form(c).Get("reason"))
	return s.actAtDesk(c, func(ctx context.Context, v access.Viewer, seen store.Seen) error {
		return s.Store.SetAside(ctx, v, seen, reason)
	})
}

func (s *Server) pinContribution(c *fiber.Ctx) error {
	pinned := formSwitch(c, "pinned")
	return s.actAtDesk(c, func(ctx context.Context, v access.Viewer, seen store.Seen) error {
		return s.Store.Pin(ctx, v, seen, pinned)
	})
}

// actAtDesk does one thing with the contribution in the path, as the operator saw it. The script is
// answered with the item as it stands after it, and with the pushed regions; without script the
// list is loaded anew. Where something came between, nothing is done and the item says what.
func (s *Server) actAtDesk(c *fiber.Ctx, act func(context.Context, access.Viewer, store.Seen) error) error {
	viewer, session, err := s.session(c, access.MayRelease)
	if err != nil {
		return err
	}
	id, err := number(c, "contribution")
	if err != nil {
		return err
	}
	revision, err := formNumber(c, "revision")
	if err != nil {
		return err
	}
	seen := store.Seen{Contribution: id, Revision: revision, State: feedback.State(form(c).Get("state"))}
	if !seen.State.Known() {
		return errForm
	}
	fate := views.FateOwn
	err = act(c.UserContext(), viewer, seen)
	var overtaken *store.Overtaken
	switch {
	case errors.As(err, &overtaken):
		fate = fateOf(seen, overtaken.Now)
	case isNotFound(err):
		fate = views.FateGone
	case err != nil:
		return err
	}
	if err == nil && !isPart(c) {
		return back(c, "/desk/"+strconv.FormatInt(session.ID, 10)+"?"+writeQuery(readQuery(s.queryOf(c))).Encode(), "")
	}
	return s.answerAct(c, viewer, session, seen, fate, err)
}

// fateOf is what came between the operator's look at a contribution and now.
func fateOf(seen store.Seen, now feedback.Contribution) views.DeskFate {
	if now.Revision != seen.Revision {
		return views.FateEdited
	}
	return views.FateOther
}

func (s *Server) answerAct(c *fiber.Ctx, viewer access.Viewer, session agenda.Session, seen store.Seen, fate views.DeskFate, fault error) error {
	item, err := s.readItem(c, viewer, session, seen.Contribution, fate)
	if err != nil {
		return err
	}
	if fault != nil {
		status, _ := classify(fault)
		c.Status(status)
	}
	if !isPart(c) {
		return s.drawDesk(c, &item)
	}
	hall, err := s.deskHall(c.UserContext(), session.ID)
	if err != nil {
		return err
	}
	item.Selected = item.ID == hall.Session.Selected // as it is after the act
	return html(c, func(w io.Writer, item views.DeskItem) error {
		if err := s.Views.DeskItem(w, s.printer(c), item); err != nil {
			return err
		}
		return s.Views.DeskHall(w, s.printer(c), hall)
	}, item)
}

// readItem reads a contribution as the list in the request shows it; one that is not there any more
// is gone.
func (s *Server) readItem(c *fiber.Ctx, viewer access.Viewer, session agenda.Session, id int64, fate views.DeskFate) (views.DeskItem, error) {
	q := readQuery(s.queryOf(c))
	queue := narrowed(session.ID, q)
	news, err := s.Store.DeskNews(c.UserContext(), viewer, session.ID, q, []int64{id}, store.DeskPage{})
	if err != nil {
		return views.DeskItem{}, err
	}
	questions, err := s.Store.KeyQuestions(c.UserContext(), viewer, session.ID)
	if err != nil {
		return views.DeskItem{}, err
	}
	now, there := news.Now[id]
	if !there {
		return goneItem(id, queue), nil
	}
	item := s.deskItem(now, questions, queue)
	item.Selected = session.Selected == id
	if fate != views.FateOwn || now.State != q.State {
		item.Fate = fate
	}
	return item, nil
}

func goneItem(id int64, queue views.DeskQueue) views.DeskItem {
	return views.DeskItem{Contribution: feedback.Contribution{ID: id, SessionID: queue.Session}, Tab: queue.State, Query: queue.Query, Fate: views.FateGone}
}

// deskItemPart is a contribution read anew, after its author changed it.
func (s *Server) deskItemPart(c *fiber.Ctx) error {
	viewer, session, err := s.session(c, access.MayRelease)
	if err != nil {
		return err
	}
	id, err := number(c, "contribution")
	if err != nil {
		return err
	}
	item, err := s.readItem(c, viewer, session, id, views.FateOwn)
	if err != nil {
		return err
	}
	if item.Gone() {
		return poll.ErrNotFound
	}
	return html(c, func(w io.Writer, item views.DeskItem) error { return s.Views.DeskItem(w, s.printer(c), item) }, item)
}

// deskNews says what became of the page that the script names: nothing is moved, what is not as it
// was is marked where it stands, and what came is offered.
func (s *Server) deskNews(c *fiber.Ctx) error {
	viewer, session, err := s.session(c, access.MayRelease)
	if err != nil {
		return err
	}
	seen, ids := readSeen(c.Query("seen"))
	q, page := readQuery(s.queryOf(c)), store.DeskPage{Last: readPlace(c.Query("last")), More: c.QueryInt("more")}
	found, err := s.Store.DeskNews(c.UserContext(), viewer, session.ID, q, ids, page)
	if err != nil {
		return err
	}
	questions, err := s.Store.KeyQuestions(c.UserContext(), viewer, session.ID)
	if err != nil {
		return err
	}
	news := views.DeskNews{Queue: narrowed(session.ID, q), New: found.New}
	setMore(&news.Queue, q, page.Last, found.More)
	for _, was := range seen {
		now, there := found.Now[was.Contribution]
		switch {
		case !there:
			news.Items = append(news.Items, goneItem(was.Contribution, news.Queue))
		case now.Revision != was.Revision || now.State != was.State:
			item := s.deskItem(now, questions, news.Queue)
			item.Fate = fateOf(was, now)
			news.Items = append(news.Items, item)
		default:
			item := s.deskItem(now, questions, news.Queue)
			item.Selected = session.Selected == now.ID
			news.Same = append(news.Same, item)
		}
	}
	return html(c, func(w io.Writer, news views.DeskNews) error { return s.Views.DeskNews(w, s.printer(c), news) }, news)
}

// maxSeen is how many contributions a page of the desk may ask about.
const maxSeen = 100

// readSeen reads what a page shows: "12.1.incoming,13.2.incoming".
func readSeen(text string) (seen []store.Seen, ids []int64) {
	for part := range strings.SplitSeq(text, ",") {
		id, rest, _ := strings.Cut(part, ".")
		revision, state, _ := strings.Cut(rest, ".")
		contribution, err := strconv.ParseInt(id, 10, 64)
		if err != nil || len(seen) == maxSeen {
			continue
		}
		version, err := strconv.ParseInt(revision, 10, 64)
		if err != nil {
			continue
		}
		seen = append(seen, store.Seen{Contribution: contribution, Revision: version, State: feedback.State(state)})
		ids = append(ids, contribution)
	}
	return seen, ids
}
