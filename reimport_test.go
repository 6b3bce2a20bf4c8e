package main

import (
	"strings"
	"testing"
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
