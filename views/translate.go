package views

import (
	"net/url"

	"soundings/agenda"
	"soundings/poll"
)

// Translations is the form in which a draft's texts are written in the other languages.
type Translations struct {
	Poll     int64 // 0 for a draft that is not stored yet
	Revision int64
	Texts    []TranslatedText
	Values   url.Values
	Faults   []*poll.Invalid
	Sent     bool // the form was sent and is drawn again
}

// TranslatedText is one text with the languages that it is to be translated into.
type TranslatedText struct {
	Name     string // of its field, before the language
	Original agenda.Text
	Into     []string
}

// Words are the original, whatever the language of the page.
func (t TranslatedText) Words() Written {
	return Written{Text: t.Original.Text, Lang: t.Original.Lang}
}

// Any reports whether there is a language to translate into.
func (t Translations) Any() bool {
	for _, text := range t.Texts {
		if len(text.Into) > 0 {
			return true
		}
	}
	return false
}

// TranslationLines are the fields of one text.
func (p draftPage) TranslationLines(text TranslatedText) []editLine {
	var lines []editLine
	for _, tag := range text.Into {
		name := text.Name + "-" + tag
		line := editLine{Page: p.Page, Name: name, Label: agenda.Endonym(tag), Value: p.Translations.Values.Get(name), Type: "text", Writing: tag}
		if p.Translations.Sent {
			line.Fault = faultIn(p.Page, p.Translations.Faults, name)
		}
		lines = append(lines, line)
	}
	return lines
}
