package programme

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// The concept note that lies beside the checkout, and what a correct import of it gives.
const sharedData = "../../shared/data"

func sharedNote(t *testing.T) []byte {
	t.Helper()
	note, err := os.ReadFile(filepath.Join(sharedData, "concept-note.md"))
	if os.IsNotExist(err) {
		t.Skipf("%s is not beside this checkout: the sample note is not compared", sharedData)
	}
	if err != nil {
		t.Fatal(err)
	}
	return note
}

func TestSampleNoteGivesExactlyTheExpectedDocument(t *testing.T) {
	t.Parallel()
	note := sharedNote(t)
	want, err := os.ReadFile(filepath.Join(sharedData, "concept-note.expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	preview := mustRead(t, note)
	if got := printed(t, preview); !bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(want)) {
		t.Errorf("the preview is not the expected one:\n%s", firstDifference(got, want))
	}
}

func mustRead(t *testing.T, note []byte) *Preview {
	t.Helper()
	preview, err := Read(note)
	if err != nil {
		t.Fatal(err)
	}
	return preview
}

func printed(t *testing.T, preview *Preview) []byte {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(preview); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func firstDifference(got, want []byte) string {
	gotLines, wantLines := bytes.Split(got, []byte("\n")), bytes.Split(bytes.TrimSpace(want), []byte("\n"))
	for i := range gotLines {
		if i >= len(wantLines) || !bytes.Equal(gotLines[i], wantLines[i]) {
			from := max(0, i-2)
			wanted := "(nothing)"
			if i < len(wantLines) {
				wanted = string(wantLines[i])
			}
			return "got  " + string(bytes.Join(gotLines[from:i+1], []byte("\n"))) + "\nwant " + wanted
		}
	}
	return "the expected document goes on: " + string(wantLines[min(len(gotLines), len(wantLines)-1)])
}
