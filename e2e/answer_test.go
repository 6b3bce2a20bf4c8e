//go:build e2e

package e2e

import (
	"fmt"
	"testing"
)

// asked is a hall with session 1 in progress and one poll taking answers.
func asked(t *testing.T) (h *hall, o *hand, poll int64) {
	t.Helper()
	h = openHall(t)
	o = h.organiserHand()
	o.importNote("open", "closed", "open")
	poll = o.ask(1, o.firstKeyQuestion(1), "Which groups does a warning still not reach?", true,
		"Fishers at sea", "People in informal settlements", "Herders")
	return h, o, poll
}

// joined is a phone on the page of a poll.
func (h *hall) joined(o *hand, name string, d device, poll int64) *person {
	h.t.Helper()
	p := h.person(name, d)
	p.joins(o.code())
	p.open(fmt.Sprintf("/p/%d", poll))
	p.sees("#answer")
	return p
}

// holds fails unless the export has exactly these people on the options, in order.
func holds(t *testing.T, o *hand, poll int64, people ...int) {
	t.Helper()
	exported := o.export().poll(t, poll)
	sum := 0
	for i, n := range people {
		sum += n
		if exported.Rows[i].People != n {
			t.Errorf("option %d has %d people in the export, not %d", i+1, exported.Rows[i].People, n)
		}
	}
	if exported.Respondents != sum {
		t.Errorf("%d respondents in the export, not %d", exported.Respondents, sum)
	}
}

func TestTapsOneAfterTheOtherLeaveOneAnswerTheLast(t *testing.T) {
	t.Parallel()
	h, o, poll := asked(t)
	p := h.joined(o, "phone", phone(), poll)
	p.taps("label:has(#answer-1)", 2)
	p.recorded(1)
	holds(t, o, poll, 1, 0, 0)
	for _, option := range []int{2, 3, 1, 3, 2} { // faster than any reply
		p.tap(fmt.Sprintf("label:has(#answer-%d)", option))
	}
	p.recorded(2)
	p.reload()
	p.recorded(2)
	holds(t, o, poll, 0, 1, 0)
}

func TestBackAndForwardShowWhatWasAnswered(t *testing.T) {
	t.Parallel()
	h, o, poll := asked(t)
	p := h.joined(o, "phone", phone(), poll)
	p.answers(3)
	p.tap("header .back")
	p.wait("the session's page", `location.pathname === "/s/1"`)
	p.back()
	p.wait("the poll's page again", `location.pathname === "/p/%d" && document.getElementById("pulse")`, poll)
	p.recorded(3)
	p.answers(1)
	p.forward()
	p.wait("the session's page", `location.pathname === "/s/1" && document.readyState === "complete"`)
	p.back()
	p.wait("the poll's page again", `location.pathname === "/p/%d" && document.getElementById("pulse")`, poll)
	p.recorded(1)
	holds(t, o, poll, 1, 0, 0)
}

func TestBackWithoutScriptNeverRecordsTwice(t *testing.T) {
	t.Parallel()
	h, o, poll := asked(t)
	off := phone()
	off.script = false
	p := h.joined(o, "phone without script", off, poll)
	p.recordsByButton(1)
	p.back()
	p.sees("#answer")
	p.tap("label:has(#answer-2)")
	// The page before the reply may say "recorded" too, of the first answer: its nonce tells them apart.
	nonce := read[string](p, `document.querySelector("#answer [name=nonce]").value`)
	p.tap("#answer button[type=submit]")
	p.wait("recorded, or asked which one counts", `document.querySelector("#answer [name=nonce]").value !== %q && ["recorded", "conflict"].includes(document.getElementById("foot").dataset.state)`, nonce)
	if read[string](p, `document.getElementById("foot").dataset.state`) == "conflict" {
		p.tap("#foot button[data-replace]")
	}
	p.recorded(2)
	holds(t, o, poll, 0, 1, 0)
}

func TestTwoTabsAskWhichAnswerCounts(t *testing.T) {
	t.Parallel()
	h, o, poll := asked(t)
	first := h.joined(o, "phone", phone(), poll)
	first.watch.expect("409")
	second := first.tab(phone())
	second.open(fmt.Sprintf("/p/%d", poll))
	first.answers(1)

	second.tap("label:has(#answer-2)")
	second.wait("the second tab is told of the first", `document.getElementById("foot").dataset.state === "conflict"`)
	holds(t, o, poll, 1, 0, 0)
	second.tap("#foot button[data-replace]")
	second.recorded(2)
	holds(t, o, poll, 0, 1, 0)

	first.tap("label:has(#answer-3)")
	first.wait("now the first is told of the second", `document.getElementById("foot").dataset.state === "conflict"`)
	first.tap(fmt.Sprintf(`#foot a[href="/p/%d"]`, poll))
	first.recorded(2)
	holds(t, o, poll, 0, 1, 0)
}

