package handlers

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
	"soundings/views"
)

// fieldTranslations marks the form of translations, which stands beside that of the draft.
const fieldTranslations = "translations"

// translations are the texts of a draft with a field for each language of the conference.
func (s *Server) translations(c *fiber.Ctx, viewer access.Viewer, id int64, sent url.Values) (views.Translations, error) {
	if id == 0 {
		return views.Translations{}, nil
	}
	p, _, err := s.Store.Poll(c.UserContext(), viewer, id)
	if err != nil {
		return views.Translations{}, err
	}
	drawn := views.Translations{Poll: id, Revision: p.ContentRevision, Values: url.Values{}, Sent: sent.Has(fieldTranslations)}
	content := p.Content.Copy()
	for name, text := range content.Texts() {
		textField{name: name, stored: *text}.put(drawn.Values, *s.conference.Load())
		drawn.Texts = append(drawn.Texts, views.TranslatedText{Name: name, Original: *text, Into: s.conference.Load().TranslatedInto(*text)})
	}
	if drawn.Sent {
		maps.Copy(drawn.Values, sent)
		drawn.Revision, _ = strconv.ParseInt(sent.Get("content_revision"), 10, 64)
	}
	return drawn, nil
}

// translatePoll stores what a draft is in the other languages of the conference.
func (s *Server) translatePoll(c *fiber.Ctx) error {
	viewer, p, session, err := s.moderated(c)
	if err != nil {
		return err
	}
	sent := form(c)
	revision, err := strconv.ParseInt(sent.Get("content_revision"), 10, 64)
	if err != nil {
		return errForm
	}
	content, err := readTranslations(p.Content, sent, *s.conference.Load())
	if err != nil {
		return s.drawDraft(c, viewer, session, draftOf(p), withDraft(s.kinds[p.Kind].Edit(p.Content), sent), err)
	}
	if err := s.Store.EditPoll(c.UserContext(), viewer, p.ID, revision, content); err != nil {
		return err
	}
	return back(c, fmt.Sprintf("/polls/%d/edit", p.ID), "translated")
}

func withDraft(draft, sent url.Values) url.Values {
	for name, values := range sent {
		if !draft.Has(name) {
			draft[name] = values
		}
	}
	return draft
}

func readTranslations(stored poll.Content, sent url.Values, conference agenda.Conference) (poll.Content, error) {
	content := stored.Copy()
	var faults []error
	for name, text := range content.Texts() {
		translations, err := textField{name: name, limit: agenda.MaxCharacters, stored: *text}.readTranslations(sent, conference)
		faults = append(faults, err)
		text.Translations = translations
	}
	return content, errors.Join(faults...)
}
