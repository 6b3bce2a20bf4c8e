package views

import (
	"testing"

	"soundings/agenda"
	"soundings/i18n"
)

func TestAShortLabelSpeaksTheLanguageOfThePageWhereTheQuestionDoes(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	question := agenda.KeyQuestion{Text: translated("Which support helps first?", "أي دعم يفيد أولاً؟"), Short: textOf("Support first")}
	for lang, want := range map[string]string{"en": "Support first", "ar": "أي دعم يفيد أولاً؟"} {
		if got := shortName(catalogue.Printer(lang), question); got.Text != want || got.Lang != lang {
			t.Errorf("in %s it is %+v, want %q", lang, got, want)
		}
	}
	question.Short = translated("Support first", "الدعم أولاً")
	if got := shortName(catalogue.Printer("ar"), question); got.Text != "الدعم أولاً" {
		t.Errorf("a translated label is %+v", got)
	}
	question = agenda.KeyQuestion{Text: textOf("Which support helps first?"), Short: textOf("Support first")}
	if got := shortName(catalogue.Printer("ar"), question); got.Text != "Support first" || got.Lang != "en" {
		t.Errorf("without any translation it is %+v", got)
	}
}
