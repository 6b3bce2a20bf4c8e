package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"soundings/handlers"
)

func behindHTTPS(config *handlers.Config) { config.PublicURL = "https://hall.example" }

func TestARedirectNeverLeadsToAnotherSite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	phone, organiser := w.phone(), w.organiser()
	for _, next := range []string{
		"//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "/\x00/evil.example",
		"https://evil.example", "\\\\evil.example", "/x\r\nX-Evil: 1", "\t//evil.example", "/\x7f/evil.example", "/\u0085/evil.example",
	} {
		query := url.Values{"next": {next}}.Encode()
		for name, r := range map[string]reply{
			"join": phone.get("/?" + query), "sign-in page": organiser.get("/sign-in?" + query),
			"sign-in": w.browser().post("/sign-in", url.Values{"passphrase": {passphrase}, "next": {next}}),
		} {
			if r.status != 303 || (r.location != "/now" && r.location != "/organise") || r.header.Get("X-Evil") != "" {
				t.Errorf("%s with next=%q: %d to %q", name, next, r.status, r.location)
			}
		}
	}
	for _, path := range []string{"//evil.example?lang=ar", "/\\evil.example?lang=ar", "//evil.example/%2f..?lang=ar"} {
		if r := w.rawGet(path); r.Header.Get("Location") != "/" {
			t.Errorf("%s leads to %q", path, r.Header.Get("Location"))
		}
	}
}

func TestTheChosenLanguageIsKeptUnderHTTPSToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, behindHTTPS)
	chosen := w.browser().get("/?lang=ar").header.Get("Set-Cookie")
	if !strings.HasPrefix(chosen, "__Host-") || !strings.Contains(strings.ToLower(chosen), "secure") {
		t.Errorf("the cookie is %q", chosen)
	}
	b := w.browser()
	b.headers["Cookie"], _, _ = strings.Cut(chosen, ";")
	if r := b.get("/"); !strings.Contains(r.body, `lang="ar"`) {
		t.Errorf("the page is not in Arabic: %.200s", r.body)
	}
}
