package programme

import (
	"strings"
	"unicode"
)

// The patterns over all languages are large. A look at single words first keeps a note of many
// thousand lines fast: most lines have no word that could make them a heading, a label or a date.
var (
	headingWords = vocabulary(func(l language) []phrases {
		return []phrases{l.kinds, l.lesser, l.sideEvents, l.opening, l.closing}
	})
	labelWords = vocabulary(func(l language) []phrases {
		return []phrases{l.labels, l.titleLabels, l.timeLabels, l.accessLabels, l.dateLabels, l.placeLabels, l.roomLabels}
	})
	dayWords = vocabulary(func(l language) []phrases {
		return append([]phrases{l.weekdays, "day|jour|día|день"}, l.months[:]...)
	})
	nounStems = stems(func(l language) phrases { return l.questionNouns + "|" + l.issueNouns })
)

// vocabulary is the set of single words, in small letters, of the phrases that pick chooses.
func vocabulary(pick func(language) []phrases) map[string]bool {
	known := map[string]bool{}
	for _, l := range languages {
		for _, list := range pick(l) {
			for _, word := range letters(strings.ToLower(string(list))) {
				known[word] = true
			}
		}
	}
	return known
}

func stems(pick func(language) phrases) []string {
	var all []string
	for _, l := range languages {
		for _, word := range strings.Split(strings.ToLower(string(pick(l))), "|") {
			if word = strings.TrimSuffix(word, "*"); word != "" {
				all = append(all, word)
			}
		}
	}
	return all
}

// knowsWord reports whether any word of a text is known, or may be: Chinese has no single words.
func knowsWord(text string, known map[string]bool) bool {
	for _, word := range letters(strings.ToLower(text)) {
		if known[word] || han(firstRune(word)) || known[strings.TrimSuffix(word, "s")] || joinedWord(word, known) {
			return true
		}
	}
	return false
}

// joinedWord knows "roundtable" for "round table".
func joinedWord(word string, known map[string]bool) bool {
	for i := 4; i < len(word)-1 && i < 9; i++ {
		if known[word[:i]] && known[word[i:]] {
			return true
		}
	}
	return false
}

// startsWithWord is knowsWord for the first words of a text.
func startsWithWord(text string, known map[string]bool, within int) bool {
	if len(text) > within {
		text = text[:within]
	}
	return knowsWord(text, known)
}

func hasStem(text string) bool {
	lower := strings.ToLower(text)
	for _, stem := range nounStems {
		if strings.Contains(lower, stem) {
			return true
		}
	}
	return false
}

// digitWithin reports whether a text has a digit among its first (or, below zero, last) bytes.
func digitWithin(text string, bytes int) bool {
	if n := len(text); bytes < 0 && n > -bytes {
		text = text[n+bytes:]
	} else if bytes > 0 && n > bytes {
		text = text[:bytes]
	}
	return strings.ContainsFunc(text, unicode.IsDigit)
}
