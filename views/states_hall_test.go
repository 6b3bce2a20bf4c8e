package views

import (
	"errors"
	"io"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/i18n"
	"soundings/poll"
	"soundings/readiness"
)

// hallStates are the pages that set up a hall.
func hallStates() []state {
	var all []state
	for _, group := range [][]state{wifiStates(), stepStates(), readyStates(), testStates(), pairStates(), continueStates(), posterStates()} {
		all = append(all, group...)
	}
	return all
}

func wifiStates() []state {
	wifi := func(name string, w WiFi) state {
		return state{name: "wifi-" + name, draw: func(v *Views, out io.Writer, t *i18n.Printer) error {
			w := w
			w.Page = staffPage(t, "/organise/wifi")
			return v.WiFi(out, w)
		}}
	}
	return []state{
		wifi("none", WiFi{}), wifi("given", WiFi{Typed: agenda.WiFi{Name: "Soundings-Room4", Password: "lasting-2026"}}),
		wifi("refused", WiFi{
			Typed:  agenda.WiFi{Name: hostile[1], Password: "short"},
			Faults: []*poll.Invalid{{Field: "name", Key: "fault.wifi_name", Limit: 32}, {Field: "password", Key: "fault.wifi_password", Limit: 63}},
		}),
	}
}

func stepStates() []state {
	steps := func(name string, s Screen, network agenda.WiFi) state {
		return state{name: "screen-steps-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			s := s
			s.Page = livePage(t, "/screen/4")
			s.Page.Role = access.Screen
			s.Join.WiFi = network
			return v.Screen(w, s)
		}}
	}
	welcome := Screen{Session: sampleSession(), Join: sampleJoin(), Watching: 286}
	long := welcome
	long.Session.Title = textOf(longQuestion)
	return []state{
		steps("password", welcome, agenda.WiFi{Name: "Soundings-Room4", Password: "lasting-2026"}),
		steps("open", welcome, agenda.WiFi{Name: "قاعة المؤتمرات"}),
		steps("long", long, agenda.WiFi{Name: "The-Conference-Centre-Room-4-5GH", Password: "a password of sixty-three characters: as long as one may be, 63"}),
		steps("hostile", welcome, agenda.WiFi{Name: hostile[0], Password: hostile[1]}),
	}
}

var readyClock = time.Date(2026, time.June, 17, 7, 40, 0, 0, time.UTC)

// readyFacts is a session of which everything is ready.
func readyFacts() readiness.Facts {
	session := sampleSession()
	session.Windows = agenda.Windows{Before: true, During: true}
	session.Slots = []agenda.Slot{{Starts: readyClock.Add(20 * time.Minute), Ends: readyClock.Add(2 * time.Hour)}}
	return readiness.Facts{
		Now: readyClock, Session: session, Reachable: true, Screens: 1, Writable: true,
		Conference:   agenda.Conference{TimeZone: "Europe/Vienna", Language: "en", Languages: []string{"ar"}},
		KeyQuestions: []agenda.KeyQuestion{sampleKeyQuestion(1, "What makes results last?", "ما الذي يجعل النتائج تدوم؟")},
		Polls:        []readiness.Poll{{Poll: samplePoll()}},
		Links:        []readiness.Link{{Role: access.Moderator, Used: true}, {Role: access.Desk, Used: true}},
		Scan:         readiness.Scan{Reached: readyClock.Add(-9 * time.Minute), Told: 3, Drift: 4 * time.Second},
		Space:        readiness.Space{Free: 41 << 30, Known: true}, Copies: readiness.Copies{Folder: true, Made: readyClock.Add(-26 * time.Hour)},
	}
}

func readyNowOf(facts readiness.Facts) ReadyNow {
	return ReadyNow{Session: facts.Session, Checks: readiness.Checks(facts), Zone: facts.Conference.Zone(), Checked: facts.Now, Host: "192.0.2.10:8080"}
}

