package views

import (
	"fmt"
	"io"
	"slices"

	"soundings/access"
	"soundings/agenda"
	"soundings/i18n"
	"soundings/poll"
)

// Organise draws the organiser's programme, or the first page while there is none.
func (v *Views) Organise(w io.Writer, p Organise) error {
	drawn := organise{Organise: p}
	if p.Join.Reachable {
		code, err := qrOf(p.Join.URL)
		if err != nil {
			return err
		}
		drawn.QR = code
	}
	return v.page(w, "organise", drawn)
}

// organise is Organise with its QR code drawn.
type organise struct {
	Organise
	QR qrPicture
}

// SpacedCode is the join code in two halves.
func (o organise) SpacedCode() string { return spaced(o.Join.Code) }

// InProgress reports whether the session is in progress.
func (o organise) InProgress(s agenda.Session) bool { return s.Progress == agenda.InProgress }

// HoldsSample reports whether a session is the sample's.
func (o organise) HoldsSample() bool {
	return slices.ContainsFunc(o.Sessions, func(line SessionLine) bool { return line.Session.Sample })
}

// NotChosen reports whether the session still needs a choice of access.
func (o organise) NotChosen(s agenda.Session) bool { return s.Access == agenda.NotStated }

// OrganiseSession draws the organiser's page of one session.
func (v *Views) OrganiseSession(w io.Writer, p OrganiseSession) error {
	return v.page(w, "organise_session", p)
}

// Address draws the choice of how phones reach the server.
func (v *Views) Address(w io.Writer, p Address) error { return v.page(w, "address", p) }

// Blank draws the form for a session without a note.
func (v *Views) Blank(w io.Writer, p Blank) error { return v.page(w, "blank", p) }

// Sample draws moderator, screen and phone side by side.
func (v *Views) Sample(w io.Writer, p Sample) error { return v.page(w, "sample", p) }

// Files are those of the whole conference.
func (p Organise) Files() files { return files{p.Printer, "/organise/files/"} }

// Files are those of the session.
func (p OrganiseSession) Files() files {
	return files{p.Printer, fmt.Sprintf("/organise/sessions/%d/files/", p.Session.ID)}
}

// files lists what can be taken out.
type files struct {
	*i18n.Printer
	Base string // path in front of each name
}

// accessTag is a session's access as a tag: restricted is ink with a lock, not stated is to check.
type accessTag struct {
	*i18n.Printer
	Access agenda.Access
}

// Tag is the tag of a session's access.
func (p Page) Tag(rule agenda.Access) accessTag { return accessTag{p.Printer, rule} }

// Look is "open", "to-check" or "locked".
func (a accessTag) Look() string {
	switch a.Access {
	case agenda.Open:
		return "open"
	case agenda.NotStated:
		return "to-check"
	default:
		return "locked"
	}
}

// Accesses lists the rules of access to choose from.
func (p Page) Accesses() []agenda.Access { return agenda.Accesses() }

// pollLines are the polls under one key question.
type pollLines struct {
	region
	Polls []poll.Poll
}

// State is the message key of where a poll stands.
func (l pollLines) State(p poll.Poll) string { return pollState(p.State) }

// Lines lists the polls under a key question; 0 lists those under none.
func (p OrganiseSession) Lines(keyQuestion int64) pollLines {
	lines := pollLines{region: p.region()}
	for _, card := range p.Polls {
		if card.Poll.KeyQuestionID == keyQuestion {
			lines.Polls = append(lines.Polls, card.Poll)
		}
	}
	return lines
}

// AccessWords quotes what the programme says of access.
func (p OrganiseSession) AccessWords() string {
	return p.T("session.access_words", "Text", isolated(p.Session.AccessText))
}

// Chosen is the session's access, marked in the list.
func (p OrganiseSession) Chosen() agenda.Access { return p.Session.Access }

// Admits reports whether the open code admits to the session.
func (p OrganiseSession) Admits() bool { return p.Session.Access == agenda.Open }

// LinkLabel is the message key of what a link opens.
func (p OrganiseSession) LinkLabel(role access.Role) string { return "session.link_" + string(role) }

// Fault says what is wrong with a field, "" for nothing.
func (p Blank) Fault(field string) string { return faultIn(p.Page, p.Faults, field) }

// Chosen is the access chosen in the form; not stated until one is.
func (p Blank) Chosen() agenda.Access {
	if rule := agenda.Access(p.Values.Get("access")); rule.Known() {
		return rule
	}
	return agenda.NotStated
}

// WrittenIn is the language chosen in the form, or that of the page.
func (p Blank) WrittenIn() string {
	if lang := p.Values.Get(poll.FieldLanguage); lang != "" {
		return lang
	}
	return p.Lang()
}

// blankLine is one line of the form.
type blankLine struct{ Name, Label, Value, Hint, Fault string }

// Line is the field of that name, with the message key of its hint ("" for none).
func (p Blank) Line(name, hint string) blankLine {
	line := blankLine{Name: name, Label: p.T("blank.field." + name), Value: p.Values.Get(name), Fault: p.Fault(name)}
	if hint != "" {
		line.Hint = p.T(hint)
	}
	return line
}
