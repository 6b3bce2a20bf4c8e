//go:build e2e

package e2e

import (
	"fmt"
	"strings"
	"testing"
)

func TestARevokedLinkEndsTheScreen(t *testing.T) {
	t.Parallel()
	h, _, _ := asked(t)
	organiser, screen := h.person("organiser", desk()), h.person("screen", wall())
	signIn(organiser)
	screen.open(newLink(organiser, "screen"))
	screen.wait("the screen shows the question", `document.querySelector("#screen h1")`)
	screen.watch.expect("status of 40")

	organiser.open("/organise/sessions/1")
	organiser.tap(".links details.confirm summary")
	organiser.tap(`.links form[action$="/revoke"] button`)
	screen.wait("nothing of the session is left on it", `document.readyState === "complete" && !document.getElementById("screen") && !document.body.innerText.includes("still not reach")`)
	screen.open("/screen/1")
	screen.wait("and it does not come back", `!document.getElementById("screen")`)
}

func signIn(p *person) {
	p.t.Helper()
	p.open("/sign-in")
	p.write("#passphrase", passphrase)
	p.tap(`form[action="/sign-in"] button`)
	p.wait("signed in", `location.pathname === "/organise"`)
}

func TestAPhoneLosesASessionThatBecomesRestricted(t *testing.T) {
	t.Parallel()
	h, o, poll := asked(t)
	watching := h.joined(o, "phone on the poll", phone(), poll)
	around := h.person("phone on the session", phone())
	around.joins(o.code())
	around.open("/s/1")
	for _, p := range []*person{watching, around} {
		p.wait("it listens", `document.getElementById("pulse")`)
		p.watch.expect("status of 404")
	}
	o.post("/organise/sessions/1/access", "access", "restricted")
	for _, p := range []*person{watching, around} {
		p.wait("the session is gone from the phone", `document.readyState === "complete" && !document.getElementById("pulse") && !document.body.innerText.includes("still not reach")`)
		p.wait("and there is a way on", `document.querySelector("main a[href]")`)
	}
	lost := read[int](watching, fmt.Sprintf(`(() => { const ask = new XMLHttpRequest(); ask.open("GET", "/p/%d", false); ask.send(); return ask.status; })()`, poll))
	absent := read[int](watching, `(() => { const ask = new XMLHttpRequest(); ask.open("GET", "/p/9999", false); ask.send(); return ask.status; })()`)
	if lost != 404 || absent != 404 {
		t.Errorf("a session that is closed to the phone gives %d, one that is not there %d", lost, absent)
	}
}

func TestALinkGivesItsSessionAndNoOther(t *testing.T) {
	t.Parallel()
	h, _, _ := asked(t)
	organiser, moderator := h.person("organiser", desk()), h.person("moderator", desk())
	signIn(organiser)
	moderator.open(newLink(organiser, "moderator"))
	moderator.wait("the podium", `location.pathname === "/podium/1"`)
	moderator.watch.expect("status of 40")
	for _, path := range []string{"/podium/2", "/organise", "/screen/3"} {
		moderator.open(path)
		moderator.wait("no page of "+path, `!document.getElementById("stage") && !document.getElementById("screen") && !document.querySelector(".sessions")`)
	}
}

// A phone that was never here loads the join page, the session and the poll within 60 kB.
func TestTheFirstLoadOfAPhoneIsSmall(t *testing.T) {
	t.Parallel()
	h, o, poll := asked(t)
	p := h.person("phone", phone())
	p.open("/j/" + o.code())
	p.wait("joined", `location.pathname === "/s/1" || location.pathname.startsWith("/p/")`)
	p.open(fmt.Sprintf("/p/%d", poll))
	p.sees("#answer")
	const most = 60_000
	sum, lines := 0.0, []string{}
	eventually(t, "style and script have arrived", func() bool {
		sum, lines = 0, nil
		seen := 0
		for address, n := range p.watch.received() {
			sum += n
			lines = append(lines, fmt.Sprintf("%8.0f  %s", n, strings.TrimPrefix(address, p.base)))
			if n > 0 && (strings.Contains(address, ".css") || strings.Contains(address, ".js")) {
				seen++
			}
		}
		return seen == 2
	})
	t.Logf("first load of a phone, in bytes over the network: %.0f\n%s", sum, strings.Join(lines, "\n"))
	if sum > most {
		t.Errorf("the first load of a phone is %.0f bytes, more than %d", sum, most)
	}
}
