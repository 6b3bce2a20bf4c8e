//go:build e2e || shots

package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// season is a hall in which every state of every page can be seen.
type season struct {
	*hall
	organiser *hand
	lang      string
	code      string
	// Polls by what they show.
	taking, draft, many, few, hidden, reserve int64
}

// Sessions of a season, in the order of the programme.
const (
	sessionTaking  = 1 // a poll takes answers
	sessionClosed  = 2 // not admitted by the open code
	sessionMany    = 3 // the result of many respondents is shown
	sessionFew     = 4 // the result of a few
	sessionHidden  = 5 // answers closed, no result shown, a long question
	sessionWaiting = 6 // in progress, nothing asked
	sessionEnded   = 7
	sessionUnknown = 8 // access is not stated
)

// written is what people of the season wrote, in one language.
type written struct {
	sessions                         []string
	keyQuestion                      string
	taking, draft, many, few, hidden string
	options, more                    []string
}

func inEnglish() written {
	return written{
		taking: "Which groups does a warning still not reach in time?",
		draft:  "What has made a warning trusted in your country?",
		many:   "What would most help neighbours to exchange observations?",
		few:    "What do people do in the first hour?",
		hidden: "Considering that drills are often announced weeks ahead, that the same offices take part year after year, and that reports on them are " +
			"seldom read outside the agency that wrote them: which one change would keep a drill honest, so that its lessons reach the people who decide on " +
			"budgets, on staffing and on the order in which districts are warned, before the next season begins and the lessons of this one are forgotten?",
		options: []string{"Fishers at sea", "People in informal settlements", "Herders and nomadic families", "Tourists"},
		more:    []string{"A common format for river gauges", "An agreement between the services", "Staff who know each other", "Satellite data that everyone can open"},
	}
}

func inArabic() written {
	return written{
		sessions:    []string{"من يصله الإنذار؟", "تمويل الاستعداد", "تبادل البيانات عبر الحدود", "إنذارات يعمل بها الناس", "التمارين والذاكرة", "الكيلومتر الأخير", "التعلم بعد ذلك", "الجلسة الختامية"},
		keyQuestion: "ما الفئات التي لا يصلها الإنذار في الوقت المناسب؟",
		taking:      "ما الفئات التي لا يصلها الإنذار في الوقت المناسب؟",
		draft:       "ما الذي جعل الإنذار موثوقاً في بلدكم؟",
		many:        "ما أكثر ما يساعد الجيران على تبادل الرصدات؟",
		few:         "ماذا يفعل الناس في الساعة الأولى؟",
		hidden: "بالنظر إلى أن التمارين كثيراً ما يُعلن عنها قبل أسابيع، وأن المكاتب نفسها تشارك فيها سنة بعد سنة، وأن التقارير عنها قلما تُقرأ خارج الجهة التي كتبتها: " +
			"ما التغيير الواحد الذي يبقي التمرين صادقاً حتى تصل دروسه إلى من يقررون الميزانيات قبل بدء الموسم التالي؟",
		options: []string{"الصيادون في البحر", "سكان المستوطنات العشوائية", "الرعاة والأسر المتنقلة", "السياح"},
		more:    []string{"صيغة موحدة لقياسات الأنهار", "اتفاق بين المرافق", "موظفون يعرف بعضهم بعضاً", "بيانات ساتلية متاحة للجميع"},
	}
}

// openSeason brings all states about by plain HTTP.
func openSeason(t *testing.T, lang string) *season {
	t.Helper()
	h := openHallAs(t, "http://"+hallHost)
	s := &season{hall: h, organiser: h.organiserHand(), lang: lang}
	o, w := s.organiser, inEnglish()
	if lang == "ar" {
		w = inArabic()
		s.writeProgramme(w)
	} else {
		o.importNote("open", "closed", "open", "open", "open", "open", "open", "not_stated")
	}
	s.code = o.code()
	s.taking = s.asks(sessionTaking, w.taking, true, w.options)
	s.draft = s.asks(sessionTaking, w.draft, false, w.more)
	s.reserve = s.asks(sessionClosed, w.few, false, w.more)
	s.many = s.asks(sessionMany, w.many, true, w.more)
	s.few = s.asks(sessionFew, w.few, true, w.options)
	s.hidden = s.asks(sessionHidden, w.hidden, true, w.more)
	h.answers(s.code, s.taking, 9, 14, 4, 2)
	h.answers(s.code, s.many, 58, 37, 21, 8)
	h.answers(s.code, s.few, 3, 2, 1, 1)
	h.answers(s.code, s.hidden, 6, 5, 2, 0)
	for _, poll := range []int64{s.many, s.few, s.hidden} {
		o.post(fmt.Sprintf("/polls/%d/close", poll))
	}
	for _, poll := range []int64{s.many, s.few} {
		o.post(fmt.Sprintf("/polls/%d/show", poll), "screen", "on", "phones", "on")
	}
	o.progress(sessionWaiting, "in_progress")
	o.progress(sessionEnded, "in_progress")
	o.progress(sessionEnded, "ended")
	return s
}

