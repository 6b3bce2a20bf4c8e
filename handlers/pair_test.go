package handlers_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/handlers"
)

// machine opens the short address and reads the code that it shows.
func (w *world) machine() (b *browser, code string) {
	w.t.Helper()
	b = w.browser()
	return b, b.pairingCode()
}

func (b *browser) pairingCode() string {
	b.w.t.Helper()
	r := b.get("/screen")
	found := regexp.MustCompile(`class="letters" dir="ltr">([A-Z0-9 ]+)<`).FindStringSubmatch(r.body)
	if r.status != 200 || found == nil {
		b.w.t.Fatalf("%d %s", r.status, r.body)
	}
	return html.UnescapeString(found[1])
}

func pairs(session agenda.Session, code string) url.Values {
	return url.Values{"session": {fmt.Sprint(session.ID)}, "code": {code}, "next": {"/organise"}}
}

func TestAnyMachineBecomesTheScreenByItsCode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.NotStated)
	for name, b := range map[string]*browser{
		"organiser": w.organiser(), "moderator": w.link(session, access.Moderator), "desk": w.link(session, access.Desk),
	} {
		machine, code := w.machine()
		if machine.pairingCode() != code {
			t.Error("the code changes while it is read")
		}
		if r := b.post("/screens", pairs(session, strings.ToLower(" "+code))); r.status != 303 || r.location != "/organise?done=screen_paired" {
			t.Fatalf("%s: %d %s", name, r.status, r.body)
		}
		path := fmt.Sprintf("/screen/%d", session.ID)
		if r := machine.get("/screen"); r.status != 303 || r.location != path {
			t.Fatalf("%s: %d to %s", name, r.status, r.location)
		}
		if r := machine.get(path); r.status != 200 {
			t.Errorf("%s: the machine shows no screen: %d", name, r.status)
		}
		if r := b.post("/screens", pairs(session, code)); r.status != 422 {
			t.Errorf("%s: a code is of use twice: %d", name, r.status)
		}
	}
}

func TestThePairedScreenIsALinkThatTheOrganiserRevokes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	machine, code := w.machine()
	w.link(session, access.Moderator).post("/screens", pairs(session, code))
	machine.get("/screen")
	links, err := w.file.Links(t.Context(), lead(), session.ID)
	must(t, err)
	link := links[len(links)-1]
	if link.Role != access.Screen || !link.Used {
		t.Fatalf("%+v", links)
	}
	must(t, w.file.RevokeLink(t.Context(), lead(), link.ID))
	if r := machine.get(fmt.Sprintf("/screen/%d", session.ID)); r.status == 200 {
		t.Error("a revoked screen goes on")
	}
}

func TestOnlyWhoDirectsASessionGivesItAScreen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session, other := w.session(agenda.Open), w.session(agenda.Open)
	machine, code := w.machine()
	for name, b := range map[string]*browser{
		"stranger": w.browser(), "phone": w.phone(), "screen": w.link(session, access.Screen), "moderator of another": w.link(other, access.Moderator),
	} {
		if r := b.post("/screens", pairs(session, code)); r.status != 401 && r.status != 404 && r.status != 303 || strings.Contains(r.location, "screen_paired") {
			t.Errorf("%s: %d to %s", name, r.status, r.location)
		}
	}
	if machine.pairingCode() != code {
		t.Error("the machine does not wait any more")
	}
}

func TestAPairingCodeLastsTenMinutesAndManyDoNotFillTheMemory(t *testing.T) {
	t.Parallel()
	began := time.Now()
	var ahead atomic.Int64
	w := newWorld(t, func(c *handlers.Config) { c.Now = func() time.Time { return began.Add(time.Duration(ahead.Load())) } })
	o, session := w.organiser(), w.session(agenda.Open)
	machine, code := w.machine()
	ahead.Store(int64(10*time.Minute + time.Second))
	if r := o.post("/screens", pairs(session, code)); r.status != 422 || !strings.Contains(r.body, "ten minutes") {
		t.Errorf("an old code is taken: %d", r.status)
	}
	fresh := machine.pairingCode()
	if fresh == code {
		t.Error("the machine shows a code that is worth nothing")
	}
	for range 40 {
		ahead.Add(int64(time.Second))
		w.machine()
	}
	if r := o.post("/screens", pairs(session, fresh)); r.status != 422 {
		t.Errorf("one address keeps more than it may: %d", r.status)
	}
	_, last := w.machine()
	if r := o.post("/screens", pairs(session, last)); r.status != 303 {
		t.Errorf("the newest machine is pushed out: %d", r.status)
	}
}
