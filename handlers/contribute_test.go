package handlers_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/store"
)

// handClock is a clock that a test moves.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// question is the first key question of a session.
func (w *world) question(session agenda.Session) int64 {
	w.t.Helper()
	all, err := w.file.KeyQuestions(w.t.Context(), lead(), session.ID)
	must(w.t, err)
	return all[0].ID
}

// words is the form of a contribution as a page would send it.
func words(text, nonce string) url.Values {
	return url.Values{
		"type": {"good_practice"}, "text": {text}, "language": {"en"}, "nonce": {nonce}, "replaces": {"0"}, "contribution": {"0"},
	}
}

func writePath(question int64) string { return fmt.Sprintf("/k/%d/contributions", question) }

// own are the contributions that a phone sees as its own.
func (b *browser) own(question int64) []string {
	b.w.t.Helper()
	body := b.get(fmt.Sprintf("/k/%d/own", question)).body
	var texts []string
	for _, found := range regexp.MustCompile(`<p class="words"><bdi[^>]*>(.*?)</bdi>`).FindAllStringSubmatch(body, -1) {
		texts = append(texts, found[1])
	}
	return texts
}

// contribution is the number in the file of the newest of a phone's own.
func (b *browser) contribution(question int64) string {
	b.w.t.Helper()
	found := regexp.MustCompile(`id="contribution-(\d+)"`).FindStringSubmatch(b.get(fmt.Sprintf("/k/%d/own", question)).body)
	if found == nil {
		b.w.t.Fatal("the phone has no contribution")
	}
	return found[1]
}

func TestAContributionIsRecordedWithAndWithoutScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	q := w.question(w.session(agenda.Open))
	phone := w.phone()
	if r := phone.post(writePath(q), words("By button", "n1")); r.status != 303 || r.location != fmt.Sprintf("/k/%d?done=contribution_recorded", q) {
		t.Fatalf("without script: %d to %s", r.status, r.location)
	}
	for range 2 { // a copy gets the same reply
		r := phone.htmx().post(writePath(q), words("By script", "n2"))
		if r.status != 200 || footState(t, r.body) != "recorded" || !strings.Contains(r.body, "By script") {
			t.Fatalf("with script: %d %s", r.status, r.body)
		}
	}
	if own := phone.own(q); fmt.Sprint(own) != "[By script By button]" {
		t.Errorf("own contributions are %q", own)
	}
	page := w.phone().get(fmt.Sprintf("/k/%d", q)).body
	if strings.Contains(page, "By script") || !strings.Contains(page, "2 contributions so far") {
		t.Error("somebody else reads what was not released, or no count")
	}
}

func TestEveryRefusalKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	q := w.question(session)
	phone := w.phone()
	const text = "Kept <b>words</b> & \"marks\""
	const drawn = "Kept &lt;b&gt;words&lt;/b&gt; &amp; &#34;marks&#34;"
	typed := func(change func(url.Values)) url.Values {
		form := words(text, "n-"+fmt.Sprint(time.Now().UnixNano()))
		form.Set("type", "recommendation")
		form.Set("addressee", "civil_society")
		form.Set("quotable", "on")
		change(form)
		return form
	}
	check := func(name string, r reply, status int, state string) {
		t.Helper()
		if r.status != status || footState(t, r.body) != state || !strings.Contains(r.body, drawn) ||
			!strings.Contains(r.body, `value="civil_society" selected`) || !strings.Contains(r.body, `value="on" checked`) {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	check("no type", phone.post(writePath(q), typed(func(f url.Values) { f.Del("type") })), 422, "invalid")
	check("no such language", phone.post(writePath(q), typed(func(f url.Values) { f.Set("language", "xx") })), 422, "rejected")
	check("of somebody else", phone.post("/contributions/999", typed(func(f url.Values) { f.Set("question", fmt.Sprint(q)) })), 404, "gone")
	for range 5 {
		phone.post(writePath(q), typed(func(url.Values) {}))
	}
	again := typed(func(f url.Values) { f.Set("nonce", "perhaps-stored") })
	r := phone.post(writePath(q), again)
	check("too fast", r, 429, "slow")
	if !strings.Contains(r.body, `name="nonce" value="perhaps-stored"`) {
		t.Error("sent once more, it could be recorded twice")
	}

	other := w.phone()
	must(t, w.file.SetAccess(t.Context(), lead(), session.ID, agenda.Closed))
	r = other.post(writePath(q), typed(func(url.Values) {}))
	if r.status != 404 || !strings.Contains(r.body, drawn) || strings.Contains(r.body, "What keeps wells usable?") {
		t.Errorf("no access any more: %d %s", r.status, r.body)
	}
}

func TestAnExpiredCookieLosesNoText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	q := w.question(w.session(agenda.Open))
	stranger := w.browser()
	if r := stranger.htmx().post(writePath(q), words("By script", "n1")); r.status != 401 || footState(t, r.body) != "expired" || !strings.Contains(r.body, fmt.Sprintf("/?next=%%2Fk%%2F%d", q)) {
		t.Errorf("with script: %d %s", r.status, r.body)
	}
	r := stranger.post(writePath(q), words("Without script", "n2"))
	if r.status != 401 || !strings.Contains(r.body, "Without script") || strings.Contains(r.body, "What keeps wells usable?") {
		t.Fatalf("without script: %d %s", r.status, r.body)
	}
	form := words("Without script", "n2")
	form.Set("code", "AAAAAA")
	if r = stranger.post(writePath(q), form); r.status != 422 || !strings.Contains(r.body, "Without script") || !strings.Contains(r.body, `aria-invalid="true"`) {
		t.Fatalf("a wrong code: %d %s", r.status, r.body)
	}
	form.Set("code", w.code())
	if r = stranger.post(writePath(q), form); r.status != 303 {
		t.Fatalf("the right code: %d %s", r.status, r.body)
	}
	if own := stranger.own(q); fmt.Sprint(own) != "[Without script]" {
		t.Errorf("own contributions are %q", own)
	}
}

func TestJoiningAgainLeadsBackToThePage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	q := w.question(w.session(agenda.Open))
	page := fmt.Sprintf("/k/%d", q)
	b := w.browser()
	r := b.get(page)
	if r.status != 303 || r.location != "/?next="+url.QueryEscape(page) {
		t.Fatalf("not joined: %d to %s", r.status, r.location)
	}
	if r = b.get(r.location); !strings.Contains(r.body, `name="next" value="`+page+`"`) {
		t.Errorf("the form forgets where it came from: %s", r.body)
	}
	if r = b.post("/join", url.Values{"code": {"AAAAAA"}, "next": {page}}); !strings.Contains(r.body, `name="next" value="`+page+`"`) {
		t.Error("a wrong code forgets where it came from")
	}
	for _, away := range []string{"//evil.example", "http://evil.example", "/\\evil.example", "/\t/evil.example"} {
		if r := w.browser().post("/join", url.Values{"code": {w.code()}, "next": {away}}); r.location != "/now" {
			t.Errorf("%q leads to %s", away, r.location)
		}
	}
	if r = b.post("/join", url.Values{"code": {w.code()}, "next": {page}}); r.location != page {
		t.Errorf("joined: to %s", r.location)
	}
}