// writeProgramme adds the sessions one by one, as an organiser does who has no note.
func (s *season) writeProgramme(w written) {
	s.t.Helper()
	access := []string{"open", "closed", "open", "open", "open", "open", "open", "not_stated"}
	for i, title := range w.sessions {
		s.organiser.post("/organise/blank", "name", "الاجتماع الإقليمي للإنذار المبكر", "label", fmt.Sprintf("الجلسة %d", i+1),
			"title", title, "access", access[i], "key_questions", w.keyQuestion+"\n"+w.draft, "lang", s.lang)
	}
}

func (s *season) asks(session int64, question string, take bool, options []string) int64 {
	s.t.Helper()
	return s.organiser.askIn(s.lang, session, s.organiser.firstKeyQuestion(session), question, take, options...)
}

func (o *hand) progress(session int64, to string) {
	o.t.Helper()
	o.post(fmt.Sprintf("/podium/%d/progress", session), "progress", to)
}

// place is one page in one state.
type place struct {
	name string
	kind string // phone, desk or screen
	path string
	// act brings the state about on the open page.
	act func(p *person)
	// refused is a part of what the browser logs when the state is a refusal.
	refused string
	// fresh asks for a phone that has not joined.
	fresh bool
}

// places is every page in every state.
func (s *season) places() []place {
	return append(append(s.phonePlaces(), s.questionPlaces()...), append(s.deskPlaces(), append(s.screenPlaces(), s.writtenPlaces()...)...)...)
}

func (s *season) phonePlaces() []place {
	tap := func(p *person) { p.tap("label:has(#answer-2)") }
	foot := func(state string, before func(*person)) func(*person) {
		return func(p *person) {
			before(p)
			p.wait("the foot says "+state, `document.getElementById("foot").dataset.state === %s`, quoted(state))
		}
	}
	poll := func(id int64) string { return fmt.Sprintf("/p/%d", id) }
	session := func(id int) string { return fmt.Sprintf("/s/%d", id) }
	return []place{
		{name: "join", kind: "phone", path: "/", fresh: true},
		{name: "join, wrong code", kind: "phone", path: "/", fresh: true, refused: "status of 4", act: func(p *person) {
			p.write("#code", "222222")
			p.tap("#join button")
			p.sees("#join-fault")
		}},
		{name: "sessions now", kind: "phone", path: "/now"},
		{name: "session, waiting", kind: "phone", path: session(sessionWaiting)},
		{name: "session, taking answers", kind: "phone", path: session(sessionTaking)},
		{name: "session, result", kind: "phone", path: session(sessionMany)},
		{name: "session, ended", kind: "phone", path: session(sessionEnded)},
		{name: "poll, to answer", kind: "phone", path: poll(s.taking)},
		{name: "poll, saving", kind: "phone", path: poll(s.taking), act: foot("saving", func(p *person) { p.hold("*/answer"); tap(p) })},
		{name: "poll, recorded", kind: "phone", path: poll(s.taking), act: foot("recorded", tap)},
		{name: "poll, not saved", kind: "phone", path: poll(s.taking), refused: "net::ERR_", act: foot("not_saved", func(p *person) {
			p.watch.expect("htmx:")
			p.loseReplies("*/answer")
			tap(p)
		})},
		{name: "poll, another answer", kind: "phone", path: poll(s.taking), refused: "status of 409", act: foot("conflict", func(p *person) {
			p.do(evaluate(sendElsewhere))
			tap(p)
		})},
		{name: "poll, nothing chosen", kind: "phone", path: poll(s.taking), refused: "status of 422", act: foot("invalid", func(p *person) {
			p.do(evaluate(`document.getElementById("answer").requestSubmit()`))
		})},
		{name: "poll, out of date", kind: "phone", path: poll(s.taking), refused: "status of 4", act: foot("rejected", func(p *person) {
			p.do(evaluate(`document.querySelector("#answer input[name=revision]").value = "99"`))
			tap(p)
		})},
		{name: "poll, no longer joined", kind: "phone", path: poll(s.taking), refused: "status of 4", act: foot("expired", func(p *person) {
			p.forget()
			tap(p)
		})},
		{name: "poll, reconnecting", kind: "phone", path: poll(s.taking), act: loseSocket},
		{name: "poll, late", kind: "phone", path: poll(s.hidden), refused: "status of 409", act: func(p *person) {
			p.do(evaluate(sendLate))
			p.wait("late", `document.getElementById("foot").dataset.state === "late"`)
		}},
		{name: "poll, closed", kind: "phone", path: poll(s.hidden)},
		{name: "poll, result", kind: "phone", path: poll(s.many)},
		{name: "poll, result of a few", kind: "phone", path: poll(s.few)},
		{name: "test scan", kind: "phone", path: "/test", fresh: true},
		{name: "continue elsewhere", kind: "phone", path: "/continue", act: func(p *person) {
			p.tap(".continue-make button")
			p.sees("#continue-url")
		}},
		{name: "continue here", kind: "phone", path: "/continue", fresh: true},
		{name: "not found", kind: "phone", path: "/s/404", refused: "status of 404"},
	}
}

