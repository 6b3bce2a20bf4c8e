//go:build e2e

package e2e

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/assets"
	"soundings/feedback"
	"soundings/handlers"
	"soundings/i18n"
	"soundings/live"
	"soundings/poll/kinds"
	"soundings/store"
	"soundings/views"
)

// writes is a phone on the page of a key question.
func (h *hall) writes(o *hand, name string, d device, question int64) *person {
	h.t.Helper()
	p := h.person(name, d)
	p.joins(o.code())
	p.open(fmt.Sprintf("/k/%d", question))
	p.sees("#contribution")
	return p
}

func (p *person) types(kind, text string) {
	p.t.Helper()
	p.tap("label[for=type-" + kind + "]")
	p.write("#text", text)
}

func (p *person) footSays(state string) {
	p.t.Helper()
	p.wait("the foot says "+state, `document.getElementById("foot")?.dataset.state === %s`, quoted(state))
}

// holdsText waits until the form holds a text.
func (p *person) holdsText(text string) {
	p.t.Helper()
	p.wait("the text is there", `document.getElementById("text")?.value === %s`, quoted(text))
}

// owns waits until the page lists exactly these as the phone's own, the newest first.
func (p *person) owns(texts ...string) {
	p.t.Helper()
	p.wait("one's own contributions", `JSON.stringify([...document.querySelectorAll("#own .words")].map((words) => words.textContent)) === JSON.stringify(%s)`,
		"["+strings.Join(quotedAll(texts), ",")+"]")
}

func quotedAll(texts []string) []string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = quoted(text)
	}
	return all
}

func question(t *testing.T) (h *hall, o *hand, id int64) {
	t.Helper()
	h, o, _ = asked(t)
	return h, o, o.firstKeyQuestion(1)
}

func TestATextSurvivesReloadLostNetworkAndLostReplies(t *testing.T) {
	t.Parallel()
	h, o, id := question(t)
	p := h.writes(o, "phone", phone(), id)
	p.watch.expect("net::ERR_", "htmx:", "status of 409")
	p.types("good_practice", "Two trained colleagues")
	p.reload()
	p.holdsText("Two trained colleagues")
	p.wait("its type too", `document.getElementById("type-good_practice").checked`)

	p.loseReplies("*/contributions")
	p.tap("#foot button")
	p.footSays("not_saved")
	p.release()
	p.reload() // the nonce is kept with the text
	p.holdsText("Two trained colleagues")
	p.tap("#foot button")
	p.footSays("recorded")
	p.owns("Two trained colleagues")
	p.holdsText("")
	p.reload()
	p.holdsText("")

	p.types("gap", "Written while the network is gone")
	p.loseReplies("*/contributions")
	p.tap("#foot button")
	p.footSays("not_saved")
	p.write("#text", "Written better meanwhile")
	p.release()
	p.tap("#foot button")
	p.footSays("recorded")
	p.owns("Written better meanwhile", "Two trained colleagues")
}

func TestAnEditIsKeptApartAndAHalfTypedTextStays(t *testing.T) {
	t.Parallel()
	h, o, id := question(t)
	p := h.writes(o, "phone", phone(), id)
	p.watch.expect("Clear-Site-Data")
	p.types("challenge", "First words")
	p.tap("#foot button")
	p.footSays("recorded")
	p.types("gap", "Half a new text")
	p.tap(`#own a[href*="edit="]`)
	p.holdsText("First words")
	p.write("#text", "First words, edited")
	p.reload()
	p.holdsText("First words, edited")
	p.tap("#foot button")
	p.wait("the edit is recorded", `location.search === "?done=contribution_recorded"`)
	p.owns("First words, edited")
	p.holdsText("Half a new text")
	p.tap("#own summary")
	p.tap("#own form button")
	p.wait("it is withdrawn", `location.search === "?done=contribution_withdrawn"`)
	p.owns()
	p.holdsText("Half a new text")
	p.open("/now?all=1")
	p.tap(".leave button")
	p.wait("it has left", `location.pathname === "/"`)
	p.wait("nothing is kept", `Object.keys(localStorage).filter((key) => key.startsWith("soundings-draft-")).length === 0`)
}

