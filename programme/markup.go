package programme

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	superTag    = regexp.MustCompile(`(?i)<sup>\s*\[?(\d{1,3})\]?\s*</sup>|\$?\^\{?(\d{1,3})\}?\^?\$|\^(\d{1,3})\^`)
	breakTag    = regexp.MustCompile(`(?i)<br\s*/?>`)
	htmlTag     = regexp.MustCompile(`(?i)</?(?:b|i|u|s|em|strong|span|p|div|font|small|big|center|a|h[1-6]|li|ul|ol|td|tr|th|table|tbody|thead|sup|sub|mark|img|hr|section|article|blockquote)(?:\s[^<>]*)?/?>`)
	image       = regexp.MustCompile(`!\[[^\[\]]*\]\([^()]*\)`)
	link        = regexp.MustCompile(`\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)?\)`)
	refLink     = regexp.MustCompile(`\[([^\[\]^][^\[\]]*)\]\[[^\[\]^]*\]`)
	attributes  = regexp.MustCompile(`\s*\{[#.:][^{}]*\}`)
	spanMark    = regexp.MustCompile(`\[([^\[\]]*)\]\{[^{}]*\}`)
	autolink    = regexp.MustCompile(`<((?:https?://|mailto:|www\.)[^<>\s]+)>`)
	superDigits = []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
)

// plain takes the Markdown and the stray HTML out of a line: the text of links stays, marks of
// emphasis go, also where they open on one line and close on another.
func plain(text string) string {
	if strings.ContainsAny(text, "<^") {
		text = superTag.ReplaceAllStringFunc(text, superscript)
		text = breakTag.ReplaceAllString(text, " ")
		text = autolink.ReplaceAllString(text, "$1")
		text = htmlTag.ReplaceAllString(text, "")
	}
	if strings.ContainsAny(text, "[{") {
		text = image.ReplaceAllString(text, "")
		text = link.ReplaceAllString(text, "$1")
		text = refLink.ReplaceAllString(text, "$1")
		text = spanMark.ReplaceAllString(text, "$1")
		text = attributes.ReplaceAllString(text, "")
	}
	if strings.Contains(text, "&") {
		text = html.UnescapeString(text)
	}
	if strings.ContainsAny(text, "\\*_`~") {
		text = unmark(text)
	}
	return text
}

// superscript turns marked-up digits into superscript ones, which is how footnotes are known.
func superscript(marked string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return superDigits[r-'0']
		}
		return -1
	}, marked)
}

// unmark drops marks of emphasis and the backslashes that protect others.
func unmark(text string) string {
	var kept strings.Builder
	before := ' '
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		after, next := utf8.DecodeRuneInString(text[i+size:])
		if next == 0 {
			after = ' '
		}
		switch {
		case r == '\\' && after < 0x80 && unicode.In(after, unicode.P, unicode.S):
			kept.WriteRune(after)
			size += next
		case emphasis(r, before, after):
		default:
			kept.WriteString(text[i : i+size])
		}
		before = r
		i += size
	}
	return kept.String()
}

func emphasis(r, before, after rune) bool {
	spaced := unicode.IsSpace(before) && unicode.IsSpace(after)
	switch r {
	case '*':
		return !spaced && !(unicode.IsDigit(before) && unicode.IsDigit(after))
	case '_':
		return !spaced && !(wordRune(before) && wordRune(after))
	case '~':
		return before == '~' || after == '~'
	case '`':
		return true
	}
	return false
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
