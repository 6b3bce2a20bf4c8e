package views

import (
	"fmt"
	"strconv"

	"soundings/feedback"
)

// deskItem is DeskItem in one language.
type deskItem struct {
	region
	DeskItem
}

// passage is a piece of a text; Kind says what it names, "" for nothing.
type passage struct {
	Text string
	Kind feedback.NameKind
}

// KindLabel is the message key of what a passage names.
func (p passage) KindLabel() string { return "desk.name." + string(p.Kind) }

// Passages are the text with what names a person, a State or an organization apart: what the
// operator has to look at before it is released.
func (i deskItem) Passages() []passage {
	text := i.Text.Text
	if i.State != feedback.Incoming {
		return []passage{{Text: text}}
	}
	var passages []passage
	at := 0
	for _, name := range feedback.Names(text, i.Text.Lang) {
		if name.From > at {
			passages = append(passages, passage{Text: text[at:name.From]})
		}
		passages = append(passages, passage{text[name.From:name.To], name.Kind})
		at = name.To
	}
	if at < len(text) {
		passages = append(passages, passage{Text: text[at:]})
	}
	return passages
}

// Handled reports whether it does not belong in its list any more.
func (i deskItem) Handled() bool { return i.Fate != FateNone || i.State != i.Tab }

// Edited reports whether its author wrote it anew since it was seen.
func (i deskItem) Edited() bool { return i.Fate == FateEdited }

// Told is the message key of what became of it.
func (i deskItem) Told() string {
	switch i.Fate {
	case FateGone, FateEdited:
		return "desk.fate." + string(i.Fate)
	case FateOther:
		return "desk.fate.other." + string(i.State)
	default:
		return "desk.fate." + string(i.State)
	}
}

// Released reports whether it may be shown.
func (i deskItem) Released() bool { return i.State == feedback.Shown }

// Waits reports whether it is incoming.
func (i deskItem) Waits() bool { return i.State == feedback.Incoming }

// Aside reports whether it was set aside.
func (i deskItem) Aside() bool { return i.State == feedback.SetAside }

// Seen is what the operator saw, for the script's question what became of it.
func (i deskItem) Seen() string { return fmt.Sprintf("%d.%d.%s", i.ID, i.Revision, i.State) }

// Age is how long it has been there.
func (i deskItem) Age() string {
	switch {
	case i.Minutes < 1:
		return i.T("desk.age.now")
	case i.Minutes < 60:
		return i.T("desk.age.minutes", "Count", i.Minutes)
	case i.Minutes < 48*60:
		return i.T("desk.age.hours", "Count", i.Minutes/60)
	default:
		return i.T("desk.age.days", "Count", i.Minutes/(24*60))
	}
}

// Path is where what is done to it is posted, or where it is read anew.
func (i deskItem) Path(verb string) string {
	path := fmt.Sprintf("/desk/%d/contributions/%d", i.SessionID, i.ID)
	if verb != "" {
		path += "/" + verb
	}
	return path
}

// Reasons are those for which it may be set aside.
func (i deskItem) Reasons() []feedback.Reason { return feedback.Reasons() }

// itemButton is a button on a contribution.
type itemButton struct {
	deskItem
	Verb, Label, Class string
	Fields             []hidden
}

// ButtonID keeps the focus over a push.
func (b itemButton) ButtonID() string { return fmt.Sprintf("%s-%d", b.Verb, b.ID) }

func (i deskItem) button(verb, class, label string, pairs ...string) itemButton {
	b := itemButton{deskItem: i, Verb: verb, Label: label, Class: class}
	b.Fields = i.SeenFields()
	for n := 0; n+1 < len(pairs); n += 2 {
		b.Fields = append(b.Fields, hidden{pairs[n], pairs[n+1]})
	}
	return b
}

// SeenFields say what the operator saw, so that nothing is done to what nobody read.
func (i deskItem) SeenFields() []hidden {
	return []hidden{
		{"revision", strconv.FormatInt(i.Revision, 10)}, {"state", string(i.State)}, {"at", i.Query},
	}
}

// Show releases it.
func (i deskItem) Show() itemButton { return i.button("show", "", "desk.show") }

// Select puts it alone on the screen.
func (i deskItem) Select() itemButton { return i.button("select", "", "desk.select") }

// Back takes it back among the incoming ones.
func (i deskItem) Back() itemButton { return i.button("back", "plain", "desk.back") }

// Pin keeps it at the top, or lets it go.
func (i deskItem) Pin() itemButton {
	if i.Pinned {
		return i.button("pin", "plain", "desk.unpin", "pinned", "off")
	}
	return i.button("pin", "plain", "desk.pin", "pinned", "on")
}

// Ordinal is "Contribution 22".
func (i deskItem) Ordinal() string {
	return i.T("contribution_number", "Number", i.Printer.Number(i.Contribution.Number))
}
