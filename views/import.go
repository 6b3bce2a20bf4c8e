package views

import (
	"fmt"
	"io"

	"soundings/agenda"
	"soundings/programme"
)

// Import draws the form for a concept note.
func (v *Views) Import(w io.Writer, p Import) error { return v.page(w, "import", p) }

// ImportPreview draws what was found in a note, beside the note.
func (v *Views) ImportPreview(w io.Writer, p ImportPreview) error {
	return v.page(w, "import_preview", importPreview{p})
}

// FaultText says why the text cannot be imported, "" for nothing.
func (p Import) FaultText() string {
	if p.Fault == nil {
		return ""
	}
	return p.T(p.Fault.Key, pairs(p.Fault.Args)...)
}

// pairs are a message's arguments as T takes them; what people wrote is isolated from the
// direction of the sentence around it.
func pairs(values map[string]any) []any {
	var all []any
	for name, value := range values {
		if text, written := value.(string); written {
			value = isolated(text)
		}
		all = append(all, name, value)
	}
	return all
}

// isolated keeps the direction of a text to itself inside a message, where no element can.
func isolated(text string) string { return "\u2068" + text + "\u2069" }

// importPreview sorts what was found into what the page shows.
type importPreview struct{ ImportPreview }

// check is one thing to look at, with the lines it is about.
type check struct {
	Text  string
	Lines []int
}

// Checks are the warnings that the page does not show in a place of its own, each text once.
func (p importPreview) Checks() []check {
	var all []check
	at := map[string]int{}
	for _, warning := range p.Preview.Warnings {
		if ownPlace[warning.Key] {
			continue
		}
		text := p.T(warning.Key, pairs(warning.Args)...)
		if _, known := at[text]; !known {
			at[text] = len(all)
			all = append(all, check{Text: text})
		}
		if warning.Line > 0 {
			all[at[text]].Lines = append(all[at[text]].Lines, warning.Line)
		}
	}
	return all
}

// ownPlace holds the warnings that have a heading or a list of their own.
var ownPlace = map[string]bool{
	programme.CheckAccessNotStated: true,
	programme.CheckCompound:        true,
	programme.CheckMayHoldTwo:      true,
	programme.CheckFootnoteDropped: true,
	programme.CheckTooLong:         true, // stands among the suggestions
}

// NotStated counts the sessions that do not say who may take part.
func (p importPreview) NotStated() int {
	n := 0
	for _, session := range p.Preview.Sessions {
		if session.Access == agenda.NotStated {
			n++
		}
	}
	return n
}

// Twofold are the lines of items that ask, or may ask, two things.
func (p importPreview) Twofold() []int {
	var lines []int
	for _, warning := range p.Preview.Warnings {
		if warning.Key == programme.CheckCompound || warning.Key == programme.CheckMayHoldTwo {
			lines = append(lines, warning.Line)
		}
	}
	return lines
}

// IsTwofold reports whether the item in this line asks, or may ask, two things.
func (p importPreview) IsTwofold(item programme.Item) bool {
	if item.Compound {
		return true
	}
	for _, line := range p.Twofold() {
		if line == item.Line {
			return true
		}
	}
	return false
}

// ToCheck counts what the page asks the organiser to look at.
func (p importPreview) ToCheck() int {
	n := len(p.Checks())
	for _, some := range []int{p.NotStated(), len(p.Twofold()), len(p.Preview.Suggestions)} {
		if some > 0 {
			n++
		}
	}
	return n
}

// Ticked reports whether a suggestion was ticked on the page before.
func (p importPreview) Ticked(line int) bool { return p.Values.Has(fmt.Sprintf("suggestion-%d", line)) }

// NameFault says what is wrong with the name that was typed, "" for nothing.
func (p importPreview) NameFault() string { return faultIn(p.Page, p.Faults, "name") }

// Dropped are the lines that were left out.
func (p importPreview) Dropped() []programme.SourceLine {
	var lines []programme.SourceLine
	for _, line := range p.Preview.Lines {
		if line.Class == programme.LineFootnote && line.Text != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Found is a text of the note in the language of the note.
func (p importPreview) Found(text string) Written {
	return Written{Text: text, Lang: p.Preview.Conference.Language}
}

// Said is what the note says, "" where it says nothing.
func (p importPreview) Said(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// Source names the note and its length.
func (p importPreview) Source() string {
	name := p.Name
	if name == "" {
		name = p.T("preview.pasted")
	}
	return p.T("preview.source", "Name", isolated(name), "Count", len(p.Preview.Lines))
}

// lineLinks lead from a remark to the lines of the note that it is about.
type lineLinks struct {
	Page
	Lines []int
}

// LineLinks are links to the lines.
func (p importPreview) LineLinks(lines []int) lineLinks { return lineLinks{p.Page, lines} }

// foundSession is one session of the preview.
type foundSession struct {
	importPreview
	programme.SessionPreview
}

// Session is one session of the preview.
func (p importPreview) Session(s programme.SessionPreview) foundSession { return foundSession{p, s} }

// AccessLabel names the choice of access for those who do not see where it stands.
func (s foundSession) AccessLabel() string {
	return s.T("preview.access", "Session", isolated(s.Label))
}

// Chosen is the access as found, or as it was chosen on the page before.
func (s foundSession) Chosen() agenda.Access {
	if chosen := agenda.Access(s.Values.Get(fmt.Sprintf("access-%d", s.Order))); chosen.Known() {
		return chosen
	}
	return s.Access
}

// Locked reports whether the note restricts access.
func (s foundSession) Locked() bool { return s.Access != agenda.Open && s.Access != agenda.NotStated }

// Unstated reports whether the note does not say who may take part.
func (s foundSession) Unstated() bool { return s.Access == agenda.NotStated }

// Times are as the note gives them, "" where it gives none.
func (s foundSession) Times() string {
	if s.Start == nil || s.End == nil {
		return s.Said(s.Start)
	}
	return *s.Start + "–" + *s.End
}

// Unnamed reports whether neither the note nor an earlier import names the conference, so that the
// page has to ask.
func (p importPreview) Unnamed() bool {
	return p.Preview.Conference.Title == "" && p.Conference.IsEmpty()
}
