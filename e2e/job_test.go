//go:build e2e

package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestTheMainJob goes the whole way in a hall on plain http: from a concept note to a result on the
// screen and in a file, with the server killed in the middle.
func TestTheMainJob(t *testing.T) {
	h := openHall(t)
	organiser := h.person("organiser", desk())
	setUp(organiser, h.setup)
	importNote(organiser)
	moderator, screen := h.person("moderator", desk()), h.person("screen", wall())
	moderator.open(newLink(organiser, "moderator"))
	moderator.wait("the link leads to the podium", `location.pathname === "/podium/1"`)
	screen.open(newLink(organiser, "screen"))
	screen.wait("the link leads to the screen", `location.pathname === "/screen/1"`)
	screen.wait("the secret is out of the address", `!location.hash`)

	a, b, c := threePhones(h, screen)
	everyone := []*person{moderator, screen, a, b, c}
	moderator.tap(`#stage form[action="/podium/1/progress"] button`)
	for _, p := range []*person{a, c} {
		p.wait("the phone is in the session", `location.pathname === "/s/1" && document.getElementById("pulse").dataset.sessionProgress === "in_progress"`)
	}
	ask(moderator, "Which groups does a warning still not reach?", "Fishers at sea", "People in informal settlements", "Herders")
	screen.wait("the screen shows the question", `document.querySelector("#screen h1").innerText.includes("still not reach")`)
	a.wait("the phone follows the moderator", `location.pathname === "/p/1" && document.querySelector("#answer")`)
	c.wait("the other phone follows too", `location.pathname === "/p/1" && document.querySelector("#answer")`)
	b.open("/now")
	if read[string](b, "location.pathname") == "/s/1" {
		b.tap(`#now a[href="/p/1"]`)
	}
	b.sees("#answer")

	a.answers(1)
	c.answers(3)
	b.recordsByButton(2)
	a.answers(2) // a change of mind
	screen.wait("the live count", `document.getElementById("count").innerText.trim() === "3"`)
	screen.wait("no result before it is shown", `!document.querySelector("#screen table")`)

	killAndRestart(h, everyone)

	a.wait("the answer still stands", `document.getElementById("answer-2").checked && document.getElementById("foot").dataset.state === "recorded"`)
	a.reload()
	a.wait("after a reload the phone shows what was answered", `document.getElementById("answer-2").checked && document.getElementById("foot").dataset.state === "recorded"`)
	c.answers(1) // and the page of before the kill still answers
	b.reload()
	b.wait("without script too", `document.getElementById("answer-2").checked`)

	moderator.tap(`#stage form[action="/polls/1/close"] button`)
	a.wait("the phone learns that answers are closed", `document.getElementById("pulse").dataset.state === "closed" && !document.querySelector("#answer input[type=radio]:enabled") && document.getElementById("foot").dataset.state === "closed"`)
	moderator.sees(".only-you table")
	compareFigures(t, h, organiser, map[string]*person{".only-you": moderator})
	show(moderator, "screen", "on")
	screen.wait("the screen shows bars", `document.querySelectorAll("#screen .bar .fill").length === 3`)
	a.wait("phones do not show it yet", `document.getElementById("pulse").dataset.result === "hidden"`)
	show(moderator, "phones", "on")
	a.wait("phones show it", `document.getElementById("pulse").dataset.result === "shown" && document.querySelector("#poll-now table")`)
	c.wait("in Arabic too", `document.documentElement.dir === "rtl" && document.querySelector("#poll-now table")`)
	b.reload()
	b.sees("#poll-now .bar")

	compareFigures(t, h, organiser, map[string]*person{"#screen": screen, "#poll-now": a})
	compareFigures(t, h, organiser, map[string]*person{"#poll-now": c})
}

// setUp opens the organiser's set-up link, sets a passphrase and reaches the first page.
func setUp(p *person, link string) {
	p.t.Helper()
	p.open(strings.Replace(link, "127.0.0.1", hallHost, 1))
	p.wait("the set-up link leads to the passphrase", `location.pathname === "/passphrase" && !location.hash`)
	p.write("#passphrase", passphrase)
	p.write("#again", passphrase)
	p.tap(`form[action="/passphrase"] button`)
	p.wait("the first page", `location.pathname === "/organise" && document.querySelector(".ways-in")`)
}

// importNote uploads the note, looks at the preview, chooses who is admitted to the sessions whose
// access the note does not state, and confirms.
func importNote(p *person) {
	p.t.Helper()
	p.tap(`a[href="/organise/import"]`)
	p.sees("#note")
	p.upload("#note", "testdata/note.md")
	p.tap(`form[action="/organise/import"] button[type=submit]`)
	p.wait("the preview names eight sessions", `document.querySelectorAll("select[name^=access-]").length === 8`)
	if stated := read[[]string](p, `[1, 2, 3].map(n => document.querySelector("select[name=access-" + n + "]").value)`); !slices.Equal(stated, []string{"open", "closed", "not_stated"}) {
		p.t.Errorf("access in the preview is %v", stated)
	}
	p.choose("select[name=access-3]", "open")
	p.tap(`form[action="/organise/import/confirm"] button[type=submit]`)
	p.wait("the programme stands", `location.pathname === "/organise" && document.querySelectorAll(".session").length === 8`)
}

// newLink makes a link for a role in session 1 and returns it.
func newLink(p *person, role string) string {
	p.t.Helper()
	p.open("/organise/sessions/1")
	p.tap(fmt.Sprintf(`form[action="/organise/sessions/1/links"] button[value=%s]`, role))
	p.sees("#new-link")
	return read[string](p, `document.getElementById("new-link").value`)
}