// loseSocket tells the page that its connection is gone, also when one has just been made, until
// the page says so.
func loseSocket(p *person) {
	p.wait("the page says that it reconnects",
		`(document.dispatchEvent(new CustomEvent("htmx:ws:close", {detail: {code: 1006}})), !document.getElementById("band").hidden)`)
}

// sendElsewhere answers as a second tab of the same phone would.
const sendElsewhere = `(() => {
  const sent = new URLSearchParams(new FormData(document.getElementById("answer")));
  sent.set("answer", "3"); sent.set("nonce", "from-another-tab");
  const ask = new XMLHttpRequest();
  ask.open("POST", document.getElementById("answer").action, false);
  ask.setRequestHeader("HX-Request", "true");
  ask.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
  ask.send(sent.toString());
})()`

// sendLate sends the plain form that an old page without script still holds.
const sendLate = `(() => {
  const form = document.createElement("form");
  form.method = "post"; form.action = location.pathname + "/answer";
  for (const [name, value] of [["answer", "1"], ["nonce", "from-an-old-page"], ["replaces", "0"], ["revision", "1"]]) {
    const field = document.createElement("input"); field.name = name; field.value = value; form.append(field);
  }
  document.body.append(form); form.submit();
})()`

func (s *season) deskPlaces() []place {
	podium := func(id int) string { return fmt.Sprintf("/podium/%d", id) }
	return []place{
		{name: "sign in", kind: "desk", path: "/sign-in", fresh: true},
		{name: "sign in, wrong passphrase", kind: "desk", path: "/sign-in", fresh: true, refused: "status of 4", act: func(p *person) {
			p.write("#passphrase", "not the passphrase")
			p.tap(`form[action="/sign-in"] button`)
			p.sees("#passphrase-fault")
		}},
		{name: "enter, without a link", kind: "desk", path: "/enter", fresh: true},
		{name: "not admitted", kind: "desk", path: "/podium/1", fresh: true, refused: "status of 4"},
		{name: "programme", kind: "desk", path: "/organise"},
		{name: "session", kind: "desk", path: "/organise/sessions/1"},
		{name: "session, access not stated", kind: "desk", path: "/organise/sessions/8"},
		{name: "session, new link", kind: "desk", path: "/organise/sessions/3", act: func(p *person) {
			p.tap(`form[action="/organise/sessions/3/links"] button[value=screen]`)
			p.sees("#new-link")
		}},
		{name: "address", kind: "desk", path: "/organise/address"},
		{name: "programme, in order", kind: "desk", path: "/organise?order"},
		{name: "conference", kind: "desk", path: "/organise/conference"},
		{name: "conference, faults", kind: "desk", path: "/organise/conference", refused: "status of 422", act: refusedForm("#name")},
		{name: "new session", kind: "desk", path: "/organise/sessions/new"},
		{name: "new session, faults", kind: "desk", path: "/organise/sessions/new", refused: "status of 422", act: refusedForm("#title")},
		{name: "edit a session", kind: "desk", path: "/organise/sessions/2/edit"},
		{name: "edit a session, held", kind: "desk", path: "/organise/sessions/1/edit"},
		{name: "new key question", kind: "desk", path: "/organise/sessions/1/questions"},
		{name: "edit a key question", kind: "desk", path: "/organise/questions/4"},
		{name: "edit a key question, conflict", kind: "desk", path: "/organise/questions/4", refused: "status of 409", act: func(p *person) {
			p.do(evaluate(`document.querySelector(".edit input[name=revision]").value = "99"`))
			p.write("#short", "Written by the second")
			p.tap(".edit .form-end button[type=submit]")
			p.sees(".stored")
		}},
		{name: "split a key question", kind: "desk", path: "/organise/questions/4?split"},
		{name: "import", kind: "desk", path: "/organise/import"},
		{name: "import, nothing found", kind: "desk", path: "/organise/import", refused: "status of 4", act: func(p *person) {
			p.write("#text", "Lunch is at one.")
			p.tap(`form[action="/organise/import"] button[type=submit]`)
			p.sees("#import-fault")
		}},
		{name: "import, what a note changes", kind: "desk", path: "/organise/import", act: func(p *person) {
			p.write("#text", "Regional Meeting\n\nSession I: Who receives the warning?\n\nKey questions:\n\n- What has made a warning trusted?\n- Who is forgotten?\n")
			p.tap(`form[action="/organise/import"] button[type=submit]`)
			p.sees("input[name=tick]")
		}},
		{name: "Wi-Fi", kind: "desk", path: "/organise/wifi"},
		{name: "readiness", kind: "desk", path: "/organise/sessions/1/ready"},
		{name: "poster", kind: "desk", path: "/organise/sessions/1/poster"},
		{name: "screen, wrong code", kind: "desk", path: podium(sessionTaking), refused: "status of 422", act: func(p *person) {
			p.write("#pair-code", "222222")
			p.tap("#pair button")
			p.sees("#pair-fault")
		}},
		{name: "passphrase", kind: "desk", path: "/passphrase"},
		{name: "side by side", kind: "desk", path: fmt.Sprintf("/organise/sample/%d", sessionTaking)},
		{name: "podium, nothing asked", kind: "desk", path: podium(sessionWaiting)},
		{name: "podium, taking answers", kind: "desk", path: podium(sessionTaking)},
		{name: "podium, answers closed", kind: "desk", path: podium(sessionHidden)},
		{name: "podium, result shown", kind: "desk", path: podium(sessionMany)},
		{name: "podium, session ended", kind: "desk", path: podium(sessionEnded)},
		{name: "podium, not admitted by the code", kind: "desk", path: podium(sessionClosed)},
		{name: "draft", kind: "desk", path: fmt.Sprintf("/polls/%d/edit", s.draft)},
		{name: "draft, faults", kind: "desk", path: fmt.Sprintf("/polls/%d/edit", s.draft), refused: "status of 4", act: func(p *person) {
			p.write("#draft-options", "Only one")
			p.tap(`.ask-form button[type=submit]`)
			p.sees("#draft-options-fault")
		}},
	}
}

