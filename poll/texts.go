package poll

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"soundings/agenda"
)

// Texts are what people read in a content, each under a name that stays while it is edited: the
// question, "option-3", "item-2". They may be changed in place.
func (c *Content) Texts() iter.Seq2[string, *agenda.Text] {
	return func(yield func(string, *agenda.Text) bool) {
		if !yield("question", &c.Question) {
			return
		}
		for i := range c.Options {
			if !yield(fmt.Sprintf("option-%d", c.Options[i].ID), &c.Options[i].Label) {
				return
			}
		}
		for i := range c.Items {
			if !yield(fmt.Sprintf("item-%d", c.Items[i].ID), &c.Items[i].Label) {
				return
			}
		}
	}
}

// Copy shares no text with the content, so that it may be changed.
func (c Content) Copy() Content {
	c.Options, c.Items = slices.Clone(c.Options), slices.Clone(c.Items)
	for _, text := range c.Texts() {
		text.Translations = maps.Clone(text.Translations)
	}
	return c
}

// WithTranslationsOf gives each text the translations that the same words had before an edit.
func (c Content) WithTranslationsOf(before Content) Content {
	key := func(text agenda.Text) string { return text.Lang + "\n" + text.Text }
	translations := map[string]map[string]string{}
	for _, text := range before.Texts() {
		translations[key(*text)] = text.Translations
	}
	c = c.Copy()
	for _, text := range c.Texts() {
		if text.Translations == nil {
			text.Translations = maps.Clone(translations[key(*text)])
		}
	}
	return c
}
