package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"soundings/poll"
)

// hostile are cells that a spreadsheet or a careless writer of CSV gets wrong.
func hostile() []string {
	return []string{
		"=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x.example\",\"y\")", "-2+3+cmd|' /C calc'!A0", "@",
		"=", "+", "-", "\t=1+1", "\r=1+1", "\n=1+1", "\x00=1+1", "\t", "\r", "\n", "\x00", "\ttext",
		"＝1+1", "＋1", "－1", "＠SUM(A1)", "﹦1", "﹢1", "﹣1", "﹫x", " ＝1", "\u3000＝1",
		" =1+1", "   -1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\u202e=1", "\v=1", "\f=1", "\u0085=1", "\u2028=1",
		`"=1+1"`, `'=1+1`, `''=1`, `" =1`, `"",=1`, `"` + "\n=1", "text\n=1+1", "text\r=1+1", "text\r\n=1+1", "text\n\n  =1",
		"text;=1+1", "text;=1;text", ";;-1", "text\t=1+1", "a,=1,b", "a\"b", "\"", "''", "line\r\nline", "lone\rreturn",
		"= =", "-١٢٣", "مرحبا", "=مرحبا", `\.`, " padded ", "-5", "007",
		"Z\u0310\u0311\u0312\u0313algo", "left\u202eright\u202c", "\u2066=1\u2069", "עברית 1+1 عربي", "👨\u200d👩\u200d👧,\"🇺🇳\"",
	}
}

// write writes each text as a line of two cells, the second behind a harmless one.
func write(t fataler, d dialect, texts ...string) string {
	var written bytes.Buffer
	out := newSheet(&written, d)
	if err := out.header([]string{"first", "second"}); err != nil {
		t.Fatalf("%v", err)
	}
	for _, value := range texts {
		if err := out.row([]poll.Cell{text(value), text(value)}); err != nil {
			t.Fatalf("%v", err)
		}
	}
	if err := out.out.Flush(); err != nil {
		t.Fatalf("%v", err)
	}
	return written.String()
}

func TestMachinesReadBackWhatWasWritten(t *testing.T) {
	t.Parallel()
	if len(hostile()) < 60 {
		t.Fatalf("corpus of %d cells, want 60", len(hostile()))
	}
	checkMachineFile(t, hostile()...)
}

func checkMachineFile(t fataler, texts ...string) {
	t.Helper()
	raw := write(t, forMachines, texts...)
	if strings.HasPrefix(raw, "\uFEFF") {
		t.Fatalf("the file for machines starts with a byte order mark")
	}
	exact := parseRFC4180(raw, "\n")
	usual := readCSV(t, []byte(raw))
	if len(exact) != len(texts)+1 || len(usual) != len(texts)+1 {
		t.Fatalf("%d and %d lines for %d", len(exact), len(usual), len(texts)+1)
	}
	for i, want := range texts {
		if got := exact[i+1]; !slices.Equal(got, []string{want, want}) {
			t.Fatalf("read back %q, want %q", got, want)
		}
		// encoding/csv itself reads CRLF inside a cell as a line feed.
		want = strings.ReplaceAll(want, "\r\n", "\n")
		if got := usual[i+1]; !slices.Equal(got, []string{want, want}) {
			t.Fatalf("encoding/csv read back %q, want %q", got, want)
		}
	}
}

func TestExcelNeverSeesAFormula(t *testing.T) {
	t.Parallel()
	checkExcelFile(t, hostile()...)
}

func checkExcelFile(t fataler, texts ...string) {
	t.Helper()
	raw, marked := strings.CutPrefix(write(t, forExcel, texts...), "\uFEFF")
	if !marked {
		t.Fatalf("the file for Excel has no byte order mark")
	}
	records := parseRFC4180(raw, "\r\n")
	if len(records) != len(texts)+1 {
		t.Fatalf("%d lines for %d", len(records), len(texts)+1)
	}
	readCSV(t, []byte(raw))
	for i, want := range texts {
		for _, got := range records[i+1] {
			if startsFormula(got) || got != "" && strings.ContainsAny(got[:1], "\t\r\n\x00") {
				t.Fatalf("%q became the dangerous cell %q", want, got)
			}
			if unguarded, ok := withoutGuard(got, want); !ok {
				t.Fatalf("%q became %q, without guard %q", want, got, unguarded)
			}
		}
	}
	// An Excel with another list separator takes the raw file apart in other places.
	for _, piece := range strings.FieldsFunc(raw, func(r rune) bool { return strings.ContainsRune(";\t\r\n", r) }) {
		if startsFormula(piece) {
			t.Fatalf("taken apart at semicolons, %q starts a formula", piece)
		}
	}
}

// startsFormula strips what a spreadsheet may strip and looks at the first character.
func startsFormula(cell string) bool {
	cell = strings.TrimLeft(cell, " \"\t\r\n\v\f\x00\u0085\u00a0\u200b\u202e\u2028\u3000\ufeff")
	first, _ := utf8.DecodeRuneInString(cell)
	return strings.ContainsRune("=+-@＝＋－＠﹦﹢﹣﹫", first)
}

// withoutGuard takes the apostrophes out of got that want does not have, as long as each stands
// at the start or behind a separator; it reports whether want is what remains.
func withoutGuard(got, want string) (string, bool) {
	rest, start := want, true
	for _, b := range []byte(got) {
		switch {
		case rest != "" && rest[0] == b:
			rest = rest[1:]
		case b != '\'' || !start:
			return rest, false
		}
		start = strings.ContainsRune(";\t\r\n", rune(b)) || start && b == '\''
	}
	return rest, rest == ""
}

func TestGuardKeepsDifferentTextsDifferent(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, one := range hostile() {
		for _, original := range []string{one, "'" + one, "x;" + one, "x;'" + one} {
			guarded := guard(original)
			if other, taken := seen[guarded]; taken && other != original {
				t.Errorf("%q and %q both become %q", other, original, guarded)
			}
			seen[guarded] = original
		}
	}
}

func TestGuardLeavesOrdinaryTextsAlone(t *testing.T) {
	t.Parallel()
	for _, ordinary := range []string{
		"", "Capacity-building", "How can Member States act?", "1 + 1 = 2", "a@example.org", "it's", "'quoted'", `"quoted"`,
		"one; two", "one, -5", "مرحبا", "l'État", "<1", ">99", "2>1>3", "1,4",
	} {
		if got := guard(ordinary); got != ordinary {
			t.Errorf("%q became %q", ordinary, got)
		}
	}
}

func TestNumbersStayNumbersAndOnlyNumbersPassAsNumbers(t *testing.T) {
	t.Parallel()
	cells := map[string]string{"-3": "-3", "0": "0", "12.5": "12.5", "-1+1": "'-1+1", "=1": "'=1", "-": "'-", "-3\n=1": "'-3\n'=1", "": ""}
	for value, want := range cells {
		if got := forExcel.text(poll.Cell{Text: value, Number: true}); got != want {
			t.Errorf("number %q became %q, want %q", value, got, want)
		}
	}
	if got := forExcel.text(text("-3")); got != "'-3" {
		t.Errorf("the text -3 became %q", got)
	}
}

func FuzzCSVRoundTrips(f *testing.F) {
	for _, one := range hostile() {
		f.Add(one, "x")
	}
	f.Fuzz(func(t *testing.T, one, other string) {
		checkMachineFile(t, one, other, one+other)
		checkExcelFile(t, one, other, one+other)
		if one != other && guard(one) == guard(other) {
			t.Fatalf("%q and %q both become %q", one, other, guard(one))
		}
	})
}
