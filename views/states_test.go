package views

import (
	"io"
	"net/url"
	"strings"
	"testing"

	"soundings/access"
	"soundings/agenda"
	"soundings/disclosure"
	"soundings/i18n"
	"soundings/poll"
	"soundings/poll/kinds"
)

// state is one page or frame in one state, with what people wrote on it.
type state struct {
	name  string
	frame bool // a fragment, not a whole page
	draw  func(v *Views, w io.Writer, t *i18n.Printer) error
}

// states lists every page of every state; deskStates are those of podium and organiser.
func states() []state {
	var all []state
	for _, group := range [][]state{joinStates(), sessionStates(), pollStates(), footStates(), screenStates(), failureStates(), contributeStates(), deskStates(), hallStates(), queueStates(), boardStates()} {
		all = append(all, group...)
	}
	return all
}

const longQuestion = "How can international and regional organizations, together with governments, give civil society organizations, local " +
	"authorities, women’s networks and young people a safe, lasting and meaningful part in drafting, carrying out and reviewing laws, " +
	"policies and programmes, so that those who take part need not fear reprisal, and so that what they know of their own communities " +
	"is heard in time, is written down and is acted on?!"

// hostile is what people write to break a page.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onfocus='alert(1)`, `{{.T "x"}}`, `</title></template></svg>`,
	`<hx-partial hx-target="#main">`, "javascript:alert(1)", `<!-- comment`, "&lt;b&gt;", "👩🏽\u200d🚀 \u202e abc", "ابحث عن الحل", "增强能力建设", "`${1}`",
}

func textOf(text string) agenda.Text { return agenda.Plain("en", text) }

func translated(en, ar string) agenda.Text {
	return agenda.Text{Lang: "en", Text: en, Translations: map[string]string{"ar": ar}}
}

func sampleSession() agenda.Session {
	return agenda.Session{
		ID: 4, Position: 4, Label: translated("Session IV", "الجلسة الرابعة"),
		Title: translated("Capacity building that lasts", "بناء قدرات يدوم"), Type: agenda.Thematic, Access: agenda.Open,
		Starts: "10:00", Ends: "12:30", Progress: agenda.InProgress, CurrentPoll: 7, Version: 42,
	}
}

func sampleKeyQuestion(position int, en, ar string) agenda.KeyQuestion {
	return agenda.KeyQuestion{ID: int64(position), SessionID: 4, Position: position, Text: translated(en, ar), Short: translated(en, ar), Kind: agenda.Question}
}

func options(labels ...agenda.Text) []poll.Option {
	all := make([]poll.Option, len(labels))
	for i, label := range labels {
		all[i] = poll.Option{ID: i + 1, Label: label}
	}
	return all
}

func samplePoll() poll.Poll {
	return poll.Poll{
		ID: 7, SessionID: 4, KeyQuestionID: 2, Position: 1, Kind: "choice", State: poll.TakingAnswers, ContentRevision: 1, Version: 9,
		Content: poll.Content{
			Question: translated("What most often stops a capacity-building programme from lasting?", "ما الذي يمنع غالباً برنامج بناء القدرات من الاستمرار؟"),
			Options: options(
				translated("Funding ends with the project", "ينتهي التمويل بانتهاء المشروع"), translated("Trained staff move on", "انتقال الموظفين المدرَّبين"),
				translated("No local ownership", "غياب الملكية المحلية"), translated("Needs were not assessed first", "لم تُقيَّم الاحتياجات أولاً"),
				translated("Results are not measured", "النتائج لا تُقاس")),
		},
	}
}

// longPoll has a question of 415 characters and six options of two lines.
func longPoll() poll.Poll {
	p := samplePoll()
	p.Content = poll.Content{Question: textOf(longQuestion)}
	for _, label := range []string{
		"Money that lasts longer than the project that it was given for", "Staff who stay, because somebody pays them for staying", "Ownership by those whose lives it is about",
		"A look at what is needed before anybody travels", "Measuring what changed, not what was delivered", "Something else, which I will write on the question",
	} {
		p.Content.Options = append(p.Content.Options, poll.Option{ID: len(p.Content.Options) + 1, Label: textOf(label)})
	}
	return p
}

// twelvePoll has as many options as a poll may have.
func twelvePoll() poll.Poll {
	p := samplePoll()
	p.Content.Options = nil
	for i, label := range strings.Fields("Funding Staff Ownership Needs Results Language Distance Equipment Trust Time Law Peers") {
		p.Content.Options = append(p.Content.Options, poll.Option{ID: i + 1, Label: textOf(label + " comes first")})
	}
	return p
}

