package handlers_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"soundings/access"
	"soundings/agenda"
	"soundings/handlers"
	"soundings/i18n"
	"soundings/poll"
)

var update = flag.Bool("update", false, "write docs/routes.md anew")

// docs/routes.md is printed from the router, so that it cannot say anything else.
func TestTheListOfRoutesInTheDocumentsIsTheRouters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var list strings.Builder
	list.WriteString("# Routes\n\nPrinted from the route table by a test (`go test ./handlers -run Routes -update`).\n\n")
	list.WriteString("| method | path | takes the role | body at most |\n|---|---|---|---|\n")
	for _, route := range w.server.Routes() {
		role, body := string(route.Who), route.Body
		if role == "" {
			role = "nobody's: everyone"
		}
		if body == 0 {
			body = 64 << 10
		}
		fmt.Fprintf(&list, "| %s | `%s` | %s | %d KiB |\n", route.Method, route.Path, role, body>>10)
	}
	file := filepath.Join("..", "docs", "routes.md")
	if *update {
		must(t, os.WriteFile(file, []byte(list.String()), 0o644))
	}
	kept, err := os.ReadFile(file)
	must(t, err)
	if string(kept) != list.String() {
		t.Errorf("%s is out of date; run with -update", file)
	}
}

// filled is a route's path with things that are there.
func filled(route handlers.Route, session, pollID int64) string {
	return strings.NewReplacer(":session", fmt.Sprint(session), ":poll", fmt.Sprint(pollID), ":link", "1",
		":file", "soundings.json", ":code", "ABCDEF", ":name", "app.css").Replace(route.Path)
}

// Who holds no role gets nothing from a route that takes one, and for who may not see a session
// its routes answer as if there were none.
func TestEveryRouteKeepsOutWhoDoesNotHoldItsRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	restricted := w.session(agenda.MemberStatesOnly)
	p := w.poll(restricted, poll.TakingAnswers)
	const canary = "What helps first?"
	phone, stranger := w.phone(), w.browser()
	moderatorOfOther := w.link(w.session(agenda.Open), access.Moderator)
	screenOfOther := w.link(w.session(agenda.Open), access.Screen)
	for _, route := range w.server.Routes() {
		path := filled(route, restricted.ID, p.ID)
		for name, b := range map[string]*browser{
			"stranger": stranger, "phone": phone, "other moderator": moderatorOfOther, "other screen": screenOfOther,
		} {
			r := b.send(route.Method, path, "application/x-www-form-urlencoded", "")
			if strings.Contains(r.body, canary) || strings.Contains(r.body, restricted.Title.Text) {
				t.Errorf("%s %s tells a %s of a restricted session", route.Method, path, name)
			}
			if route.Who == access.Nobody {
				continue
			}
			if r.status == 200 && path != "/now" {
				t.Errorf("%s %s lets a %s in", route.Method, path, name)
			}
			if r.status >= 500 {
				t.Errorf("%s %s: %d for a %s", route.Method, path, r.status, name)
			}
		}
	}
	if w.readPoll(p.ID).State != poll.TakingAnswers {
		t.Error("the poll was changed by somebody who may not")
	}
}

func TestNotAllowedAndNotThereAreOneAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	restricted := w.session(agenda.Closed)
	p := w.poll(restricted, poll.TakingAnswers)
	phone := w.phone()
	id := regexp.MustCompile(`[0-9a-z]+-[0-9a-z]+</|\b\d+\b`)
	for _, paths := range [][2]string{
		{fmt.Sprintf("/s/%d", restricted.ID), "/s/9999"},
		{fmt.Sprintf("/s/%d/frame", restricted.ID), "/s/9999/frame"},
		{fmt.Sprintf("/p/%d", p.ID), "/p/9999"},
		{fmt.Sprintf("/p/%d/frame", p.ID), "/p/9999/frame"},
	} {
		there, nowhere := phone.get(paths[0]), phone.get(paths[1])
		if there.status != 404 || nowhere.status != 404 || id.ReplaceAllString(there.body, "") != id.ReplaceAllString(nowhere.body, "") {
			t.Errorf("%s: %d, %s: %d, or their texts differ", paths[0], there.status, paths[1], nowhere.status)
		}
	}
}

func TestAnotherSiteCanChangeNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	organiser, phone := w.organiser(), w.phone()
	host := strings.TrimPrefix(w.base, "http://")
	hostile := []map[string]string{
		{"Origin": "http://evil.example"},
		{"Origin": "null"},
		{"Origin": "http://" + host + ".evil.example"},
		{"Origin": "http://evil.example/" + host},
		{"Origin": w.base, "Sec-Fetch-Site": "cross-site"},
		{"Sec-Fetch-Site": "same-site"},
		{"Sec-Fetch-Site": "cross-site"},
	}
	for _, headers := range hostile {
		for _, route := range w.server.Routes() {
			if route.Method != "POST" {
				continue
			}
			for _, b := range []*browser{organiser, phone} {
				b.headers = headers
				if r := b.post(filled(route, 1, p.ID), nil); r.status != 403 || !strings.Contains(r.body, "<h1") {
					t.Errorf("%s from %v: %d", route.Path, headers, r.status)
				}
			}
		}
	}
	for _, own := range []map[string]string{{"Origin": w.base}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {}} {
		phone.headers = own
		if r := phone.post(answerPath(p), tap(p, "1", 0, "same")); r.status != 303 {
			t.Errorf("a page of ours with %v is refused: %d", own, r.status)
		}
	}
}

func TestEveryReplyCarriesItsHeaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser()
	for _, path := range []string{"/", "/sign-in", "/nowhere", "/healthz", "/organise", "/enter"} {
		r := b.get(path)
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "same-origin", "Cache-Control": "no-store", "X-Robots-Tag": "noindex",
		} {
			if !strings.Contains(r.header.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, r.header.Get(name))
			}
		}
		if r.header.Get("X-Request-Id") == "" {
			t.Errorf("%s has no request id", path)
		}
	}
}

func TestCookiesAreAsStrictAsTheAddressAllows(t *testing.T) {
	t.Parallel()
	for url, want := range map[string][]string{
		"http://hall.example":  {"soundings_participant=", "HttpOnly", "SameSite=Lax"},
		"https://hall.example": {"__Host-soundings_participant=", "HttpOnly", "SameSite=Lax", "secure", "path=/"},
	} {
		w := newWorld(t, func(c *handlers.Config) { c.PublicURL = url })
		r := w.browser().post("/join", map[string][]string{"code": {w.code()}})
		cookie := r.header.Get("Set-Cookie")
		for _, part := range want {
			if !strings.Contains(cookie, part) {
				t.Errorf("%s: no %s in %q", url, part, cookie)
			}
		}
		if strings.HasPrefix(url, "https") != strings.Contains(r.header.Get("Strict-Transport-Security"), "max-age") {
			t.Errorf("%s: HSTS is %q", url, r.header.Get("Strict-Transport-Security"))
		}
	}
}

// With each message drawn as its key in brackets, text outside brackets was never translated.
func TestNoPageHoldsTextThatEscapedTranslation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *handlers.Config) { c.Printer = func(string) *i18n.Printer { return i18n.Pseudo() } })
	organiser := w.organiser()
	organiser.post("/organise/sample", nil)
	phone := w.phone()
	pages := map[*browser][]string{
		w.browser(): {"/", "/j/ABCDEF", "/sign-in", "/enter", "/nowhere"},
		phone:       {"/s/1", "/p/1", "/p/2", "/s/2", "/s/1/frame", "/p/1/frame"},
		organiser: {
			"/organise", "/organise/blank", "/organise/import", "/organise/address", "/organise/sessions/1",
			"/organise/sessions/2", "/organise/sample/1", "/passphrase", "/podium/1", "/podium/1/frame",
			"/screen/1", "/screen/1/frame", "/screen/2", "/polls/2/edit", "/organise/sessions/99",
		},
	}
	for b, paths := range pages {
		for _, path := range paths {
			r := b.get(path)
			for _, text := range untranslated(r.body) {
				t.Errorf("%s shows %q", path, text)
			}
			if strings.Contains(r.body, "<title>") && !strings.Contains(r.body, "<title>[") && !strings.Contains(r.body, "<title>Session I") && !strings.Contains(r.body, "<title>Sharing rivers") {
				t.Errorf("the title of %s is neither translated nor the session's", path)
			}
		}
	}
	for _, r := range []reply{
		phone.htmx().post("/p/1/answer", nil), phone.post("/p/1/answer", nil), organiser.post("/organise/blank", nil),
		organiser.post("/podium/1/polls", map[string][]string{"kind": {"choice"}}), w.browser().post("/join", nil),
		w.browser().post("/sign-in", nil), organiser.post("/organise/import", nil), organiser.post("/organise/address", nil),
	} {
		for _, text := range untranslated(r.body) {
			t.Errorf("a refused form shows %q", text)
		}
	}
}

var (
	// A title cannot mark what people wrote, and a language is named in itself.
	unseen  = regexp.MustCompile(`(?s)<(script|style|title)[^>]*>.*?</(script|style|title)>|<a [^>]*hreflang=[^>]*>[^<]*`)
	written = regexp.MustCompile(`(?s)<(bdi|textarea|time|output|code|kbd|samp|option)\b[^>]*>.*?</(bdi|textarea|time|output|code|kbd|samp|option)>|<[a-z0-9]+[^>]*\bdir="(auto|ltr)"[^>]*>[^<]*`)
	tags    = regexp.MustCompile(`<[^>]*>`)
	keys    = regexp.MustCompile(`\[[^\]]*\]`)
	letters = regexp.MustCompile(`\p{L}{2,}`)
)

// untranslated is what a person would read outside of messages, of what people wrote (marked by
// its direction) and of figures.
func untranslated(body string) []string {
	body = written.ReplaceAllString(unseen.ReplaceAllString(body, ""), "")
	var found []string
	for _, text := range strings.Split(tags.ReplaceAllString(body, "\x00"), "\x00") {
		text = strings.TrimSpace(keys.ReplaceAllString(text, ""))
		if letters.MatchString(text) && text != "Soundings" {
			found = append(found, text)
		}
	}
	return found
}
