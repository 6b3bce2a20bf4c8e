package views

import (
	"fmt"
	"html/template"
	"io"

	"soundings/poll"
)

// DraftPage draws the form for a poll on a page of its own.
func (v *Views) DraftPage(w io.Writer, p DraftPage) error {
	form, err := v.ask(p.Page, p.Ask)
	if err != nil {
		return err
	}
	return v.page(w, "draft", draftPage{DraftPage: p, Form: form})
}

// draftPage is DraftPage with its form drawn.
type draftPage struct {
	DraftPage
	Form ask
}

// ask is DraftForm in one language, with the kind's fields drawn.
type ask struct {
	region
	DraftForm
	Fields template.HTML
}

func (v *Views) ask(p Page, form DraftForm) (ask, error) {
	fields, err := v.draftFields(p.Printer, form)
	return ask{region: p.region(), DraftForm: form, Fields: fields}, err
}

// Action is where the form is posted.
func (a ask) Action() string {
	if a.Poll != 0 {
		return fmt.Sprintf("/polls/%d/edit", a.Poll)
	}
	return fmt.Sprintf("/podium/%d/polls", a.Session)
}

// WrittenIn is the language that the moderator writes in: the draft's, or that of the page.
func (a ask) WrittenIn() string {
	if lang := a.Values.Get(poll.FieldLanguage); lang != "" {
		return lang
	}
	return a.Lang()
}