func TestPushesLeaveATextThatIsTypedAlone(t *testing.T) {
	t.Parallel()
	h, o, id := question(t)
	p := h.writes(o, "phone", phone(), id)
	p.types("other", "Half a sent")
	p.do(evaluate(`document.getElementById("text").focus(); document.getElementById("text").setSelectionRange(4, 4)`))
	other := h.hand()
	other.post("/join", "code", o.code())
	other.post(fmt.Sprintf("/k/%d/contributions", id), "type", "gap", "text", "From another phone", "language", "en", "nonce", "n1", "replaces", "0", "contribution", "0")
	p.wait("the count is pushed", `document.getElementById("question-now").textContent.includes("1 contribution so far")`)
	p.wait("text, focus and caret stay", `document.activeElement.id === "text" && document.activeElement.value === "Half a sent" && document.activeElement.selectionStart === 4 && document.getElementById("type-other").checked`)
}

func TestAnAuthorSeesWhatTheDeskDidWithoutAReload(t *testing.T) {
	t.Parallel()
	begins := time.Date(2026, 6, 17, 8, 0, 0, 0, time.UTC)
	h, file, code := hallAt(t, &dial{now: begins}, begins)
	p := h.person("phone", phone())
	p.joins(code)
	p.open("/k/1")
	p.types("gap", "Read at the desk")
	p.tap("#foot button")
	p.footSays("recorded")
	p.types("other", "Half a sent")
	organiser := access.Viewer{Role: access.Organiser}
	must(t, file.SetAside(t.Context(), organiser, store.Seen{Contribution: 1, Revision: 1, State: feedback.Incoming}, feedback.AlreadySaid))
	p.wait("the reason is told", `document.querySelector("#own .became").textContent.includes("Another contribution says the same.")`)
	must(t, file.TakeBack(t.Context(), organiser, store.Seen{Contribution: 1, Revision: 1, State: feedback.SetAside}))
	must(t, file.Show(t.Context(), organiser, store.Seen{Contribution: 1, Revision: 1, State: feedback.Incoming}))
	p.wait("it is shown", `document.querySelector("#own .became").textContent.includes("Shown in the hall") && document.getElementById("question-shown").textContent.includes("Read at the desk")`)
	p.holdsText("Half a sent")
}

func TestWritingThatEndsWhileOneTypesLeavesTheTextToBeCopied(t *testing.T) {
	t.Parallel()
	begins := time.Date(2026, 6, 17, 8, 0, 0, 0, time.UTC)
	clock := &dial{now: begins}
	h, file, code := hallAt(t, clock, begins)
	p := h.person("phone", phone())
	p.joins(code)
	p.open("/k/1")
	p.types("gap", "Words that nobody sent")
	p.wait("the socket is open", `document.getElementById("band").hidden`)
	clock.turn(begins.Add(9 * time.Hour))
	must(t, file.PutOnScreen(t.Context(), access.Viewer{Role: access.Organiser}, 1, agenda.Showing{KeyQuestion: 1}))
	p.footSays("closed")
	p.holdsText("Words that nobody sent")
	p.sees("#foot [data-copy]")
	p.wait("the text cannot be sent", `!document.querySelector("#foot [type=submit]")`)
}

func TestAnExpiredCookieLeadsBackToTheText(t *testing.T) {
	t.Parallel()
	h, o, id := question(t)
	p := h.writes(o, "phone", phone(), id)
	p.watch.expect("status of 401")
	p.types("gap", "Typed before the cookie went")
	p.forget()
	p.tap("#foot button")
	p.footSays("expired")
	p.tap("#foot a")
	p.sees("#code")
	p.write("#code", o.code())
	p.tap("#join button")
	p.wait("back on the page", `location.pathname === "/k/%d"`, id)
	p.holdsText("Typed before the cookie went")
	p.tap("#foot button")
	p.footSays("recorded")
	p.owns("Typed before the cookie went")
}

