package views

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/i18n"
)

// Desk is the page of the secretariat's operator in a session. Hall is pushed, Queue is not.
type Desk struct {
	Page
	Hall  DeskHall
	Queue DeskQueue
	// Acted is what became of the last action where the page is its answer, nil otherwise.
	Acted *DeskItem
	Host  string // the address that people type, "" for none
}

// DeskHall is what the desk's page pushes: what the hall sees, and how much waits. It holds no text
// that was not released.
type DeskHall struct {
	Session      agenda.Session
	KeyQuestions []agenda.KeyQuestion
	Polls        []PollCard // but drafts
	Counts       map[int64]map[feedback.State]int
	Question     *ScreenQuestion // on the screen
	Watching     int             // phones connected
	Screens      int             // screens connected
	Reachable    bool
	ScreenPath   string // the real frame
}

// DeskQueue is one page of one list, as it is narrowed.
type DeskQueue struct {
	Session      int64
	KeyQuestions []agenda.KeyQuestion
	Counts       map[int64]map[feedback.State]int
	State        feedback.State
	KeyQuestion  int64
	Type         feedback.Type
	Search       string
	Query        string // all of this as the query of a path
	Items        []DeskItem
	More         int
	MorePath     string // the next page, "" for none
	NewsPath     string // what became of this page
	Later        bool   // it is not the first page
}

// DeskItem is a contribution in a list of the desk.
type DeskItem struct {
	feedback.Contribution
	KeyQuestion agenda.KeyQuestion
	Minutes     int            // for how long it has been there
	Tab         feedback.State // the list that it stands in
	Query       string         // of that list
	Selected    bool           // alone on the screen
	Fate        DeskFate
}

// Gone reports whether its author withdrew it.
func (i DeskItem) Gone() bool { return i.Fate == FateGone }

// DeskFate is what happened to a contribution since the operator saw it.
type DeskFate string

// The fates of a contribution in a list.
const (
	FateNone   DeskFate = ""
	FateOwn    DeskFate = "own"    // this operator handled it
	FateOther  DeskFate = "other"  // another operator did
	FateEdited DeskFate = "edited" // its author wrote it anew: it has to be read before anything is done
	FateGone   DeskFate = "gone"   // its author withdrew it
)

// DeskNews is what became of a page of the desk: the items that are not as they were, those that are, and what came.
type DeskNews struct {
	Queue DeskQueue
	Items []DeskItem
	Same  []DeskItem
	New   int
}

// DeskLog is the page of what was done at the desk.
type DeskLog struct {
	Page
	Session agenda.Session
	Lines   []DeskLogLine
	Older   string // path of the page before, "" for none
}

// DeskLogLine is one line of the log.
type DeskLogLine struct {
	Number int
	What   feedback.Action
	Reason feedback.Reason
	Role   access.Role
	Link   int64
	Made   string // date and time in the conference's zone
}

// Desk draws the desk's page.
func (v *Views) Desk(w io.Writer, p Desk) error {
	return v.page(w, "desk", deskPage{Desk: p, Region: deskHall{p.region(), p.Hall}, List: deskQueue{p.region(), p.Queue}})
}

// DeskHall draws the pushed frame of the desk's page.
func (v *Views) DeskHall(w io.Writer, t *i18n.Printer, h DeskHall) error {
	return v.part(w, "desk-hall", deskHall{region{t, true}, h})
}

// DeskItem draws one contribution after something was done with it.
func (v *Views) DeskItem(w io.Writer, t *i18n.Printer, i DeskItem) error {
	return v.part(w, "desk-item", deskItem{region{Printer: t}, i})
}

// DeskNews draws what became of a page of the desk.
func (v *Views) DeskNews(w io.Writer, t *i18n.Printer, n DeskNews) error {
	return v.part(w, "desk-news", deskNews{region{t, true}, n})
}

// DeskLog draws the log.
func (v *Views) DeskLog(w io.Writer, p DeskLog) error { return v.page(w, "desk_log", p) }