func hostilePoll() poll.Poll {
	p := samplePoll()
	p.Content = poll.Content{Question: textOf(strings.Join(hostile, " "))}
	for i, label := range hostile[:12] {
		p.Content.Options = append(p.Content.Options, poll.Option{ID: i + 1, Label: textOf(label)})
	}
	return p
}

func withState(p poll.Poll, state poll.State, shown bool) poll.Poll {
	p.State, p.OnScreen, p.OnPhones = state, shown, shown
	return p
}

// resultOf counts people per option, in the order of the options, and discloses the result.
func resultOf(p poll.Poll, audience disclosure.Audience, people ...int) disclosure.Result {
	kind, _ := kinds.ByName(p.Kind)
	var counts []poll.Count
	for i, n := range people {
		counts = append(counts, poll.Count{Answer: poll.Answer(i18n.Pseudo().Number(i + 1)), People: n})
	}
	return disclosure.Of(p, kind.Tally(p, counts), audience)
}

func samplePage(t *i18n.Printer, path string) Page {
	return Page{Printer: t, Path: path, Role: access.Participant, Conference: translated("Regional conference on lasting results", "المؤتمر الإقليمي عن النتائج الدائمة")}
}

func livePage(t *i18n.Printer, path string) Page {
	p := samplePage(t, path)
	p.Socket, p.Frame = path+"/live", path+"/frame"
	return p
}

func joinStates() []state {
	join := func(name, code, fault string) state {
		return state{name: "join-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.Join(w, Join{Page: samplePage(t, "/"), Code: code, Fault: fault})
		}}
	}
	now := func(name string, sessions ...agenda.Session) state {
		return state{name: "now-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.Now(w, Now{Page: samplePage(t, "/now"), Sessions: sessions})
		}}
	}
	writable := state{name: "now-writable", draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
		return v.Now(w, Now{Page: samplePage(t, "/now?all=1"), Writable: []WritableSession{{sampleSession(), writingUntil(12)}}})
	}}
	other := sampleSession()
	other.ID, other.Label, other.Title = 5, agenda.Text{}, textOf(hostile[0])
	return []state{
		join("empty", "", ""), join("scanned", "K7M2QX", ""), join("refused", "H2M6PX", "fault.code"), join("hostile", hostile[1], "fault.code"),
		now("none"), now("several", sampleSession(), other), writable,
	}
}

func sampleLines() []KeyQuestionLine {
	return []KeyQuestionLine{
		{sampleKeyQuestion(1, "Where should new programmes begin?", "من أين ينبغي أن تبدأ البرامج الجديدة؟"), 5, "line.result"},
		{sampleKeyQuestion(2, "What makes results last?", "ما الذي يجعل النتائج تدوم؟"), 7, "line.taking_answers"},
		{sampleKeyQuestion(3, "Should regional centres certify trainers?", "هل ينبغي أن تعتمد المراكز الإقليمية المدرِّبين؟"), 6, "line.answered"},
		{sampleKeyQuestion(4, "What do partners need most?", "ما أكثر ما يحتاج إليه الشركاء؟"), 0, "line.later"},
	}
}

func sessionStates() []state {
	card := PollCard{Poll: samplePoll(), KeyQuestion: sampleKeyQuestion(2, "What makes results last?", "ما الذي يجعل النتائج تدوم؟")}
	shown := card
	shown.Poll.ID, shown.Poll = 5, withState(shown.Poll, poll.Closed, true)
	ended := sampleSession()
	ended.Progress = agenda.Ended
	nasty := PollCard{Poll: hostilePoll()}
	nasty.Poll.ID = 8
	page := func(name string, lines []KeyQuestionLine, now SessionNow) state {
		return state{name: "session-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.PhoneSession(w, PhoneSession{Page: livePage(t, "/s/4"), Session: now.Session, KeyQuestions: lines, Now: now})
		}}
	}
	return []state{
		page("taking", sampleLines(), SessionNow{Session: sampleSession(), Taking: []PollCard{card}, Writing: writingUntil(6), WriteOn: 2, KeyQuestions: 4}),
		page("waiting", sampleLines()[3:], SessionNow{Session: sampleSession(), Writing: writingUntil(12), KeyQuestions: 1}),
		page("several", sampleLines(), SessionNow{Session: sampleSession(), Taking: []PollCard{card, nasty}, Shown: []PollCard{shown}}),
		page("ended", sampleLines(), SessionNow{Session: ended, Shown: []PollCard{shown}, Writing: writingEnded(), KeyQuestions: 4}),
		page("empty", nil, SessionNow{Session: agenda.Session{ID: 4, Title: textOf(longQuestion), Progress: agenda.InProgress}}),
		{name: "session-frame", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.SessionNow(w, t, SessionNow{Session: sampleSession(), Taking: []PollCard{card, nasty}, Shown: []PollCard{shown}})
		}},
	}
}

