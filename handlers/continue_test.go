package handlers_test

import (
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/agenda"
	"soundings/handlers"
	"soundings/poll"
)

// handover makes this browser's link and code for another one.
func (b *browser) handover() (secret, code string) {
	b.w.t.Helper()
	r := b.post("/continue", nil)
	link := regexp.MustCompile(`value="http://hall\.example/continue#([A-Z2-7]+)"`).FindStringSubmatch(r.body)
	typed := regexp.MustCompile(`class="continue-code figure" dir="ltr">([A-Z0-9]{4} [A-Z0-9]{4})<`).FindStringSubmatch(r.body)
	if r.status != 200 || link == nil || typed == nil {
		b.w.t.Fatalf("%d %s", r.status, r.body)
	}
	return link[1], typed[1]
}

func TestWhoContinuesInAnotherBrowserHasStillOneAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	a, b := w.phone(), w.browser()
	if r := a.htmx().post(answerPath(p), tap(p, "1", 0, "first tap in browser A")); r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	secret, _ := a.handover()
	if r := b.post("/continue/here", url.Values{"secret": {secret}}); r.status != 303 || r.location != "/now" {
		t.Fatalf("%d to %s", r.status, r.location)
	}
	if body := b.get("/p/1").body; !strings.Contains(body, "Recorded") || !strings.Contains(body, "checked") {
		t.Error("the other browser does not know the answer")
	}
	if r := b.htmx().post(answerPath(p), tap(p, "2", 1, "second tap, in browser B")); r.status != 200 {
		t.Errorf("the other browser cannot change it: %d", r.status)
	}
	if got := w.answers(p.ID); len(got) != 1 || got["2"] != 1 {
		t.Errorf("%v", got)
	}
	if r := w.browser().post("/continue/here", url.Values{"secret": {secret}}); r.status != 422 {
		t.Errorf("a link is of use twice: %d", r.status)
	}
	for _, kept := range []string{secret, "continue#"} {
		if strings.Contains(w.log.String(), kept) {
			t.Errorf("the log holds %s", kept)
		}
	}
}

func TestACodeIsTypedOnAnotherDevice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.session(agenda.Open)
	a := w.phone()
	_, old := a.handover()
	_, code := a.handover()
	if r := w.browser().post("/continue/here", url.Values{"code": {old}}); r.status != 422 || !strings.Contains(r.body, old) {
		t.Errorf("a code that was replaced still works: %d", r.status)
	}
	if r := w.browser().post("/continue/here", url.Values{"code": {strings.ToLower(code)}}); r.status != 303 {
		t.Errorf("%d %s", r.status, r.body)
	}
}

func TestWhatCarriesNobodyIsRefused(t *testing.T) {
	t.Parallel()
	began := time.Now()
	var ahead atomic.Int64
	w := newWorld(t, func(c *handlers.Config) { c.Now = func() time.Time { return began.Add(time.Duration(ahead.Load())) } })
	refused := func(name string, values url.Values) {
		t.Helper()
		b := w.browser()
		if r := b.post("/continue/here", values); r.status != 422 {
			t.Errorf("%s: %d to %s", name, r.status, r.location)
		}
		if r := b.get("/now"); r.status != 303 || r.location == "" {
			t.Errorf("%s: the browser takes part: %d", name, r.status)
		}
	}
	refused("nothing", url.Values{})
	refused("a guess", url.Values{"code": {"ABCDEFGH"}})
	left := w.phone()
	secret, _ := left.handover()
	left.post("/leave", nil)
	refused("who has left", url.Values{"secret": {secret}})
	secret, _ = w.phone().handover()
	ahead.Store(int64(10*time.Minute + time.Second))
	refused("what is old", url.Values{"secret": {secret}})
	if r := w.browser().post("/continue", nil); r.status == 200 {
		t.Errorf("who takes no part makes a link: %d", r.status)
	}
}
