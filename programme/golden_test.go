package programme

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden previews anew; read each difference before committing it")

// TestLayoutsGiveTheirGoldenPreviews reads every note in testdata: one for each layout that
// organisations use, each guard, each trap, and notes made to break the reader.
func TestLayoutsGiveTheirGoldenPreviews(t *testing.T) {
	t.Parallel()
	notes := noteFiles(t)
	if len(notes) < 44 {
		t.Fatalf("only %d notes in testdata", len(notes))
	}
	for _, name := range notes {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			compareGolden(t, name)
		})
	}
}

func compareGolden(t *testing.T, name string) {
	t.Helper()
	got := printed(t, mustRead(t, readFile(t, name)))
	golden := strings.TrimSuffix(name, filepath.Ext(name)) + ".json"
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := readFile(t, golden); !bytes.Equal(got, want) {
		t.Errorf("%s:\n%s", golden, firstDifference(got, want))
	}
}

func noteFiles(t testing.TB) []string {
	t.Helper()
	var notes []string
	for _, pattern := range []string{"testdata/*.md", "testdata/*.txt"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		notes = append(notes, found...)
	}
	return notes
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
