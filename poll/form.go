package poll

import (
	"errors"
	"net/url"
	"strings"

	"soundings/agenda"
)

// Form fields that kinds share.
const (
	FieldLanguage = "lang"     // the language the moderator writes in
	FieldQuestion = "question" // the question of a poll
	FieldOptions  = "options"  // the options, one per line
	FieldAnswer   = "answer"   // what a participant chose
)

// ReadSentence reads a required text of one line, at most limit characters.
func ReadSentence(form url.Values, field string, limit int) (agenda.Text, error) {
	text, err := agenda.Clean(form.Get(field), limit)
	if err != nil {
		return agenda.Text{}, invalidText(field, limit, err)
	}
	return agenda.Plain(language(form), text), nil
}

// ReadLines reads a text per line, each at most limit characters, and leaves out empty lines.
func ReadLines(form url.Values, field string, limit int) ([]agenda.Text, error) {
	var texts []agenda.Text
	for line := range strings.Lines(strings.ReplaceAll(form.Get(field), "\r", "\n")) {
		text, err := agenda.Clean(line, limit)
		if errors.Is(err, agenda.ErrEmptyText) {
			continue
		}
		if err != nil {
			return nil, invalidText(field, limit, err)
		}
		texts = append(texts, agenda.Plain(language(form), text))
	}
	return texts, nil
}

const maxLanguageTag = 35 // RFC 5646, 4.4.1

// language is the tag that the form names, "" (unknown) when it can be none.
func language(form url.Values) string {
	tag := form.Get(FieldLanguage)
	if len(tag) > maxLanguageTag || strings.ContainsFunc(tag, notInTag) {
		return ""
	}
	return tag
}

func notInTag(r rune) bool {
	return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

func invalidText(field string, limit int, err error) *Invalid {
	switch {
	case errors.Is(err, agenda.ErrEmptyText):
		return &Invalid{Field: field, Key: "fault.empty"}
	case errors.Is(err, agenda.ErrTextTooLong):
		return &Invalid{Field: field, Key: "fault.too_long", Limit: limit}
	default:
		return &Invalid{Field: field, Key: "fault.encoding"}
	}
}
