package views

import (
	"net/url"
	"slices"

	"soundings/agenda"
	"soundings/poll"
)

// Editing is what every form of the programme carries: what stands in its fields, what is wrong with
// it, and, after somebody else saved meanwhile, what is stored now.
type Editing struct {
	Page
	Values   url.Values
	Stored   url.Values // nil unless somebody else saved meanwhile
	Faults   []*poll.Invalid
	Revision int64 // of what is stored
	// Original is the language of the texts, Into those that they are translated into.
	Original string
	Into     []string
}

// Fault says what is wrong with a field, "" for nothing.
func (e Editing) Fault(field string) string { return faultIn(e.Page, e.Faults, field) }

// Differs reports whether somebody else saved another value of the field meanwhile.
func (e Editing) Differs(field string) bool {
	return e.Stored != nil && !slices.Equal(filled(e.Stored[field]), filled(e.Values[field]))
}

func filled(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(value string) bool { return value == "" })
}

// Has reports whether a field holds the value.
func (e Editing) Has(field, value string) bool { return slices.Contains(e.Values[field], value) }

// editLine is one field of a form, with what somebody else saved in it meanwhile.
type editLine struct {
	Page
	Name, Label, Value, Hint, Fault string
	Type                            string // of the input; "" for a text of several lines
	Writing                         string // the language of what is written in it, "" when unknown
	Stored                          string
	Differs                         bool
}

// About are the ids of what describes the field.
func (l editLine) About() string {
	about := ""
	for _, part := range []struct {
		is bool
		id string
	}{{l.Fault != "", "-fault"}, {l.Differs, "-stored"}, {l.Hint != "", "-hint"}} {
		if part.is && about != "" {
			about += " "
		}
		if part.is {
			about += l.Name + part.id
		}
	}
	return about
}

// Line is a field of one line whose label and hint are messages; "" for no hint.
func (e Editing) Line(name, label, hint string) editLine {
	line := editLine{
		Page: e.Page, Name: name, Label: e.T(label), Value: e.Values.Get(name), Fault: e.Fault(name),
		Type: "text", Stored: e.Stored.Get(name), Differs: e.Differs(name),
	}
	if hint != "" {
		line.Hint = e.T(hint)
	}
	return line
}

// Input is a line of another type than text.
func (e Editing) Input(kind, name, label, hint string) editLine {
	line := e.Line(name, label, hint)
	line.Type = kind
	return line
}

// Text is a line in the language of the original; Area is one of several lines.
func (e Editing) Text(name, label, hint string) editLine {
	line := e.Line(name, label, hint)
	line.Writing = e.Original
	return line
}

// Area is a text that may be long, in the language of the original.
func (e Editing) Area(name, label, hint string) editLine {
	line := e.Text(name, label, hint)
	line.Type = ""
	return line
}

// Translations are the fields of a text in the other languages of the conference.
func (e Editing) Translations(name, label string) []editLine {
	var lines []editLine
	for _, tag := range e.Into {
		line := e.Line(name+"-"+tag, label, "")
		line.Label = e.T("edit.in_language", "Field", line.Label, "Language", isolated(agenda.Endonym(tag)))
		line.Writing = tag
		lines = append(lines, line)
	}
	return lines
}

// Areas are Translations of a text that may be long.
func (e Editing) Areas(name, label string) []editLine {
	lines := e.Translations(name, label)
	for i := range lines {
		lines[i].Type = ""
	}
	return lines
}

// LanguageName is a language's name in itself.
func (e Editing) LanguageName(tag string) string { return agenda.Endonym(tag) }
