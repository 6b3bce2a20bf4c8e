package agenda

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold returns a text as searches compare it: without accents, vowel marks and joiners, in lower
// case, its words apart by one space.
func Fold(text string) string {
	bare := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Mn, unicode.Cf) || r == tatweel {
			return -1
		}
		return r
	}, norm.NFKD.String(text))
	return strings.Join(strings.Fields(cases.Fold().String(bare)), " ")
}

const tatweel = '\u0640' // stretches Arabic letters, and means nothing
