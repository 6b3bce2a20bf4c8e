package programme

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

// FuzzReadNeverPanicsAndIsDeterministic holds for any bytes: a preview or a *Fault, the same one
// each time, no larger than the note allows, made of words that the note has, and planned with
// positions from 1 on.
func FuzzReadNeverPanicsAndIsDeterministic(f *testing.F) {
	for _, name := range noteFiles(f) {
		f.Add(readFile(f, name))
	}
	f.Add([]byte(smallNote))
	f.Add([]byte("\xff\xfeS\x00e\x00"))
	f.Fuzz(func(t *testing.T, note []byte) {
		if len(note) > 64<<10 {
			return
		}
		preview, err := Read(note)
		again, errAgain := Read(note)
		if !reflect.DeepEqual(preview, again) || !reflect.DeepEqual(err, errAgain) {
			t.Fatal("the same bytes gave two results")
		}
		if err != nil {
			var fault *Fault
			if !errors.As(err, &fault) || preview != nil {
				t.Fatalf("error %v with preview %v", err, preview)
			}
			return
		}
		checkBounded(t, preview, note)
		checkTexts(t, preview)
		checkPlan(t, preview)
	})
}

func checkBounded(t *testing.T, preview *Preview, note []byte) {
	t.Helper()
	if size := len(printed(t, preview)); size > 100*len(note)+2000 {
		t.Errorf("a preview of %d bytes from %d", size, len(note))
	}
}

// checkTexts compares letters only, because references to footnotes are digits and a broken
// word loses its hyphen.
func checkTexts(t *testing.T, preview *Preview) {
	t.Helper()
	var all strings.Builder
	for _, line := range preview.Lines {
		all.WriteString(line.Text)
		all.WriteByte('\n')
	}
	source := lettersOnly(all.String())
	for _, session := range preview.Sessions {
		for i, item := range session.Items {
			if item.N != i+1 {
				t.Errorf("item %d has number %d", i+1, item.N)
			}
			for _, each := range append([]Item{item}, item.Sub...) {
				checkText(t, source, each)
			}
		}
	}
}

func checkText(t *testing.T, source string, item Item) {
	t.Helper()
	if item.Text == "" || item.Text != strings.TrimSpace(item.Text) {
		t.Errorf("item text %q is empty or has space around it", item.Text)
	}
	// An item may run across a footnote or a page's footer: each of its words is in the note.
	for _, word := range strings.Fields(item.Text) {
		if !strings.Contains(source, lettersOnly(word)) {
			t.Errorf("%q of item %q is not in the note", word, item.Text)
		}
	}
}

func lettersOnly(text string) string {
	return strings.Join(letters(strings.ToLower(text)), "")
}

func checkPlan(t *testing.T, preview *Preview) {
	t.Helper()
	plan := preview.Plan()
	if len(plan.Sessions) != preview.Counts.Sessions {
		t.Errorf("%d sessions planned, %d counted", len(plan.Sessions), preview.Counts.Sessions)
	}
	for i, session := range plan.Sessions {
		if session.Session.Position != i+1 || session.Session.Title.IsEmpty() || session.Session.Label.IsEmpty() {
			t.Errorf("session %d: %+v", i+1, session.Session)
		}
		for n, question := range session.KeyQuestions {
			if question.Position != n+1 || question.Text.IsEmpty() || !fits(question.Text.Text) {
				t.Errorf("session %d, key question %d: %+v", i+1, n+1, question)
			}
		}
	}
}

// FuzzComparingIsCompleteWhateverTheNotesHold: with no tick the programme stands as it is, with
// all it asks what the note asks.
func FuzzComparingIsCompleteWhateverTheNotesHold(f *testing.F) {
	f.Add([]byte(museums), []byte(smallNote))
	f.Add([]byte("Session I: \u0301\n\nKey questions:\n\n- \u0301?\n- a?\n"), []byte("Session 1\n\nKey questions:\n\n- a?\n- a?\n"))
	f.Fuzz(func(t *testing.T, before, after []byte) {
		old, err := Read(before)
		said, errAfter := Read(after)
		if len(before)+len(after) > 64<<10 || err != nil || errAfter != nil {
			return
		}
		programme := stored(old.Plan())
		got := Compare(programme, said.Plan())
		checkUntouched(t, got.With(nil), programme)
		checkAsked(t, got.With(all(got)), said.Plan())
		checkComplete(t, got, all(got))
	})
}
