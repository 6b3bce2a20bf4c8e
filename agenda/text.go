package agenda

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// Limits of any text that a person types: characters as a person counts them (grapheme
// clusters), and bytes, so that a few characters cannot carry a megabyte of accents.
const (
	MaxCharacters = 500
	MaxBytes      = 24 << 10 // 500 of the longest emoji fit
	// MaxKeyQuestion is the limit of a key question's full text, which is never cut.
	MaxKeyQuestion = 1500
	// MaxShortLabel is the length in characters of a label for screens and charts.
	MaxShortLabel = 80
)

// Faults of a typed text; handlers translate them.
var (
	ErrEmptyText   = errors.New("text is empty")
	ErrTextTooLong = errors.New("text is too long")
	ErrNotUTF8     = errors.New("text is not valid UTF-8")
)

// Text is what a person wrote: the language of the original (a BCP 47 tag, "" when unknown),
// the original itself, and its translations by language.
type Text struct {
	Lang         string            `json:"lang,omitempty"`
	Text         string            `json:"text"`
	Translations map[string]string `json:"translations,omitempty"`
}

// Plain is a Text without translations.
func Plain(lang, text string) Text { return Text{Lang: lang, Text: text} }

// In returns the text in the wanted language and the language of what it returns: the
// translation where there is one, the original otherwise.
func (t Text) In(lang string) (text, in string) {
	if translated := t.Translations[lang]; translated != "" {
		return translated, lang
	}
	return t.Text, t.Lang
}

// IsEmpty reports whether nothing was written.
func (t Text) IsEmpty() bool { return t.Text == "" }

// Clean returns a typed text as it is stored: NFC, one line, without control characters and
// without characters that change the direction or hide (Unicode Cf, but for the joiners that
// Arabic, Persian and emoji need), at most four combining marks in a row. It refuses an empty
// text, one longer than limit characters, and one that is not UTF-8.
func Clean(typed string, limit int) (string, error) {
	if !utf8.ValidString(typed) {
		return "", ErrNotUTF8
	}
	if len(typed) > 4*MaxBytes {
		return "", ErrTextTooLong
	}
	visible := norm.NFC.String(keepVisible(norm.NFC.String(typed))) // what was hidden may have kept two apart
	text := strings.Join(strings.Fields(visible), " ")
	switch {
	case text == "":
		return "", ErrEmptyText
	case len(text) > MaxBytes || uniseg.GraphemeClusterCount(text) > limit:
		return "", ErrTextTooLong
	}
	return text, nil
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
	maxCombining       = 4
)

func keepVisible(text string) string {
	var kept strings.Builder
	marks, visible := 0, false
	for _, r := range text {
		switch {
		case r == zeroWidthNonJoiner || r == zeroWidthJoiner:
		case unicode.IsSpace(r):
			r = ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
			continue
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
			if marks++; marks > maxCombining {
				continue
			}
		default:
			marks, visible = 0, true
		}
		kept.WriteRune(r)
	}
	if !visible {
		return ""
	}
	return kept.String()
}

// ShortLabel proposes the label of a long text for screens and charts: whole words, at most
// MaxShortLabel characters, with an ellipsis where something was left out.
func ShortLabel(text string) string {
	if uniseg.GraphemeClusterCount(text) <= MaxShortLabel {
		return text
	}
	end, clusters, lastSpace := 0, 0, -1
	for state, rest := -1, text; rest != "" && clusters < MaxShortLabel-1; clusters++ {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if cluster == " " {
			lastSpace = end
		}
		end += len(cluster)
	}
	if lastSpace > end/2 {
		end = lastSpace
	}
	return strings.TrimRight(text[:end], " ,;:–—-") + "…"
}