func TestAnEditWhoseAuthorIsNotKnownAnyMoreGoesOnAsANewText(t *testing.T) {
	t.Parallel()
	h, o, id := question(t)
	p := h.writes(o, "phone", phone(), id)
	p.watch.expect("status of 401")
	p.types("gap", "First words")
	p.tap("#foot button")
	p.footSays("recorded")
	p.tap(`#own a[href*="edit="]`)
	p.holdsText("First words")
	p.write("#text", "Edited words")
	p.forget()
	p.tap("#foot button")
	p.footSays("expired")
	p.tap("#foot a")
	p.sees("#code")
	p.write("#code", o.code())
	p.tap("#join button")
	p.wait("back on the page", `location.pathname === "/k/%d"`, id)
	p.holdsText("Edited words")
}

func TestWithoutScriptNothingIsLostEither(t *testing.T) {
	t.Parallel()
	h, o, id := question(t)
	off := phone()
	off.script = false
	p := h.writes(o, "phone without script", off, id)
	p.watch.expect("status of 4")
	p.write("#text", "Words without a type")
	p.tap("#foot button")
	p.footSays("invalid")
	p.holdsText("Words without a type")
	p.tap("label[for=type-other]")
	p.tap("#foot button")
	p.wait("recorded", `location.search === "?done=contribution_recorded"`)
	p.owns("Words without a type")

	p.types("gap", "Typed before the cookie went")
	p.forget()
	p.tap("#foot button")
	p.sees("form.rejoin")
	p.holdsText("Typed before the cookie went")
	p.write("#code", "222222")
	p.tap("form.rejoin > button")
	p.sees("#join-fault")
	p.holdsText("Typed before the cookie went")
	p.write("#code", o.code())
	p.tap("form.rejoin > button")
	p.wait("recorded", `location.search === "?done=contribution_recorded"`)
	p.owns("Typed before the cookie went")
}

func TestWhatPeopleWriteIsCountedAndShownAsTheyWroteIt(t *testing.T) {
	t.Parallel()
	h, o, id := question(t)
	p := h.writes(o, "phone", phone(), id)
	p.watch.expect("status of 422")
	const family = "👨\u200d👩\u200d👧\u200d👦"
	put := func(text string) {
		t.Helper()
		p.wait("a text is put in", `(() => { const text = document.getElementById("text"); text.value = %s; text.dispatchEvent(new Event("input", { bubbles: true })); return true; })()`, quoted(text))
	}
	p.tap("label[for=type-other]")
	put(strings.Repeat(family, 501))
	p.wait("501 are counted", `document.querySelector("#count .figure").textContent === "501" && document.getElementById("count").classList.contains("over")`)
	p.tap("#foot button")
	p.footSays("invalid")
	put(strings.Repeat(family, 500))
	p.wait("500 are counted", `document.querySelector("#count .figure").textContent === "500"`)
	p.tap("#foot button")
	p.footSays("recorded")
	own := []string{strings.Repeat(family, 500)}
	for _, text := range []struct{ typed, stored string }{
		{"Z" + strings.Repeat("\u0310", 60) + "algo", "Z" + strings.Repeat("\u0310", 4) + "algo"},
		{"left\u202eright <img src=x onerror=alert(1)>", "leftright <img src=x onerror=alert(1)>"},
		{"نص عربي with English 123 {{.T}} =1+1", "نص عربي with English 123 {{.T}} =1+1"},
	} {
		p.tap("label[for=type-other]")
		put(text.typed)
		p.tap("#foot button")
		p.footSays("recorded")
		own = append([]string{text.stored}, own...)
		p.owns(own...)
	}
	p.wait("nothing makes the page wider", `document.documentElement.scrollWidth <= innerWidth`)
}

// dial is a clock that a test turns.
type dial struct {
	mu  sync.Mutex
	now time.Time
}

func (d *dial) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *dial) turn(to time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = to
}

