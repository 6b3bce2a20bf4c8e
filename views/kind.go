package views

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"strconv"

	"soundings/chart"
	"soundings/disclosure"
	"soundings/i18n"
	"soundings/poll"
)

// size is where a result is drawn.
type size string

const (
	onScreen size = "screen"
	onPhone  size = "phone"
	onPodium size = "podium"
)

// kindFragment draws one of a kind's own templates: "answer", "draft" or "result". They are
// named after the kind, and a template cannot call another by a name it computes.
func (v *Views) kindFragment(kind, what string, data any) (template.HTML, error) {
	name := kind + "/" + what
	var drawn bytes.Buffer
	if err := v.parts.ExecuteTemplate(&drawn, name, data); err != nil {
		return "", fmt.Errorf("draw %s: %w", name, err)
	}
	return template.HTML(drawn.String()), nil // drawn by html/template just now
}

// answerFields is what a kind's "answer" draws: the participant's fields.
type answerFields struct {
	region
	Poll   poll.Poll
	Form   url.Values
	Locked bool // shown, but nothing can be answered any more
}

// Chosen reports whether the option is chosen in the form.
func (a answerFields) Chosen(option int) bool {
	for _, value := range a.Form[poll.FieldAnswer] {
		if value == strconv.Itoa(option) {
			return true
		}
	}
	return false
}

func (v *Views) answerFields(t *i18n.Printer, p poll.Poll, form url.Values) (template.HTML, error) {
	fields := answerFields{region: region{Printer: t}, Poll: p, Form: form, Locked: p.State != poll.TakingAnswers}
	return v.kindFragment(p.Kind, "answer", fields)
}

// draftFields is what a kind's "draft" draws: the moderator's fields.
type draftFields struct {
	region
	Form DraftForm
}

// Value is what is typed in a field.
func (d draftFields) Value(field string) string { return d.Form.Values.Get(field) }

// Fault says what is wrong with a field, "" for nothing.
func (d draftFields) Fault(field string) string {
	for _, fault := range d.Form.Faults {
		if fault.Field == field {
			return d.T(fault.Key, "Limit", fault.Limit)
		}
	}
	return ""
}

func (v *Views) draftFields(t *i18n.Printer, form DraftForm) (template.HTML, error) {
	return v.kindFragment(form.Kind, "draft", draftFields{region: region{Printer: t}, Form: form})
}

// resultFigures is what a kind's "result" draws: chart and table, or the options alone while the
// result is not disclosed.
type resultFigures struct {
	region
	Poll   poll.Poll
	Result disclosure.Result
	Size   size
}

// Shown reports whether the figures may be drawn.
func (r resultFigures) Shown() bool { return r.Result.Level == disclosure.Full }

// Bars lays the result out as horizontal bars.
func (r resultFigures) Bars() chart.Bars { return chart.BarsOf(r.Result, r.mirrored()) }

func (v *Views) resultFigures(t *i18n.Printer, p poll.Poll, result disclosure.Result, where size) (template.HTML, error) {
	return v.kindFragment(p.Kind, "result", resultFigures{
		region: region{Printer: t}, Poll: p, Result: result, Size: where,
	})
}

// Ordinal is the number of the option at index, from 1.
func (r resultFigures) Ordinal(index int) string { return r.Number(index + 1) }