// threePhones join session 1: one with script by the code on the screen, one without script, one in
// Arabic that reaches the server by its address.
func threePhones(h *hall, screen *person) (a, b, c *person) {
	h.t.Helper()
	code := strings.Join(strings.Fields(screen.text("#screen .letters")), "")
	a = h.person("phone with script", phone())
	a.open("/")
	a.write("#code", strings.ToLower(code))
	a.tap("#join button")
	off := phone()
	off.script = false
	b = h.person("phone without script", off)
	b.open("/")
	b.write("#code", code)
	b.tap("#join button")
	near := phone()
	near.host = "127.0.0.1"
	c = h.person("phone in Arabic", near)
	c.open("/?lang=ar")
	c.open("/j/" + code)
	for _, p := range []*person{a, b, c} {
		p.wait("joined", `/^\/(now|s\/1)$/.test(location.pathname)`)
	}
	c.wait("the page is Arabic", `document.documentElement.lang === "ar" && document.documentElement.dir === "rtl"`)
	return a, b, c
}

// ask makes a poll under the first key question and takes answers.
func ask(p *person, question string, options ...string) {
	p.t.Helper()
	p.write("#draft-question", question)
	p.write("#draft-options", strings.Join(options, "\n"))
	p.tap(`.ask-form button[name=then][value=take]`)
	p.wait("answers are taken", `document.querySelector('#stage form[action$="/close"]')`)
}

// show switches the result on or off, on the screen or on phones.
func show(p *person, where, state string) {
	p.t.Helper()
	p.tap(fmt.Sprintf(`#stage .controls form[action$="/show"]:has(button[id^="now-%s"]) button`, where))
	p.wait("the switch has moved", `document.querySelector('#stage .controls button[id^="now-%s"]').getAttribute("aria-checked") === %s`, where, quoted(fmt.Sprint(state == "on")))
}

// answers taps an option and waits until it is recorded.
func (p *person) answers(option int) {
	p.t.Helper()
	p.tap(fmt.Sprintf(`label:has(#answer-%d)`, option))
	p.recorded(option)
}

func (p *person) recorded(option int) {
	p.t.Helper()
	p.wait("the answer is recorded", `document.getElementById("foot").dataset.state === "recorded" && document.getElementById("answer-%d").checked && (!document.documentElement.classList.contains("scripted") || document.getElementById("answer").dataset.state === "recorded")`, option)
}

// recordsByButton answers as one does without script: an option, then the button.
func (p *person) recordsByButton(option int) {
	p.t.Helper()
	p.tap(fmt.Sprintf(`label:has(#answer-%d)`, option))
	p.tap(`#answer button[type=submit]`)
	p.recorded(option)
}

// killAndRestart ends the server with kill -9 and waits until every open page has come back by
// itself: the same document, connected again.
func killAndRestart(h *hall, people []*person) {
	h.t.Helper()
	for _, p := range people {
		p.watch.expect("WebSocket connection to", "net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_RESET", "net::ERR_EMPTY_RESPONSE", "htmx:ws:error")
		if read[bool](p, `Boolean(document.getElementById("live") && document.documentElement.classList.contains("scripted"))`) {
			p.wait("it listens", `(window.markedBeforeTheKill = true) && document.getElementById("band").hidden`)
		}
	}
	h.kill()
	for _, p := range people {
		p.wait("the page says that it reconnects", `!window.markedBeforeTheKill || !document.getElementById("band").hidden`)
	}
	h.start()
	for _, p := range people {
		p.wait("the page is back", `!window.markedBeforeTheKill || document.getElementById("band").hidden`)
	}
	marked := 0
	for _, p := range people {
		if read[bool](p, `Boolean(window.markedBeforeTheKill)`) {
			marked++
		}
	}
	if marked != 4 {
		h.t.Errorf("%d of 4 pages with script lived through the restart without being loaded anew", marked)
	}
}

// compareFigures holds every figure of every display against the export.
func compareFigures(t *testing.T, h *hall, organiser *person, displays map[string]*person) {
	t.Helper()
	o := h.hand()
	o.post("/sign-in", "passphrase", passphrase)
	exported := o.export().poll(t, 1)
	if exported.Respondents != 3 || exported.State != "closed" {
		t.Fatalf("exported: %+v", exported)
	}
	want := [][]string{}
	for _, row := range exported.Rows {
		want = append(want, []string{row.Label.Text, fmt.Sprint(row.People)})
	}
	if !slices.EqualFunc(want, [][]string{{"Fishers at sea", "1"}, {"People in informal settlements", "2"}, {"Herders", "0"}}, slices.Equal) {
		t.Errorf("the export counts %v", want)
	}
	for place, p := range displays {
		table := read[[][]string](p, fmt.Sprintf(`[...[...document.querySelectorAll(%s)].find(part => part.querySelector("table")).querySelector("table").tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent.trim()))`, quoted(place)))
		if !slices.EqualFunc(table, want, slices.Equal) {
			t.Errorf("%s shows %v, the export says %v", p.name, table, want)
		}
		drawn := read[[][]string](p, fmt.Sprintf(`[...[...document.querySelectorAll(%s)].find(part => part.querySelector("table")).querySelectorAll(".bars .row")].map(row => [row.querySelector(".label").textContent.trim(), row.querySelector(".people").textContent.trim()])`, quoted(place)))
		if !slices.EqualFunc(drawn, want, slices.Equal) {
			t.Errorf("%s draws %v, the export says %v", p.name, drawn, want)
		}
	}
	file := read[string](organiser, `(() => { const ask = new XMLHttpRequest(); ask.open("GET", "/organise/files/soundings.json", false); ask.send(); return ask.responseText; })()`)
	if !strings.Contains(file, `"respondents": 3`) && !strings.Contains(file, `"respondents":3`) {
		t.Error("the organiser's own download does not say three respondents")
	}
}
