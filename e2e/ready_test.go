//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// signsIn lets a person in as organiser.
func (p *person) signsIn() {
	p.t.Helper()
	p.open("/sign-in")
	p.write("#passphrase", passphrase)
	p.tap(`form[action="/sign-in"] button`)
	p.wait("signed in", `location.pathname === "/organise"`)
}

// isReady waits until a check of the open readiness page says so by itself.
func (p *person) isReady(check string) {
	p.t.Helper()
	p.wait(check+" is ready", `document.getElementById("check-%s").classList.contains("is-ready")`, check)
}

// waitingFor lists the checks that are not ready.
func (p *person) waitingFor() string {
	p.t.Helper()
	return read[string](p, `[...document.querySelectorAll(".ready-checks .is-waiting")].map(line => line.id.replace("check-", "")).join(" ")`)
}

// pairs reads the code that a machine shows and types it on the page that a person has open.
func (p *person) pairs(machine *person) {
	p.t.Helper()
	code := machine.text(".letters")
	p.write("#pair-code", strings.ToLower(code))
	p.tap("#pair button")
}

// A session becomes ready in one run, and its page says so without being loaded anew.
func TestReadinessGoesFromNothingToEverything(t *testing.T) {
	t.Parallel()
	h := openHallWith(t, "", "--copy-to", t.TempDir())
	hand := h.organiserHand()
	hand.post("/organise/blank", "name", "Water", "label", "Session I", "title", "Wells", "access", "not_stated", "key_questions", "What helps?", "lang", "en")
	organiser, follows := h.person("organiser", desk()), h.person("readiness", desk())
	organiser.signsIn()
	follows.signsIn()
	follows.open("/organise/sessions/1/ready")
	if got := strings.TrimSuffix(follows.waitingFor(), " copy"); got != "access time polls moderator desk screen phone clock" {
		t.Errorf("at first these are to be done: %s", got)
	}
	hand.post("/organise/sessions/1/access", "access", "open")
	follows.isReady("access")
	organiser.open("/organise/conference")
	organiser.choose("#zone", "Europe/Vienna")
	organiser.tap(`form[action="/organise/conference"] button.primary`)
	organiser.wait("saved", `location.pathname === "/organise"`)
	organiser.open("/organise/sessions/1/edit")
	organiser.do(evaluate(`(() => { for (const [name, value] of [["day", "2049-06-17"], ["from", "10:00"], ["to", "12:30"]]) document.querySelector("[name=slot-1-" + name + "]").value = value })()`))
	organiser.tap(`form.edit button.primary`)
	organiser.wait("saved", `location.pathname === "/organise/sessions/1"`)
	follows.isReady("time")
	hand.askIn("en", 1, hand.firstKeyQuestion(1), "What helps first?", false, "Staff", "Funds")
	follows.isReady("polls")

	moderator := h.person("moderator", desk())
	moderator.open(newLink(organiser, "moderator"))
	moderator.wait("at the podium", `location.pathname === "/podium/1"`)
	follows.isReady("moderator")
	newLink(organiser, "desk")
	follows.isReady("desk")
	projector := h.person("projector", wall())
	projector.open("/screen")
	moderator.pairs(projector)
	projector.wait("it shows the session", `location.pathname === "/screen/1"`)
	follows.isReady("screen")
	visitor := h.person("phone", phone())
	visitor.open("/test")
	visitor.wait("the phone is told", `document.querySelector("h1").textContent === "Phones can reach this address"`)
	follows.isReady("phone")
	follows.isReady("clock")
	hand.post("/organise/copy", "next", "/organise/sessions/1/ready")
	follows.isReady("copy")
	follows.wait("all is ready", `document.getElementById("ready-title").textContent === "Ready" && document.title.startsWith("Ready · ")`)
	follows.reload()
	if left := follows.waitingFor(); left != "" {
		t.Errorf("after loading anew these wait: %s", left)
	}
}

// A machine without script becomes a screen too, and stays one when the server has died.
func TestAPairedScreenOutlivesTheServer(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	hand := h.organiserHand()
	hand.importNote("open", "open", "open", "open", "open", "open", "open", "open")
	organiser, off := h.person("organiser", desk()), wall()
	off.script = false
	organiser.signsIn()
	plain, projector := h.person("machine without script", off), h.person("projector", wall())
	for _, machine := range []*person{plain, projector} {
		machine.open("/screen")
		organiser.open("/organise/sessions/2")
		organiser.pairs(machine)
		machine.wait("it shows the session", `location.pathname === "/screen/2"`)
	}
	projector.watch.expect("WebSocket connection to", "net::ERR_", "htmx:")
	h.kill()
	h.start()
	projector.open("/screen/2")
	projector.sees("#screen .letters")
	projector.open("/screen")
	projector.sees(`a[href="/screen/2"]`)
}