// deskPage is Desk with its regions in one language.
type deskPage struct {
	Desk
	Region deskHall
	List   deskQueue
}

// Told is the item of the last action, nil for none.
func (p deskPage) Told() *deskItem {
	if p.Acted == nil {
		return nil
	}
	return &deskItem{p.region(), *p.Acted}
}

// deskHall is DeskHall in one language.
type deskHall struct {
	region
	DeskHall
}

// Path is where what the desk does to the session is posted.
func (h deskHall) Path(verb string) string { return fmt.Sprintf("/desk/%d/%s", h.Session.ID, verb) }

// Total is how many contributions of the session are in a state.
func (h deskHall) Total(state feedback.State) int { return total(h.Counts, state) }

func total(counts map[int64]map[feedback.State]int, state feedback.State) int {
	sum := 0
	for _, of := range counts {
		sum += of[state]
	}
	return sum
}

// Incoming is how many wait at the desk.
func (h deskHall) Incoming() int { return h.Total(feedback.Incoming) }

// Shown is how many are released.
func (h deskHall) Shown() int { return h.Total(feedback.Shown) }

// SetAside is how many are set aside.
func (h deskHall) SetAside() int { return h.Total(feedback.SetAside) }

// OnPoll is the poll on the screen, nil for none.
func (h deskHall) OnPoll() *PollCard {
	for i := range h.Polls {
		if h.Polls[i].Poll.ID == h.Session.CurrentPoll {
			return &h.Polls[i]
		}
	}
	return nil
}

// State is the message key of what the hall sees.
func (h deskHall) State() string {
	switch {
	case h.Question != nil:
		return "hall." + h.Question.Look()
	case h.OnPoll() != nil:
		return "hall.poll"
	default:
		return "hall.welcome"
	}
}

// Shows reports whether something is on the screen that can be cleared.
func (h deskHall) Shows() bool { return h.Question != nil || h.OnPoll() != nil }

// Clear takes what is shown off the screen.
func (h deskHall) Clear() button {
	return h.Post("desk-clear", "", "podium.clear", h.Path("screen"), "question", "0")
}

// Whole is the button that puts all released contributions back where one was selected.
func (h deskHall) Whole() button { return wholeWall(h.region, h.Path("screen"), *h.Question) }

func wholeWall(r region, path string, q ScreenQuestion) button {
	return r.Post("whole", "", "desk.whole", path, "question", strconv.FormatInt(q.KeyQuestion.ID, 10))
}

// Turn is the button that shows another page of the wall; the first follows the last.
func (h deskHall) Turn() button { return turnPage(h.region, h.Path("screen"), *h.Question) }

func turnPage(r region, path string, q ScreenQuestion) button {
	next := q.Page%q.Pages + 1
	return r.Post("turn", "", "desk.turn", path,
		"question", strconv.FormatInt(q.KeyQuestion.ID, 10), "page", strconv.Itoa(next))
}

// Card is the selected contribution.
func (h deskHall) Card() card { return card{h.Printer, *h.Question.Selected} }

// Lines are the key questions of the session, each with its polls.
func (h deskHall) Lines() []deskLine {
	var lines []deskLine
	for _, question := range h.KeyQuestions {
		lines = append(lines, h.line(question))
	}
	if loose := h.line(agenda.KeyQuestion{}); len(loose.Polls) > 0 {
		lines = append(lines, loose)
	}
	return lines
}

func (h deskHall) line(question agenda.KeyQuestion) deskLine {
	line := deskLine{region: h.region, hall: h, KeyQuestion: question}
	for _, p := range h.Polls {
		if p.Poll.KeyQuestionID == question.ID {
			line.Polls = append(line.Polls, deskPoll{h.region, p, p.Poll.ID == h.Session.CurrentPoll})
		}
	}
	return line
}

// deskLine is a key question at the desk, or what stands under none.
type deskLine struct {
	region
	hall        deskHall
	KeyQuestion agenda.KeyQuestion
	Polls       []deskPoll
}

// Short is the label by which the desk finds the key question; the hall reads the whole of it.
func (l deskLine) Short() Written { return shortName(l.Printer, l.KeyQuestion) }

