package handlers_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/handlers"
	"soundings/poll"
	"soundings/store"
)

// canaries are texts that nobody released.
func canaries(body string) []string { return regexp.MustCompile(`canary-\w+`).FindAllString(body, -1) }

// firstFrame is what a socket sends at once, "" where none opens.
func firstFrame(b *browser, path string) string {
	if !strings.HasSuffix(path, "/live") {
		return ""
	}
	conn, _, err := b.dial(path, b.w.base)
	if err != nil {
		return ""
	}
	defer conn.Close()
	_, message, _ := conn.ReadMessage()
	return string(message)
}

// TestNoTextReachesAnybodyBeforeItsRelease looks for texts wherever somebody without the desk's or
// the organiser's role can look: every page and frame, and the sockets.
func TestNoTextReachesAnybodyBeforeItsRelease(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *handlers.Config) { c.Pace.Heartbeat = time.Minute }) // sockets are read now and then
	session, question := w.running()
	p := w.poll(session, poll.TakingAnswers)
	writer := w.author()
	people := map[string]*browser{
		"stranger": w.browser(), "phone": w.phone(), "moderator": w.link(session, access.Moderator), "screen": w.link(session, access.Screen),
		"desk of another session": w.link(w.session(agenda.Open), access.Desk),
	}
	screen := people["screen"].listen(fmt.Sprintf("/screen/%d/live", session.ID))
	podium := people["moderator"].listen(fmt.Sprintf("/podium/%d/live", session.ID))
	frame := func() string {
		return people["screen"].get(fmt.Sprintf("/screen/%d/frame", session.ID)).header.Get("ETag")
	}
	look := func(when string) {
		t.Helper()
		for _, route := range w.server.Routes() {
			if route.Method != http.MethodGet {
				continue
			}
			path := strings.NewReplacer(":question", fmt.Sprint(question.ID), ":contribution", "1").Replace(filled(route, session.ID, p.ID))
			for name, b := range people {
				if body := firstFrame(b, path); len(canaries(body)) > 0 {
					t.Errorf("%s: %s pushes to a %s %v", when, path, name, canaries(body))
				}
				for _, b := range []*browser{b, b.htmx()} {
					if r := b.get(path); len(canaries(r.body)) > 0 || len(canaries(fmt.Sprint(r.header))) > 0 {
						t.Errorf("%s: %s gives a %s %v", when, path, name, canaries(r.body))
					}
				}
			}
		}
	}
	// pushed reads frames until one says so, and finds no canary on the way.
	pushed := func(when string, conn *websocket.Conn, mark string) {
		t.Helper()
		must(t, conn.SetReadDeadline(time.Now().Add(20*time.Second)))
		for body := ""; !strings.Contains(body, mark); {
			_, message, err := conn.ReadMessage()
			if err != nil {
				t.Fatalf("%s: waiting for %q: %v", when, mark, err)
			}
			if body = string(message); len(canaries(body)) > 0 {
				t.Errorf("%s: pushed %v", when, canaries(body))
			}
		}
	}
	must(t, w.file.PutOnScreen(t.Context(), lead(), session.ID, agenda.Showing{KeyQuestion: question.ID}))
	c := writer.contribute(question, "canary-incoming")
	pushed("incoming", screen, "1 contribution so far")
	pushed("incoming", podium, "1 waits at the desk")
	look("incoming")
	etag := frame()
	c = writer.edit(c, "canary-edited with another text")
	look("edited")
	if now := frame(); now != etag {
		t.Error("the ETag of the screen's frame follows a text that nobody released")
	}
	seen := func() store.Seen {
		own := writer.own(session)[0]
		return store.Seen{Contribution: own.ID, Revision: own.Revision, State: own.State}
	}
	must(t, w.file.SetAside(t.Context(), lead(), seen(), feedback.NamesSomebody))
	look("set aside")
	must(t, w.file.TakeBack(t.Context(), lead(), seen()))
	c = writer.edit(c, "A sound text.")
	must(t, w.file.Select(t.Context(), lead(), seen()))
	pushed("selected", screen, "A sound text.")
	c = writer.edit(c, "canary-after-release")
	pushed("edited after release", screen, "1 contribution so far")
	pushed("edited after release", podium, "1 waits at the desk")
	look("edited after release")
	if body := people["screen"].get(fmt.Sprintf("/screen/%d", session.ID)).body; strings.Contains(body, "A sound text.") {
		t.Error("the text before the edit is still on the screen")
	}
	must(t, w.file.Withdraw(t.Context(), writer.viewer, c.ID))
	pushed("withdrawn", screen, "0 contributions so far")
	look("withdrawn")
	must(t, w.file.SetProgress(t.Context(), lead(), session.ID, agenda.Ended))
	look("at the end")
}

// TestASessionBeginsAsItsPageSays holds each line of "How it begins" against the program.
func TestASessionBeginsAsItsPageSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session, question := w.running()
	organiser := w.organiser()
	body := organiser.get(fmt.Sprintf("/organise/sessions/%d", session.ID)).body
	p := w.poll(session, poll.TakingAnswers)
	person := w.phone()
	for i, option := range []string{"1", "2"} {
		person.htmx().post(answerPath(p), tap(p, option, int64(i), "tap-"+option))
	}
	c := w.author().contribute(question, "Written by somebody.")
	screen, podium := w.link(session, access.Screen), w.link(session, access.Moderator)
	for line, holds := range map[string]bool{
		"Results are hidden everywhere until the moderator shows them.": !p.OnScreen && !p.OnPhones,
		"No typed text is displayed before the desk has released it.":   c.State == feedback.Incoming,
		"Contributions are not attributed, neither to persons nor to groups.": func() bool {
			must(t, w.file.Select(t.Context(), lead(), store.Seen{Contribution: c.ID, Revision: 1, State: feedback.Incoming}))
			return strings.Contains(screen.get(fmt.Sprintf("/screen/%d", session.ID)).body, "Not attributed") && !c.Quotable
		}(),
		"One answer per participant; it can be changed until answers are closed.": fmt.Sprint(w.answers(p.ID)) == "map[2:1]",
		"There is no countdown.": !regexp.MustCompile(`\d:\d\d|role="timer"|countdown`).MatchString(podium.get(fmt.Sprintf("/podium/%d/frame", session.ID)).body),
		"Results in files go to organisers only.": podium.get("/organise/files/results.csv").status == 303 &&
			person.get("/organise/files/results.csv").status == 303 && organiser.get("/organise/files/results.csv").status == 200,
	} {
		if !strings.Contains(body, line) {
			t.Errorf("the organiser's page does not say: %s", line)
		}
		if !holds {
			t.Errorf("it is not so: %s", line)
		}
	}
}
