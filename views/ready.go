package views

import (
	"fmt"
	"io"
	"time"

	"soundings/agenda"
	"soundings/i18n"
	"soundings/readiness"
)

// Ready is the page that says what of a session is ready, with a code for test scans.
type Ready struct {
	Page
	Now      ReadyNow
	TestURL  string // "" while there is no address that phones reach
	TestHost string // as it is typed
}

// ReadyNow is the region of that page that is pushed.
type ReadyNow struct {
	Session agenda.Session
	Checks  []readiness.Check
	Zone    *time.Location
	Checked time.Time
	Host    string // the address that people type, "" for none
}

// TestFound is what a visit of the test page shows.
type TestFound string

// What a visit may show; only the first counts.
const (
	TestReached    TestFound = "reached"
	TestStaff      TestFound = "staff"       // the browser of an organiser or moderator
	TestOwnMachine TestFound = "own_machine" // the server's own
	TestOtherHost  TestFound = "other_host"  // came by an address that phones do not use
	TestNoAddress  TestFound = "no_address"
)

// Test is what a phone opens to show that it reaches the server.
type Test struct {
	Page
	Found TestFound
	Host  string // where phones reach the server
}

// Reached reports whether the visit counts.
func (p Test) Reached() bool { return p.Found == TestReached }

// Test draws the page of a test scan.
func (v *Views) Test(w io.Writer, p Test) error { return v.page(w, "test", p) }

// Ready draws the page that says what of a session is ready.
func (v *Views) Ready(w io.Writer, p Ready) error {
	drawn := readyPage{Ready: p}
	if p.TestURL != "" {
		code, err := qrOf(p.TestURL)
		if err != nil {
			return err
		}
		drawn.QR = code
	}
	return v.page(w, "ready", drawn)
}

// ReadyNow draws the pushed frame of that page.
func (v *Views) ReadyNow(w io.Writer, t *i18n.Printer, n ReadyNow) error {
	return v.part(w, "ready", readyNow{region{t, true}, n})
}

// readyPage is Ready with its code drawn.
type readyPage struct {
	Ready
	QR qrPicture
}

// Region is the part of the page that is pushed later on.
func (p readyPage) Region() readyNow { return readyNow{p.region(), p.Now} }

// readyNow is ReadyNow with its language.
type readyNow struct {
	region
	ReadyNow
}

func (n readyNow) done() int { return len(n.Checks) - readiness.Left(n.Checks) }

// Headline says whether the session is ready.
func (n readyNow) Headline() string {
	left := len(n.Checks) - n.done()
	switch {
	case left == 0:
		return n.T("ready.all")
	case left == len(n.Checks):
		return n.T("ready.nothing")
	default:
		return n.T("ready.but", "Count", left)
	}
}

// Sum is how many of all checks are ready, and when they were looked at.
func (n readyNow) Sum() string {
	return n.T("ready.sum", "Done", n.Number(n.done()), "All", n.Number(len(n.Checks)), "Time", agenda.Clock(n.Checked, n.Zone))
}

// Lines are the checks with their words.
func (n readyNow) Lines() []readyLine {
	lines := make([]readyLine, len(n.Checks))
	for i, check := range n.Checks {
		lines[i] = readyLine{n, check}
	}
	return lines
}

// Readiness says in a line of the programme how ready a session is; of an ended one there is nothing to say.
func (o organise) Readiness(line SessionLine) string {
	switch {
	case line.Session.Progress == agenda.Ended:
		return o.T("ready.name")
	case line.ToDo == 0:
		return o.T("ready.all")
	default:
		return o.T("ready.left", "Count", line.ToDo)
	}
}

// readyLine is one check.
type readyLine struct {
	readyNow
	Check readiness.Check
}

// Title names the check.
func (l readyLine) Title() string { return l.T("ready." + l.Check.Name) }

// Found says what was found.
func (l readyLine) Found() string {
	return l.T("ready."+l.Check.Name+"."+l.Check.Found, "Count", l.Check.Count, "Languages", l.languages(), "Time", l.time(), "Windows", l.windows())
}

func (l readyLine) languages() string {
	var names []string
	for _, tag := range l.Check.Languages {
		names = append(names, isolated(agenda.Endonym(tag)))
	}
	return l.list(names)
}

// list joins names as the language does.
func (l readyLine) list(names []string) string {
	all := ""
	for i, name := range names {
		if i == 0 {
			all = name
			continue
		}
		all = l.T("ready.list", "First", all, "Next", name)
	}
	return all
}

func (l readyLine) windows() string {
	var names []string
	for _, window := range l.Check.Windows {
		names = append(names, l.T("ready.window."+string(window)))
	}
	return l.list(names)
}

// time is a moment in the conference's zone: the day is left out where it is today.
func (l readyLine) time() string {
	if l.Check.At.IsZero() {
		return ""
	}
	clock := agenda.Clock(l.Check.At, l.Zone)
	if day := agenda.Day(l.Check.At, l.Zone); day != agenda.Day(l.Checked, l.Zone) {
		clock = day + " " + clock
	}
	return isolated(clock)
}

// Way is the one thing to do: a link, or a form of one button.
func (l readyLine) Way() readyWay {
	session := fmt.Sprintf("/organise/sessions/%d", l.Session.ID)
	way := readyWay{readyLine: l, Label: "ready.do." + string(l.Check.Do)}
	switch l.Check.Do {
	case readiness.ChooseAccess:
		way.Link = session + "#access-title"
	case readiness.SetTimes:
		way.Link = session + "/edit#slots"
	case readiness.EditQuestions:
		way.Link = session + "#questions-title"
	case readiness.SetZone:
		way.Link = "/organise/conference"
	case readiness.Resume, readiness.PreparePolls:
		way.Link = fmt.Sprintf("/podium/%d", l.Session.ID)
	case readiness.MakeModerator:
		way.Post, way.Field, way.Value = session+"/links", "role", "moderator"
	case readiness.MakeDesk:
		way.Post, way.Field, way.Value = session+"/links", "role", "desk"
	case readiness.SeeLinks:
		way.Link = session + "#links-title"
	case readiness.PairScreen:
		way.Link = session + "#pair"
	case readiness.ChooseAddress:
		way.Link = "/organise/address"
	case readiness.ScanTest:
		way.Link = "#test-scan"
	case readiness.MakeCopy:
		way.Post, way.Field, way.Value = "/organise/copy", "next", session+"/ready"
	case readiness.TakeCopy:
		way.Link = "/organise/files/soundings.db"
	}
	return way
}

// readyWay is the one thing to do about a check.
type readyWay struct {
	readyLine
	Label              string // message key
	Link               string
	Post, Field, Value string
}

// IsFile reports whether the link leads to a file.
func (w readyWay) IsFile() bool { return w.Check.Do == readiness.TakeCopy }