// Current reports whether it is on the screen.
func (l deskLine) Current() bool {
	return l.hall.Question != nil && l.hall.Question.KeyQuestion.ID == l.KeyQuestion.ID
}

// Count is how many contributions on it are in a state.
func (l deskLine) Count(state feedback.State) int { return l.hall.Counts[l.KeyQuestion.ID][state] }

// Incoming is how many on it wait.
func (l deskLine) Incoming() int { return l.Count(feedback.Incoming) }

// Shown is how many on it are released.
func (l deskLine) Shown() int { return l.Count(feedback.Shown) }

// Href lists what came in on it.
func (l deskLine) Href() string {
	return fmt.Sprintf("/desk/%d?question=%d", l.hall.Session.ID, l.KeyQuestion.ID)
}

// About is the id of its text.
func (l deskLine) About() string { return fmt.Sprintf("line-%d", l.KeyQuestion.ID) }

// Put puts it on the screen.
func (l deskLine) Put() button {
	b := l.Post(fmt.Sprintf("put-question-%d", l.KeyQuestion.ID), "", "podium.put", l.hall.Path("screen"),
		"question", strconv.FormatInt(l.KeyQuestion.ID, 10))
	b.About = l.About()
	return b
}

// deskPoll is a poll as the desk reads it.
type deskPoll struct {
	region
	PollCard
	Current bool
}

// State is the message key of where it stands.
func (p deskPoll) State() string { return pollState(p.Poll.State) }

// deskQueue is DeskQueue in one language.
type deskQueue struct {
	region
	DeskQueue
}

// deskTab is one list.
type deskTab struct {
	region
	State   feedback.State
	Href    string
	Count   int
	Current bool
}

// Label is the message key of its name.
func (t deskTab) Label() string { return "contribution.state." + string(t.State) }

// Tabs are the lists, narrowed alike.
func (q deskQueue) Tabs() []deskTab {
	var tabs []deskTab
	for _, state := range feedback.States() {
		tabs = append(tabs, deskTab{
			region: q.region, State: state, Count: total(q.Counts, state), Current: state == q.State,
			Href: fmt.Sprintf("/desk/%d?%s", q.Session, strings.Replace(q.Query, "state="+string(q.State), "state="+string(state), 1)),
		})
	}
	return tabs
}

// Path is the list from its beginning.
func (q deskQueue) Path() string { return fmt.Sprintf("/desk/%d?%s", q.Session, q.Query) }

// All is the list without anything that narrows it.
func (q deskQueue) All() string { return fmt.Sprintf("/desk/%d?state=%s", q.Session, q.State) }

// Narrowed reports whether something is left out.
func (q deskQueue) Narrowed() bool { return q.KeyQuestion != 0 || q.Type != "" || q.Search != "" }

// Types are the types to choose from.
func (q deskQueue) Types() []feedback.Type { return feedback.Types() }

// Drawn are the items in one language.
func (q deskQueue) Drawn() []deskItem { return drawnItems(q.region, q.Items) }

func drawnItems(r region, items []DeskItem) []deskItem {
	drawn := make([]deskItem, len(items))
	for i, item := range items {
		drawn[i] = deskItem{r, item}
	}
	return drawn
}

// Empty is the message key of an empty list.
func (q deskQueue) Empty() string {
	if q.Narrowed() {
		return "desk.empty.narrowed"
	}
	return "desk.empty." + string(q.State)
}

// deskNews is DeskNews in one language.
type deskNews struct {
	region
	DeskNews
}

// List is the list that the news are of.
func (n deskNews) List() deskQueue { return deskQueue{region{Printer: n.Printer}, n.Queue} }

// Handled are the items that are not as they were.
func (n deskNews) Handled() []deskItem { return drawnItems(n.region, n.Items) }

// Older are the items that are as they were, with how long each has been there and whether it is on the screen.
func (n deskNews) Older() []deskItem { return drawnItems(n.region, n.DeskNews.Same) }
