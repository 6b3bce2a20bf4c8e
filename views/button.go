package views

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"soundings/i18n"
)

// button is a form of one button: it posts hidden fields and changes one thing. On the podium
// the reply's region is morphed in; without script the page is loaded anew.
type button struct {
	*i18n.Printer
	ID     string // keeps the focus over a push
	Path   string
	Label  string // message key
	Class  string
	About  string // id of the text that says what it is about
	Fields []hidden
	Switch string // "true" or "false" for a switch
}

// hidden is one hidden field of a form.
type hidden struct{ Name, Value string }

// Post is a button that posts pairs of a field's name and value.
func (r region) Post(id, class, label, path string, pairs ...string) button {
	b := button{Printer: r.Printer, ID: id, Path: path, Label: label, Class: class}
	for i := 0; i+1 < len(pairs); i += 2 {
		b.Fields = append(b.Fields, hidden{pairs[i], pairs[i+1]})
	}
	return b
}

// Do is a button on this poll, described by its question.
func (p podiumPoll) Do(verb, class, label string) button {
	b := p.Post(fmt.Sprintf("%s-%d", verb, p.Poll.ID), class, label, p.Path(verb))
	b.About = p.Question()
	return b
}

// Put is the button that shows this poll on the screen.
func (p podiumPoll) Put() button {
	b := p.Post(fmt.Sprintf("put-%d", p.Poll.ID), "", "podium.put",
		fmt.Sprintf("/podium/%d/screen", p.Poll.SessionID), "poll", strconv.FormatInt(p.Poll.ID, 10))
	b.About = p.Question()
	return b
}

// PutQuestion is the button that shows this key question on the screen.
func (g pollGroup) PutQuestion() button {
	b := g.Post(fmt.Sprintf("put-question-%d", g.KeyQuestion.ID), "", "podium.put_question",
		fmt.Sprintf("/podium/%d/screen", g.Session), "question", strconv.FormatInt(g.KeyQuestion.ID, 10))
	b.About = g.About()
	return b
}

// About is the id of the key question's text.
func (g pollGroup) About() string { return fmt.Sprintf("key-question-%d", g.KeyQuestion.ID) }

// ShowOnScreen switches the result on the screen and leaves the phones as they are.
func (p podiumPoll) ShowOnScreen(place string) button {
	return p.show(place+"-screen", "podium.on_screen", p.Poll.OnScreen, !p.Poll.OnScreen, p.Poll.OnPhones)
}

// ShowOnPhones switches the result on phones and leaves the screen as it is.
func (p podiumPoll) ShowOnPhones(place string) button {
	return p.show(place+"-phones", "podium.on_phones", p.Poll.OnPhones, p.Poll.OnScreen, !p.Poll.OnPhones)
}

func (p podiumPoll) show(place, label string, now, screen, phones bool) button {
	b := p.Post(fmt.Sprintf("%s-%d", place, p.Poll.ID), "", label, p.Path("show"), "screen", onOff(screen), "phones", onOff(phones))
	b.Switch, b.About = strconv.FormatBool(now), p.Question()
	return b
}

// path is where what is done to the session is posted.
func (s stage) path(verb string) string { return fmt.Sprintf("/podium/%d/%s", s.Session.ID, verb) }

// Clear takes off the screen what is shown there.
func (s stage) Clear() button {
	return s.Post("clear", "quiet", "podium.clear", s.path("screen"), "poll", "0")
}

// ShowCode switches QR and code on the screen.
func (s stage) ShowCode() button {
	b := s.Post("show-code", "", "podium.code_shown", s.path("code"), "hidden", onOff(!s.Session.CodeHidden))
	b.Switch = strconv.FormatBool(!s.Session.CodeHidden)
	return b
}

// Progress starts, resumes or ends the session.
func (s stage) Progress() button {
	switch {
	case s.Started():
		return s.Post("progress", "plain", "podium.end", s.path("progress"), "progress", "ended")
	case s.Ended():
		return s.Post("progress", "plain", "podium.resume", s.path("progress"), "progress", "in_progress")
	default:
		return s.Post("progress", "plain", "podium.start", s.path("progress"), "progress", "in_progress")
	}
}

// NextFields are what the next step posts, in a stable order.
func (s stage) NextFields() []hidden { return fieldsOf(s.Next.Values) }

func fieldsOf(values url.Values) []hidden {
	var fields []hidden
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			fields = append(fields, hidden{name, value})
		}
	}
	return fields
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