func TestAnAnswerTappedWhileTheServerIsDownIsRecordedOnceAfterwards(t *testing.T) {
	t.Parallel()
	h, o, poll := asked(t)
	p := h.joined(o, "phone", phone(), poll)
	p.watch.expect("WebSocket connection to", "net::ERR_", "htmx:")
	p.answers(1)
	h.kill()
	p.tap("label:has(#answer-3)")
	p.wait("the phone says that it is not saved", `document.getElementById("foot").dataset.state === "not_saved" && document.getElementById("answer").dataset.state === "not_saved"`)
	p.tap("#foot button[form=answer]")
	p.wait("and says so again", `document.getElementById("foot").dataset.state === "not_saved"`)
	h.start()
	p.tap("#foot button[form=answer]")
	p.recorded(3)
	p.reload()
	p.recorded(3)
	holds(t, o, poll, 0, 0, 1)
}

// The reply is lost after the commit: the retry carries the same nonce, so that it is the same answer.
func TestARetryAfterALostReplyIsTheSameAnswer(t *testing.T) {
	t.Parallel()
	h, o, poll := asked(t)
	p := h.joined(o, "phone", phone(), poll)
	p.watch.expect("net::ERR_", "htmx:")
	p.loseReplies("*/answer")
	p.tap("label:has(#answer-2)")
	p.wait("the phone says that it is not saved", `document.getElementById("foot").dataset.state === "not_saved"`)
	holds(t, o, poll, 0, 1, 0)
	p.release()
	p.tap("#foot button[form=answer]")
	p.recorded(2)
	if revision := read[string](p, `document.querySelector("#answer input[name=replaces]").value`); revision != "1" {
		t.Errorf("after the retry the phone holds revision %s, not 1", revision)
	}
	holds(t, o, poll, 0, 1, 0)
}

func TestAnAnswerAfterClosingIsLateAndSaysSo(t *testing.T) {
	t.Parallel()
	h, o, poll := asked(t)
	off := phone()
	off.script = false
	without := h.joined(o, "phone without script", off, poll)
	with := h.joined(o, "phone in an old tab", phone(), poll)
	for _, p := range []*person{without, with} {
		p.watch.expect("409")
	}
	with.hold("*/answer")
	with.tap("label:has(#answer-1)")
	with.wait("the answer is on its way", `document.getElementById("foot").dataset.state === "saving"`)
	o.post(fmt.Sprintf("/polls/%d/close", poll))
	with.wait("the phone hears of the closing", `document.getElementById("pulse").dataset.state === "closed"`)
	with.release()
	with.wait("late", `document.getElementById("foot").dataset.state === "late"`)

	without.tap("label:has(#answer-2)")
	without.tap("#answer button[type=submit]")
	without.wait("late", `document.getElementById("foot").dataset.state === "late"`)
	holds(t, o, poll, 0, 0, 0)
}

func TestAPhoneWithoutASocketFollowsByAsking(t *testing.T) {
	t.Parallel()
	h, o, poll := asked(t)
	p := h.person("phone behind a proxy that lets no sockets through", phone())
	p.watch.expect("htmx:")
	p.beginning(`window.WebSocket = class extends EventTarget {
		constructor() { super(); this.readyState = 3; setTimeout(() => { const gone = new CloseEvent("close", {code: 1006}); this.onclose?.(gone); this.dispatchEvent(gone); }, 0); }
		send() {} close() {}
	};`)
	p.joins(o.code())
	p.open(fmt.Sprintf("/p/%d", poll))
	p.answers(1)
	p.wait("it says that it reconnects", `!document.getElementById("band").hidden`)
	o.post(fmt.Sprintf("/polls/%d/close", poll))
	p.wait("it learns that answers are closed", `document.getElementById("foot").dataset.state === "closed" && document.getElementById("pulse").dataset.state === "closed"`)
	o.post(fmt.Sprintf("/polls/%d/show", poll), "screen", "off", "phones", "on")
	p.wait("and sees the result", `document.querySelector("#poll-now table")`)
}

// The first tap is stored but its reply is lost; the owner of the phone means the second one.
func TestANewTapAfterALostReplyReplacesTheFirst(t *testing.T) {
	t.Parallel()
	h, o, poll := asked(t)
	p := h.joined(o, "phone", phone(), poll)
	p.watch.expect("net::ERR_", "htmx:", "409")
	p.loseReplies("*/answer")
	p.tap("label:has(#answer-2)")
	p.wait("the phone says that it is not saved", `document.getElementById("foot").dataset.state === "not_saved"`)
	holds(t, o, poll, 0, 1, 0)
	p.release()
	p.answers(3)
	p.reload()
	p.recorded(3)
	holds(t, o, poll, 0, 0, 1)
}
