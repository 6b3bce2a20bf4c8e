package i18n

import (
	"encoding/json"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// message is a message as it stands in a catalogue, by plural form; "other" alone without one.
type message map[string]string

// catalogueOf reads the files of a language as they are, so that the tests do not depend on how
// they are loaded.
func catalogueOf(t *testing.T, lang string) map[string]message {
	t.Helper()
	files, err := fs.Glob(catalogues, lang+"/*.json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]message{}
	for _, file := range files {
		raw, err := catalogues.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var entries map[string]json.RawMessage
		if err := json.Unmarshal(raw, &entries); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for key, entry := range entries {
			if all[key] != nil {
				t.Errorf("%s: %q is in another file too", file, key)
			}
			all[key] = messageOf(t, file, key, entry)
		}
	}
	return all
}

func messageOf(t *testing.T, file, key string, entry json.RawMessage) message {
	t.Helper()
	var text string
	if json.Unmarshal(entry, &text) == nil {
		return message{"other": text}
	}
	var forms message
	if err := json.Unmarshal(entry, &forms); err != nil {
		t.Fatalf("%s: %q: %v", file, key, err)
	}
	return forms
}

func TestEveryLanguageHasEveryMessage(t *testing.T) {
	t.Parallel()
	original := catalogueOf(t, Default)
	for _, lang := range Languages() {
		translation := catalogueOf(t, lang.Tag)
		for key := range original {
			if translation[key] == nil {
				t.Errorf("%s has no %q", lang.Tag, key)
			}
		}
		for key, forms := range translation {
			if original[key] == nil {
				t.Errorf("%s has %q, which %s has not", lang.Tag, key, Default)
			}
			for form, text := range forms {
				if strings.TrimSpace(text) == "" || text != strings.TrimSpace(text) {
					t.Errorf("%s: %q (%s) is empty or has a space at its end", lang.Tag, key, form)
				}
			}
		}
	}
}

// pluralForms are those of CLDR for whole numbers.
var pluralForms = map[string][]string{"en": {"one", "other"}, "ar": {"few", "many", "one", "other", "two", "zero"}}

func TestPluralFormsAreComplete(t *testing.T) {
	t.Parallel()
	original := catalogueOf(t, Default)
	for _, lang := range Languages() {
		for key, forms := range catalogueOf(t, lang.Tag) {
			if len(forms) == 1 && len(original[key]) == 1 {
				continue
			}
			var have []string
			for form := range forms {
				have = append(have, form)
			}
			slices.Sort(have)
			if !slices.Equal(have, pluralForms[lang.Tag]) {
				t.Errorf("%s: %q has the forms %v, not %v", lang.Tag, key, have, pluralForms[lang.Tag])
			}
		}
	}
}

var argument = regexp.MustCompile(`\{\{\.([A-Za-z]+)\}\}`)

// TestArgumentsAgree compares what each message is given. A form for one, two or none may leave
// out the count, since the word itself says it.
func TestArgumentsAgree(t *testing.T) {
	t.Parallel()
	original := catalogueOf(t, Default)
	for _, lang := range Languages() {
		for key, forms := range catalogueOf(t, lang.Tag) {
			want := argumentsOf(original[key]["other"])
			for form, text := range forms {
				got := argumentsOf(text)
				if strings.Count(text, "{{") != len(argument.FindAllString(text, -1)) {
					t.Errorf("%s: %q (%s) has an argument that cannot be read", lang.Tag, key, form)
				}
				if slices.Contains([]string{"zero", "one", "two"}, form) {
					got, want = without(got, "Count"), without(want, "Count")
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s: %q (%s) is given %v, not %v", lang.Tag, key, form, got, want)
				}
				want = argumentsOf(original[key]["other"])
			}
		}
	}
}

func argumentsOf(text string) []string {
	var found []string
	for _, match := range argument.FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func without(all []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(one string) bool { return one == name })
}

func TestPluralsAreDrawn(t *testing.T) {
	t.Parallel()
	catalogue := load(t)
	for _, tc := range []struct {
		lang  string
		count int
		want  string
	}{
		{"en", 0, "0 connected"}, {"en", 1, "1 connected"}, {"en", 418, "418 connected"},
		{"ar", 0, "0 متصل"}, {"ar", 1, "متصل واحد"}, {"ar", 3, "3 متصلين"}, {"ar", 11, "11 متصلاً"}, {"ar", 100, "100 متصل"}, {"ar", 418, "418 متصلاً"},
	} {
		if got := catalogue.Printer(tc.lang).T("screen.connected", "Count", tc.count); got != tc.want {
			t.Errorf("%s, %d: %q, not %q", tc.lang, tc.count, got, tc.want)
		}
	}
}

func TestNegotiate(t *testing.T) {
	t.Parallel()
	catalogue := load(t)
	for _, tc := range []struct {
		wanted []string
		want   string
	}{
		{nil, "en"}, {[]string{""}, "en"}, {[]string{"ar"}, "ar"}, {[]string{"ar-EG"}, "ar"}, {[]string{"", "fr-FR,ar;q=0.8,en;q=0.5"}, "ar"},
		{[]string{"zz", "en-GB"}, "en"}, {[]string{"%%%", "ar"}, "ar"}, {[]string{"en", "ar"}, "en"},
	} {
		if got := catalogue.Negotiate(tc.wanted...); got != tc.want {
			t.Errorf("%q gives %s, not %s", tc.wanted, got, tc.want)
		}
	}
}

func TestAMissingMessageShows(t *testing.T) {
	t.Parallel()
	if got := load(t).Printer("ar").T("no.such.key"); got != "[no.such.key]" {
		t.Errorf("a missing message is drawn as %q", got)
	}
	if got := Pseudo().T("skip"); got != "[skip]" {
		t.Errorf("the pseudo-locale draws %q", got)
	}
}

func TestKeysComeFromEveryFile(t *testing.T) {
	t.Parallel()
	keys := load(t).Keys(Default)
	want := 0
	for range catalogueOf(t, Default) {
		want++
	}
	if len(keys) != want {
		t.Errorf("%d keys, %d in the files", len(keys), want)
	}
	files, err := fs.Glob(catalogues, "*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if path.Dir(file) != "en" && !slices.Contains(files, "en/"+path.Base(file)) {
			t.Errorf("%s has no original", file)
		}
	}
}

func load(t *testing.T) *Catalogue {
	t.Helper()
	catalogue, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}