func readyStates() []state {
	page := func(name string, facts readiness.Facts) state {
		return state{name: "ready-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			r := Ready{Page: staffPage(t, "/organise/sessions/4/ready"), Now: readyNowOf(facts)}
			r.Home, r.Socket, r.Frame = "/organise/sessions/4", r.Path+"/live", r.Path+"/frame"
			if facts.Reachable {
				r.TestURL, r.TestHost = "http://192.0.2.10:8080/test", "192.0.2.10:8080/test"
			}
			return v.Ready(w, r)
		}}
	}
	but := readyFacts()
	but.Scan, but.Copies.Faulty = readiness.Scan{}, true
	nothing := readiness.Facts{Now: readyClock, Session: agenda.Session{ID: 4, Title: textOf("Wells"), Access: agenda.NotStated}, Conference: but.Conference}
	amiss := readyFacts()
	amiss.Session.Progress, amiss.Session.Access, amiss.Conference.Languages = agenda.Ended, agenda.Restricted, []string{"fr", "zh", "ar"}
	amiss.Polls = append(amiss.Polls, readiness.Poll{Poll: draftPoll(), Fault: errors.New("incomplete")})
	amiss.Links, amiss.Scan.Drift, amiss.Space.Free = []readiness.Link{{Role: access.Moderator}}, -95*time.Second, 300<<20
	amiss.Copies = readiness.Copies{}
	written := readyFacts()
	written.Session.Title, written.Session.Label = textOf(hostile[0]), textOf(hostile[1])
	return []state{
		page("all", readyFacts()), page("but-two", but), page("nothing", nothing), page("amiss", amiss), page("hostile", written),
		{name: "ready-frame", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.ReadyNow(w, t, readyNowOf(but))
		}},
	}
}

func testStates() []state {
	var all []state
	for _, found := range []TestFound{TestReached, TestStaff, TestOwnMachine, TestOtherHost, TestNoAddress} {
		all = append(all, state{name: "test-" + string(found), draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			p := Test{Page: Page{Printer: t, Path: "/test"}, Found: found, Host: "192.0.2.10:8080"}
			if found == TestNoAddress {
				p.Host = ""
			}
			return v.Test(w, p)
		}})
	}
	return all
}

func pairStates() []state {
	waiting := func(name string, own ...agenda.Session) state {
		return state{name: "waiting-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			p := Waiting{Page: samplePage(t, "/screen"), Code: "K7M2QX", Screens: own}
			return v.Waiting(w, p)
		}}
	}
	return []state{
		waiting("new"), waiting("again", sampleSession()),
		{name: "pair-refused", draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			p := Pair{Page: staffPage(t, "/screens"), Session: sampleSession(), Host: "192.0.2.10:8080", Typed: hostile[1], Fault: "fault.pairing"}
			p.Home = "/podium/4"
			return v.Pair(w, p)
		}},
	}
}

func continueStates() []state {
	page := func(name string, c Continue) state {
		return state{name: "continue-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			c := c
			c.Page, c.Host = samplePage(t, "/continue"), "192.0.2.10:8080"
			if c.Joined {
				c.Home = "/now"
			}
			return v.Continue(w, c)
		}}
	}
	return []state{
		page("joined", Continue{Joined: true}), page("here", Continue{}),
		page("made", Continue{Joined: true, URL: "http://192.0.2.10:8080/continue#KXQ5H7Z2M4RTWY6ABCDEF3GJNP", Code: "K7M2QX9R"}),
		page("refused", Continue{Fault: "fault.handover", Typed: hostile[1]}),
	}
}

func posterStates() []state {
	page := func(name string, p Poster) state {
		return state{name: "poster-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			p := p
			p.Page = staffPage(t, "/organise/poster")
			p.Home, p.Tongues = "/organise", []*i18n.Printer{t}
			return v.Poster(w, p)
		}}
	}
	facts := agenda.Conference{
		Name: translated("Regional conference on lasting results", "المؤتمر الإقليمي عن النتائج الدائمة"), Theme: textOf("What stays"),
		Language: "en", Languages: []string{"ar"}, Room: "Conference Room 4", Place: "Vienna",
	}
	session, long, written := sampleSession(), sampleSession(), sampleSession()
	long.Title = translated(longQuestion, longQuestion+" ؟")
	written.Title, written.Label = textOf(hostile[0]), textOf(hostile[1])
	return []state{
		page("conference", Poster{Facts: facts, Join: sampleJoin()}), page("session", Poster{Facts: facts, Session: &session, Join: sampleJoin()}),
		page("long", Poster{Facts: facts, Session: &long, Join: sampleJoin()}), page("hostile", Poster{Facts: facts, Session: &written, Join: sampleJoin()}),
		page("unreachable", Poster{Facts: facts, Join: JoinAddress{Code: "K7M2QX"}}),
	}
}
