package programme

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"soundings/agenda"
)

const smallNote = `Regional Forum on Ferries

3 to 5 May 2026

Opening Session

Session I: Timetables (closed)

This session is open to Member States only.

Key questions:

- How often should a ferry run? And on Sundays?¹
- Who sets the timetable and how is it changed?
  - in winter
- The role of harbours.

¹ See the atlas.

Is a ferry a bridge?

Session I: Fares

Not open to observers.
`

func TestWarningsNameLineSessionAndItem(t *testing.T) {
	t.Parallel()
	want := []Warning{
		{Line: 5, Session: 1, Key: CheckAccessNotStated},
		{Line: 9, Session: 2, Key: CheckAccessDisagrees, Args: map[string]any{"Heading": "closed", "Text": "open to Member States only"}},
		{Line: 13, Session: 2, Item: 1, Key: CheckCompound},
		{Line: 14, Session: 2, Item: 2, Key: CheckMayHoldTwo},
		{Line: 14, Session: 2, Item: 2, Key: CheckSubQuestions, Args: map[string]any{"Count": 1}},
		{Line: 22, Session: 3, Key: CheckNoItems},
		{Line: 22, Session: 3, Key: CheckDuplicateNumber, Args: map[string]any{"Label": "Session I"}},
		{Line: 18, Key: CheckFootnoteDropped, Args: map[string]any{"Text": "¹ See the atlas."}},
	}
	if got := mustRead(t, []byte(smallNote)).Warnings; !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func TestEachSourceLineIsShownWithWhatItWasTakenFor(t *testing.T) {
	t.Parallel()
	preview := mustRead(t, []byte(smallNote))
	classes := map[int]LineClass{5: LineHeading, 7: LineHeading, 13: LineItem, 14: LineItem, 15: LineItem, 16: LineItem,
		18: LineFootnote, 22: LineHeading, 24: LineAccess}
	lines := strings.Split(smallNote, "\n")
	if len(preview.Lines) != len(lines) {
		t.Fatalf("%d lines, want %d", len(preview.Lines), len(lines))
	}
	for i, got := range preview.Lines {
		want := SourceLine{N: i + 1, Text: strings.TrimSpace(lines[i]), Class: LineOther}
		if class, known := classes[i+1]; known {
			want.Class = class
		}
		if got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

func TestPlanHoldsAllButSuggestions(t *testing.T) {
	t.Parallel()
	preview := mustRead(t, []byte(smallNote))
	if len(preview.Suggestions) != 1 || preview.Suggestions[0].Text != "Is a ferry a bridge?" {
		t.Fatalf("suggestions %+v", preview.Suggestions)
	}
	plan := preview.Plan()
	if plan.Conference.Name.Text != "Regional Forum on Ferries" || plan.Conference.Name.Lang != "en" || plan.Conference.Starts != "2026-05-03" || plan.Conference.Ends != "2026-05-05" {
		t.Errorf("conference %+v", plan.Conference)
	}
	session := plan.Sessions[1]
	if got, want := session.Session.Access, agenda.Closed; got != want {
		t.Errorf("access %q, want %q", got, want)
	}
	var texts []string
	for _, question := range session.KeyQuestions {
		texts = append(texts, question.Text.Text)
	}
	want := []string{
		"How often should a ferry run? And on Sundays?",
		"Who sets the timetable and how is it changed? – in winter",
		"The role of harbours.",
	}
	if !slices.Equal(texts, want) {
		t.Errorf("key questions %q, want %q", texts, want)
	}
}

func TestSubQuestionsStandAloneWhereTogetherTheyAreTooLong(t *testing.T) {
	t.Parallel()
	long := "How " + strings.Repeat("very ", 200) + "long is it?"
	preview := mustRead(t, []byte("Session 1: Length\n\nKey questions:\n\n- "+long+"\n    - "+long+"\n"))
	questions := preview.Plan().Sessions[0].KeyQuestions
	if len(questions) != 2 || questions[0].Text.Text != long || questions[1].Text.Text != long || questions[1].Position != 2 {
		t.Errorf("got %d key questions", len(questions))
	}
}

func TestAnItemTooLongToStoreIsOfferedNotCut(t *testing.T) {
	t.Parallel()
	long := "How " + strings.Repeat("very ", 320) + "long is it?"
	preview := mustRead(t, []byte("Session 1: Length\n\nKey questions:\n\n- "+long+"\n- And how short?\n"))
	if len(preview.Sessions[0].Items) != 1 || len(preview.Suggestions) != 1 || preview.Suggestions[0].Text != long {
		t.Fatalf("items %d, suggestions %d", len(preview.Sessions[0].Items), len(preview.Suggestions))
	}
	if !slices.ContainsFunc(preview.Warnings, func(w Warning) bool { return w.Key == CheckTooLong && w.Line == 5 }) {
		t.Errorf("no warning says so: %+v", preview.Warnings)
	}
}
