package handlers_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/handlers"
	"soundings/poll"
)

// at sends a request that names the host by which the browser came.
func (b *browser) at(host, method, path string, values url.Values) reply {
	b.w.t.Helper()
	request, err := http.NewRequestWithContext(b.w.t.Context(), method, b.w.base+path, strings.NewReader(values.Encode()))
	must(b.w.t, err)
	for _, cookie := range b.client.Jar.Cookies(request.URL) {
		request.AddCookie(cookie) // the client looks for those of the host that it names
	}
	request.Host = host
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := b.client.Do(request)
	must(b.w.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	must(b.w.t, err)
	return reply{response.StatusCode, response.Header.Get("Location"), string(body), response.Header}
}

var checkPattern = regexp.MustCompile(`id="check-([a-z]+)" class="is-([a-z]+)"`)

// checks are the lines of the readiness page: which of them are ready.
func checks(body string) map[string]bool {
	found := map[string]bool{}
	for _, line := range checkPattern.FindAllStringSubmatch(body, -1) {
		found[line[1]] = line[2] == "ready"
	}
	return found
}

func readyPath(session agenda.Session) string {
	return fmt.Sprintf("/organise/sessions/%d/ready", session.ID)
}

func TestOnlyAPhoneThatCameByTheAddressCountsAsATestScan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o, session := w.organiser(), w.session(agenda.Open)
	reached := func() bool { return checks(o.get(readyPath(session)).body)["phone"] }
	for name, visit := range map[string]func() reply{
		"another host": func() reply { return w.browser().get("/test") },
		"the staff":    func() reply { return o.at("hall.example", http.MethodGet, "/test", nil) },
		"a look ahead": func() reply { return w.browser().at("hall.example", http.MethodHead, "/test", nil) },
	} {
		if r := visit(); r.status != 200 || reached() {
			t.Errorf("%s counts: %d", name, r.status)
		}
	}
	r := w.browser().at("HALL.example", http.MethodGet, "/test", nil)
	if r.status != 200 || !strings.Contains(r.body, "Phones can reach this address") || len(r.header.Values("Set-Cookie")) > 0 {
		t.Errorf("%d %v", r.status, r.header)
	}
	if !reached() {
		t.Error("a phone that came by the address does not count")
	}
	if log := w.log.String(); strings.Contains(log, "/test") {
		t.Errorf("a test scan is logged: %s", log)
	}
}

func TestTheServersOwnBrowserIsNoPhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *handlers.Config) { c.Addresses = func() []string { return []string{"http://127.0.0.1:8080"} } })
	if body := w.browser().at("hall.example", http.MethodGet, "/test", nil).body; !strings.Contains(body, "This is the server itself") {
		t.Error("the machine's own address counts")
	}
}

func TestAPhonesClockShowsHowFarTheServersIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o, session := w.organiser(), w.session(agenda.Open)
	tell := func(off time.Duration) {
		t.Helper()
		at := fmt.Sprint(time.Now().Add(off).UnixMilli())
		if r := w.browser().at("hall.example", http.MethodPost, "/test", url.Values{"now": {at}}); r.status != 204 {
			t.Fatalf("%d %s", r.status, r.body)
		}
	}
	tell(50 * time.Second)
	if body := o.get(readyPath(session)).body; checks(body)["clock"] || !strings.Contains(body, "Set this machine’s clock") {
		t.Error("50 seconds are nothing")
	}
	for range 2 {
		tell(0)
	}
	if !checks(o.get(readyPath(session)).body)["clock"] {
		t.Error("one phone with a wrong clock outweighs two")
	}
	if r := w.browser().at("hall.example", http.MethodPost, "/test", url.Values{"now": {"soon"}}); r.status != 422 {
		t.Errorf("%d", r.status)
	}
	if r := w.browser().at("elsewhere.example", http.MethodPost, "/test", url.Values{"now": {"0"}}); r.status != 204 || !checks(o.get(readyPath(session)).body)["clock"] {
		t.Errorf("%d, or a clock of nowhere counts", r.status)
	}
}

func TestAFloodOfTestScansIsCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *handlers.Config) {
		still := time.Now()
		c.Now = func() time.Time { return still }
	})
	taken, b := 0, w.browser()
	for range 80 {
		switch r := b.at("hall.example", http.MethodPost, "/test", url.Values{"now": {"1"}}); r.status {
		case 204:
			taken++
		case 429:
		default:
			t.Fatalf("%d %s", r.status, r.body)
		}
	}
	if taken != 50 {
		t.Errorf("%d of 80 were taken", taken)
	}
}

// What would be refused at the start of the session stands on its page before.
func TestReadinessTellsWhatWouldBeRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o, session := w.organiser(), w.session(agenda.NotStated)
	w.poll(session, poll.Draft)
	before := checks(o.get(readyPath(session)).body)
	for name, want := range map[string]bool{"access": false, "time": false, "polls": true, "moderator": false, "desk": false, "screen": false, "phone": false, "copy": false, "file": true} {
		if got, there := before[name]; got != want || !there {
			t.Errorf("%s is ready: %v", name, got)
		}
	}
	must(t, w.file.SetAccess(t.Context(), lead(), session.ID, agenda.Open))
	w.link(session, access.Moderator)
	after := checks(o.get(readyPath(session)).body)
	if !after["access"] || !after["moderator"] || after["screen"] {
		t.Errorf("%v", after)
	}
}

func TestReadinessFollowsWhatHappensInTheHall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o, session := w.organiser(), w.session(agenda.Open)
	conn := o.listen(readyPath(session) + "/live")
	until(t, conn, `id="check-screen" class="is-waiting"`, `id="check-phone" class="is-waiting"`)
	screen := w.link(session, access.Screen)
	projector := screen.listen(fmt.Sprintf("/screen/%d/live", session.ID))
	until(t, conn, `id="check-screen" class="is-ready"`)
	w.browser().at("hall.example", http.MethodGet, "/test", nil)
	until(t, conn, `id="check-phone" class="is-ready"`)
	must(t, projector.Close())
	until(t, conn, `id="check-screen" class="is-waiting"`)
}

// What changes with time alone is seen without anything happening.
func TestReadinessFollowsTheClock(t *testing.T) {
	t.Parallel()
	began := time.Now()
	var ahead atomic.Int64
	w := newWorld(t, func(c *handlers.Config) { c.Now = func() time.Time { return began.Add(time.Duration(ahead.Load())) } })
	o, session := w.organiser(), w.session(agenda.Open)
	conn := o.listen(readyPath(session) + "/live")
	until(t, conn, "checked at")
	ahead.Store(int64(10 * time.Minute))
	until(t, conn, "checked at "+began.Add(10*time.Minute).UTC().Format("15:04"))
}

func TestReadinessIsTheOrganisersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	for name, b := range map[string]*browser{"moderator": w.link(session, access.Moderator), "phone": w.phone()} {
		for _, path := range []string{readyPath(session), readyPath(session) + "/frame", readyPath(session) + "/live"} {
			if r := b.get(path); r.status == 200 {
				t.Errorf("%s reads %s", name, path)
			}
		}
	}
}
