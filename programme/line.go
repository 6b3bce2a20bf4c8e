package programme

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is one line of the note without its markup. A row of a table gives one for each cell.
type line struct {
	n      int    // in the source
	text   string // without indent and markup
	indent int    // columns
	width  int    // columns of the line as it stands in the source
	first  int    // columns of its first word
	level  int    // of a Markdown heading, 0 for none
	strong bool   // the whole line is emphasised
	cell   bool   // from a table: nothing continues into it or out of it
	hyphen bool   // ended in a soft hyphen: the word goes on in the next line
	class  LineClass
}

// maxStructure is the length beyond which a line is prose, whatever it looks like; it also
// bounds the work that one line can cause.
const maxStructure = 4000

func (l line) blank() bool  { return l.text == "" }
func (l line) marked() bool { return l.level > 0 || l.strong }
func (l line) long() bool   { return len(l.text) > maxStructure }

// document is a note as lines.
type document struct {
	source   []string // text of each source line, by number from 0
	lines    []line
	wrap     int             // columns at which the text is hard-wrapped, 0 when each paragraph is one line
	words    map[string]bool // in small letters
	acronyms map[string]bool // words in capitals inside other text
	notes    footnoteMarks
	headers  map[string]announcement // what listHeader said of a text
}

// header reads a text as the announcement of a list; it remembers the answer, because several
// rules ask.
func (d *document) header(text string) announcement {
	read, known := d.headers[text]
	if !known {
		read = listHeader(text)
		d.headers[text] = read
	}
	return read
}

// after is the index of the next line from i on that is not blank, or the number of lines.
func (d *document) after(i int) int {
	for i < len(d.lines) && d.lines[i].blank() {
		i++
	}
	return i
}

// beside reports whether line i stands directly under line i-1.
func (d *document) beside(i int) bool {
	return i > 0 && i < len(d.lines) && !d.lines[i].blank() && !d.lines[i-1].blank() &&
		!d.lines[i].cell && !d.lines[i-1].cell
}

// full reports whether line i was broken only because the next word did not fit.
func (d *document) full(i int) bool {
	if d.wrap == 0 || i+1 >= len(d.lines) || d.lines[i+1].blank() {
		return false
	}
	return d.lines[i].width+1+d.lines[i+1].first > d.wrap
}

func firstWordWidth(text string) int {
	word, _, _ := strings.Cut(strings.TrimLeft(text, " "), " ")
	if r, _ := utf8.DecodeRuneInString(word); unicode.Is(unicode.Han, r) {
		return 1
	}
	return utf8.RuneCountInString(word)
}

// join appends the text of line next to a text that ended on line last.
func (d *document) join(text string, last, next int) string {
	tail := d.lines[next].text
	switch {
	case text == "":
		return tail
	case d.lines[last].hyphen:
		return text + tail
	case brokenWord(text, tail):
		return d.mend(text, tail)
	case hanAtEnd(text) && hanAtStart(tail):
		return text + tail
	}
	return text + " " + tail
}

func brokenWord(text, tail string) bool {
	head := strings.TrimSuffix(text, "-")
	last, _ := utf8.DecodeLastRuneInString(head)
	return head != text && unicode.IsLetter(last) && startsLower(tail)
}

// mend joins a word broken at a hyphen. The hyphen goes only where the note writes the same
// word without one elsewhere.
func (d *document) mend(text, tail string) string {
	head := strings.TrimSuffix(text, "-")
	first, second := letters(head), letters(tail)
	if d.words[strings.ToLower(first[len(first)-1]+second[0])] {
		return head + tail
	}
	return text + tail
}

func letters(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
}

func hanAtEnd(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return unicode.Is(unicode.Han, r) || strings.ContainsRune("，。、；：？！", r)
}

func hanAtStart(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.Is(unicode.Han, r)
}

// startsLower reports whether the first letter is a small one; scripts without case have none.
func startsLower(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return unicode.IsLower(r)
		}
		if unicode.IsDigit(r) {
			return false
		}
	}
	return false
}

// closers may follow the mark that ends a sentence.
const closers = "\"'”’»)]*"

// finished reports whether a text ends as a sentence or an item does.
func finished(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, closers+" "))
	return strings.ContainsRune(".?!:;…؟؛？！：；。۔", r)
}

// fold is a text for comparing: letters and digits only, in lower case.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
