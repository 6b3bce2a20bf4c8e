package handlers_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/handlers"
	"soundings/store"
)

// author is a participant who writes contributions.
type author struct {
	w      *world
	viewer access.Viewer
	writes int
}

func (w *world) author() *author {
	w.t.Helper()
	_, viewer, err := w.file.Join(w.t.Context(), w.code())
	must(w.t, err)
	return &author{w: w, viewer: viewer}
}

// running is an open session in progress with its key question.
func (w *world) running() (agenda.Session, agenda.KeyQuestion) {
	w.t.Helper()
	session := w.session(agenda.Open)
	must(w.t, w.file.SetProgress(w.t.Context(), lead(), session.ID, agenda.InProgress))
	questions, err := w.file.KeyQuestions(w.t.Context(), lead(), session.ID)
	must(w.t, err)
	return session, questions[0]
}

func (a *author) contribute(question agenda.KeyQuestion, text string) feedback.Contribution {
	a.w.t.Helper()
	return a.put(store.Writing{KeyQuestion: question.ID, Type: feedback.Challenge, Text: agenda.Plain("en", text)})
}

func (a *author) edit(c feedback.Contribution, text string) feedback.Contribution {
	a.w.t.Helper()
	return a.put(store.Writing{
		KeyQuestion: c.KeyQuestionID, Type: c.Type, Text: agenda.Plain("en", text), Contribution: c.ID, Replaces: c.Revision,
	})
}

func (a *author) put(writing store.Writing) feedback.Contribution {
	a.w.t.Helper()
	a.writes++
	writing.Nonce = fmt.Sprintf("writing-%d-%d", a.viewer.Participant, a.writes)
	stored, err := a.w.file.Contribute(a.w.t.Context(), a.viewer, writing)
	must(a.w.t, err)
	return stored
}

func (a *author) own(session agenda.Session) []feedback.Contribution {
	a.w.t.Helper()
	all, err := a.w.file.OwnContributions(a.w.t.Context(), a.viewer, session.ID)
	must(a.w.t, err)
	return all
}

// act is the form of a button at the desk, as the page drew it for this contribution.
func act(c feedback.Contribution, pairs ...string) url.Values {
	values := url.Values{"revision": {fmt.Sprint(c.Revision)}, "state": {string(c.State)}, "at": {"state=" + string(c.State)}}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

func deskPath(c feedback.Contribution, verb string) string {
	return fmt.Sprintf("/desk/%d/contributions/%d/%s", c.SessionID, c.ID, verb)
}

func TestTheDesksLinkOpensTheDeskOfItsSessionAndNoPodium(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session, question := w.running()
	w.author().contribute(question, "Pumps stand still for want of one valve.")
	other := w.session(agenda.Open)
	organiser := w.organiser()
	made := organiser.post(fmt.Sprintf("/organise/sessions/%d/links", session.ID), url.Values{"role": {"desk"}})
	secret := regexp.MustCompile(`/enter#([^"]+)"`).FindStringSubmatch(made.body)
	if made.status != 200 || secret == nil {
		t.Fatalf("a link for the desk: %d %s", made.status, made.body)
	}
	desk := w.browser()
	path := fmt.Sprintf("/desk/%d", session.ID)
	if r := desk.post("/enter", url.Values{"secret": {secret[1]}}); r.status != 303 || r.location != path {
		t.Fatalf("the link leads to %d %s", r.status, r.location)
	}
	for _, b := range []*browser{desk, organiser} {
		if r := b.get(path); r.status != 200 || !strings.Contains(r.body, "Pumps stand still") {
			t.Errorf("the desk: %d %s", r.status, r.body)
		}
	}
	moderator := w.link(session, access.Moderator)
	for _, c := range []struct {
		b      *browser
		path   string
		status int
	}{
		{desk, fmt.Sprintf("/screen/%d", session.ID), 200}, {desk, fmt.Sprintf("/desk/%d", other.ID), 404},
		{desk, fmt.Sprintf("/podium/%d", session.ID), 303}, {desk, "/organise", 303}, {moderator, path, 303}, {w.phone(), path, 303},
	} {
		if r := c.b.get(c.path); r.status != c.status || strings.Contains(r.body, "Pumps") {
			t.Errorf("%s: %d, want %d", c.path, r.status, c.status)
		}
	}
}

func TestTheDeskWorksWithoutScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session, question := w.running()
	writer := w.author()
	first, second := writer.contribute(question, "First text."), writer.contribute(question, "Second text.")
	desk := w.link(session, access.Desk)
	r := desk.post(deskPath(first, "show"), act(first, "at", "state=incoming&search=text&evil=//x"))
	if r.status != 303 || r.location != fmt.Sprintf("/desk/%d?search=text&state=incoming", session.ID) {
		t.Fatalf("show: %d to %s", r.status, r.location)
	}
	if r := desk.post(deskPath(second, "aside"), act(second, "reason", "names_somebody")); r.status != 303 {
		t.Fatalf("set aside: %d %s", r.status, r.body)
	}
	if own := writer.own(session); own[0].State != feedback.Shown || own[1].State != feedback.SetAside || own[1].Reason != feedback.NamesSomebody {
		t.Errorf("its author reads %+v", own)
	}
	for state, text := range map[string]string{"shown": "First text.", "set_aside": "It names a person, a State or an organization."} {
		if body := desk.get(fmt.Sprintf("/desk/%d?state=%s", session.ID, state)).body; !strings.Contains(body, text) {
			t.Errorf("under %s there is no %q", state, text)
		}
	}
	if r := desk.post(deskPath(second, "aside"), act(writer.own(session)[0], "reason", "because")); r.status != 422 {
		t.Errorf("an unknown reason: %d", r.status)
	}
	for _, values := range []url.Values{{}, {"revision": {"1"}}, {"revision": {"x"}, "state": {"incoming"}}, {"revision": {"1"}, "state": {"gone"}}} {
		if r := desk.post(deskPath(first, "show"), values); r.status != 422 {
			t.Errorf("%v: %d", values, r.status)
		}
	}
	log := desk.get(fmt.Sprintf("/desk/%d/log", session.ID))
	if log.status != 200 || !strings.Contains(log.body, "names a person") || strings.Contains(log.body, "First text") {
		t.Errorf("the log: %d %s", log.status, log.body)
	}
}

