package views

import "io"

// Continue carries a participant into another browser, or takes one over.
type Continue struct {
	Page
	Joined bool   // this browser takes part already
	Host   string // the address that people type
	URL    string // the link just made, shown this once; "" for none
	Code   string // the same to type
	Typed  string
	Fault  string // message key
}

// Continue draws the page that carries a participant into another browser.
func (v *Views) Continue(w io.Writer, p Continue) error { return v.page(w, "continue", p) }

// CodeInHalves is the code as it is read aloud.
func (p Continue) CodeInHalves() string {
	if half := len(p.Code) / 2; half > 0 {
		return p.Code[:half] + " " + p.Code[half:]
	}
	return ""
}
