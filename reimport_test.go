package main

import (
	"slices"
	"strings"
	"testing"

	"soundings/agenda"
	"soundings/programme"
)

func TestAChangedNoteIsComparedBeforeItIsAskedFor(t *testing.T) {
	t.Parallel()
	file := newFile(t)
	if code, _, err := typed(t, "y\n", "--db", file, "import", written(t, "note.md", note)); code != exitOK {
		t.Fatal(err)
	}
	if code, out, err := typed(t, "", "--db", file, "import", written(t, "note.md", note)); code != exitOK || !strings.Contains(out, "Nothing differs") {
		t.Errorf("the same note: %d %s %s", code, out, err)
	}
	lines := strings.Split(strings.TrimSpace(note), "\n")
	changed := strings.Join(lines[:len(lines)-1], "\n") + "\n" + lines[len(lines)-1] + " indeed\n"
	if code, out, _ := typed(t, "n\n", "--db", file, "import", written(t, "note.md", changed)); code != exitFailed || !strings.Contains(out, "    + ") || !strings.Contains(out, " indeed") {
		t.Errorf("refused: %d %s", code, out)
	}
	if code, out, _ := typed(t, "y\n", "--db", file, "import", written(t, "note.md", changed)); code != exitOK || !strings.Contains(out, "were made") {
		t.Errorf("confirmed: %d %s", code, out)
	}
	if _, out, _ := typed(t, "", "--db", file, "import", written(t, "note.md", changed)); !strings.Contains(out, "Nothing differs") {
		t.Errorf("afterwards: %s", out)
	}
}

func TestEveryChangeSaysWhatItConcerns(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	terminal := &terminal{out: &out}
	plan := func(label string, questions ...string) agenda.SessionPlan {
		planned := agenda.SessionPlan{Session: agenda.Session{Label: agenda.Plain("en", label), Title: agenda.Plain("en", "On "+label)}}
		for _, text := range questions {
			planned.KeyQuestions = append(planned.KeyQuestions, agenda.KeyQuestion{ID: int64(len(planned.KeyQuestions) + 1), Text: agenda.Plain("en", text)})
		}
		return planned
	}
	stored := []agenda.SessionPlan{plan("Session I", "What of rivers?", "What of wells?")}
	stored[0].Session.ID = 4
	note := agenda.Plan{Sessions: []agenda.SessionPlan{plan("Session I", "What of wells?", "What of rivers?", "Who else?")}}
	note.Sessions[0].Session.Title.Text = "On something else"
	difference := programme.CompareAll(stored, agenda.Conference{}, note)
	printDifference(terminal, difference)
	lines := strings.Split(out.String(), "\n")
	for _, want := range []string{"Session I", "What of ", "new key question: Who else?", "    + On something else"} {
		if !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, want) }) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	for _, line := range lines {
		if strings.Contains(line, "moved") && !strings.Contains(line, "What of") {
			t.Errorf("%q does not say what was moved", line)
		}
	}
}
