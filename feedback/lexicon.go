package feedback

import (
	_ "embed"
	"slices"
	"strings"
	"unicode/utf8"
)

//go:embed states.txt
var statesFile string

// phrase is a known sequence of words and what it names; nothing when it only looks like a name.
type phrase struct {
	keys  []string
	exact []string // the words as they must be written, "" for any; abbreviations must not be "us"
	kind  NameKind
}

// phraseTable finds known phrases by their first word, and Han ones by their first character.
type phraseTable struct {
	byFirst map[string][]phrase
	han     map[rune][]hanPhrase
}

type hanPhrase struct {
	text string
	kind NameKind
}

func readLexicon() *phraseTable {
	t := &phraseTable{byFirst: map[string][]phrase{}, han: map[rune][]hanPhrase{}}
	for line := range strings.Lines(statesFile) {
		if code, names, listed := strings.Cut(strings.TrimSpace(line), "\t"); listed && !strings.HasPrefix(code, "#") {
			t.addAll(strings.ReplaceAll(names, "\t", ", "), StateName)
		}
	}
	t.addAll(knownOrganizations, OrganizationName)
	t.addAll(ordinaryPhrases, "")
	for first, phrases := range t.han {
		slices.SortStableFunc(phrases, func(a, b hanPhrase) int { return len(b.text) - len(a.text) })
		t.han[first] = phrases
	}
	return t
}

func (t *phraseTable) addAll(list string, kind NameKind) {
	for _, text := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == '\n' }) {
		if text = strings.TrimSpace(text); text != "" {
			t.add(text, kind)
		}
	}
}

func (t *phraseTable) add(text string, kind NameKind) {
	words := wordsOf(text)
	if len(words) == 0 {
		first, _ := utf8.DecodeRuneInString(text)
		t.han[first] = append(t.han[first], hanPhrase{text, kind})
		return
	}
	p := phrase{kind: kind}
	for _, w := range words {
		key := keyFor(w, strings.HasPrefix(text[w.to:], "*"), len(words) == 1)
		p.keys = append(p.keys, key)
		p.exact = append(p.exact, exactly(w))
	}
	t.byFirst[p.keys[0]] = append(t.byFirst[p.keys[0]], p)
}

// keyFor is the form under which a word of a table is found.
func keyFor(w word, star, alone bool) string {
	switch {
	case star:
		return w.folded + "*"
	case w.script == cyrillic:
		return cyrillicStem(w, alone) + "~"
	}
	return w.folded
}

// cyrillicStem is a Russian word without the ending that changes with its case: an adjective's of
// two letters, a noun's of one. Names that end otherwise have one form.
func cyrillicStem(w word, alone bool) string {
	letters := []rune(w.folded)
	if n := len(letters); !alone && n > 5 && adjectiveEnds[string(letters[n-2:])] {
		return string(letters[:n-2])
	}
	if last, _ := utf8.DecodeLastRuneInString(w.text); strings.ContainsRune("аяьйы", last) {
		return string(letters[:len(letters)-1])
	}
	return w.folded
}

// exactly: short abbreviations and words that have another meaning in small letters are found
// only as they are written in the table.
func exactly(w word) string {
	short := utf8.RuneCountInString(w.text) <= 4
	if w.shouted && short || w.capital && utf8.RuneCountInString(w.text) == 1 || ambiguousSmall[w.folded] {
		return w.text
	}
	return ""
}

// findKnown finds known phrases, the longest at each word.
func (r *reading) findKnown() {
	for i := 0; i < len(r.words); {
		best, longest := phrase{}, 0
		for _, key := range r.words[i].keys {
			for _, p := range r.table.byFirst[key] {
				if len(p.keys) > longest && r.matches(p, i) {
					best, longest = p, len(p.keys)
				}
			}
		}
		if longest == 0 {
			i++
			continue
		}
		r.markKnown(best, i)
		i += longest
	}
}

func (r *reading) markKnown(p phrase, at int) {
	last := at + len(p.keys) - 1
	if p.kind != "" {
		r.markWords(at, last, p.kind)
		return
	}
	for i := at; i <= last; i++ {
		r.taken[i] = true
	}
}

func (r *reading) matches(p phrase, at int) bool {
	if at+len(p.keys) > len(r.words) {
		return false
	}
	for i, key := range p.keys {
		w := r.words[at+i]
		if p.exact[i] != "" && w.text != p.exact[i] || !slices.Contains(w.keys, key) || i > 0 && !joins(w.gap) {
			return false
		}
	}
	return true
}

// joins reports whether what stands between two words can stand inside one name.
func joins(gap string) bool {
	return len(gap) <= 6 && strings.Trim(gap, " \u00a0\u202f.-‐‑–—'’") == ""
}
