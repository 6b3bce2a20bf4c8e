package programme

import (
	"regexp"
	"strings"

	"soundings/agenda"
)

var (
	interrogative = atStart(func(l language) phrases { return l.interrogatives })
	softStart     = atStart(func(l language) phrases { return l.softStarts })
	questionRun   = regexp.MustCompile(`[?؟？]+`)
	secondQuery   = regexp.MustCompile(`(?i)\b(?:and|or)\s+(?:how|what|which|why)\b|\s(?:et|ou)\s+(?:comment|quel\pL*|pourquoi)\s|\s[yo]\s+(?:cómo|qué|cuál\pL*|por\s+qué)\s|\sи\s+(?:как|какие|каким|почему)\s|\sو(?:كيف|ما)\s|(?:以及|并|和)(?:如何|哪些|为什么)`)
)

// itemKind says whether a text is a question or an issue, and whether it holds more than one
// question. A missing question mark does no harm.
func itemKind(text string) (agenda.ItemKind, bool) {
	marks := len(questionRun.FindAllStringIndex(text, 3))
	if marks > 0 || asks(text) {
		return agenda.Question, marks > 1
	}
	return agenda.Issue, false
}

// asks reports whether a text starts as a question does.
func asks(text string) bool {
	text = strings.TrimLeft(text, quoteOpeners+"'([")
	return strings.HasPrefix(text, "¿") || interrogative.MatchString(text)
}

// endsAsking reports whether a text ends with a question mark.
func endsAsking(text string) bool {
	return strings.ContainsRune("?؟？", lastRune(strings.TrimRight(text, closers+" ;,")))
}

// bareQuestion reports whether a line without a marker can be an item of an announced list.
func bareQuestion(text string) bool {
	if endsAsking(text) {
		return true
	}
	if softStart.MatchString(text) {
		return false
	}
	return asks(text)
}

func mayHoldTwo(text string) bool { return secondQuery.MatchString(text) }

// newItem makes an item of a text; n is its place in its list.
func newItem(n, line int, text string) Item {
	kind, compound := itemKind(text)
	return Item{N: n, Line: line, Kind: kind, Compound: compound, Text: text}
}
