package views

import "unicode/utf8"

// codeLength is the length of a join code.
const codeLength = 6

// spaced writes a join code in two halves, "K7M 2QX"; anything else stays as it is.
func spaced(code string) string {
	if len(code) != codeLength || utf8.RuneCountInString(code) != codeLength {
		return code
	}
	return code[:codeLength/2] + " " + code[codeLength/2:]
}

// SpacedCode is the code as it is typed, in two halves where it is whole.
func (j Join) SpacedCode() string { return spaced(j.Code) }