func TestContributionsInThreeWindows(t *testing.T) {
	t.Parallel()
	begins := time.Date(2026, 6, 17, 8, 0, 0, 0, time.UTC) // 10:00 in Vienna
	clock := &handClock{now: begins.Add(-time.Hour)}
	w := newWorldAt(t, clock.Now)
	ctx := t.Context()
	facts, err := w.file.Conference(ctx)
	must(t, err)
	facts.Name, facts.TimeZone = agenda.Plain("en", "Wells"), "Europe/Vienna"
	sessions, err := w.file.AddPlan(ctx, lead(), agenda.Plan{Conference: facts, Sessions: []agenda.SessionPlan{{
		Session: agenda.Session{
			Title: agenda.Plain("en", "Wells and rivers"), Access: agenda.Open, Type: agenda.Thematic,
			Slots: []agenda.Slot{{Starts: begins, Ends: begins.Add(2 * time.Hour)}},
		},
		KeyQuestions: []agenda.KeyQuestion{{Position: 1, Text: agenda.Plain("en", "What keeps wells usable?"), Kind: agenda.Question}},
	}}})
	must(t, err)
	stored := sessions[0]
	stored.Windows = agenda.Windows{Before: true, During: true, Until: begins.Add(8 * time.Hour)}
	must(t, w.file.EditSession(ctx, lead(), stored))
	w.organiser().post("/organise/code", nil) // reads the conference's facts anew
	q := w.question(stored)
	phone := w.phone()
	for i, step := range []struct {
		at     time.Time
		says   string
		status int
		state  string
	}{
		{begins.Add(-time.Hour), "Writing is possible until 18:00", 200, "recorded"},
		{begins.Add(time.Minute), "Writing is possible until 18:00", 200, "recorded"},
		{begins.Add(3 * time.Hour), "Writing is possible until 18:00", 200, "recorded"},
		{begins.Add(8 * time.Hour), "Writing on this session ended at 18:00", 409, "late"},
	} {
		clock.set(step.at)
		page := phone.get(fmt.Sprintf("/k/%d", q)).body
		if !strings.Contains(page, step.says) || strings.Contains(page, `id="contribution"`) != (step.status == 200) {
			t.Errorf("step %d: the page does not say %q", i, step.says)
		}
		r := phone.htmx().post(writePath(q), words(fmt.Sprint("Words ", i), fmt.Sprint("n", i)))
		if r.status != step.status || footState(t, r.body) != step.state {
			t.Errorf("step %d: %d %s", i, r.status, r.body)
		}
	}
	var windows []agenda.Window
	own, err := w.file.OwnContributions(ctx, access.Viewer{Role: access.Participant, Participant: 1}, stored.ID)
	must(t, err)
	for _, c := range own {
		windows = append(windows, c.Window)
	}
	if fmt.Sprint(windows) != "[before during after]" {
		t.Errorf("written in %v", windows)
	}
	if r := phone.htmx().post(writePath(q), words("Words 2", "n2")); r.status != 200 {
		t.Errorf("a copy of a recorded one after the end: %d", r.status)
	}
	late := phone.post(writePath(q), words("A text that came late", "n9"))
	if late.status != 409 || !strings.Contains(late.body, "A text that came late") || !strings.Contains(late.body, `data-copy="text"`) {
		t.Errorf("without script a late text is gone: %d %s", late.status, late.body)
	}
}

func TestTwoPagesOfOnePhoneAreToldOfEachOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	q := w.question(w.session(agenda.Open))
	phone := w.phone()
	phone.post(writePath(q), words("First", "n1"))
	id := phone.contribution(q)
	edit := func(text, nonce, replaces string) reply {
		form := words(text, nonce)
		form.Set("replaces", replaces)
		form.Set("contribution", id)
		form.Set("question", fmt.Sprint(q))
		return phone.htmx().post("/contributions/"+id, form)
	}
	if r := edit("On the laptop", "n2", "1"); r.status != 200 {
		t.Fatalf("an edit: %d %s", r.status, r.body)
	}
	r := edit("On the phone", "n3", "1")
	if r.status != 409 || footState(t, r.body) != "conflict" || !strings.Contains(r.body, "On the laptop") || !strings.Contains(r.body, `data-replace="2" data-contribution="`+id+`"`) {
		t.Fatalf("an edit of an older text: %d %s", r.status, r.body)
	}
	// "Replace" on the page of a new text goes to the same form, which names the contribution.
	form := words("On the phone", "n4")
	form.Set("contribution", id)
	form.Set("replaces", "2")
	if r := phone.htmx().post(writePath(q), form); r.status != 200 || fmt.Sprint(phone.own(q)) != "[On the phone]" {
		t.Errorf("replaced: %d, own are %q", r.status, phone.own(q))
	}
}