// refusedForm empties a field and sends the form.
func refusedForm(field string) func(p *person) {
	return func(p *person) {
		p.do(evaluate(fmt.Sprintf(`document.querySelector(%s).value = ""`, quoted(field))))
		p.tap(".edit .form-end button[type=submit]")
		p.wait("the faults are named", `document.querySelector("[aria-invalid=true]")`)
	}
}

func (s *season) screenPlaces() []place {
	screen := func(id int) string { return fmt.Sprintf("/screen/%d", id) }
	return []place{
		{name: "pairing code", kind: "screen", path: "/screen"},
		{name: "welcome", kind: "screen", path: screen(sessionWaiting)},
		{name: "taking answers", kind: "screen", path: screen(sessionTaking)},
		{name: "answers closed, long question", kind: "screen", path: screen(sessionHidden)},
		{name: "result", kind: "screen", path: screen(sessionMany)},
		{name: "result, light", kind: "screen", path: screen(sessionMany) + "?light=true"},
		{name: "result of a few", kind: "screen", path: screen(sessionFew)},
		{name: "session ended", kind: "screen", path: screen(sessionEnded)},
		{name: "reconnecting", kind: "screen", path: screen(sessionTaking), act: loseSocket},
		// These come last: from here on the hall has a network of its own.
		{name: "welcome, Wi-Fi", kind: "screen", path: screen(sessionWaiting), act: func(p *person) { s.welcomeIn(p, "wifi") }},
		{name: "welcome, join", kind: "screen", path: screen(sessionWaiting), act: func(p *person) { s.welcomeIn(p, "join") }},
	}
}