func TestAnOperatorWhoComesSecondIsToldWhatItIsNow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session, question := w.running()
	writer := w.author()
	c := writer.contribute(question, "Seen by two.")
	one, two := w.link(session, access.Desk), w.link(session, access.Desk)
	one.post(deskPath(c, "aside"), act(c, "reason", "already_said"))
	for name, b := range map[string]*browser{"with script": two.htmx(), "without": two} {
		r := b.post(deskPath(c, "show"), act(c))
		if r.status != 409 || !strings.Contains(r.body, "Another operator has set it aside.") || !strings.Contains(r.body, "Another contribution says the same.") {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	edited := writer.contribute(question, "An innocent text.")
	writer.edit(edited, "A text with a name.")
	r := two.htmx().post(deskPath(edited, "select"), act(edited))
	if r.status != 409 || !strings.Contains(r.body, "Its author has changed this text") || strings.Contains(r.body, "/select") {
		t.Errorf("an edited text: %d %s", r.status, r.body)
	}
	read := two.htmx().get(fmt.Sprintf("/desk/%d/contributions/%d?state=incoming", session.ID, edited.ID))
	if read.status != 200 || !strings.Contains(read.body, "A text with a name.") || !strings.Contains(read.body, "/select") {
		t.Errorf("read anew: %d %s", read.status, read.body)
	}
	must(t, w.file.Withdraw(t.Context(), writer.viewer, edited.ID))
	if r := two.htmx().post(deskPath(edited, "show"), act(edited)); r.status != 404 || !strings.Contains(r.body, "withdrawn") {
		t.Errorf("a withdrawn text: %d %s", r.status, r.body)
	}
	if r := two.post(deskPath(edited, "show"), act(edited)); r.status != 404 || !strings.Contains(r.body, "withdrawn") || !strings.Contains(r.body, "<h1") {
		t.Errorf("a withdrawn text without script: %d %s", r.status, r.body)
	}
}

func TestTheListSaysWhichContributionIsOnTheScreen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session, question := w.running()
	writer := w.author()
	first, second := writer.contribute(question, "First text."), writer.contribute(question, "Second text.")
	for _, c := range []feedback.Contribution{first, second} {
		must(t, w.file.Show(t.Context(), lead(), store.Seen{Contribution: c.ID, Revision: 1, State: feedback.Incoming}))
	}
	first.State, second.State = feedback.Shown, feedback.Shown
	desk := w.link(session, access.Desk)
	marked := func(body string, c feedback.Contribution) bool {
		t.Helper()
		found := regexp.MustCompile(fmt.Sprintf(`<span[^>]* id="now-%d"[^>]*>`, c.ID)).FindString(body)
		if found == "" {
			t.Fatalf("nothing says whether %d is on the screen: %s", c.ID, body)
		}
		return !strings.Contains(found, "hidden")
	}
	r := desk.htmx().post(deskPath(first, "select"), act(first))
	if r.status != 200 || !marked(r.body, first) {
		t.Errorf("selected, and the item does not say so: %d %s", r.status, r.body)
	}
	must(t, w.file.Select(t.Context(), lead(), store.Seen{Contribution: second.ID, Revision: 1, State: feedback.Shown}))
	news := desk.htmx().get(fmt.Sprintf("/desk/%d/news?state=shown&seen=%d.1.shown,%d.1.shown", session.ID, first.ID, second.ID)).body
	if marked(news, first) || !marked(news, second) {
		t.Errorf("another one was selected, and the news do not say so: %s", news)
	}
}

