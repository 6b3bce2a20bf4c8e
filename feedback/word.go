package feedback

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// word is a run of letters, digits and marks in a text.
type word struct {
	from, to int
	text     string
	gap      string // what stands between it and the word before
	folded   string // lower case, without accents and the like
	script   script
	capital  bool // starts with a capital letter
	shouted  bool // two letters or more, all capital
	begins   bool // a sentence begins with it
	keys     []string
}

type script int

const (
	latin script = iota
	cyrillic
	arabic
	han
)

// wordsOf cuts a text into words; each Han character is no word, since findHan reads these.
func wordsOf(text string) []word {
	var words []word
	start, end := -1, 0
	add := func(to int) {
		if start < 0 {
			return
		}
		if n := len(words); n > 0 && abbreviated[words[n-1].folded] && text[end:start] == "-" {
			start, end, words = words[n-1].from, words[n-1].from-len(words[n-1].gap), words[:n-1] // г-н, д-р
		}
		words = append(words, newWord(text, start, to, end, words))
		start, end = -1, to
	}
	for at, r := range text {
		switch {
		case unicode.Is(unicode.Han, r) || !partOfWord(r):
			add(at)
		case start < 0:
			start = at
		}
	}
	add(len(text))
	return words
}

func partOfWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\u200c' || r == '\u200d'
}

func newWord(text string, from, to, end int, before []word) word {
	w := word{from: from, to: to, text: text[from:to], gap: text[end:from]}
	first, _ := utf8.DecodeRuneInString(w.text)
	w.script = scriptOf(first)
	w.folded = foldWord(w.text)
	w.capital = unicode.IsUpper(first) || unicode.IsTitle(first)
	w.shouted = shouts(w.text)
	w.begins = len(before) == 0 || endsSentence(w.gap, before[len(before)-1])
	w.keys = keysOf(w)
	return w
}

func scriptOf(r rune) script {
	switch {
	case r < 0x370:
		return latin
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillic
	case unicode.Is(unicode.Arabic, r):
		return arabic
	}
	return latin
}

// shouts: "UN", "NGOs", "G77", but not "I" or "A4".
func shouts(text string) bool {
	capitals, digits := 0, 0
	for _, r := range strings.TrimSuffix(text, "s") {
		if unicode.IsLower(r) || unicode.Is(unicode.Arabic, r) {
			return false
		}
		if unicode.IsUpper(r) {
			capitals++
		}
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return capitals >= 2 || capitals == 1 && digits == 2
}

// endsSentence reports whether what stands between two words ends a sentence or opens a quotation.
// The full stop of an initial or of a title does not.
func endsSentence(gap string, before word) bool {
	if strings.HasPrefix(gap, ".") && before.capital && (utf8.RuneCountInString(before.text) == 1 || titleFor(before) != noTitle) {
		return false
	}
	return strings.ContainsAny(gap, ".?!:;•…؟؛\n\"“«„([¿¡")
}

var arabicLetters = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ى", "ي", "ة", "ه", "ـ", "")

// foldWord makes a word comparable: lower case, no accents, one form of each Arabic letter.
func foldWord(text string) string {
	lower := strings.ToLower(text)
	if isASCII(lower) {
		return lower
	}
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == '\u200c' || r == '\u200d' {
			return -1
		}
		return r
	}, norm.NFD.String(lower))
	return arabicLetters.Replace(bare)
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// keysOf are the forms under which a word is looked up: itself, without an ending, without what
// Arabic attaches in front.
func keysOf(w word) []string {
	switch w.script {
	case arabic:
		return arabicForms(w.folded)
	case cyrillic:
		return stems(w.folded, 3, 4, "~", func(ending string) bool { return ending == "" || endings[ending] })
	}
	keys := append([]string{w.folded}, stems(w.folded, 3, 5, "*", func(string) bool { return true })...)
	if singular, plural := strings.CutSuffix(w.folded, "s"); plural {
		keys = append(keys, singular)
	}
	return keys
}

// stems cuts up to most letters off a word, leaving at least least; mark tells stems from words.
func stems(folded string, least, most int, mark string, may func(ending string) bool) []string {
	var keys []string
	cut := len(folded)
	for range most + 1 {
		if cut < len(folded) && utf8.RuneCountInString(folded[:cut]) < least {
			break
		}
		if may(folded[cut:]) {
			keys = append(keys, folded[:cut]+mark)
		}
		_, size := utf8.DecodeLastRuneInString(folded[:cut])
		cut -= size
	}
	return keys
}

// arabicForms: "and", "so", then "in", "like", "for" may be attached, with the article behind them.
func arabicForms(folded string) []string {
	forms := []string{folded}
	for _, and := range []string{"و", "ف"} {
		if rest, cut := strings.CutPrefix(folded, and); cut {
			forms = append(forms, rest)
		}
	}
	for _, form := range forms {
		for _, attached := range []string{"ب", "ك", "ل"} {
			if rest, cut := strings.CutPrefix(form, attached); cut && len(rest) >= 4 {
				forms = append(forms, rest)
			}
		}
		if rest, cut := strings.CutPrefix(form, "لل"); cut {
			forms = append(forms, "ال"+rest)
		}
	}
	return forms
}
