package handlers_test

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/handlers"
	"soundings/poll"
	"soundings/poll/kinds"
	"soundings/store"
)

func keepingCopies(t *testing.T, dir string) option {
	t.Helper()
	return func(c *handlers.Config) {
		var err error
		c.Copies, err = c.Store.KeepCopies(t.Context(), dir, store.CopyPace{Every: time.Hour, Again: time.Hour})
		must(t, err)
		t.Cleanup(func() { c.Copies.End(time.Minute) })
	}
}

func TestAnOrganiserMakesACopyNow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := newWorld(t, keepingCopies(t, dir))
	o := w.organiser()
	session := w.session(agenda.Open)
	r := o.post("/organise/copy", nil)
	if r.status != 303 || r.location != "/organise?done=copy_made" {
		t.Fatalf("%d to %s", r.status, r.location)
	}
	page := o.get(r.location)
	if !strings.Contains(page.body, "A copy was made and checked.") || !regexp.MustCompile(`Newest copy: <time[^>]*>20\d\d-`).MatchString(page.body) {
		t.Errorf("the page says nothing of it: %s", page.body)
	}
	copied := openedCopy(t, filepath.Join(dir, "conference.db"))
	if _, err := copied.Session(t.Context(), lead(), session.ID); err != nil {
		t.Errorf("the copy lacks the session: %v", err)
	}
	if r := o.post("/organise/copy", url.Values{"next": {"/organise/address"}}); r.location != "/organise/address?done=copy_made" {
		t.Errorf("it leads to %s", r.location)
	}
	if r := o.post("/organise/copy", url.Values{"next": {"//evil.example"}}); r.location != "/organise?done=copy_made" {
		t.Errorf("it leads to %s", r.location)
	}
}

func TestACopyThatFailsIsToldWithItsReason(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "stick")
	w := newWorld(t, keepingCopies(t, dir))
	o := w.organiser()
	w.session(agenda.Open)
	r := o.post("/organise/copy", nil)
	if r.location != "/organise#copies" {
		t.Fatalf("%d to %s", r.status, r.location)
	}
	page := o.get("/organise").body
	if !strings.Contains(page, "is not there. Plug it in again") || !strings.Contains(page, `id="copies"`) || strings.Contains(page, dir) {
		t.Errorf("the page says %s", page)
	}
	must(t, os.Mkdir(dir, 0o700))
	if r := o.post("/organise/copy", nil); r.location != "/organise?done=copy_made" {
		t.Errorf("once it is there: %d to %s", r.status, r.location)
	}
}

func TestACopyIsTakenOutAsAFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	p := w.poll(session, poll.TakingAnswers)
	w.phone().post(answerPath(p), tap(p, "2", 0, "one"))
	o := w.organiser()
	if page := o.get("/organise").body; !strings.Contains(page, `href="/organise/files/soundings.db"`) || strings.Contains(page, `action="/organise/copy"`) {
		t.Error("without a folder the page must offer the download alone")
	}
	if r := o.post("/organise/copy", nil); r.status != 404 {
		t.Errorf("without a folder a copy is answered %d", r.status)
	}
	r := o.get("/organise/files/soundings.db")
	if r.status != 200 || !regexp.MustCompile(`^attachment; filename="soundings-20\d\d-\d\d-\d\d-\d{4}\.db"$`).MatchString(r.header.Get("Content-Disposition")) {
		t.Fatalf("%d, %v", r.status, r.header)
	}
	file := filepath.Join(t.TempDir(), "taken.db")
	must(t, os.WriteFile(file, []byte(r.body), 0o600))
	copied := openedCopy(t, file)
	result, err := copied.Dossier(t.Context(), lead(), 0)
	must(t, err)
	if answers := result.Sessions[0].Polls[0].Answers; len(answers) != 1 || answers[0].Answer != "2" {
		t.Errorf("it holds %v", answers)
	}
	if r := o.send("HEAD", "/organise/files/soundings.db", "", ""); r.status != 200 || r.body != "" {
		t.Errorf("HEAD: %d, %d bytes", r.status, len(r.body))
	}
	left, err := filepath.Glob(filepath.Join(w.folder, "*.snapshot-*"))
	if must(t, err); len(left) > 0 {
		t.Errorf("%v were left behind", left)
	}
}

func TestCopiesAreForOrganisersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keepingCopies(t, t.TempDir()))
	session := w.session(agenda.Open)
	for name, b := range map[string]*browser{"nobody": w.browser(), "phone": w.phone(), "moderator": w.link(session, access.Moderator)} {
		if r := b.get("/organise/files/soundings.db"); r.status == 200 || strings.HasPrefix(r.body, "SQLite") {
			t.Errorf("%s gets the whole conference: %d", name, r.status)
		}
		if r := b.post("/organise/copy", nil); r.status == 303 && strings.Contains(r.location, "copy_") {
			t.Errorf("%s makes a copy: %s", name, r.location)
		}
	}
}

// Under a certificate of its own nobody reaches the server by http, whatever was chosen before.
func TestUnderHTTPSEveryAddressIsHTTPSAndEveryCookieSecure(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *handlers.Config) { c.PublicURL, c.HTTPS = "", true })
	must(t, w.file.ChoosePublicURL(t.Context(), lead(), "http://10.1.2.3:8080"))
	token, err := w.file.SetupToken(t.Context())
	must(t, err)
	r := w.browser().post("/enter", url.Values{"secret": {token}})
	cookie := r.header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "__Host-") || !strings.Contains(strings.ToLower(cookie), "secure") || r.header.Get("Strict-Transport-Security") == "" {
		t.Errorf("the cookie is %q", cookie)
	}
}

func openedCopy(t *testing.T, file string) *store.Store {
	t.Helper()
	copied, err := store.OpenReader(t.Context(), store.Options{Path: file, Kind: kinds.ByName, Now: time.Now})
	must(t, err)
	t.Cleanup(func() { must(t, copied.Close()) })
	found, err := copied.Check(t.Context())
	if must(t, err); len(found) > 0 {
		t.Errorf("check of the copy finds %v", found)
	}
	return copied
}