func TestTheNewsOfThePageMarkWhatBecameOfItAndOfferWhatIsNew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session, question := w.running()
	writer := w.author()
	first, second := writer.contribute(question, "First text."), writer.contribute(question, "Second text.")
	desk := w.link(session, access.Desk)
	page := desk.get(fmt.Sprintf("/desk/%d", session.ID))
	found := regexp.MustCompile(`data-news="([^"]+)"`).FindStringSubmatch(page.body)
	if found == nil {
		t.Fatalf("no path of news in %s", page.body)
	}
	news := func() string {
		t.Helper()
		path := strings.ReplaceAll(found[1], "&amp;", "&")
		r := desk.htmx().get(path + fmt.Sprintf("&seen=%d.1.incoming,%d.1.incoming", first.ID, second.ID))
		if r.status != 200 {
			t.Fatalf("news: %d %s", r.status, r.body)
		}
		return r.body
	}
	if body := news(); strings.Contains(body, "text.") || strings.Contains(body, "new contribution") {
		t.Errorf("nothing happened, and the news are %s", body)
	}
	w.author().contribute(question, "Third text.")
	must(t, w.file.Show(t.Context(), lead(), store.Seen{Contribution: first.ID, Revision: 1, State: feedback.Incoming}))
	must(t, w.file.Withdraw(t.Context(), writer.viewer, second.ID))
	body := news()
	for _, want := range []string{"1 new contribution: show it", "Another operator has shown it.", "Its author has withdrawn it.", `hx-swap-oob="outerMorph"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the news do not say %q: %s", want, body)
		}
	}
	if strings.Contains(body, "Third text") {
		t.Error("a new text is put into the list by itself")
	}
}

func TestAModeratorPutsAKeyQuestionOnTheScreenAndReadsNothingUnreleased(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session, question := w.running()
	writer := w.author()
	c := writer.contribute(question, "A canary sings.")
	podium, screen := w.link(session, access.Moderator), w.link(session, access.Screen)
	path := fmt.Sprintf("/podium/%d", session.ID)
	if r := podium.post(path+"/screen", url.Values{"question": {fmt.Sprint(question.ID)}}); r.status != 303 {
		t.Fatalf("put on screen: %d %s", r.status, r.body)
	}
	see := func() string { return screen.get(fmt.Sprintf("/screen/%d", session.ID)).body }
	if body := see(); !strings.Contains(body, question.Text.Text) || !strings.Contains(body, "Write from your phone") || !strings.Contains(body, "1 contribution so far") {
		t.Errorf("the screen: %s", body)
	}
	if body := podium.get(path).body; !strings.Contains(body, "1 waits at the desk") || strings.Contains(body, "canary") {
		t.Errorf("the podium: %s", body)
	}
	must(t, w.file.Show(t.Context(), lead(), store.Seen{Contribution: c.ID, Revision: 1, State: feedback.Incoming}))
	if body := see(); !strings.Contains(body, "A canary sings.") || !strings.Contains(body, "Not attributed") {
		t.Errorf("released, the screen: %s", body)
	}
	must(t, w.file.SetProgress(t.Context(), lead(), session.ID, agenda.Ended))
	if r := podium.post(path+"/screen", url.Values{"question": {"0"}}); r.status != 303 {
		t.Fatalf("clear: %d", r.status)
	}
	if body := see(); strings.Contains(body, "canary") {
		t.Errorf("cleared, the screen: %s", body)
	}
	for _, values := range []url.Values{{"question": {"999"}}, {"poll": {"999"}}} {
		if r := podium.post(path+"/screen", values); r.status != 404 {
			t.Errorf("%v: %d", values, r.status)
		}
	}
}

func TestWritingIsNotOfferedOnTheScreenOnceItsWindowIsShut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *handlers.Config) { c.Now = func() time.Time { return time.Now().Add(48 * time.Hour) } })
	session, question := w.running()
	must(t, w.file.PutOnScreen(t.Context(), lead(), session.ID, agenda.Showing{KeyQuestion: question.ID}))
	screen := w.link(session, access.Screen)
	path := fmt.Sprintf("/screen/%d", session.ID)
	if body := screen.get(path).body; !strings.Contains(body, "Write from your phone") {
		t.Errorf("in progress: %s", body)
	}
	must(t, w.file.SetProgress(t.Context(), lead(), session.ID, agenda.Ended))
	if body := screen.get(path).body; !strings.Contains(body, question.Text.Text) || strings.Contains(body, "Write from your phone") {
		t.Errorf("two days after its end: %s", body)
	}
}

func TestARevokedDeskLinkEndsItsSocketEvenWhereTheBrowserHoldsOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session, other := w.session(agenda.Open), w.session(agenda.Open)
	token, link, err := w.file.NewLink(t.Context(), lead(), session.ID, access.Desk)
	must(t, err)
	b := w.link(session, access.Screen)
	elsewhere, _, err := w.file.NewLink(t.Context(), lead(), other.ID, access.Desk)
	must(t, err)
	for _, secret := range []string{token, elsewhere} {
		if r := b.post("/enter", url.Values{"secret": {secret}}); r.status != 303 {
			t.Fatalf("enter: %d", r.status)
		}
	}
	conn := b.listen(fmt.Sprintf("/desk/%d/live", session.ID))
	until(t, conn, "desk-order")
	must(t, w.file.RevokeLink(t.Context(), lead(), link.ID))
	if code := closeCode(t, conn); code != websocket.ClosePolicyViolation {
		t.Errorf("closed with %d, want 1008", code)
	}
}