// phonePollOf is the page of a poll as one participant sees it.
func phonePollOf(p poll.Poll, state FootState, answer string) PhonePoll {
	card := PollCard{Poll: p, KeyQuestion: sampleKeyQuestion(2, "What makes results last?", "ما الذي يجعل النتائج تدوم؟")}
	page := PhonePoll{PollCard: card, Session: sampleSession(), Nonce: "0f8fad5bd9cb469fa165", Foot: Foot{State: state, Poll: p.ID}}
	page.Now = PollNow{PollCard: card, Session: page.Session, Result: resultOf(p, disclosure.Phones, 109, 90, 71, 38, 26)}
	if answer != "" {
		page.Form = url.Values{poll.FieldAnswer: {answer}}
	}
	if answer != "" && (state == FootRecorded || state == FootClosed || state == FootConflict) {
		page.Own, page.OwnText = poll.Ballot{Poll: p.ID, Answer: poll.Answer(answer), Revision: 3}, "Trained staff move on"
	}
	return page
}

func pollStates() []state {
	page := func(name string, p PhonePoll) state {
		return state{name: "poll-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			drawn := p
			drawn.Page = livePage(t, "/p/7")
			drawn.Page.Home = "/s/4"
			return v.PhonePoll(w, drawn)
		}}
	}
	invalid := phonePollOf(samplePoll(), FootInvalid, "")
	invalid.Foot.Fault = &poll.Invalid{Field: poll.FieldAnswer, Key: "fault.nothing_chosen"}
	conflict := phonePollOf(samplePoll(), FootConflict, "1")
	conflict.Foot.Revision = 3
	others := phonePollOf(withState(samplePoll(), poll.Closed, false), FootClosed, "2")
	others.Now.Others = []PollCard{{Poll: hostilePoll()}}
	few := phonePollOf(withState(samplePoll(), poll.Closed, true), FootClosed, "2")
	few.Now.Result = resultOf(few.Poll, disclosure.Phones, 3, 2, 2, 0, 0)
	nobody := phonePollOf(withState(samplePoll(), poll.Closed, true), FootClosed, "")
	nobody.Now.Result = resultOf(nobody.Poll, disclosure.Phones)
	issue := phonePollOf(hostilePoll(), FootRecorded, "2")
	issue.KeyQuestion.Kind = agenda.Issue
	issue.OwnText = hostile[0]
	return []state{
		page("tap", phonePollOf(samplePoll(), FootTap, "")), page("recorded", phonePollOf(samplePoll(), FootRecorded, "2")),
		page("not-saved", phonePollOf(samplePoll(), FootNotSaved, "2")), page("conflict", conflict), page("invalid", invalid),
		page("saving", phonePollOf(samplePoll(), FootSaving, "2")), page("late", phonePollOf(withState(samplePoll(), poll.Closed, false), FootLate, "2")),
		page("expired", phonePollOf(samplePoll(), FootExpired, "2")), page("rejected", phonePollOf(samplePoll(), FootRejected, "2")),
		page("live-result", phonePollOf(withState(samplePoll(), poll.TakingAnswers, true), FootRecorded, "2")),
		page("closed", others), page("closed-unanswered", phonePollOf(withState(samplePoll(), poll.Closed, false), FootClosed, "")),
		page("result", phonePollOf(withState(samplePoll(), poll.Closed, true), FootClosed, "2")), page("result-few", few), page("result-nobody", nobody),
		page("long", phonePollOf(longPoll(), FootTap, "")), page("twelve", phonePollOf(twelvePoll(), FootTap, "")), page("hostile", issue),
		{name: "poll-frame", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error { return v.PollNow(w, t, others.Now) }},
	}
}

func footStates() []state {
	var all []state
	for _, foot := range []FootState{FootTap, FootSaving, FootRecorded, FootNotSaved, FootConflict, FootInvalid, FootClosed, FootLate, FootExpired, FootRejected} {
		drawn := Foot{State: foot, Poll: 7, Stored: hostile[0], Revision: 3}
		if foot == FootInvalid {
			drawn.Fault = &poll.Invalid{Field: poll.FieldAnswer, Key: "fault.unknown_option"}
		}
		all = append(all, state{name: "foot-" + string(foot), frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error { return v.Foot(w, t, drawn) }})
	}
	return all
}

func sampleJoin() JoinAddress {
	return JoinAddress{URL: "http://192.0.2.10:8080/j/K7M2QX", Host: "192.0.2.10:8080", Code: "K7M2QX", Reachable: true}
}

