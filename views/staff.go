package views

import (
	"io"
	"net/url"

	"soundings/access"
	"soundings/poll"
)

// Enter draws the page that a link with a secret opens.
func (v *Views) Enter(w io.Writer, p Enter) error { return v.page(w, "enter", p) }

// SignIn draws the form for the passphrase.
func (v *Views) SignIn(w io.Writer, p SignIn) error { return v.page(w, "sign_in", p) }

// Passphrase draws the form for a new passphrase.
func (v *Views) Passphrase(w io.Writer, p Passphrase) error { return v.page(w, "passphrase", p) }

// At reports whether this page is at the path, so that its link is marked.
func (p Page) At(path string) bool {
	here, err := url.Parse(p.Path)
	return err == nil && here.Path == path
}

// IsOrganiser reports whether the page is drawn for an organiser.
func (p Page) IsOrganiser() bool { return p.Role == access.Organiser }

// IsStaff reports whether there is something to sign out of.
func (p Page) IsStaff() bool {
	return p.Role == access.Organiser || p.Role == access.Moderator || p.Role == access.Desk
}

// faultIn says what is wrong with a field of a form, "" for nothing.
func faultIn(p Page, faults []*poll.Invalid, field string) string {
	for _, fault := range faults {
		if fault.Field == field {
			return p.T(fault.Key, "Limit", fault.Limit)
		}
	}
	return ""
}
