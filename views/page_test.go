package views

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"soundings/agenda"
	"soundings/i18n"
)

// spoken is every printer that a page is drawn with.
func spoken(t *testing.T) map[string]*i18n.Printer {
	t.Helper()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*i18n.Printer{"en": catalogue.Printer("en"), "ar": catalogue.Printer("ar"), "pseudo": i18n.Pseudo()}
}

func TestEveryStateIsAWholePage(t *testing.T) {
	t.Parallel()
	for name, printer := range spoken(t) {
		t.Run(name, func(t *testing.T) {
			each(t, printer, func(t *testing.T, s state, html string) {
				checkMarkup(t, parse(html))
				if !s.frame {
					checkPage(t, printer, html, parse(html))
				}
			})
		})
	}
}

// checkMarkup holds for pages and fragments alike.
func checkMarkup(t *testing.T, elements []*element) {
	t.Helper()
	ids := map[string]bool{}
	for _, e := range elements {
		inTemplate := slices.ContainsFunc(e.parents, func(p *element) bool { return p.name == "template" })
		if id := e.attr("id"); id != "" && !inTemplate {
			if ids[id] {
				t.Errorf("id %q twice", id)
			}
			ids[id] = true
		}
		if e.name == "script" && (e.text != "" || e.attr("src") == "") || e.name == "style" {
			t.Errorf("inline <%s>", e.name)
		}
		for _, a := range e.attrs {
			if a.name == "style" || strings.HasPrefix(a.name, "on") || strings.HasPrefix(a.name, "hx-on") {
				t.Errorf("<%s> has the attribute %s", e.name, a.name)
			}
			if (a.name == "href" || a.name == "src" || a.name == "action") && !strings.HasPrefix(a.value, "/") && !strings.HasPrefix(a.value, "#") {
				t.Errorf("<%s %s=%q> leads elsewhere", e.name, a.name, a.value)
			}
		}
	}
	checkLabels(t, elements, ids)
}

// checkLabels wants a label for every field, and every reference by id to lead somewhere.
func checkLabels(t *testing.T, elements []*element, ids map[string]bool) {
	t.Helper()
	for _, e := range elements {
		for _, name := range []string{"aria-describedby", "aria-labelledby", "for", "form"} {
			for id := range strings.FieldsSeq(e.attr(name)) {
				if !ids[id] && !(name == "form" && (id == "answer" || id == "contribution")) {
					t.Errorf("<%s %s> names %q, which is not there", e.name, name, id)
				}
			}
		}
		field := e.name == "input" && e.attr("type") != "hidden" || e.name == "select" || e.name == "textarea"
		inLabel := e.inside(func(p *element) bool { return p.name == "label" })
		labelled := slices.ContainsFunc(elements, func(l *element) bool { return l.name == "label" && e.attr("id") != "" && l.attr("for") == e.attr("id") })
		if field && !inLabel && !labelled && e.attr("aria-label") == "" && e.attr("aria-labelledby") == "" {
			t.Errorf("<%s name=%q> has no label", e.name, e.attr("name"))
		}
	}
}

func checkPage(t *testing.T, printer *i18n.Printer, html string, elements []*element) {
	t.Helper()
	count := map[string]int{}
	for _, e := range elements {
		count[e.name]++
		if e.name == "html" && (e.attr("lang") != printer.Lang() || e.attr("dir") != printer.Dir()) {
			t.Errorf("html lang=%q dir=%q", e.attr("lang"), e.attr("dir"))
		}
		if e.name == "title" && (!strings.HasSuffix(e.text, " · Soundings") || strings.HasPrefix(e.text, " ")) {
			t.Errorf("title %q", e.text)
		}
	}
	for _, name := range []string{"h1", "main", "title", "html"} {
		if count[name] != 1 {
			t.Errorf("%d <%s>", count[name], name)
		}
	}
	if !strings.Contains(html, `<meta name="robots" content="noindex">`) || !strings.Contains(html, `rel="icon"`) {
		t.Error("noindex or favicon is missing")
	}
	if !strings.Contains(html, `class="skip"`) && !strings.Contains(html, "preview") {
		t.Error("skip link is missing")
	}
}

