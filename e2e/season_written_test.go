//go:build e2e || shots

package e2e

import (
	"fmt"
	"regexp"
)

// writtenPlaces are the desk and what the screen shows of contributions. They come last: they
// change what the screen of the first session shows.
func (s *season) writtenPlaces() []place {
	screen, desk := fmt.Sprintf("/screen/%d", sessionTaking), fmt.Sprintf("/desk/%d", sessionTaking)
	post := func(path string, pairs ...string) func(*person) {
		return func(*person) { s.organiser.post(path, pairs...) }
	}
	shows := func(look string, act func(*person)) func(*person) {
		return func(p *person) {
			act(p)
			p.sees(".board." + look)
		}
	}
	// act does one thing with what waits longest; each place acts on what the ones before it left.
	act := func(verb string) {
		id := s.waiting(desk)
		s.organiser.post(fmt.Sprintf("%s/contributions/%s/%s", desk, id, verb), "revision", "1", "state", "incoming", "reason", "already_said")
	}
	question := fmt.Sprint(s.organiser.firstKeyQuestion(sessionTaking))
	return []place{
		{name: "desk, nothing came in", kind: "desk", path: fmt.Sprintf("/desk/%d", sessionWaiting)},
		{name: "screen, key question", kind: "screen", path: screen, act: shows("asking", post(desk+"/screen", "question", question))},
		{name: "desk, incoming", kind: "desk", path: desk + "?search=a", act: func(p *person) {
			s.write()
			p.open(desk)
			p.sees("#items .item:nth-child(4)")
		}},
		{name: "screen, contributions", kind: "screen", path: screen, act: shows("wall", func(*person) {
			act("show")
			act("show")
			act("aside")
		})},
		{name: "desk, shown", kind: "desk", path: desk + "?state=shown"},
		{name: "desk, set aside", kind: "desk", path: desk + "?state=set_aside"},
		{name: "screen, selected contribution", kind: "screen", path: screen, act: shows("selected", func(*person) { act("select") })},
		{name: "podium, contributions", kind: "desk", path: fmt.Sprintf("/podium/%d", sessionTaking)},
		{name: "desk, log", kind: "desk", path: desk + "/log"},
	}
}

// waiting is the number of what waits longest at the desk.
func (s *season) waiting(desk string) string {
	s.t.Helper()
	found := regexp.MustCompile(`id="c-(\d+)"`).FindStringSubmatch(s.organiser.see(desk))
	if found == nil {
		s.t.Fatal("nothing waits at the desk")
	}
	return found[1]
}

// write has four participants contribute to the first session's first key question.
func (s *season) write() {
	s.t.Helper()
	for i, text := range []string{
		"Courses arrive in one language. Half of my team cannot follow them.", "الجامعات المحلية أبقت البرنامج حياً بعد انتهاء المنحة.",
		"The course by the African Union had no follow-up.", "Two trained colleagues per office, never one, so that knowledge stays when someone moves.",
	} {
		kind, lang := []string{"challenge", "lesson_learned", "gap", "good_practice"}[i], []string{"en", "ar", "en", "en"}[i]
		s.contributes(s.code, s.organiser.firstKeyQuestion(sessionTaking), kind, lang, text)
	}
}

// contributes writes on a key question as a new participant, and returns who it was.
func (h *hall) contributes(code string, question int64, kind, lang, text string) *hand {
	h.t.Helper()
	p := h.hand()
	p.post("/join", "code", code)
	p.post(fmt.Sprintf("/k/%d/contributions", question), "type", kind, "text", text, "language", lang,
		"nonce", fmt.Sprintf("%p", p), "replaces", "0", "contribution", "0")
	return p
}
