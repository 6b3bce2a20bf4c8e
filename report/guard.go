package report

import (
	"regexp"
	"strings"
)

const (
	// formulaSigns start a formula, also in their full-width and small forms.
	formulaSigns = `=+\-@＝＋－＠﹦﹢﹣﹫`
	// stripped is what a spreadsheet may strip before it looks for a sign: spaces, quotes, and
	// characters that nobody sees, but for tab and line break.
	stripped = `[\p{Z}\p{Cf}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}"']*`
)

var (
	// atStart finds a cell that starts like a formula, or with a control character that hides one.
	atStart = regexp.MustCompile(`^` + stripped + `[\x00\t\r\n` + formulaSigns + `]`)
	// within finds a formula behind semicolon, tab or line break: an Excel whose list separator is
	// the semicolon takes a file with commas apart there, quoted or not.
	within = regexp.MustCompile(`([;\t\r\n])(` + stripped + `[` + formulaSigns + `])`)
	// number is decimal notation, the only thing that may start with a minus in a guarded file.
	number = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
)

// guard returns the text with an apostrophe before all that a spreadsheet could take for a
// formula. What differs before guarding differs after it.
func guard(text string) string {
	guarded := text
	if strings.ContainsAny(text, ";\t\r\n") { // few texts have one, and looking for more takes long
		guarded = within.ReplaceAllString(text, "${1}'${2}")
	}
	if atStart.MatchString(guarded) {
		return "'" + guarded
	}
	return guarded
}
