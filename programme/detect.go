package programme

import (
	"strings"
	"unicode"
)

const detectFrom = 20000 // characters are enough to tell a language

// languageOf tells the note's language from its script, and by its most frequent words among
// the languages of one script; English where nothing tells.
func languageOf(doc *document) string {
	scripts, words := map[string]int{}, map[string]int{}
	read := 0
	for _, l := range doc.lines {
		if l.long() || read > detectFrom {
			continue
		}
		read += len(l.text)
		countScripts(l.text, scripts)
		for _, word := range letters(strings.ToLower(l.text)) {
			words[word]++
		}
	}
	for _, other := range []string{"ar", "ru", "zh"} {
		if scripts[other]*weight(other) > scripts["latin"] {
			return other
		}
	}
	return frequentLanguage(words)
}

// weight: a Chinese character says as much as several letters.
func weight(script string) int {
	if script == "zh" {
		return 4
	}
	return 1
}

func countScripts(text string, scripts map[string]int) {
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Latin, r):
			scripts["latin"]++
		case unicode.Is(unicode.Arabic, r):
			scripts["ar"]++
		case unicode.Is(unicode.Cyrillic, r):
			scripts["ru"]++
		case unicode.Is(unicode.Han, r):
			scripts["zh"]++
		}
	}
}

func frequentLanguage(words map[string]int) string {
	best, most := english.tag, 0
	for _, l := range []language{english, french, spanish} {
		sum := 0
		for _, word := range strings.Split(string(l.frequent), "|") {
			sum += words[word]
		}
		if sum > most {
			best, most = l.tag, sum
		}
	}
	return best
}
