package poll_test

import (
	"testing"

	"soundings/agenda"
	"soundings/poll"
)

func TestOnlyTheSameWordsKeepATranslation(t *testing.T) {
	t.Parallel()
	fr := func(text string) map[string]string { return map[string]string{"fr": text} }
	before := poll.Content{
		Question: agenda.Text{Lang: "en", Text: "Which?", Translations: fr("Lequel ?")},
		Options: []poll.Option{
			{ID: 1, Label: agenda.Text{Lang: "en", Text: "Training", Translations: fr("Formation")}},
			{ID: 2, Label: agenda.Text{Lang: "en", Text: "Funding", Translations: fr("Financement")}},
		},
		Items: []poll.Option{{ID: 1, Label: agenda.Text{Lang: "en", Text: "Now", Translations: fr("Maintenant")}}},
	}
	after := poll.Content{
		Question: agenda.Plain("en", "Which one?"),
		Options:  []poll.Option{{ID: 1, Label: agenda.Plain("en", "Funding")}, {ID: 2, Label: agenda.Plain("fr", "Training")}},
		Items:    []poll.Option{{ID: 1, Label: agenda.Plain("en", "Now")}},
	}
	got := after.WithTranslationsOf(before)
	want := map[string]string{"question": "", "option-1": "Financement", "option-2": "", "item-1": "Maintenant"}
	for name, text := range got.Texts() {
		if text.Translations["fr"] != want[name] {
			t.Errorf("%s is translated as %q, want %q", name, text.Translations["fr"], want[name])
		}
		if text.Translations != nil {
			text.Translations["fr"] = "changed"
		}
	}
	if before.Options[1].Label.Translations["fr"] != "Financement" || after.Options[0].Label.Translations != nil {
		t.Error("the contents share their translations")
	}
}
