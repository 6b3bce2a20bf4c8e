package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"soundings/agenda"
	"soundings/poll"
)

func TestASessionsPosterLeadsAPhoneToThatSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.session(agenda.Open)
	session, restricted := w.session(agenda.Open), w.session(agenda.MemberStatesOnly)
	b := w.browser()
	if body := b.get(fmt.Sprintf("/j/%s/%d", w.code(), session.ID)).body; !strings.Contains(body, fmt.Sprintf(`name="session" value="%d"`, session.ID)) {
		t.Fatal("the page forgets which poster was scanned")
	}
	path := fmt.Sprintf("/s/%d", session.ID)
	if r := b.post("/join", url.Values{"code": {w.code()}, "session": {fmt.Sprint(session.ID)}}); r.status != 303 || r.location != path {
		t.Errorf("%d to %s", r.status, r.location)
	}
	if r := b.get(fmt.Sprintf("/j/%s/%d", w.code(), session.ID)); r.location != path {
		t.Errorf("a phone that has joined is led to %s", r.location)
	}
	for _, nowhere := range []string{fmt.Sprint(restricted.ID), "99", "x", "-1"} {
		if r := w.browser().post("/join", url.Values{"code": {w.code()}, "session": {nowhere}}); r.location != "/now" {
			t.Errorf("%q leads to %s", nowhere, r.location)
		}
	}
	p := w.poll(session, poll.TakingAnswers)
	if r := b.get(fmt.Sprintf("/j/%s/%d", w.code(), session.ID)); r.location != fmt.Sprintf("/p/%d", p.ID) {
		t.Errorf("a scan and a tap are not enough: %s", r.location)
	}
	if r := w.browser().post("/join", url.Values{"code": {"WRONG2"}, "session": {"7"}}); r.status != 422 || !strings.Contains(r.body, `name="session" value="7"`) {
		t.Errorf("a slip in the code loses the session: %d", r.status)
	}
}

func TestPostersSpeakTheConferencesLanguages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o, session := w.organiser(), w.session(agenda.Open)
	must(t, w.file.SaveConference(t.Context(), lead(), agenda.Conference{
		Name:     agenda.Text{Lang: "en", Text: "Water", Translations: map[string]string{"ar": "المياه", "fr": "L’eau"}},
		Language: "en", Languages: []string{"ar", "fr"}, TimeZone: "UTC", Revision: 1,
	}))
	if r := o.post("/organise/wifi", url.Values{}); r.status != 303 {
		t.Fatal(r.status)
	}
	sheet := o.get("/organise/poster").body
	for _, want := range []string{"المياه", "L’eau", "Scan, or type this address", "امسح الرمز", ">hall.example<"} {
		if !strings.Contains(sheet, want) {
			t.Errorf("the sheet lacks %s", want)
		}
	}
	if body := o.get(fmt.Sprintf("/organise/sessions/%d/poster", session.ID)).body; !strings.Contains(body, "Wells and rivers") {
		t.Error("the session's sheet lacks its title")
	}
}
