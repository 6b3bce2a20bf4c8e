package programme

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"
)

func TestLineEndsAndByteOrderMarksDoNotChangeThePreview(t *testing.T) {
	t.Parallel()
	for _, name := range noteFiles(t) {
		note := readFile(t, name)
		want := mustRead(t, note)
		for variant, changed := range map[string][]byte{
			"CRLF":      bytes.ReplaceAll(note, []byte("\n"), []byte("\r\n")),
			"CR":        bytes.ReplaceAll(note, []byte("\n"), []byte("\r")),
			"UTF-8 BOM": append([]byte("\xef\xbb\xbf"), note...),
			"UTF-16LE":  toUTF16(string(note), 0),
			"UTF-16BE":  toUTF16(string(note), 1),
		} {
			if got := mustRead(t, changed); !reflect.DeepEqual(got, want) {
				t.Errorf("%s as %s: another preview", name, variant)
			}
		}
	}
}

func toUTF16(text string, bigEndian int) []byte {
	var out []byte
	for _, unit := range append([]uint16{0xfeff}, utf16.Encode([]rune(text))...) {
		pair := []byte{byte(unit), byte(unit >> 8)}
		out = append(out, pair[bigEndian], pair[1-bigEndian])
	}
	return out
}

func TestWindows1252IsReadAndSaid(t *testing.T) {
	t.Parallel()
	preview := mustRead(t, []byte("Session I: Caf\xe9s \x96 and d\xe9cor\n\nKey questions:\n\n- What is a \x93caf\xe9\x94?\n"))
	if got, want := preview.Sessions[0].Title, "Cafés – and décor"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	if got, want := preview.Sessions[0].Items[0].Text, "What is a “café”?"; got != want {
		t.Errorf("item %q, want %q", got, want)
	}
	if preview.Warnings[0].Key != CheckEncoding {
		t.Errorf("first warning is %q, want %q", preview.Warnings[0].Key, CheckEncoding)
	}
}

func TestHardWrappedSampleGivesTheSameItems(t *testing.T) {
	t.Parallel()
	note := sharedNote(t)
	want := mustRead(t, note)
	for _, width := range []int{60, 72, 80, 100} {
		for _, indent := range []string{"", "  "} {
			got := mustRead(t, []byte(hardWrap(string(note), width, indent)))
			sameSessions(t, got, want, width)
			if !reflect.DeepEqual(got.Conference, want.Conference) {
				t.Errorf("width %d: conference\n%+v\nwant\n%+v", width, got.Conference, want.Conference)
			}
			if len(got.FootnotesDropped) != len(want.FootnotesDropped) {
				t.Errorf("width %d: %d footnotes, want %d", width, len(got.FootnotesDropped), len(want.FootnotesDropped))
			}
		}
	}
}

func sameSessions(t *testing.T, got, want *Preview, width int) {
	t.Helper()
	if got.Counts != want.Counts {
		t.Errorf("width %d: counts %+v, want %+v", width, got.Counts, want.Counts)
		return
	}
	for i, session := range want.Sessions {
		other := got.Sessions[i]
		if other.Label != session.Label || other.Title != session.Title || other.Access != session.Access ||
			said(other.ListHeader) != said(session.ListHeader) {
			t.Errorf("width %d: session %q %q %q %q, want %q %q %q %q", width, other.Label, other.Title, other.Access, said(other.ListHeader),
				session.Label, session.Title, session.Access, said(session.ListHeader))
		}
		for n, item := range session.Items {
			if other.Items[n].Text != item.Text || other.Items[n].Kind != item.Kind {
				t.Errorf("width %d: item %q, want %q", width, other.Items[n].Text, item.Text)
			}
		}
	}
}

// hardWrap breaks lines at spaces, as a text editor does.
func hardWrap(text string, width int, indent string) string {
	var out strings.Builder
	for _, line := range strings.Split(text, "\n") {
		column, hang := 0, ""
		if strings.HasPrefix(line, "- ") {
			hang = indent
		}
		for i, word := range strings.Fields(line) {
			if i > 0 && column+1+len([]rune(word)) > width {
				out.WriteString("\n" + hang)
				column = len(hang)
			} else if i > 0 {
				out.WriteByte(' ')
				column++
			}
			out.WriteString(word)
			column += len([]rune(word))
		}
		out.WriteByte('\n')
	}
	return out.String()
}
