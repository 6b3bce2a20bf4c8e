//go:build e2e

package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAProgrammeFromBlankToReady writes a programme as an organiser does: the conference's facts, three
// sessions with slots, key questions and translations; then puts it in order by the keyboard alone,
// and deletes and takes back with script off.
func TestAProgrammeFromBlankToReady(t *testing.T) {
	h := openHall(t)
	o := h.person("organiser", desk())
	setUp(o, h.setup)
	o.open("/organise/blank")
	o.write("#name", "Water in coastal cities")
	o.write("#title", "Wells and rivers")
	o.write("#key_questions", "What keeps wells usable?")
	o.tap(`input[name=access][value=open]`)
	o.tap(`.form-end button[type=submit]`)
	o.wait("the first session stands", `location.pathname === "/organise/sessions/1"`)

	writeFacts(o)
	addSessions(o)
	o.open("/organise")
	o.wait("days as the sessions were added", `[...document.querySelectorAll(".day-title")].map(d => d.innerText).join() === "Wednesday 17 June,Tuesday 16 June,Wednesday 17 June"`)
	orderByKeyboard(o)
	writeQuestions(o)

	phone := h.person("phone", phone())
	phone.open("/?lang=ar")
	phone.joins(read[string](o, `(document.querySelector(".code") || {innerText: ""}).innerText.replace(/\s/g, "")`))
	phone.open("/s/1")
	phone.wait("a translation and the times of the hall", `document.body.innerText.includes("آبار وأنهار") && document.body.innerText.includes("من 10:00 إلى 12:30")`)

	quiet := h.person("organiser without script", device{width: 1280, height: 800, host: hallHost})
	deleteAndUndo(h, quiet)
}

func writeFacts(o *person) {
	o.t.Helper()
	o.open("/organise/conference")
	o.choose("#zone", "Europe/Vienna")
	o.tap(`input[name=into][value=ar]`)
	o.tap(`.form-end button[type=submit]`)
	o.wait("saved", `location.pathname === "/organise"`)
	o.open("/organise/sessions/1/edit")
	o.write("#title-ar", "آبار وأنهار")
	fillSlot(o, 1, "2026-06-17", "10:00", "12:30")
	o.tap(`.form-end button[type=submit]`)
	o.wait("the slot is shown", `document.querySelector(".session-line").innerText.includes("17 June, 10:00 to 12:30")`)
}

// fillSlot fills one row; what a date field shows differs by the browser's language.
func fillSlot(o *person, row int, day, from, to string) {
	o.t.Helper()
	for part, value := range map[string]string{"day": day, "from": from, "to": to} {
		o.do(evaluate(fmt.Sprintf(`document.getElementById("slot-%d-%s").value = %s`, row, part, quoted(value))))
	}
}

func addSessions(o *person) {
	o.t.Helper()
	for i, session := range []struct{ title, day, from, to string }{
		{"Opening", "2026-06-16", "09:30", "10:30"}, {"Closing", "2026-06-17", "15:00", "16:00"},
	} {
		o.open("/organise/sessions/new")
		o.write("#title", session.title)
		fillSlot(o, 1, session.day, session.from, session.to)
		o.tap(`input[name=access][value=open]`)
		o.tap(`.form-end button[type=submit]`)
		o.wait("the session stands", `location.pathname === "/organise/sessions/%d"`, i+2)
	}
}

// press sends keys to what has the focus.
func (p *person) press(keys string) { p.t.Helper(); p.do(chromedp.KeyEvent(keys)) }

// orderByKeyboard moves the opening to the top without a mouse: the focus stays with what is moved.
func orderByKeyboard(o *person) {
	o.t.Helper()
	o.wait("the way to the order has the focus", `(document.querySelector("a[href='/organise?order']").focus(), document.activeElement.href.endsWith("?order"))`)
	o.press("\r")
	o.wait("the order can be changed", `document.querySelector(".move")`)
	o.wait("the button has the focus", `(document.querySelector("#session-2 button[value=up]").focus(), document.activeElement.value === "up")`)
	o.press("\r")
	o.wait("the opening is first, and its button still has the focus",
		`document.querySelector(".session").id === "session-2" && document.activeElement.closest("li").id === "session-2"`)
	o.wait("undo has the focus", `(document.querySelector("#undo button").focus(), document.activeElement.closest("#undo") !== null)`)
	o.press("\r")
	o.wait("taken back", `document.querySelector(".session").id === "session-1"`)
	o.open("/organise?order")
	o.tap(`form[action="/organise/sort"] button`)
	o.wait("in the order of time", `[...document.querySelectorAll(".session")].map(s => s.id).join() === "session-2,session-1,session-3"`)
}

func writeQuestions(o *person) {
	o.t.Helper()
	o.open("/organise/sessions/1/questions")
	o.write("#text", "Who pays for repairs, and who decides?")
	o.tap(`.form-end button[type=submit]`)
	o.wait("two key questions", `document.querySelectorAll(".questions > li").length === 2`)
	o.open("/organise/questions/2?split")
	o.write("#text", "Who pays for repairs?")
	o.write("#second", "Who decides on repairs?")
	o.tap(`.form-end button[type=submit]`)
	o.wait("three", `document.querySelectorAll(".questions > li").length === 3`)
	o.tap(`#question-3 button[value=up]`)
	o.wait("moved", `[...document.querySelectorAll(".questions > li")].map(q => q.id).join() === "question-1,question-3,question-2"`)
	o.open("/organise")
}

func deleteAndUndo(h *hall, o *person) {
	o.t.Helper()
	o.open("/sign-in")
	o.write("#passphrase", passphrase)
	o.tap(`form[action="/sign-in"] button`)
	o.wait("signed in", `location.pathname === "/organise"`)
	o.open("/organise/questions/1")
	o.tap(`form[action="/organise/questions/1/remove"] button`)
	o.wait("deleted", `location.pathname === "/organise/sessions/1" && document.querySelectorAll(".questions > li").length === 2`)
	o.tap(`#undo button`)
	o.wait("back again", `document.querySelectorAll(".questions > li").length === 3`)
	o.open("/organise/sessions/3/edit")
	o.tap(`form[action="/organise/sessions/3/remove"] button`)
	o.wait("two sessions", `location.pathname === "/organise" && document.querySelectorAll(".session").length === 2`)
	o.tap(`#undo button`)
	o.wait("three again", `document.querySelectorAll(".session").length === 3`)
}

// TestTwoOrganisersAtTheSameQuestion: the second is shown the first's text beside their own.
func TestTwoOrganisersAtTheSameQuestion(t *testing.T) {
	h := openHall(t)
	first := h.person("first organiser", desk())
	setUp(first, h.setup)
	importNote(first)
	second := first.tab(desk())
	first.open("/organise/questions/1")
	second.open("/organise/questions/1")
	first.write("#text", "What the first one wrote?")
	first.tap(`.form-end button[type=submit]`)
	first.wait("saved", `location.pathname === "/organise/sessions/1"`)
	second.watch.expect("status of 409")
	second.write("#text", "What the second one wrote?")
	second.tap(`.form-end button[type=submit]`)
	second.wait("both are there", `document.getElementById("text").value === "What the second one wrote?" && document.getElementById("text-stored").innerText.includes("What the first one wrote?")`)
	first.reload()
	first.wait("nothing is replaced yet", `document.getElementById("question-1").innerText.includes("What the first one wrote?")`)
	second.tap(`.form-end button[type=submit]`)
	second.wait("replaced knowingly", `location.pathname === "/organise/sessions/1" && document.getElementById("question-1").innerText.includes("What the second one wrote?")`)
}
