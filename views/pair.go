package views

import (
	"fmt"
	"io"

	"soundings/agenda"
	"soundings/i18n"
)

// Waiting is the page of a machine that waits to become a screen.
type Waiting struct {
	Page
	Code    string
	Screens []agenda.Session // that this machine shows already
}

// Waiting draws the page of a machine that waits to become a screen.
func (v *Views) Waiting(w io.Writer, p Waiting) error { return v.page(w, "waiting", p) }

// SpacedCode is the code in two halves.
func (p Waiting) SpacedCode() string { return spaced(p.Code) }

// Pair asks again for the code of a machine that is to become a screen.
type Pair struct {
	Page
	Session agenda.Session
	Host    string
	Typed   string
	Fault   string // message key
}

// Pair draws the form for the code of a machine that is to become a screen.
func (v *Views) Pair(w io.Writer, p Pair) error { return v.page(w, "pair", p) }

// PairForm is the form on its own page, with what was typed.
func (p Pair) PairForm() pairForm {
	return pairForm{Printer: p.Printer, Session: p.Session.ID, Host: p.Host, Next: p.Home, Typed: p.Typed, Fault: p.Fault}
}

// pairForm is where the code of a waiting machine is typed.
type pairForm struct {
	*i18n.Printer
	Session      int64
	Host, Next   string
	Typed, Fault string
}

// PairForm is the form on the podium.
func (p podium) PairForm() pairForm {
	return pairForm{Printer: p.Printer, Session: p.Stage.Session.ID, Host: p.Stage.Host, Next: p.Path}
}

// PairForm is the form at the desk.
func (p deskPage) PairForm() pairForm {
	session := p.Hall.Session.ID
	return pairForm{Printer: p.Printer, Session: session, Host: p.Host, Next: fmt.Sprintf("/desk/%d", session)}
}

// PairForm is the form on the organiser's page of a session.
func (p OrganiseSession) PairForm() pairForm {
	return pairForm{Printer: p.Printer, Session: p.Session.ID, Host: p.Host, Next: p.Path}
}
