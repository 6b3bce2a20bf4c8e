package handlers

import (
	"errors"
	"maps"
	"net/url"
	"strings"

	"soundings/agenda"
	"soundings/poll"
)

// textField is one text of a form, with its translations in fields of their own: "title" and
// "title-fr".
type textField struct {
	name     string
	limit    int
	optional bool
	stored   agenda.Text // before the edit
}

// read reads a text in the language in which it is edited, and its translations. Translations into
// languages that the form did not ask for stay.
func (f textField) read(sent url.Values, conference agenda.Conference) (agenda.Text, error) {
	text := agenda.Text{Lang: conference.WrittenIn(f.stored)}
	translations, translationsErr := f.readTranslations(sent, conference)
	text.Translations = translations
	original, err := f.clean(sent, f.name, f.optional && len(text.Translations) == 0)
	text.Text = original
	if text.Text == "" {
		text = agenda.Text{}
	}
	return text, errors.Join(translationsErr, err)
}

// readTranslations reads the translations of a text, nil for none.
func (f textField) readTranslations(sent url.Values, conference agenda.Conference) (map[string]string, error) {
	translations := maps.Clone(f.stored.Translations)
	if translations == nil {
		translations = map[string]string{}
	}
	delete(translations, conference.WrittenIn(f.stored))
	var faults []error
	for _, tag := range conference.TranslatedInto(f.stored) {
		translated, err := f.clean(sent, f.name+"-"+tag, true)
		faults = append(faults, err)
		translations[tag] = translated
		if translated == "" {
			delete(translations, tag)
		}
	}
	if len(translations) == 0 {
		translations = nil
	}
	return translations, errors.Join(faults...)
}

func (f textField) clean(sent url.Values, field string, optional bool) (string, error) {
	if optional && strings.TrimSpace(sent.Get(field)) == "" {
		return "", nil
	}
	text, err := poll.ReadSentence(sent, field, f.limit)
	return text.Text, err
}

// readLine reads a text without a language, "" for none.
func readLine(sent url.Values, field string, limit int) (string, error) {
	return textField{limit: limit}.clean(sent, field, true)
}

// put is the inverse of read.
func (f textField) put(values url.Values, conference agenda.Conference) {
	values.Set(f.name, f.stored.Text)
	for _, tag := range conference.TranslatedInto(f.stored) {
		values.Set(f.name+"-"+tag, f.stored.Translations[tag])
	}
}
