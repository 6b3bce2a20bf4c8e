package handlers_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fasthttp/websocket"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

// dial opens a socket as this browser would.
func (b *browser) dial(path, origin string) (*websocket.Conn, *http.Response, error) {
	b.w.t.Helper()
	base, err := url.Parse(b.w.base)
	must(b.w.t, err)
	header := http.Header{}
	if origin != "" {
		header.Set("Origin", origin)
	}
	for _, cookie := range b.client.Jar.Cookies(base) {
		header.Add("Cookie", cookie.String())
	}
	conn, response, err := websocket.DefaultDialer.DialContext(within(b.w.t), "ws://"+base.Host+path, header)
	if err == nil {
		b.w.t.Cleanup(func() { _ = conn.Close() })
	}
	return conn, response, err
}

func (b *browser) listen(path string) *websocket.Conn {
	b.w.t.Helper()
	conn, _, err := b.dial(path, b.w.base)
	must(b.w.t, err)
	return conn
}

// until reads frames until one holds all the texts.
func until(t *testing.T, conn *websocket.Conn, texts ...string) string {
	t.Helper()
	must(t, conn.SetReadDeadline(time.Now().Add(20*time.Second)))
	for {
		_, message, err := conn.ReadMessage()
		if err != nil {
			t.Fatalf("waiting for %q: %v", texts, err)
		}
		missing := false
		for _, text := range texts {
			missing = missing || !strings.Contains(string(message), text)
		}
		if !missing {
			return string(message)
		}
	}
}

func closeCode(t *testing.T, conn *websocket.Conn) int {
	t.Helper()
	must(t, conn.SetReadDeadline(time.Now().Add(20*time.Second)))
	for {
		_, _, err := conn.ReadMessage()
		if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
			return closed.Code
		}
		if err != nil {
			t.Fatalf("the socket ended with %v, not with a close code", err)
		}
	}
}

func TestTheScreenFollowsEachStepWithoutALoad(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	screen := w.link(session, access.Screen).listen(fmt.Sprintf("/screen/%d/live", session.ID))
	until(t, screen, `id="screen"`, w.code()[:3])
	p := w.poll(session, poll.TakingAnswers)
	until(t, screen, "Trained staff")
	for i := range 12 {
		w.phone().htmx().post(answerPath(p), tap(p, fmt.Sprint(1+i%2), 0, "n"))
	}
	if body := until(t, screen, ">12<"); strings.Contains(body, "50<") {
		t.Errorf("the result is on the screen before it is shown: %s", body)
	}
	_, err := w.file.CloseAnswers(t.Context(), lead(), p.ID)
	must(t, err)
	must(t, w.file.ShowResult(t.Context(), lead(), p.ID, true, false))
	until(t, screen, "50")
}

func TestWhatIsPushedToPhonesHoldsNothingOfOnePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	p := w.poll(session, poll.TakingAnswers)
	one, other := w.phone(), w.phone()
	one.htmx().post(answerPath(p), tap(p, "1", 0, "n"))
	path := fmt.Sprintf("/p/%d/live", p.ID)
	first, second := until(t, one.listen(path), "poll-now"), until(t, other.listen(path), "poll-now")
	if first != second || strings.Contains(first, "checked") || strings.Contains(first, "nonce") {
		t.Errorf("pushed frames differ or hold an answer:\n%s\n%s", first, second)
	}
}

func TestAnAnswerDoesNotPushAnythingToPhonesWhileTheResultIsHidden(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	p := w.poll(session, poll.TakingAnswers)
	listener := w.phone().listen(fmt.Sprintf("/p/%d/live", p.ID))
	until(t, listener, "poll-now")
	w.phone().htmx().post(answerPath(p), tap(p, "1", 0, "n"))
	_, err := w.file.CloseAnswers(t.Context(), lead(), p.ID)
	must(t, err)
	must(t, listener.SetReadDeadline(time.Now().Add(20*time.Second)))
	for {
		_, message, err := listener.ReadMessage()
		must(t, err)
		if strings.Contains(string(message), `"hb"`) {
			continue
		}
		if !strings.Contains(string(message), `data-state="closed"`) {
			t.Errorf("the first frame after an answer is not the closing: %s", message)
		}
		return
	}
}

func TestASocketOpensForAPageOfOursAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	phone, path := w.phone(), fmt.Sprintf("/s/%d/live", session.ID)
	for _, origin := range []string{"", "null", "http://evil.example", w.base + ".evil.example", "http://" + strings.ToUpper("evil") + ".example:80"} {
		conn, response, err := phone.dial(path, origin)
		if err == nil {
			_ = conn.Close()
			t.Errorf("origin %q opens a socket", origin)
			continue
		}
		if response == nil || response.StatusCode != http.StatusForbidden {
			t.Errorf("origin %q: %v", origin, response)
		}
	}
	if _, response, err := w.browser().dial(path, w.base); err == nil || response.StatusCode == http.StatusSwitchingProtocols {
		t.Error("who has not joined opens a socket")
	}
	if r := phone.get(path); r.status != 404 {
		t.Errorf("a socket's path by plain GET: %d", r.status)
	}
}

func TestShutdownClosesSocketsSoThatClientsComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	var listeners []*websocket.Conn
	for range 20 {
		listeners = append(listeners, w.phone().listen(fmt.Sprintf("/s/%d/live", session.ID)))
	}
	for _, conn := range listeners {
		until(t, conn, "now")
	}
	var down sync.WaitGroup
	down.Go(func() {
		if err := w.server.Shutdown(10 * time.Second); err != nil {
			t.Errorf("shutdown: %v", err)
		}
	})
	for i, conn := range listeners {
		if code := closeCode(t, conn); code != websocket.CloseServiceRestart {
			t.Errorf("socket %d is closed with %d, want 1012", i, code)
		}
	}
	down.Wait()
}

func TestASessionThatBecomesRestrictedEndsWhatPhonesWatch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	p := w.poll(session, poll.TakingAnswers)
	phone := w.phone()
	home := phone.listen(fmt.Sprintf("/s/%d/live", session.ID))
	asked := phone.listen(fmt.Sprintf("/p/%d/live", p.ID))
	until(t, home, "now")
	until(t, asked, "now")
	must(t, w.file.SetAccess(t.Context(), lead(), session.ID, agenda.MemberStatesOnly))
	for _, conn := range []*websocket.Conn{home, asked} {
		if code := closeCode(t, conn); code != websocket.ClosePolicyViolation {
			t.Errorf("closed with %d, want 1008", code)
		}
	}
	if r := phone.htmx().post(answerPath(p), tap(p, "1", 0, "n")); r.status != 404 {
		t.Errorf("answer after that: %d", r.status)
	}
}

func TestARevokedLinkEndsItsSocketsWithinTwoSeconds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	screen := w.link(session, access.Screen).listen(fmt.Sprintf("/screen/%d/live", session.ID))
	podium := w.link(session, access.Moderator).listen(fmt.Sprintf("/podium/%d/live", session.ID))
	until(t, screen, "screen")
	until(t, podium, "stage")
	links, err := w.file.Links(t.Context(), lead(), session.ID)
	must(t, err)
	for _, link := range links {
		must(t, w.file.RevokeLink(t.Context(), lead(), link.ID))
	}
	for _, conn := range []*websocket.Conn{screen, podium} {
		if code := closeCode(t, conn); code != websocket.ClosePolicyViolation {
			t.Errorf("closed with %d, want 1008", code)
		}
	}
}

func TestASocketThatTalksTooMuchIsClosedAndOthersGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	path := fmt.Sprintf("/s/%d/live", session.ID)
	quiet, loud := w.phone().listen(path), w.phone().listen(path)
	until(t, quiet, "now")
	must(t, loud.WriteMessage(websocket.TextMessage, []byte(strings.Repeat("x", 4096))))
	if code := closeCode(t, loud); code != websocket.CloseMessageTooBig {
		t.Errorf("closed with %d, want 1009", code)
	}
	w.poll(session, poll.TakingAnswers)
	until(t, quiet, "What helps first?")
}

func TestTheFrameByPlainGetIsTheSameAndIsNotSentTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	phone, path := w.phone(), fmt.Sprintf("/s/%d", session.ID)
	pushed := until(t, phone.listen(path+"/live"), "now")
	first := phone.get(path + "/frame")
	if first.status != 200 || first.body != pushed {
		t.Fatalf("by GET %d %q, by socket %q", first.status, first.body, pushed)
	}
	phone.headers["If-None-Match"] = first.header.Get("ETag")
	if again := phone.get(path + "/frame"); again.status != 304 || again.body != "" {
		t.Errorf("the second time: %d %q", again.status, again.body)
	}
}

// Each listener is told of its own session only, whatever comes and goes around it.
func TestSocketsThatComeAndGoNeverHearOfAnotherSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const listeners, rounds = 24, 6
	sessions := []agenda.Session{w.session(agenda.Open), w.session(agenda.Open)}
	marks := make([]string, len(sessions))
	for i, session := range sessions {
		marks[i] = fmt.Sprintf("canary-of-%d", i)
		content, err := w.kind().Draft(draft(marks[i], "one", "two"))
		must(t, err)
		p, err := w.file.AddPoll(t.Context(), lead(), session.ID, 0, w.kind().Name(), content)
		must(t, err)
		must(t, w.file.TakeAnswers(t.Context(), lead(), p.ID))
	}
	phones := make([]*browser, listeners)
	for i := range phones {
		phones[i] = w.phone()
	}
	var all sync.WaitGroup
	for i, phone := range phones {
		all.Go(func() {
			own, other := i%2, 1-i%2
			for range rounds {
				conn := phone.listen(fmt.Sprintf("/s/%d/live", sessions[own].ID))
				if frame := until(t, conn, marks[own]); strings.Contains(frame, marks[other]) {
					t.Errorf("a listener of session %d hears of session %d", own, other)
				}
				_ = conn.Close()
			}
		})
	}
	all.Wait()
}
