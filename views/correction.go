package views

import (
	"fmt"
	"strings"

	"soundings/programme"
)

// CorrectionField is the name of the field in which a text of a preview is corrected: the title of a
// session (key question 0), or one of its key questions, both counted from 1.
func CorrectionField(session, question int) string {
	return fmt.Sprintf("text-%d-%d", session, question)
}

// SplitField is the name of the field that takes the second half of a key question that asks two things.
func SplitField(session, question int) string { return fmt.Sprintf("second-%d-%d", session, question) }

// correction is a text of a preview that can be corrected in its place.
type correction struct {
	importPreview
	Name, Value, Fault string
	Second             string // name of the field for a second question, "" for a title
	SecondValue        string
	SecondFault        string
}

// Open reports whether the field is shown from the start: where something was typed or is wrong.
func (c correction) Open() bool { return c.Fault != "" || c.SecondFault != "" }

func (p importPreview) correction(name, second, found string) correction {
	c := correction{importPreview: p, Name: name, Value: found, Second: second, Fault: faultIn(p.Page, p.Faults, name)}
	if p.Values.Has(name) {
		c.Value = p.Values.Get(name)
	}
	if second != "" {
		c.SecondValue, c.SecondFault = p.Values.Get(second), faultIn(p.Page, p.Faults, second)
	}
	return c
}

// TitleField corrects the title of a session.
func (s foundSession) TitleField() correction {
	return s.correction(CorrectionField(s.Order, 0), "", s.Title)
}

// foundItem is an item of a session with the fields of the key questions that it becomes.
type foundItem struct {
	programme.Item
	Fields []correction
}

// Questions are the items of a session with their fields.
func (s foundSession) Questions() []foundItem {
	var all []foundItem
	question := 0
	for _, item := range s.Items {
		found := foundItem{Item: item}
		for _, text := range item.Whole() {
			question++
			found.Fields = append(found.Fields, s.correction(CorrectionField(s.Order, question), SplitField(s.Order, question), text))
		}
		all = append(all, found)
	}
	return all
}

// FieldLabel names what is corrected.
func (c correction) FieldLabel() string {
	if c.Second == "" {
		return c.T("blank.field.title")
	}
	return c.T("question.text")
}

// Rows is how many rows a field begins with.
func (c correction) Rows() int { return min(8, 2+strings.Count(c.Value, "\n")+len(c.Value)/90) }
