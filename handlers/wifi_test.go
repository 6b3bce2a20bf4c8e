package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"soundings/access"
	"soundings/agenda"
	"soundings/handlers"
)

func TestTheWelcomeShowsTheHallsNetworkWhereOneIsGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *handlers.Config) { c.PublicURL = "http://hall.example:80" })
	o, session := w.organiser(), w.session(agenda.Open)
	screen := w.link(session, access.Screen)
	path := fmt.Sprintf("/screen/%d", session.ID)
	if body := screen.get(path).body; strings.Contains(body, "step-wifi") || !strings.Contains(body, ">hall.example<") {
		t.Error("a welcome without a network has two steps, or an address that nobody needs to type so")
	}
	if r := o.post("/organise/wifi", url.Values{"name": {" Room 4 "}, "password": {"two words"}}); r.status != 303 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	body := screen.get(path).body
	for _, want := range []string{"step-wifi", ">Room 4<", ">two words<"} {
		if !strings.Contains(body, want) {
			t.Errorf("the welcome lacks %s", want)
		}
	}
	if strings.Contains(w.log.String(), "two words") {
		t.Error("the password stands in the log")
	}
	if r := o.post("/organise/wifi", url.Values{}); r.status != 303 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if body := screen.get(path).body; strings.Contains(body, "step-wifi") {
		t.Error("a network that was taken back is still shown")
	}
}

func TestANetworkThatNoPhoneCouldJoinIsRefusedWithWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.organiser()
	r := o.post("/organise/wifi", url.Values{"name": {"Hall <4>"}, "password": {"short"}})
	if r.status != 422 || !strings.Contains(r.body, "Hall &lt;4&gt;") || !strings.Contains(r.body, `value="short"`) || !strings.Contains(r.body, "8 to 63") {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if conference, err := w.file.Conference(t.Context()); err != nil || conference.WiFi != (agenda.WiFi{}) {
		t.Errorf("%+v, %v", conference.WiFi, err)
	}
}
