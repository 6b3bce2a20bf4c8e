package programme

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestBadInputGetsOneClearFaultQuickly(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		note []byte
		key  string
	}{
		"nothing":                 {nil, FaultEmpty},
		"white space":             {[]byte(" \n\t\r\n\u00a0\u200b\n"), FaultEmpty},
		"only a byte order mark":  {[]byte("\xef\xbb\xbf"), FaultEmpty},
		"PDF":                     {[]byte("%PDF-1.7\nSession I: Title"), FaultBinary},
		"Word or ZIP":             {[]byte("PK\x03\x04\x14\x00"), FaultBinary},
		"old Word":                {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), FaultBinary},
		"RTF":                     {[]byte(`{\rtf1\ansi Session I: Title}`), FaultBinary},
		"PNG":                     {[]byte("\x89PNG\r\n\x1a\n"), FaultBinary},
		"zero bytes":              {[]byte("Session I: Title\x00\x00"), FaultBinary},
		"control characters":      {bytes.Repeat([]byte("\x01\x02ab"), 50), FaultBinary},
		"20 MB":                   {bytes.Repeat([]byte("Session I: Title\n"), 20<<20/17), FaultTooLarge},
		"100,000 lines":           {bytes.Repeat([]byte("line\n"), 100_000), FaultTooManyLines},
		"100,000 lines ended CR":  {bytes.Repeat([]byte("line\r"), 100_000), FaultTooManyLines},
		"no sessions":             {[]byte("# Shopping\n\n- milk\n- bread?\n"), FaultNoSessions},
		"half of a UTF-16 text":   {[]byte("\xff\xfeS\x00e"), FaultEncoding},
		"UTF-8 with a broken bit": {[]byte("Заседание 1: Леса и клим\xd0т\n"), FaultEncoding},
		"KOI8-R":                  {[]byte("\xfa\xc1\xd3\xc5\xc4\xc1\xce\xc9\xc5 1: \xec\xc5\xd3\xc1"), FaultEncoding},
		"not in Windows-1252":     {[]byte("Session I: \x81\x8d\x8f title"), FaultEncoding},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			preview, err := Read(test.note)
			var fault *Fault
			if preview != nil || !errors.As(err, &fault) {
				t.Fatalf("got %v and error %v, want a fault", preview, err)
			}
			if fault.Key != test.key {
				t.Errorf("fault %q, want %q", fault.Key, test.key)
			}
			if message := fault.Error(); message == fault.Key || strings.Contains(message, "%!") || strings.Contains(message, "\n") {
				t.Errorf("message is not one clear sentence: %q", message)
			}
		})
	}
}

const (
	hostileLines = 1000
	hostileBytes = 256 << 10
)

// TestHostileTextsAreReadInLinearTime holds texts that would cost a careless reader minutes. The
// bound is for a machine that is busy with everything else; what it took is printed.
func TestHostileTextsAreReadInLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("reads megabytes")
	}
	for name, note := range hostileTexts() {
		t.Run(name, func(t *testing.T) {
			started := time.Now()
			preview, err := Read(note)
			took := time.Since(started)
			t.Logf("read in %v", took)
			if took > time.Minute {
				t.Errorf("took %v", took)
			}
			if err == nil && len(printed(t, preview)) > 8*len(note)+10_000 {
				t.Errorf("a preview of %d bytes from %d", len(printed(t, preview)), len(note))
			}
		})
	}
}

func hostileTexts() map[string][]byte {
	rows := func(line string, n int) []byte { return []byte(strings.Repeat(line+"\n", n)) }
	head := []byte("Session I: Title\n\nKey questions:\n\n")
	under := func(line string, n int) []byte { return append(bytes.Clone(head), rows(line, n)...) }
	return map[string][]byte{
		"one line of 4 MB":         append(bytes.Clone(head), bytes.Repeat([]byte("- How? "), hostileBytes/7)...),
		"one line of brackets":     append(bytes.Clone(head), bytes.Repeat([]byte("[**[("), hostileBytes/5)...),
		"headings only":            rows("Session I: Title (closed) 10:30-13:00 [x]", hostileLines),
		"headings without a title": rows("Session 8", hostileLines),
		"items only":               under("- How long can this go on, and why?", hostileLines),
		"one item that never ends": under("and it goes on and on without a stop", hostileLines),
		"sub-items only":           under("        - deep", hostileLines),
		"headers only":             under("This session will address the following key questions:", hostileLines),
		"broken brackets":          rows("Session I: Title [open to", hostileLines),
		"footnotes only":           under("¹ See the atlas, volume 2 of", hostileLines),
		"glued numbers":            under("word1 word2 word3 word4 word5", hostileLines),
		"long lower-case prose":    rows(strings.Repeat("word ", 40), hostileLines),
		"table":                    rows("| 10:00–11:00 | **Session 1: T**<br>- How? | x |", hostileLines),
		"comment never closed":     append([]byte("<!-- "), rows("Session I: Title", hostileLines)...),
		"labels only":              under("Moderator: Ms. Example", hostileLines),
		"times only":               rows("10:00 - 11:00", hostileLines),
		"timed titles":             rows("10:00 - 11:00 Rules of the road", hostileLines),
		"combining marks":          append(bytes.Clone(head), append([]byte("- How a"), bytes.Repeat([]byte("\u0301"), hostileBytes/2)...)...),
	}
}