// The link from a scanner's browser carries the same participant into another one.
func TestAnAnswerIsContinuedInAnotherBrowser(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	hand := h.organiserHand()
	hand.importNote("open", "open", "open", "open", "open", "open", "open", "open")
	poll := hand.ask(1, hand.firstKeyQuestion(1), "What helps first?", true, "Staff", "Funds", "Time")
	code := hand.code()
	hand.progress(1, "in_progress")
	path := fmt.Sprintf("/p/%d", poll)
	scanner, browser := h.person("scanner's browser", phone()), h.person("phone's browser", phone())
	off := phone()
	off.script = false
	plain := h.person("browser without script", off)
	scanner.joins(code)
	scanner.open(path)
	scanner.tap("label:has(#answer-1)")
	scanner.wait("recorded", `document.getElementById("foot").dataset.state === "recorded"`)
	for i, other := range []*person{browser, plain} {
		scanner.open("/continue")
		scanner.tap(".continue-make button")
		scanner.sees("#continue-url")
		if i == 0 {
			other.open(read[string](scanner, `document.getElementById("continue-url").value`))
			other.sees("#here-check")
			other.tap("#continue button")
		} else {
			other.open("/continue")
			other.write("#continue-code", scanner.text(".continue-code"))
			other.tap("#continue button")
		}
		other.wait("in", `!location.pathname.startsWith("/continue")`)
		other.open(path)
		other.wait("the answer is known", `document.getElementById("answer-%d").checked`, i+1)
		other.tap(fmt.Sprintf("label:has(#answer-%d)", i+2))
		if i > 0 {
			other.tap("#answer button[type=submit]")
		}
		other.wait("recorded", `document.getElementById("foot").dataset.state === "recorded" && document.getElementById("answer-%d").checked`, i+2)
	}
	// Without script the tapped option is chosen before its form is answered: what is stored tells.
	eventually(t, "one answer, the last, is stored", func() bool {
		scanner.open(path)
		return read[bool](scanner, `document.getElementById("answer-3").checked`)
	})
	for _, s := range hand.export().Sessions {
		for _, p := range s.Polls {
			if p.ID == poll && p.Respondents != 1 {
				t.Errorf("three browsers of one person are %d respondents", p.Respondents)
			}
		}
	}
}

// The welcome shows both steps in turn, keeps its step over pushes, and both codes are read from the
// picture of the hall.
func TestTheWelcomeAlternatesAndBothCodesAreRead(t *testing.T) {
	t.Parallel()
	reader, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("zbarimg is not installed")
	}
	h := openHall(t)
	hand := h.organiserHand()
	hand.importNote("open", "open", "open", "open", "open", "open", "open", "open")
	hand.post("/organise/wifi", "name", `Room 4; "north"`, "password", `two\words: 2`)
	screen := h.person("screen", still(wall()))
	screen.open("/sign-in")
	screen.signsIn()
	screen.open("/screen/1")
	seen := map[string]string{}
	for _, step := range []string{"wifi", "join"} {
		screen.wait("the step "+step, `document.documentElement.dataset.step === %s && getComputedStyle(document.getElementById("qr-%s")).visibility === "visible"`, quoted(step), step)
		seen[step] = scan(t, reader, screen.picture())
	}
	if want := `WIFI:T:WPA;S:Room 4\; \"north\";P:two\\words\: 2;;`; seen["wifi"] != want {
		t.Errorf("the network's code reads %q, not %q", seen["wifi"], want)
	}
	if want := h.url("/j/"+hand.code(), hallHost); seen["join"] != want {
		t.Errorf("the way in reads %q, not %q", seen["join"], want)
	}
	h.person("phone", phone()).joins(hand.code())
	screen.wait("a step is still shown", `["wifi", "join"].includes(document.documentElement.dataset.step)`)
}

// The poster is one A4 sheet, and its code is read from it.
func TestThePosterIsOneSheetWhoseCodeIsRead(t *testing.T) {
	t.Parallel()
	reader, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("zbarimg is not installed")
	}
	h := openHall(t)
	hand := h.organiserHand()
	hand.post("/organise/blank", "name", "Water for coastal cities", "label", "Session I", "access", "open", "key_questions", "What helps?", "lang", "en",
		"title", strings.Repeat("How can neighbours agree on what a river gives in a dry year? ", 7))
	p := h.person("organiser", still(desk()))
	p.signsIn()
	for path, code := range map[string]string{"/organise/poster": "/j/" + hand.code(), "/organise/sessions/1/poster": "/j/" + hand.code() + "/1"} {
		p.open(path)
		sheet := p.printed()
		if pages := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(sheet, -1)); pages != 1 {
			t.Errorf("%s comes out on %d pages", path, pages)
		}
		if box := regexp.MustCompile(`/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]`); !box.Match(sheet) {
			t.Errorf("%s is no A4 sheet: %s", path, regexp.MustCompile(`/MediaBox[^\]]*\]`).Find(sheet))
		}
		p.size(794, 1123, false)
		p.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}))
		if beyond := read[bool](p, `(() => { const sheet = document.querySelector(".poster"); return sheet.scrollHeight > sheet.clientHeight + 1 || sheet.scrollWidth > sheet.clientWidth + 1 })()`); beyond {
			t.Errorf("%s: what stands on it goes beyond the sheet", path)
		}
		if got := scan(t, reader, p.picture()); got != h.url(code, hallHost) {
			t.Errorf("%s reads %q", path, got)
		}
		p.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}))
	}
}

// printed is the open page as a printer gets it.
func (p *person) printed() []byte {
	p.t.Helper()
	asStyled := true
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	sheet, err := chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		result, err := cdp.Call(ctx, t, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &asStyled})
		return result.Data, err
	})
	must(p.t, err)
	return sheet
}

// picture is the open page as it is seen.
func (p *person) picture() []byte {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	drawn, err := chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		result, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng})
		return result.Data, err
	})
	must(p.t, err)
	return drawn
}

// scan is what a reader finds in a picture.
func scan(t *testing.T, reader string, picture []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "seen.png")
	must(t, os.WriteFile(file, picture, 0o600))
	var complaints bytes.Buffer
	command := exec.CommandContext(t.Context(), reader, "--raw", "--quiet", file)
	command.Stderr = &complaints
	found, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, complaints.String())
	}
	return strings.TrimSpace(string(found))
}
