package handlers_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

// bilingual makes English the language of the conference's texts, and Arabic and French the others.
func (w *world) bilingual(o *browser) {
	w.t.Helper()
	facts, err := w.file.Conference(w.t.Context())
	must(w.t, err)
	r := o.post("/organise/conference", url.Values{
		"revision": {strconv.FormatInt(facts.Revision, 10)}, "name": {"Water"}, "lang": {"en"}, "into": {"ar", "fr"}, "zone": {"UTC"},
	})
	if r.status != 303 {
		w.t.Fatalf("%d %s", r.status, r.body)
	}
}

func TestAPollIsTranslatedAndKeepsItsTranslationsWhenOtherWordsAreEdited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o, session := w.organiser(), w.session(agenda.Open)
	w.bilingual(o)
	m := w.link(session, access.Moderator)
	p := w.poll(session, poll.Draft)
	page := fmt.Sprintf("/polls/%d/edit", p.ID)
	drawn := m.get(page)
	for _, field := range []string{"question-ar", "question-fr", "option-1-ar", "option-2-fr"} {
		if !strings.Contains(drawn.body, `name="`+field+`"`) {
			t.Errorf("the draft has no field %s", field)
		}
	}
	sent := url.Values{
		"translations": {"on"}, "content_revision": {strconv.FormatInt(p.ContentRevision, 10)},
		"question-ar": {"أي دعم يأتي أولاً؟"}, "option-1-ar": {"التدريب"}, "option-1-fr": {"La formation"}, "option-2-ar": {"التمويل"},
	}
	if r := m.post(fmt.Sprintf("/polls/%d/translate", p.ID), sent); r.status != 303 || r.location != page+"?done=translated" {
		t.Fatalf("%d %s %s", r.status, r.location, r.body)
	}
	translated := w.readPoll(p.ID)
	if got := translated.Content.Options[0].Label.Translations; got["ar"] != "التدريب" || got["fr"] != "La formation" {
		t.Errorf("the first option is translated as %v", got)
	}
	if r := m.post(fmt.Sprintf("/polls/%d/translate", p.ID), sent); r.status != 409 {
		t.Errorf("translations of an older draft: %d", r.status)
	}

	edit := w.kind().Edit(translated.Content)
	edit.Set("content_revision", strconv.FormatInt(translated.ContentRevision, 10))
	edit.Set(poll.FieldOptions, strings.Replace(edit.Get(poll.FieldOptions), translated.Content.Options[1].Label.Text, "Quite other words", 1))
	if r := m.post(page, edit); r.status != 303 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	edited := w.readPoll(p.ID).Content
	if got := edited.Options[0].Label.Translations["ar"]; got != "التدريب" {
		t.Errorf("what was not edited lost its translation: %q", got)
	}
	if got := edited.Options[1].Label.Translations; len(got) > 0 {
		t.Errorf("other words have the translation of the old: %v", got)
	}
	if got := edited.Question.Translations["ar"]; got != "أي دعم يأتي أولاً؟" {
		t.Errorf("the question lost its translation: %q", got)
	}
}

func TestATranslationThatIsTooLongIsMarkedAndNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o, session := w.organiser(), w.session(agenda.Open)
	w.bilingual(o)
	p := w.poll(session, poll.Draft)
	r := o.post(fmt.Sprintf("/polls/%d/translate", p.ID), url.Values{
		"translations": {"on"}, "content_revision": {strconv.FormatInt(p.ContentRevision, 10)},
		"question-fr": {strings.Repeat("trop ", 200)}, "option-1-fr": {"La formation"},
	})
	if r.status != 422 || !strings.Contains(r.body, `id="question-fr-fault"`) || !strings.Contains(r.body, `value="La formation"`) {
		t.Errorf("%d %s", r.status, r.body)
	}
	if got := w.readPoll(p.ID); got.ContentRevision != p.ContentRevision {
		t.Error("something was written")
	}
}