// welcomeIn gives the hall its own network and waits for one step of the welcome.
func (s *season) welcomeIn(p *person, step string) {
	p.t.Helper()
	s.organiser.post("/organise/wifi", "name", "Soundings-Room4", "password", "lasting-2026")
	p.wait("the welcome has the step", `document.documentElement.dataset.step === %s && document.getElementById("step-wifi")`, quoted(step))
}

// visitor goes from place to place. Phones are new for each, staff keeps signed in.
type visitor struct {
	*season
	staff *person
}

// at opens a place in its state, for a part of the test.
func (v *visitor) at(t *testing.T, where place) *person {
	t.Helper()
	p := v.who(t, where)
	if where.refused != "" {
		p.watch.expect(where.refused)
	}
	p.open(where.path)
	if where.act != nil {
		where.act(p)
	}
	p.wait("the page stands", `document.readyState === "complete" && document.querySelector("main")`)
	return p
}

func (v *visitor) who(t *testing.T, where place) *person {
	t.Helper()
	if where.kind != "phone" && !where.fresh {
		return v.staffFor(t, where.kind)
	}
	d := still(desk())
	if where.kind == "phone" {
		d = still(phone())
	}
	p := v.as(t, where.name, d)
	p.open("/sign-in?lang=" + v.lang)
	if !where.fresh {
		p.joins(v.code)
	}
	return p
}

// staffFor is the organiser, at a desk or before the screen.
func (v *visitor) staffFor(t *testing.T, kind string) *person {
	t.Helper()
	if v.staff == nil {
		v.staff = v.person("staff", still(desk()))
		v.staff.open("/sign-in?lang=" + v.lang)
		v.staff.write("#passphrase", passphrase)
		v.staff.tap(`form[action="/sign-in"] button`)
		v.staff.wait("signed in", `location.pathname === "/organise"`)
	}
	v.staff.size(sizeOf(kind))
	here := *v.staff
	here.t = t
	return &here
}

// eachFirstPlace goes through the pages of a hall before and at its first session.
func eachFirstPlace(t *testing.T, lang string, see func(*person, place)) {
	t.Helper()
	h := openHallAs(t, "http://"+hallHost)
	p := h.person("organiser", still(desk()))
	p.open("/sign-in?lang=" + lang)
	p.open(strings.TrimPrefix(h.setup, "http://"+hallHost))
	p.wait("the set-up link leads to the passphrase", `location.pathname === "/passphrase"`)
	see(p, place{name: "passphrase, first", kind: "desk"})
	p.write("#passphrase", passphrase)
	p.write("#again", passphrase)
	p.tap(`form[action="/passphrase"] button`)
	p.sees(".ways-in")
	see(p, place{name: "first page", kind: "desk"})
	p.open("/organise/import")
	p.upload("#note", "testdata/note.md")
	p.tap(`form[action="/organise/import"] button[type=submit]`)
	p.sees("select[name=access-1]")
	see(p, place{name: "import, preview", kind: "desk"})
	p.open("/organise/blank")
	see(p, place{name: "first session", kind: "desk"})
	p.write("#name", "Meeting")
	p.write("#title", "Opening")
	p.tap(`form[action="/organise/blank"] input[name=access][value=open]`)
	p.tap(`form[action="/organise/blank"] button[type=submit]`)
	p.wait("the session stands", `location.pathname === "/organise/sessions/1"`)
	p.open("/organise")
	see(p, place{name: "first programme", kind: "desk"})
	o := h.hand()
	o.post("/sign-in", "passphrase", passphrase)
	someone := h.person("phone", still(phone()))
	someone.open("/?lang=" + lang)
	someone.joins(o.code())
	someone.open("/now")
	see(someone, place{name: "nothing now", kind: "phone"})
}

func sizeOf(kind string) (width, height int64, mobile bool) {
	switch kind {
	case "phone":
		return 360, 740, true
	case "screen":
		return 1920, 1080, false
	default:
		return 1280, 800, false
	}
}

func still(d device) device { d.still = true; return d }

// fileName is a place's name as part of a file's.
func fileName(name string) string { return strings.NewReplacer(",", "", " ", "-").Replace(name) }
