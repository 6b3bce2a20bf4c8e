package handlers

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/live"
	"soundings/store"
	"soundings/views"
)

// deskPage is the secretariat's page: what came in, what the hall sees.
func (s *Server) deskPage(c *fiber.Ctx) error { return s.drawDesk(c, nil) }

// drawDesk draws the desk with the list that the request asks for; acted is an item on which nothing
// could be done.
func (s *Server) drawDesk(c *fiber.Ctx, acted *views.DeskItem) error {
	viewer, session, err := s.session(c, access.MayRelease)
	if err != nil {
		return err
	}
	hall, err := s.deskHall(c.UserContext(), session.ID)
	if err != nil {
		return err
	}
	queue, err := s.deskQueue(c.UserContext(), viewer, hall, s.queryOf(c))
	if err != nil {
		return err
	}
	if acted != nil { // it stands above the list
		queue.Items = slices.DeleteFunc(queue.Items, func(item views.DeskItem) bool { return item.ID == acted.ID })
	}
	page := s.livePage(c)
	page.Path = fmt.Sprintf("/desk/%d", session.ID)
	page.Socket, page.Frame = page.Path+"/live", page.Path+"/frame"
	page.Path += "?" + queue.Query
	return html(c, s.Views.Desk, views.Desk{Page: page, Hall: hall, Queue: queue, Acted: acted, Host: s.joinAddress().Host})
}

// queryOf is what narrows the list: the address of the page, or what a form says of where it stood.
func (s *Server) queryOf(c *fiber.Ctx) url.Values {
	if c.Method() != fiber.MethodPost {
		values := url.Values{}
		for name, value := range c.Queries() {
			values.Set(name, value)
		}
		return values
	}
	values, err := url.ParseQuery(form(c).Get("at"))
	if err != nil {
		return url.Values{}
	}
	return values
}

// readQuery reads what narrows the list; what the page does not offer narrows nothing.
func readQuery(values url.Values) store.DeskQuery {
	q := store.DeskQuery{State: feedback.State(values.Get("state")), Search: strings.TrimSpace(values.Get("search"))}
	if !q.State.Known() {
		q.State = feedback.Incoming
	}
	if kind := feedback.Type(values.Get("type")); kind.Known() {
		q.Type = kind
	}
	if id, err := strconv.ParseInt(values.Get("question"), 10, 64); err == nil && id > 0 {
		q.KeyQuestion = id
	}
	q.After = readPlace(values.Get("after"))
	return q
}

// writeQuery is its inverse, without the page.
func writeQuery(q store.DeskQuery) url.Values {
	values := url.Values{"state": {string(q.State)}}
	for name, value := range map[string]string{"type": string(q.Type), "search": q.Search} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if q.KeyQuestion != 0 {
		values.Set("question", strconv.FormatInt(q.KeyQuestion, 10))
	}
	return values
}

func readPlace(text string) store.DeskPlace {
	var p store.DeskPlace
	if _, err := fmt.Sscanf(text, "%d.%d.%d", &p.Pinned, &p.Handled, &p.ID); err != nil {
		return store.DeskPlace{}
	}
	return p
}

func writePlace(p store.DeskPlace) string { return fmt.Sprintf("%d.%d.%d", p.Pinned, p.Handled, p.ID) }

// deskQueue reads one page of a list.
func (s *Server) deskQueue(ctx context.Context, viewer access.Viewer, hall views.DeskHall, values url.Values) (views.DeskQueue, error) {
	q := readQuery(values)
	page, err := s.Store.Desk(ctx, viewer, hall.Session.ID, q)
	if err != nil {
		return views.DeskQueue{}, err
	}
	queue := narrowed(hall.Session.ID, q)
	queue.KeyQuestions, queue.Counts = hall.KeyQuestions, hall.Counts
	for _, one := range page.Contributions {
		item := s.deskItem(one, hall.KeyQuestions, queue)
		item.Selected = one.ID == hall.Session.Selected
		queue.Items = append(queue.Items, item)
	}
	setMore(&queue, q, page.Last, page.More)
	news := writeQuery(q)
	news.Set("after", writePlace(q.After))
	news.Set("last", writePlace(page.Last))
	news.Set("more", strconv.Itoa(page.More))
	queue.NewsPath = fmt.Sprintf("/desk/%d/news?%s", hall.Session.ID, news.Encode())
	return queue, nil
}

func narrowed(session int64, q store.DeskQuery) views.DeskQueue {
	return views.DeskQueue{
		Session: session, State: q.State, KeyQuestion: q.KeyQuestion, Type: q.Type, Search: q.Search,
		Query: writeQuery(q).Encode(), Later: q.After.ID != 0,
	}
}

// setMore says how many stand behind a page, and where.
func setMore(queue *views.DeskQueue, q store.DeskQuery, last store.DeskPlace, more int) {
	queue.More = more
	if more == 0 {
		return
	}
	behind := writeQuery(q)
	behind.Set("after", writePlace(last))
	queue.MorePath = fmt.Sprintf("/desk/%d?%s", queue.Session, behind.Encode())
}

// deskItem is a contribution as it stands in a list.
func (s *Server) deskItem(one feedback.Contribution, questions []agenda.KeyQuestion, queue views.DeskQueue) views.DeskItem {
	return views.DeskItem{
		Contribution: one, KeyQuestion: questionOf(questions, one.KeyQuestionID), Tab: queue.State, Query: queue.Query,
		Minutes: int(s.Now().Unix()/60 - one.Minute),
	}
}

