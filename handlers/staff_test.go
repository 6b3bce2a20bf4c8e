package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/handlers"
	"soundings/poll"
)

func TestTheSetUpLinkWorksOnceAndLeadsToThePassphrase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token, err := w.file.SetupToken(t.Context())
	must(t, err)
	if r := w.browser().post("/enter", url.Values{"secret": {token}}); r.status != 303 || r.location != "/passphrase" {
		t.Fatalf("first use: %d to %s", r.status, r.location)
	}
	if r := w.browser().post("/enter", url.Values{"secret": {token}}); r.status != 403 || !strings.Contains(r.body, "href=") {
		t.Errorf("second use: %d %s", r.status, r.body)
	}
	if strings.Contains(w.log.String(), token) {
		t.Error("the secret is in the log")
	}
}

func TestThePassphraseIsCheckedAndOpensTheProgramme(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organiser := w.organiser()
	for name, values := range map[string]url.Values{
		"short":   {"passphrase": {"short"}, "again": {"short"}},
		"differs": {"passphrase": {passphrase}, "again": {passphrase + "x"}},
		"endless": {"passphrase": {strings.Repeat("x", 300)}, "again": {strings.Repeat("x", 300)}},
	} {
		if r := organiser.post("/passphrase", values); r.status != 422 {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	other := w.browser()
	if r := other.get("/organise"); r.status != 303 || r.location != "/sign-in?next=%2Forganise" {
		t.Errorf("before signing in: %d to %s", r.status, r.location)
	}
	for _, wrong := range []string{"", "a quiet line goes up", strings.Repeat("x", 10_000)} {
		if r := other.post("/sign-in", url.Values{"passphrase": {wrong}}); r.status != 422 {
			t.Errorf("wrong passphrase: %d", r.status)
		}
	}
	r := other.post("/sign-in", url.Values{"passphrase": {passphrase}, "next": {"//evil.example/"}})
	if r.status != 303 || r.location != "/organise" {
		t.Errorf("right passphrase: %d to %s", r.status, r.location)
	}
	if r := other.get("/organise"); r.status != 200 {
		t.Errorf("programme: %d", r.status)
	}
	other.post("/sign-out", nil)
	if r := other.get("/organise"); r.status != 303 {
		t.Errorf("after signing out: %d", r.status)
	}
	if r := organiser.get("/organise"); r.status != 200 {
		t.Errorf("signing out of one browser signed out another: %d", r.status)
	}
}

func TestALinkOpensItsSessionAloneUntilItIsRevoked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, two := w.session(agenda.MemberStatesOnly), w.session(agenda.Open)
	organiser := w.organiser()
	moderator, screen := w.link(one, access.Moderator), w.link(one, access.Screen)
	path := func(page string, s agenda.Session) string { return fmt.Sprintf("/%s/%d", page, s.ID) }
	for _, c := range []struct {
		b      *browser
		path   string
		status int
	}{
		{moderator, path("podium", one), 200},
		{moderator, path("screen", one), 200},
		{moderator, path("podium", two), 404},
		{screen, path("screen", one), 200},
		{screen, path("screen", two), 404},
		{screen, path("podium", one), 303},
		{moderator, "/organise", 303},
	} {
		if r := c.b.get(c.path); r.status != c.status {
			t.Errorf("%s: %d, want %d", c.path, r.status, c.status)
		}
	}
	links, err := w.file.Links(t.Context(), lead(), one.ID)
	must(t, err)
	for _, link := range links {
		r := organiser.post(fmt.Sprintf("/organise/links/%d/revoke", link.ID), url.Values{"session": {fmt.Sprint(one.ID)}})
		if r.status != 303 {
			t.Fatalf("revoke: %d", r.status)
		}
	}
	for _, b := range []*browser{moderator, screen} {
		if r := b.get(path("screen", one)); r.status == 200 {
			t.Errorf("a revoked link still opens: %d", r.status)
		}
	}
}

func TestANewLinkIsShownOnceAndHoldsThePublicAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session, organiser := w.session(agenda.Open), w.organiser()
	made := organiser.post(fmt.Sprintf("/organise/sessions/%d/links", session.ID), url.Values{"role": {"moderator"}})
	if made.status != 200 || !strings.Contains(made.body, "http://hall.example/enter#") {
		t.Fatalf("%d %s", made.status, made.body)
	}
	if again := organiser.get(fmt.Sprintf("/organise/sessions/%d", session.ID)); strings.Contains(again.body, "/enter#") {
		t.Error("the secret is shown again")
	}
	if r := organiser.post(fmt.Sprintf("/organise/sessions/%d/links", session.ID), url.Values{"role": {"organiser"}}); r.status != 422 {
		t.Errorf("a link for an organiser: %d", r.status)
	}
}

func TestTheModeratorIsLedStepByStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	podium := w.link(session, access.Moderator)
	at := func(format string, id int64) string { return fmt.Sprintf(format, id) }
	next := func() string {
		t.Helper()
		return podium.get(at("/podium/%d", session.ID)).body
	}
	expect := func(action string) {
		t.Helper()
		if body := next(); !strings.Contains(body, action) {
			t.Fatalf("the podium does not offer %s: %s", action, body)
		}
	}
	expect(at(`action="/podium/%d/progress"`, session.ID))
	podium.post(at("/podium/%d/progress", session.ID), url.Values{"progress": {"in_progress"}})
	expect(`#ask`)
	question := draft("What helps first?", "Trained staff", "A fund")
	if r := podium.post(at("/podium/%d/polls", session.ID), question); r.status != 303 {
		t.Fatalf("draft: %d %s", r.status, r.body)
	}
	expect(`action="/polls/1/take"`)
	podium.post("/polls/1/take", nil)
	expect(`action="/polls/1/close"`)
	phone := w.phone()
	if r := phone.get("/now"); r.location != "/p/1" {
		t.Errorf("a phone that can answer one question is led to %q", r.location)
	}
	if r := phone.htmx().post("/p/1/answer", tap(w.readPoll(1), "2", 0, "n")); r.status != 200 {
		t.Fatalf("answer: %d %s", r.status, r.body)
	}
	if r := phone.get("/now"); r.location != at("/s/%d", session.ID) {
		t.Errorf("a phone that has answered is led to %q", r.location)
	}
	screen := w.link(session, access.Screen)
	if body := screen.get(at("/screen/%d", session.ID)).body; strings.Contains(body, "<rect") && strings.Contains(body, ">100<") {
		t.Error("the screen shows a result before it is shown")
	}
	podium.post("/polls/1/close", nil)
	expect(`action="/polls/1/show"`)
	podium.post("/polls/1/show", url.Values{"screen": {"on"}})
	if p := w.readPoll(1); !p.OnScreen || p.OnPhones || p.Respondents != 1 {
		t.Errorf("after showing: %+v", p)
	}
	expect(`#ask`)
	if r := podium.post("/polls/1/take", nil); r.status != 409 {
		t.Errorf("a closed poll takes answers again: %d", r.status)
	}
	if r := podium.get("/polls/1/edit"); r.status != 409 {
		t.Errorf("a closed poll can be edited: %d", r.status)
	}
}

func TestAPollIsFrozenAtItsFirstAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	p, podium := w.poll(session, poll.TakingAnswers), w.link(session, access.Moderator)
	edit := draft("Another question?", "Yes", "No")
	edit.Set("content_revision", fmt.Sprint(p.ContentRevision))
	if r := podium.post(fmt.Sprintf("/polls/%d/edit", p.ID), edit); r.status != 409 {
		t.Errorf("edit while taking answers: %d", r.status)
	}
	if r := podium.post(fmt.Sprintf("/polls/%d/draft", p.ID), nil); r.status != 303 {
		t.Errorf("back to draft without answers: %d", r.status)
	}
	must(t, w.file.TakeAnswers(t.Context(), lead(), p.ID))
	w.phone().htmx().post(answerPath(p), tap(p, "1", 0, "n"))
	if r := podium.post(fmt.Sprintf("/polls/%d/draft", p.ID), nil); r.status != 409 {
		t.Errorf("back to draft with an answer: %d", r.status)
	}
	if r := podium.post(fmt.Sprintf("/polls/%d/remove", p.ID), nil); r.status != 409 {
		t.Errorf("remove with an answer: %d", r.status)
	}
}

func TestARefusedDraftKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	podium := w.link(session, access.Moderator)
	for name, values := range map[string]url.Values{
		"one option":      draft("A long thought?", "Only this"),
		"twice the same":  draft("A long thought?", "This", "this"),
		"thirteen":        draft("A long thought?", strings.Split("a b c d e f g h i j k l m", " ")...),
		"endless option":  draft("A long thought?", "This", strings.Repeat("x", 300)),
		"empty question":  {"kind": {"choice"}, "question": {" "}, "options": {"A long thought?\nB"}},
		"only invisibles": {"kind": {"choice"}, "question": {"\u202e\u200b"}, "options": {"A long thought?\nB"}},
	} {
		r := podium.post(fmt.Sprintf("/podium/%d/polls", session.ID), values)
		if r.status != 422 || !strings.Contains(r.body, "A long thought?") || !strings.Contains(r.body, "aria-invalid") {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	polls, err := w.file.Polls(t.Context(), lead(), session.ID)
	must(t, err)
	if len(polls) != 0 {
		t.Errorf("%d polls written", len(polls))
	}
}

func TestGuessingIsSlowedDownAndARightCodeNeverIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 30 {
		if r := w.browser().post("/join", url.Values{"code": {fmt.Sprintf("AAAA%02d", i)}}); r.status != 422 {
			t.Fatalf("guess %d: %d", i, r.status)
		}
	}
	began := time.Now()
	if r := w.browser().post("/join", url.Values{"code": {"AAAAAA"}}); r.status != 422 {
		t.Errorf("a further guess: %d", r.status)
	}
	if took := time.Since(began); took < time.Second {
		t.Errorf("a further guess took %v, want a second at least", took)
	}
	for range 20 {
		w.phone()
	}
}

func TestNoAddressOfPhonesIsEverThisMachinesOwn(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{
		"", "localhost", "http://localhost:8080", "http://127.0.0.1", "http://[::1]:80", "http://0.0.0.0", "ftp://hall.example",
		"http://hall.example/path", "http://user:pass@hall.example", "javascript:alert(1)", "http://x.localhost", "http://",
		"http://hall.example?x=1", "http://hall.example#x", "//hall.example",
	} {
		if got, err := handlers.ReadPublicURL(typed); err == nil {
			t.Errorf("%q is taken as %q", typed, got)
		}
	}
	for typed, want := range map[string]string{
		"http://192.0.2.10:8080": "http://192.0.2.10:8080", "https://Hall.Example/": "https://hall.example",
	} {
		if got, err := handlers.ReadPublicURL(typed); err != nil || got != want {
			t.Errorf("%q gives %q, %v", typed, got, err)
		}
	}
	w := newWorld(t, func(c *handlers.Config) { c.PublicURL = "" })
	organiser := w.organiser()
	organiser.post("/organise/sample", nil)
	for _, path := range []string{"/screen/1", "/organise", "/organise/sessions/1", "/podium/1"} {
		body := organiser.get(path).body
		if strings.Contains(body, "localhost") || strings.Contains(body, "127.0.0.1") || strings.Contains(body, "/j/") {
			t.Errorf("%s leads phones to this machine", path)
		}
	}
	organiser.headers["Origin"] = w.base
	if r := organiser.post("/organise/address", url.Values{"url": {"https://hall.example"}}); r.status != 422 {
		t.Errorf("an https address chosen over http would lock everybody out: %d", r.status)
	}
	if r := organiser.post("/organise/address", url.Values{"url": {"http://192.0.2.10:8080"}}); r.status != 303 {
		t.Fatalf("choose an address: %d", r.status)
	}
	if body := organiser.get("/screen/1").body; !strings.Contains(body, "192.0.2.10:8080") {
		t.Error("the screen does not show the chosen address")
	}
}