// spokenAttributes are read aloud or shown.
var spokenAttributes = []string{"aria-label", "alt", "title", "placeholder", "aria-description", "aria-valuetext"}

var messageKey = regexp.MustCompile(`\[[a-z][a-z0-9_.-]*\]`)

// names are what no language translates: the program's, languages in themselves, and a title
// that a person wrote and that may stand in <title> alone.
var names = append([]string{"Soundings", "v0.1.0-test", sampleSession().Title.Text}, endonyms()...)

func endonyms() []string {
	all := []string{"[pseudo]"}
	for _, language := range i18n.Languages() {
		all = append(all, language.Endonym)
	}
	for _, language := range agenda.WritingLanguages() {
		all = append(all, language.Endonym)
	}
	return all
}

// TestEveryTextComesFromTheCatalogues draws every state with each message as [key]: letters
// outside brackets and outside what people wrote are text that escaped translation.
func TestEveryTextComesFromTheCatalogues(t *testing.T) {
	t.Parallel()
	each(t, i18n.Pseudo(), func(t *testing.T, s state, html string) {
		elements := parse(html)
		written := slices.Clone(names)
		for _, e := range elements {
			if isWritten(e) {
				written = append(written, strings.TrimSpace(e.text))
			}
		}
		slices.SortFunc(written, func(a, b string) int { return len(b) - len(a) })
		for _, e := range elements {
			if e.inside(isWritten) {
				continue
			}
			checkTranslated(t, e.name, e.text, written)
			for _, name := range spokenAttributes {
				checkTranslated(t, e.name+" "+name, e.attr(name), written)
			}
		}
	})
}

// isWritten reports whether an element holds what a person wrote, or what reads alike in every
// language: codes, addresses, times.
func isWritten(e *element) bool {
	if e.name == "html" || e.name == "body" {
		return false
	}
	return slices.Contains([]string{"bdi", "textarea", "time", "code", "pre"}, e.name) || e.attr("dir") != "" || e.attr("translate") == "no" || e.attr("hreflang") != ""
}

func checkTranslated(t *testing.T, where, text string, written []string) {
	t.Helper()
	left := messageKey.ReplaceAllString(text, "")
	for _, known := range written {
		if known != "" {
			left = strings.ReplaceAll(left, known, "")
		}
	}
	if strings.ContainsFunc(left, unicode.IsLetter) {
		t.Errorf("<%s> says %q", where, strings.TrimSpace(left))
	}
}

// TestEveryMessageThatAPageUsesExists looks for keys that no catalogue knows.
func TestEveryMessageThatAPageUsesExists(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	known := catalogue.Keys("en")
	each(t, i18n.Pseudo(), func(t *testing.T, s state, html string) {
		for _, key := range messageKey.FindAllString(html, -1) {
			if key = strings.Trim(key, "[]"); key != "pseudo" && !slices.Contains(known, key) {
				t.Errorf("no message %q", key)
			}
		}
	})
}

// TestWhatPeopleWroteIsText draws hostile texts everywhere: they add no element and no attribute.
func TestWhatPeopleWroteIsText(t *testing.T) {
	t.Parallel()
	each(t, i18n.Pseudo(), func(t *testing.T, s state, html string) {
		for _, e := range parse(html) {
			if e.name == "img" || e.name == "b" && e.text == "" || strings.HasPrefix(e.name, "hx-") || e.attr("onerror") != "" || e.attr("onfocus") != "" {
				t.Errorf("a written text became <%s>", e.name)
			}
		}
		if strings.Contains(html, "<!--") || strings.Contains(html, "ZgotmplZ") {
			t.Error("a comment or a refused value is in the page")
		}
	})
}

// TestHostileTextsAreReadable makes sure that the states above do hold them.
func TestHostileTextsAreReadable(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	v := newViews(t)
	for _, s := range states() {
		var drawn strings.Builder
		if err := s.draw(v, &drawn, i18n.Pseudo()); err != nil {
			t.Fatal(err)
		}
		for _, e := range parse(drawn.String()) {
			for _, text := range hostile {
				seen[text] = seen[text] || e.name == "bdi" && strings.Contains(e.text, text)
			}
		}
	}
	for _, text := range hostile {
		if !seen[text] {
			t.Errorf("%q is nowhere drawn as it was written", text)
		}
	}
}