func screenOf(p poll.Poll, people ...int) Screen {
	card := PollCard{Poll: p, KeyQuestion: sampleKeyQuestion(2, "What makes results last?", "ما الذي يجعل النتائج تدوم؟")}
	return Screen{Session: sampleSession(), Poll: &card, Result: resultOf(p, disclosure.TheScreen, people...), Join: sampleJoin(), Watching: 418}
}

func screenStates() []state {
	page := func(name string, s Screen) state {
		return state{name: "screen-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			drawn := s
			drawn.Page = livePage(t, "/screen/4")
			drawn.Page.Role = access.Screen
			return v.Screen(w, drawn)
		}}
	}
	light := screenOf(withState(samplePoll(), poll.Closed, true), 109, 90, 71, 38, 26)
	light.Light = true
	welcome := Screen{Session: sampleSession(), Join: sampleJoin(), Watching: 286}
	nowhere := welcome
	nowhere.Join = JoinAddress{Code: "K7M2QX"}
	hidden := welcome
	hidden.Session.CodeHidden = true
	nowhereTaking := screenOf(samplePoll(), 104, 81, 66, 36, 25)
	nowhereTaking.Join = nowhere.Join
	hiddenTaking := screenOf(withState(samplePoll(), poll.TakingAnswers, true), 104, 81, 66, 36, 25)
	hiddenTaking.Session.CodeHidden, hiddenTaking.Watching = true, 0
	ended := welcome
	ended.Session.Progress = agenda.Ended
	preview := screenOf(withState(samplePoll(), poll.Closed, true), 3, 2, 2, 0, 0)
	preview.Preview = true
	return []state{
		page("welcome", welcome), page("welcome-unreachable", nowhere), page("welcome-code-hidden", hidden), page("thanks", ended),
		page("choice", screenOf(withState(samplePoll(), poll.TakingAnswers, true), 104, 81, 66, 36, 25)), page("choice-hidden", screenOf(samplePoll(), 104, 81, 66, 36, 25)),
		page("choice-unreachable", nowhereTaking), page("choice-code-hidden", hiddenTaking), page("choice-first", screenOf(withState(samplePoll(), poll.TakingAnswers, true))),
		page("closed", screenOf(withState(samplePoll(), poll.Closed, false), 109, 90, 71, 38, 26)),
		page("result", screenOf(withState(samplePoll(), poll.Closed, true), 109, 90, 71, 38, 26)), page("result-light", light),
		page("result-few", preview), page("result-bounds", screenOf(withState(samplePoll(), poll.Closed, true), 1995, 5, 0, 0, 0)),
		page("long", screenOf(longPoll(), 5, 4)), page("long-result", screenOf(withState(longPoll(), poll.Closed, true), 109, 90, 71, 38, 26, 11)),
		page("twelve", screenOf(twelvePoll())), page("twelve-result", screenOf(withState(twelvePoll(), poll.Closed, true), 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 1, 0)),
		page("hostile", screenOf(withState(hostilePoll(), poll.Closed, true), 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 1, 0)),
		{name: "screen-frame", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			drawn := screenOf(withState(samplePoll(), poll.TakingAnswers, true), 104, 81, 66, 36, 25)
			drawn.Page = livePage(t, "/screen/4")
			return v.ScreenFrame(w, drawn)
		}},
	}
}

func failureStates() []state {
	var all []state
	for _, key := range failureKeys() {
		all = append(all, state{name: strings.ReplaceAll(key, ".", "-"), draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.Failure(w, Failure{Page: samplePage(t, "/nowhere?x=1"), Status: 404, Key: key, WayOn: "/now", ID: "5f3a9c12"})
		}})
	}
	return append(all, state{name: "failure-typed", draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
		return v.Failure(w, Failure{
			Page: samplePage(t, "/organise/questions/2"), Status: 401, Key: "failure.not_signed_in", WayOn: "/organise", ID: "5f3a9c12", Typed: hostile[:2],
		})
	}})
}

func failureKeys() []string {
	return []string{
		"failure.not_found", "failure.foreign_origin", "failure.closed", "failure.frozen", "failure.conflict", "failure.not_saved", "failure.too_large",
		"failure.form", "failure.too_many", "failure.not_joined", "failure.link", "failure.not_signed_in", "failure.internal",
	}
}

// each draws every state in a language.
func each(t *testing.T, printer *i18n.Printer, check func(t *testing.T, s state, html string)) {
	t.Helper()
	v := newViews(t)
	for _, s := range states() {
		t.Run(s.name, func(t *testing.T) {
			var drawn strings.Builder
			if err := s.draw(v, &drawn, printer); err != nil {
				t.Fatal(err)
			}
			check(t, s, drawn.String())
		})
	}
}
