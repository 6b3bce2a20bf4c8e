package programme

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"
)

// magics are the first bytes of files that people try to import and that are not text.
var magics = []string{
	"%PDF-", "PK\x03\x04", "PK\x05\x06", "\xd0\xcf\x11\xe0", "{\\rtf", "\x89PNG", "\xff\xd8\xff",
	"GIF8", "\x1f\x8b", "\x7fELF", "SQLite format 3",
}

// decode turns the bytes of a file into text with one kind of line end, and says whether they had to be taken for
// Windows-1252.
func decode(data []byte) (text string, windows bool, fault *Fault) {
	if fault := refuse(data); fault != nil {
		return "", false, fault
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		text, fault = fromUTF16(data)
	case bytes.IndexByte(data, 0) >= 0:
		fault = &Fault{Key: FaultBinary}
	case utf8.Valid(data):
		text = string(data)
	default:
		windows = true
		text, fault = fromWindows(data)
	}
	if fault == nil {
		fault = refuseText(text)
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return text, windows, fault
}

func refuse(data []byte) *Fault {
	if len(data) > MaxBytes {
		return &Fault{Key: FaultTooLarge, Args: map[string]any{"Max": MaxBytes >> 20}}
	}
	for _, magic := range magics {
		if bytes.HasPrefix(data, []byte(magic)) {
			return &Fault{Key: FaultBinary}
		}
	}
	return nil
}

func refuseText(text string) *Fault {
	controls := 0
	for _, r := range text {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			controls++
		}
	}
	switch {
	case controls > 8 && controls > len(text)/100:
		return &Fault{Key: FaultBinary}
	case strings.TrimFunc(text, invisible) == "":
		return &Fault{Key: FaultEmpty}
	case max(strings.Count(text, "\n"), strings.Count(text, "\r")) >= MaxLines && lineCount(text) > MaxLines:
		return &Fault{Key: FaultTooManyLines, Args: map[string]any{"Max": MaxLines}}
	}
	return nil
}

func lineCount(text string) int {
	text = strings.TrimRight(text, "\r\n")
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n") + 1
}

func invisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf)
}

func fromUTF16(data []byte) (string, *Fault) {
	decoded, err := utf16.UTF16(utf16.LittleEndian, utf16.ExpectBOM).NewDecoder().Bytes(data)
	if err != nil || len(data)%2 != 0 || bytes.ContainsRune(decoded, utf8.RuneError) {
		return "", &Fault{Key: FaultEncoding}
	}
	if bytes.IndexByte(decoded, 0) >= 0 {
		return "", &Fault{Key: FaultBinary}
	}
	return string(decoded), nil
}

// fromWindows reads Windows-1252, which any bytes could be: it refuses text that would come out
// as gibberish, that is UTF-8 with a few broken bytes, or another alphabet's code page.
func fromWindows(data []byte) (string, *Fault) {
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) || brokenUTF8(data) {
		return "", &Fault{Key: FaultEncoding}
	}
	plain, accented := 0, 0
	for _, b := range data {
		switch {
		case b >= 0xc0:
			accented++
		case b >= 'A':
			plain++
		}
	}
	if accented > plain/2 {
		return "", &Fault{Key: FaultEncoding}
	}
	return string(decoded), nil
}

func brokenUTF8(data []byte) bool {
	whole, broken := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			whole++
		}
		data = data[size:]
	}
	return whole > broken
}
