//go:build e2e || shots

package e2e

import "fmt"

// questionPlaces are the states of the phone's page of a key question.
func (s *season) questionPlaces() []place {
	page := fmt.Sprintf("/k/%d", s.organiser.firstKeyQuestion(sessionTaking))
	ended := fmt.Sprintf("/k/%d", s.organiser.firstKeyQuestion(sessionEnded))
	compose := func(p *person) {
		p.tap("label[for=type-recommendation]")
		p.write("#text", inEnglish().more[1]+". "+inEnglish().more[0]+".")
	}
	send := func(state string, before func(*person)) func(*person) {
		return func(p *person) {
			compose(p)
			before(p)
			p.tap("#foot button")
			p.wait("the foot says "+state, `document.getElementById("foot").dataset.state === %s`, quoted(state))
		}
	}
	return []place{
		{name: "question, to write on", kind: "phone", path: page},
		{name: "question, typed", kind: "phone", path: page, act: compose},
		{name: "question, recorded", kind: "phone", path: page, act: send("recorded", func(*person) {})},
		{name: "question, edited", kind: "phone", path: page, act: func(p *person) {
			send("recorded", func(*person) {})(p)
			p.tap(`#own a[href*="edit="]`)
			p.wait("the text is in the form", `document.getElementById("text")?.value !== ""`)
		}},
		{name: "question, not saved", kind: "phone", path: page, refused: "net::ERR_", act: send("not_saved", func(p *person) {
			p.watch.expect("htmx:")
			p.loseReplies("*/contributions")
		})},
		{name: "question, no type", kind: "phone", path: page, refused: "status of 422", act: func(p *person) {
			p.write("#text", "Words without a type")
			p.tap("#foot button")
			p.wait("the foot says so", `document.getElementById("foot").dataset.state === "invalid"`)
		}},
		{name: "question, no longer joined", kind: "phone", path: page, refused: "status of 4", act: send("expired", (*person).forget)},
		{name: "question, join again and send", kind: "phone", path: page, refused: "status of 4", act: func(p *person) {
			p.forget()
			p.do(evaluate(sendWithoutScript))
			p.sees("form.rejoin")
		}},
		{name: "question, after its session", kind: "phone", path: ended},
		{name: "sessions to write on", kind: "phone", path: "/now?all=1"},
	}
}

// sendWithoutScript sends the form as a browser does whose script is off.
const sendWithoutScript = `(() => {
  const form = document.getElementById("contribution");
  document.getElementById("text").value = "Typed before the cookie went";
  HTMLFormElement.prototype.submit.call(form);
})()`