// hallAt is a hall in this process, so that its clock is the test's; its session is held for two
// hours from begins on, and can be written on until eight hours after.
func hallAt(t *testing.T, clock *dial, begins time.Time) (h *hall, file *store.Store, code string) {
	t.Helper()
	logger := slog.New(slog.DiscardHandler)
	file, err := store.Open(t.Context(), store.Options{
		Path: filepath.Join(t.TempDir(), "conference.db"), Kind: kinds.ByName, Now: clock.Now, Random: rand.Reader, Log: logger,
	})
	must(t, err)
	organiser := access.Viewer{Role: access.Organiser}
	sessions, err := file.AddPlan(t.Context(), organiser, agenda.Plan{
		Conference: agenda.Conference{Name: agenda.Plain("en", "Early warning"), TimeZone: "Europe/Vienna"},
		Sessions: []agenda.SessionPlan{{
			Session: agenda.Session{
				Title: agenda.Plain("en", "Who is reached?"), Access: agenda.Open, Type: agenda.Thematic,
				Slots: []agenda.Slot{{Starts: begins, Ends: begins.Add(2 * time.Hour)}},
			},
			KeyQuestions: []agenda.KeyQuestion{{Position: 1, Text: agenda.Plain("en", "Whom does a warning miss?"), Kind: agenda.Question}},
		}},
	})
	must(t, err)
	session := sessions[0]
	session.Windows = agenda.Windows{Before: true, During: true, Until: begins.Add(8 * time.Hour)}
	must(t, file.EditSession(t.Context(), organiser, session))
	facts, err := file.Conference(t.Context())
	must(t, err)
	h = &hall{t: t}
	serve(t, h, file, clock, logger)
	return h, file, facts.JoinCode
}

func serve(t *testing.T, h *hall, file *store.Store, clock *dial, logger *slog.Logger) {
	t.Helper()
	set, err := assets.Load()
	must(t, err)
	catalogue, err := i18n.Load()
	must(t, err)
	drawn, err := views.New(set, "test")
	must(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	h.port = listener.Addr().(*net.TCPAddr).Port
	server, err := handlers.New(handlers.Config{
		Store: file, Views: drawn, Assets: set, Catalogue: catalogue, Kinds: kinds.All(), Log: logger, Now: clock.Now, Random: rand.Reader,
		Build: "test", PublicURL: h.url("", hallHost), Addresses: func() []string { return nil }, Pace: live.DefaultPace(),
	})
	must(t, err)
	served := make(chan error, 1)
	go func() { served <- server.Listen(listener) }()
	t.Cleanup(func() {
		must(t, server.Shutdown(10*time.Second))
		must(t, <-served)
		must(t, file.Close())
	})
}

func TestAPhoneWritesBeforeDuringAndAfterTheSession(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]bool{"with script": true, "without script": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begins := time.Date(2026, 6, 17, 8, 0, 0, 0, time.UTC) // 10:00 in Vienna
			clock := &dial{now: begins.Add(-26 * time.Hour)}
			h, _, code := hallAt(t, clock, begins)
			d := phone()
			d.script = script
			p := h.person("phone", d)
			p.watch.expect("status of 409")
			p.joins(code)
			var own []string
			for i, step := range []struct {
				at   time.Duration
				says string
			}{
				{-26 * time.Hour, "Writing is possible until 18:00 on 17 June"}, {time.Hour, "Writing is possible until 18:00"}, {7 * time.Hour, "Writing is possible until 18:00"},
			} {
				clock.turn(begins.Add(step.at))
				p.open("/k/1")
				p.wait("the window is said", `document.querySelector("#question-now .state").textContent.includes(%s)`, quoted(step.says))
				text := fmt.Sprintf("Words %d", i)
				p.types("gap", text)
				p.tap("#foot button")
				p.wait("recorded", `document.getElementById("foot").dataset.state === "recorded" || location.search === "?done=contribution_recorded"`)
				own = append([]string{text}, own...)
				p.owns(own...)
			}
			p.types("gap", "Words that come late")
			clock.turn(begins.Add(8 * time.Hour))
			p.tap("#foot button")
			p.footSays("late")
			p.holdsText("Words that come late")
			p.open("/k/1")
			p.wait("the end is said", `document.querySelector("#question-now .state").textContent.includes("Writing on this session ended at 18:00")`)
			p.wait("the form is gone", `document.getElementById("contribution") === null`)
			p.owns(own...)
			if script {
				p.sees("#unsent")
				p.holdsText("Words that come late")
				p.tap("#unsent [data-copy]")
				p.wait("it is chosen for copying", `getSelection().toString() === "Words that come late" || document.getElementById("text").selectionEnd > 0`)
			}
		})
	}
}
