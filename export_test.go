package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// spoken is a writer that tells each line that was written to it.
type spoken chan string

func (s spoken) Write(line []byte) (int, error) {
	s <- string(line)
	return len(line), nil
}

// TestWhoWaitsForAnExportIsToldWhatIsDone lets seconds pass while a slow reader holds the export up.
func TestWhoWaitsForAnExportIsToldWhatIsDone(t *testing.T) {
	t.Parallel()
	file := imported(t)
	ticks, lines := make(chan time.Time), make(spoken)
	told := newProgress(lines, ticks)
	out, slow := io.Pipe()
	finished := make(chan error)
	go func() {
		command := exportCommand{Name: "soundings.json", Out: "-"}
		err := command.export(&terminal{ctx: t.Context(), db: file, out: slow, err: lines}, told)
		slow.CloseWithError(err)
		finished <- err
	}()
	first := make([]byte, 1)
	if _, err := io.ReadFull(out, first); err != nil { // it writes now, and nobody reads on
		t.Fatal(err)
	}
	ticks <- time.Time{}
	if line := <-lines; line != "writing soundings.json: 0.0 MB\n" {
		t.Errorf("told %q", line)
	}
	rest, err := io.ReadAll(out)
	if err := firstOf(err, <-finished); err != nil || !strings.HasPrefix(string(first)+string(rest), "{") || strings.Contains(string(rest), "writing") {
		t.Errorf("exported %.80q, %v", rest, err)
	}
	told.end()
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestAQuickExportSaysNothing(t *testing.T) {
	t.Parallel()
	code, out, err := typed(t, "", "--db", imported(t), "export", "soundings.schema.json")
	if code != exitOK || err != "" || !strings.HasPrefix(out, "{") {
		t.Errorf("exit %d, %q on standard error", code, err)
	}
}

func TestProgressTellsTheNewestAndNothingBeforeTheFirst(t *testing.T) {
	t.Parallel()
	ticks, lines := make(chan time.Time), make(spoken)
	var silent bytes.Buffer
	told := newProgress(&silent, ticks)
	ticks <- time.Time{}
	if told.end(); silent.Len() > 0 {
		t.Errorf("told %q before anything was done", &silent)
	}
	told = newProgress(lines, ticks)
	for at := range 3 {
		told.tell("reading session %d of 3", at+1)
	}
	ticks <- time.Time{}
	if line := <-lines; line != "reading session 3 of 3\n" {
		t.Errorf("told %q", line)
	}
	told.tell("writing %s", "results.csv")
	ticks <- time.Time{}
	if line := <-lines; line != "writing results.csv\n" {
		t.Errorf("told %q", line)
	}
	told.end()
}

func TestAnExportIsWrittenIntoADeviceToo(t *testing.T) {
	t.Parallel()
	if code, _, err := typed(t, "", "--db", imported(t), "export", "results.csv", "--out", os.DevNull); code != exitOK {
		t.Errorf("exit %d, %q", code, err)
	}
}

// A slip of the keyboard must not cost the conference.
func TestAnExportNeverReplacesTheConferencesOwnFile(t *testing.T) {
	t.Parallel()
	file := imported(t)
	if code, _, err := typed(t, "", "--db", file, "export", "--out", file); code != exitFailed || !strings.Contains(err, "own file") {
		t.Errorf("exit %d, %q", code, err)
	}
	if code, out, err := typed(t, "", "--db", file, "export", "results.csv"); code != exitOK {
		t.Errorf("afterwards: exit %d, %q %q", code, out, err)
	}
}

// imported is a file with the programme of a note.
func imported(t *testing.T) string {
	t.Helper()
	file := newFile(t)
	if code, _, err := typed(t, "", "--db", file, "import", "--yes", written(t, "note.md", note)); code != exitOK {
		t.Fatalf("import: exit %d, %q", code, err)
	}
	return file
}