func TestAWithdrawnContributionIsGoneAndSaidToBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	q := w.question(w.session(agenda.Open))
	phone := w.phone()
	phone.post(writePath(q), words("First", "n1"))
	path := "/contributions/" + phone.contribution(q) + "/withdraw"
	if r := w.phone().post(path, url.Values{"question": {fmt.Sprint(q)}}); r.status != 404 {
		t.Errorf("somebody else withdraws it: %d", r.status)
	}
	for range 2 {
		if r := phone.post(path, url.Values{"question": {fmt.Sprint(q)}}); r.location != fmt.Sprintf("/k/%d?done=contribution_withdrawn", q) {
			t.Errorf("withdrawn: %d to %s", r.status, r.location)
		}
	}
	if own := phone.own(q); len(own) != 0 {
		t.Errorf("own contributions are %q", own)
	}
}

func TestWhatIsPushedOfAKeyQuestionIsTheSameForAllAndHoldsOnlyWhatWasReleased(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	q := w.question(session)
	author, other := w.phone(), w.phone()
	author.post(writePath(q), words("Waits at the desk", "n1"))
	author.post(writePath(q), words("<i>Released</i>", "n2"))
	frame := fmt.Sprintf("/k/%d/frame", q)
	before := author.get(frame).body
	if before != other.get(frame).body || strings.Contains(before, "Waits") || strings.Contains(before, "Released") {
		t.Fatalf("the frame is %s", before)
	}
	released, err := w.file.Desk(t.Context(), lead(), session.ID, store.DeskQuery{State: feedback.Incoming})
	must(t, err)
	must(t, w.file.Show(t.Context(), lead(), store.Seen{Contribution: released.Contributions[1].ID, Revision: 1, State: feedback.Incoming}))
	eventually(t, 20*time.Second, "the frame shows what was released", func() bool {
		body := other.get(frame).body
		return strings.Contains(body, "&lt;i&gt;Released&lt;/i&gt;") && !strings.Contains(body, "Waits")
	})
	if own := author.get(fmt.Sprintf("/k/%d/own", q)).body; !strings.Contains(own, "Shown in the hall") {
		t.Errorf("its author is told %s", own)
	}
}

func TestSessionsOnWhichOneCanWriteAreReachableBeforeTheyBegin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	w.session(agenda.Closed)
	phone := w.phone()
	if now := phone.get("/now"); now.status != 200 || strings.Count(now.body, `href="/s/`) != 1 || !strings.Contains(now.body, "Writing is possible") {
		t.Errorf("now: %d %s", now.status, now.body)
	}
	must(t, w.file.SetProgress(t.Context(), lead(), session.ID, agenda.InProgress))
	w.session(agenda.Open)
	if r := phone.get("/now"); r.status != 303 {
		t.Errorf("one in progress: %d", r.status)
	}
	if all := phone.get("/now?all=1"); all.status != 200 || strings.Count(all.body, `href="/s/`) != 2 {
		t.Errorf("all: %d %s", all.status, all.body)
	}
}

func TestAPhonesPageIsQuickWithThousandsOfContributions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	q := w.question(session)
	phone := w.phone()
	for person := range int64(60) {
		for i := range store.MaxContributions {
			_, viewer, err := w.file.Join(t.Context(), w.code())
			must(t, err)
			_, err = w.file.Contribute(t.Context(), viewer, store.Writing{
				KeyQuestion: q, Type: feedback.Other, Text: agenda.Plain("en", strings.Repeat("x", 400)), Nonce: fmt.Sprint(person, "-", i),
			})
			must(t, err)
		}
	}
	began := time.Now()
	r := phone.get(fmt.Sprintf("/k/%d", q))
	took := time.Since(began)
	t.Logf("drawn in %s, %d bytes", took, len(r.body))
	if r.status != 200 || took > time.Second || len(r.body) > 40_000 {
		t.Errorf("%d in %s, %d bytes", r.status, took, len(r.body))
	}
}