func questionOf(questions []agenda.KeyQuestion, id int64) agenda.KeyQuestion {
	for _, question := range questions {
		if question.ID == id {
			return question
		}
	}
	return agenda.KeyQuestion{}
}

// deskHall reads the regions of the desk's page that are pushed.
func (s *Server) deskHall(ctx context.Context, id int64) (views.DeskHall, error) {
	viewer := access.Viewer{Role: access.Desk, Session: id}
	session, err := s.Store.Session(ctx, viewer, id)
	if err != nil {
		return views.DeskHall{}, err
	}
	questions, polls, err := s.asked(ctx, viewer, id)
	if err != nil {
		return views.DeskHall{}, err
	}
	hall := views.DeskHall{
		Session: session, KeyQuestions: questions, Watching: s.hub.Watching(id, live.Phones), Screens: s.hub.Watching(id, live.Screens),
		Reachable: s.joinAddress().Reachable, ScreenPath: fmt.Sprintf("/screen/%d?preview=true", id),
	}
	hall.Polls = cardsOf(polls, questions)
	if hall.Counts, err = s.Store.DeskCounts(ctx, viewer, id); err != nil {
		return views.DeskHall{}, err
	}
	hall.Question, err = s.screenQuestion(ctx, viewer, session, questions)
	return hall, err
}

// screenQuestion reads what the screen shows of contributions, nil for nothing.
func (s *Server) screenQuestion(ctx context.Context, viewer access.Viewer, session agenda.Session, questions []agenda.KeyQuestion) (*views.ScreenQuestion, error) {
	if session.CurrentQuestion == 0 {
		return nil, nil
	}
	wall, err := s.Store.Wall(ctx, viewer, session.ID)
	if err != nil {
		return nil, err
	}
	question := questionOf(questions, wall.KeyQuestion)
	if question.ID == 0 {
		return nil, nil
	}
	return &views.ScreenQuestion{
		KeyQuestion: question, Written: wall.Written, Writing: s.writing(session).Open,
		Shown: wall.Shown, Page: wall.Page, Pages: wall.Pages, Selected: wall.Selected,
	}, nil
}

func (s *Server) deskFrame(c *fiber.Ctx) error { return s.sendFrame(c, s.watchDesk) }
func (s *Server) deskLive(c *fiber.Ctx) error  { return s.openSocket(c, s.watchDesk) }

func (s *Server) watchDesk(c *fiber.Ctx) (watch, error) {
	_, session, err := s.session(c, access.MayRelease)
	if err != nil {
		return watch{}, err
	}
	printer := s.printer(c)
	return watch{
		key: live.Key{Topic: session.ID, Audience: live.Podiums, Name: "desk " + printer.Lang()},
		draw: drawing(func(ctx context.Context, w *bytes.Buffer) error {
			hall, err := s.deskHall(ctx, session.ID)
			if err != nil {
				return err
			}
			return s.Views.DeskHall(w, printer, hall)
		}),
		allowed: s.stillGranted(c, session.ID, access.Desk),
		holder:  s.cookie(c, cookieStaff),
	}, nil
}

// deskScreen puts a key question with what was released of it on the screen, another page of it,
// or clears the screen.
func (s *Server) deskScreen(c *fiber.Ctx) error {
	viewer, session, err := s.session(c, access.MayRelease)
	if err != nil {
		return err
	}
	show, err := readShowing(c)
	if err == nil {
		err = s.Store.PutOnScreen(c.UserContext(), viewer, session.ID, show)
	}
	if err != nil {
		return err
	}
	if !isPart(c) {
		return back(c, fmt.Sprintf("/desk/%d", session.ID), "")
	}
	hall, err := s.deskHall(c.UserContext(), session.ID)
	if err != nil {
		return err
	}
	return html(c, func(w io.Writer, h views.DeskHall) error { return s.Views.DeskHall(w, s.printer(c), h) }, hall)
}

// readShowing reads what a form wants on the screen: a poll or a key question, 0 for nothing.
func readShowing(c *fiber.Ctx) (show agenda.Showing, err error) {
	sent := form(c)
	if !sent.Has("question") {
		show.Poll, err = formNumber(c, "poll")
		return show, err
	}
	if show.KeyQuestion, err = formNumber(c, "question"); err != nil || !sent.Has("page") {
		return show, err
	}
	page, err := formNumber(c, "page")
	show.Page = int(min(page, 1<<20))
	return show, err
}

// deskLogPage lists what was done at the desk.
func (s *Server) deskLogPage(c *fiber.Ctx) error {
	viewer, session, err := s.session(c, access.MayRelease)
	if err != nil {
		return err
	}
	before, err := strconv.ParseInt(cmp.Or(c.Query("before"), "0"), 10, 64)
	if err != nil || before < 0 {
		return errNoPage
	}
	entries, err := s.Store.DeskLog(c.UserContext(), viewer, session.ID, before)
	if err != nil {
		return err
	}
	page := views.DeskLog{Page: s.page(c), Session: session}
	zone := s.zone.Load()
	for _, e := range entries {
		page.Lines = append(page.Lines, views.DeskLogLine{
			Number: e.Number, What: e.What, Reason: e.Reason, Role: e.Role, Link: e.Link, Made: e.Made.In(zone).Format(time.DateTime),
		})
	}
	if len(entries) > 0 && entries[len(entries)-1].ID > 1 && len(entries) == store.DeskLogPage {
		page.Older = fmt.Sprintf("/desk/%d/log?before=%d", session.ID, entries[len(entries)-1].ID)
	}
	return html(c, s.Views.DeskLog, page)
}
