package feedback

import (
	"strings"
	"testing"
	"time"

	"github.com/rivo/uniseg"
)

func kindOf(letter string) NameKind {
	return map[string]NameKind{"P": PersonName, "S": StateName, "O": OrganizationName}[letter]
}

// score counts what was to be marked and was, and what was marked and was to be.
type score struct{ wanted, found, marked, right int }

func (s *score) read(t *testing.T, c sentence) {
	names := Names(c.text, c.lang)
	for _, want := range c.names {
		letter, name, _ := strings.Cut(want, " ")
		at := strings.Index(c.text, name)
		if at < 0 {
			t.Fatalf("%q is not in %q", name, c.text)
		}
		s.wanted++
		if covered(names, at, at+len(name), kindOf(letter)) {
			s.found++
		} else {
			t.Errorf("%s %q is not marked in %q: %s", c.lang, want, c.text, shown(c.text, names))
		}
	}
	for _, name := range names {
		s.marked++
		if wantedAt(c, name) {
			s.right++
		} else {
			t.Errorf("%s %q is marked in %q", c.lang, shown(c.text, []Name{name}), c.text)
		}
	}
}

func covered(names []Name, from, to int, kind NameKind) bool {
	for _, name := range names {
		if name.From <= from && to <= name.To && name.Kind == kind {
			return true
		}
	}
	return false
}

func wantedAt(c sentence, name Name) bool {
	for _, want := range c.names {
		letter, text, _ := strings.Cut(want, " ")
		at := strings.Index(c.text, text)
		if name.Kind == kindOf(letter) && name.From < at+len(text) && at < name.To {
			return true
		}
	}
	return false
}

func shown(text string, names []Name) string {
	var all []string
	for _, name := range names {
		all = append(all, string(name.Kind)+" "+text[name.From:name.To])
	}
	return strings.Join(all, ", ")
}

func TestNamesAreMarkedInSixLanguagesAndOrdinaryWordsAreNot(t *testing.T) {
	t.Parallel()
	var all score
	perLanguage := map[string]*score{}
	for _, c := range sentences() {
		if perLanguage[c.lang] == nil {
			perLanguage[c.lang] = &score{}
		}
		all.read(t, c)
		perLanguage[c.lang].read(&testing.T{}, c)
	}
	t.Logf("%d sentences: recall %d/%d, precision %d/%d", len(sentences()), all.found, all.wanted, all.right, all.marked)
	for lang, s := range perLanguage {
		t.Logf("%s: recall %d/%d, precision %d/%d", lang, s.found, s.wanted, s.right, s.marked)
	}
}

func TestEveryStateIsFoundInEveryLanguage(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(statesFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(strings.TrimSpace(line), "\t")
		if len(columns) != 7 {
			t.Fatalf("%d columns in %q", len(columns), line)
		}
		for i, lang := range []string{"en", "fr", "es", "ru", "ar", "zh"} {
			for _, name := range strings.Split(columns[i+1], ", ") {
				name = strings.TrimRight(name, "*.")
				text := "x " + name + " x"
				if !covered(Names(text, lang), 2, 2+len(name), StateName) {
					t.Errorf("%s %s: %q is not marked: %s", columns[0], lang, name, shown(text, Names(text, lang)))
				}
			}
		}
	}
}

func TestAThousandTextsAreReadInWellUnderASecond(t *testing.T) {
	t.Parallel()
	var texts []string
	for _, c := range sentences() {
		text := strings.Repeat(c.text+" ", 500/uniseg.GraphemeClusterCount(c.text)+1)
		texts = append(texts, text)
	}
	Names("once", "en") // the tables are read at the first call
	start := time.Now()
	for i := range 1000 {
		Names(texts[i%len(texts)], "")
	}
	took := time.Since(start)
	t.Logf("1000 texts of about 500 characters: %v", took)
	if took > 10*time.Second {
		t.Errorf("reading 1000 texts took %v", took)
	}
}

func TestHostileTextsAreReadInTime(t *testing.T) {
	t.Parallel()
	for name, part := range map[string]string{
		"titles": "Mr ", "capitals": "Ab ", "heads": "Union of ", "marks": "Z\u0310\u0310", "han": "王组织", "at": "a@",
		"initials": "A. ", "states": "Republic of ", "arabic": "وزارة ", "emoji": "👨\u200d👩\u200d👧",
	} {
		start := time.Now()
		names := Names(strings.Repeat(part, 8<<10/len(part)), "")
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s: %v for %d names", name, took, len(names))
		}
	}
}

// checkPlaces: names are in order, apart, within the text, and begin and end between characters.
func checkPlaces(t *testing.T, text string) {
	t.Helper()
	edge, before := characterEdges(text), 0
	for _, name := range Names(text, "") {
		if name.From < before || name.To <= name.From || name.To > len(text) || !edge[name.From] || !edge[name.To] {
			t.Fatalf("%+v in %q", name, text)
		}
		before = name.To
	}
}

func FuzzNamesStandBetweenCharactersAndApart(f *testing.F) {
	for _, c := range sentences() {
		f.Add(c.text)
	}
	f.Add("Mr\u0301 \u202eKenya\u0310\u0310 \xff🇰🇪王先生")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) <= 8<<10 {
			checkPlaces(t, text)
		}
	})
}
