package views

import (
	"io"
	"unicode/utf8"

	"soundings/agenda"
	"soundings/poll"
)

// WiFi is where the organiser says how phones come into the hall's own network.
type WiFi struct {
	Page
	Typed  agenda.WiFi
	Faults []*poll.Invalid
}

// WiFi draws the form for the hall's own network.
func (v *Views) WiFi(w io.Writer, p WiFi) error { return v.page(w, "wifi", p) }

// Fault says what is wrong with a field, "" for nothing.
func (p WiFi) Fault(field string) string { return faultIn(p.Page, p.Faults, field) }

// HasWiFi reports whether the welcome has a first step: the hall's own network.
func (s screen) HasWiFi() bool { return s.Join.WiFi.Name != "" && s.Poll == nil && s.ShowsCode() }

// WiFiFit names the size at which the longer of name and password stands on one line.
func (s screen) WiFiFit() string {
	switch n := max(utf8.RuneCountInString(s.Join.WiFi.Name), utf8.RuneCountInString(s.Join.WiFi.Password)); {
	case n <= 16:
		return "wifi-short"
	case n <= 32:
		return "wifi-medium"
	default:
		return "wifi-long"
	}
}
