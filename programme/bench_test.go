package programme

import (
	"bytes"
	"testing"
)

// BenchmarkRead reads all notes of testdata, as often as fits the limit of lines.
func BenchmarkRead(b *testing.B) {
	var note bytes.Buffer
	for bytes.Count(note.Bytes(), []byte("\n")) < MaxLines-1000 {
		for _, name := range noteFiles(b) {
			note.Write(readFile(b, name))
			note.WriteString("\n\n")
		}
	}
	b.SetBytes(int64(note.Len()))
	for b.Loop() {
		if _, err := Read(note.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
