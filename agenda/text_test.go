package agenda_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"soundings/agenda"
)

func TestCleanKeepsWhatPeopleWriteAndDropsWhatHidesOrTurns(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ typed, stored string }{
		"spaces":           {"  two \t words\n", "two words"},
		"bidi override":    {"left\u202eright", "leftright"},
		"isolates":         {"\u2066a\u2069b", "ab"},
		"control":          {"a\x00b\x07c", "abc"},
		"zero width space": {"a\u200bb", "ab"},
		"emoji family":     {"👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
		"persian joiner":   {"می\u200cخواهم", "می\u200cخواهم"},
		"decomposed":       {"e\u0301", "é"},
		"zalgo":            {"Z" + strings.Repeat("\u0310", 40), "Z" + strings.Repeat("\u0310", 4)},
		"formula":          {"=1+1", "=1+1"},
		"hidden between":   {"e\x00\u0301", "é"},
		"arabic":           {"ما الذي يمنع؟", "ما الذي يمنع؟"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := agenda.Clean(c.typed, agenda.MaxCharacters)
			if err != nil || got != c.stored {
				t.Fatalf("Clean(%q) = %q, %v; want %q", c.typed, got, err, c.stored)
			}
		})
	}
}

func TestCleanRefusesWhatCannotBeStored(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		typed string
		want  error
	}{
		"nothing":       {"", agenda.ErrEmptyText},
		"only hidden":   {"\u200b\u202e \u200d", agenda.ErrEmptyText},
		"501 letters":   {strings.Repeat("ä", 501), agenda.ErrTextTooLong},
		"a megabyte":    {strings.Repeat("x", 1<<20), agenda.ErrTextTooLong},
		"not utf-8":     {"a\xffb", agenda.ErrNotUTF8},
		"heavy letters": {strings.Repeat("a"+strings.Repeat("\u200d\u0301", 40), 400), agenda.ErrTextTooLong},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := agenda.Clean(c.typed, agenda.MaxCharacters); !errors.Is(err, c.want) {
				t.Fatalf("err = %v, want %v", err, c.want)
			}
		})
	}
	if _, err := agenda.Clean(strings.Repeat("é", 500), agenda.MaxCharacters); err != nil {
		t.Fatalf("500 characters of two bytes are refused: %v", err)
	}
}

func FuzzCleanIsStableAndBounded(f *testing.F) {
	f.Add("plain")
	f.Add("a\u0301\u202e\u200d🇺🇳")
	f.Fuzz(func(t *testing.T, typed string) {
		once, err := agenda.Clean(typed, agenda.MaxCharacters)
		if err != nil {
			return
		}
		if n := uniseg.GraphemeClusterCount(once); n == 0 || n > agenda.MaxCharacters {
			t.Fatalf("%d characters stored", n)
		}
		if twice, err := agenda.Clean(once, agenda.MaxCharacters); err != nil || twice != once {
			t.Fatalf("cleaning %q again gives %q, %v", once, twice, err)
		}
	})
}

func TestTextFallsBackToTheOriginalWithItsOwnLanguage(t *testing.T) {
	t.Parallel()
	text := agenda.Text{Lang: "fr", Text: "Bonjour", Translations: map[string]string{"en": "Hello"}}
	if got, in := text.In("en"); got != "Hello" || in != "en" {
		t.Errorf("In(en) = %q in %q", got, in)
	}
	if got, in := text.In("ar"); got != "Bonjour" || in != "fr" {
		t.Errorf("In(ar) = %q in %q", got, in)
	}
}

func TestShortLabelIsWholeWordsAndNeverLongerThanItsLimit(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("building lasting institutions, ", 10)
	got := agenda.ShortLabel(long)
	if n := uniseg.GraphemeClusterCount(got); n > agenda.MaxShortLabel || n < agenda.MaxShortLabel/2 {
		t.Errorf("%d characters: %q", n, got)
	}
	if !strings.HasSuffix(got, "…") || strings.Contains(got, ",…") {
		t.Errorf("bad end: %q", got)
	}
	if got := agenda.ShortLabel("short"); got != "short" {
		t.Errorf("a short text became %q", got)
	}
	if got := agenda.ShortLabel(strings.Repeat("汉", 200)); uniseg.GraphemeClusterCount(got) != agenda.MaxShortLabel {
		t.Errorf("a text without spaces became %q", got)
	}
}
