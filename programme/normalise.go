package programme

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// normalise turns a text into lines without markup. It composes characters (NFC) but keeps
// superscripts, quotes and dashes as the author wrote them.
func normalise(text string) *document {
	text = norm.NFC.String(text)
	doc := &document{words: map[string]bool{}, acronyms: map[string]bool{}, headers: map[string]announcement{}}
	block := blockState{}
	for i, raw := range strings.Split(text, "\n") {
		raw = characters(raw)
		doc.add(i+1, block.strip(raw))
	}
	doc.wrap = wrapWidth(doc.lines)
	doc.dropFurniture()
	doc.notes = footnotesOf(doc.lines)
	return doc
}

// characters maps spaces to spaces, typographic hyphens to "-", and drops what is invisible.
// A soft hyphen at the end of a line stays, because it says that a word goes on.
func characters(raw string) string {
	raw = strings.TrimRightFunc(raw, unicode.IsSpace)
	softEnd := strings.HasSuffix(raw, "\u00ad")
	raw = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\u200c' || r == '\u200d':
			return r
		case unicode.IsSpace(r):
			return ' '
		case r == '\u2010' || r == '\u2011':
			return '-'
		case r >= '\uf0a0' && r <= '\uf0ff':
			return '•' // a symbol font's bullet
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
			return -1
		}
		return r
	}, raw)
	if softEnd {
		return raw + "\u00ad"
	}
	return raw
}

// blockState remembers what is open from one line to the next.
type blockState struct {
	comment, frontMatter, started bool
}

var thematicBreak = regexp.MustCompile(`^\s*(?:[-_=*~](?:\s*[-_=*~]){2,})\s*$|^\s*(?:` + "```" + `|~~~).*$`)

// strip empties lines that are only structure: comments, front matter, fences, rules.
func (b *blockState) strip(raw string) string {
	first := !b.started && strings.TrimSpace(raw) != ""
	b.started = b.started || first
	rule := thematicBreak.MatchString(raw)
	switch {
	case b.frontMatter:
		b.frontMatter = !rule
		return ""
	case first && strings.TrimSpace(raw) == "---":
		b.frontMatter = true
		return ""
	case rule:
		return ""
	}
	return b.comments(raw)
}

func (b *blockState) comments(raw string) string {
	var kept strings.Builder
	for raw != "" {
		mark := "<!--"
		if b.comment {
			mark = "-->"
		}
		before, after, found := strings.Cut(raw, mark)
		if !b.comment {
			kept.WriteString(before)
		}
		if !found {
			break
		}
		b.comment = !b.comment
		raw = after
	}
	return kept.String()
}

// add puts one source line into the document; the cells of a table's row follow one another.
func (d *document) add(n int, raw string) {
	cells := tableCells(raw)
	if cells == nil {
		read := readLine(n, raw)
		d.source = append(d.source, read.text)
		d.lines = append(d.lines, read)
		d.collectWords(read.text)
		return
	}
	var row []string
	for _, cell := range cells {
		read := readLine(n, cell)
		read.cell = true
		row = append(row, read.text)
		if !read.blank() {
			d.lines = append(d.lines, read)
		}
	}
	d.source = append(d.source, strings.Join(row, " | "))
}

func (d *document) collectWords(text string) {
	if len(text) > maxStructure {
		return
	}
	shouted := text == strings.ToUpper(text)
	for _, word := range letters(text) {
		d.words[strings.ToLower(word)] = true
		if !shouted && len(word) > 1 && word == strings.ToUpper(word) {
			d.acronyms[word] = true
		}
	}
}

var (
	tableRow  = regexp.MustCompile(`^\s*\|.*\|\s*$`)
	tableRule = regexp.MustCompile(`^[\s|:+=-]*$`)
)

// tableCells are the cells of a Markdown table's row, nil for any other line.
func tableCells(raw string) []string {
	if len(raw) > maxStructure*4 || !tableRow.MatchString(raw) {
		return nil
	}
	if tableRule.MatchString(raw) {
		return []string{""}
	}
	inner := strings.Trim(strings.TrimSpace(raw), "|")
	inner = strings.ReplaceAll(inner, `\|`, "\x00")
	var cells []string
	for _, cell := range strings.Split(inner, "|") {
		cell = strings.ReplaceAll(cell, "\x00", "|")
		cells = append(cells, breakTag.Split(cell, -1)...)
	}
	return cells
}

var (
	quoteMark = regexp.MustCompile(`^(?:>\s?)+`)
	hashMark  = regexp.MustCompile(`^(#{1,6})\s+`)
	hashTail  = regexp.MustCompile(`\s+#+$`)
	wholeBold = regexp.MustCompile(`^(?:\d{1,3}[.)]\s+)?(?:\*\*|__).*(?:\*\*|__):?$`)
	htmlTitle = regexp.MustCompile(`(?i)^<h([1-6])[\s>]`)
)

func readLine(n int, raw string) line {
	read := line{n: n, width: utf8.RuneCountInString(raw), first: firstWordWidth(raw), class: LineOther}
	if read.hyphen = strings.HasSuffix(raw, "\u00ad"); read.hyphen {
		raw = strings.TrimSuffix(raw, "\u00ad")
	}
	raw = strings.ReplaceAll(raw, "\t", "    ")
	text := strings.TrimLeft(raw, " ")
	read.indent = len(raw) - len(text)
	text = strings.TrimSpace(quoteMark.ReplaceAllString(text, ""))
	if marks := hashMark.FindStringSubmatch(text); marks != nil {
		read.level = len(marks[1])
		text = hashTail.ReplaceAllString(text[len(marks[0]):], "")
	} else if marks := htmlTitle.FindStringSubmatch(text); marks != nil {
		read.level = int(marks[1][0] - '0')
	}
	if len(text) <= maxStructure*4 {
		read.strong = wholeBold.MatchString(text)
		text = plain(text)
	}
	read.text = strings.Join(strings.Fields(text), " ")
	return read
}

// wrapWidth is where a hard-wrapped text breaks its lines: nearly all lines are short, and some
// go on in the middle of a sentence.
func wrapWidth(lines []line) int {
	var widths []int
	broken := 0
	for i, l := range lines {
		if l.blank() || l.cell {
			continue
		}
		widths = append(widths, l.width)
		if i > 0 && !lines[i-1].blank() && !finished(lines[i-1].text) && startsLower(l.text) {
			broken++
		}
	}
	if broken < 3 || broken*20 < len(widths) {
		return 0
	}
	slices.Sort(widths)
	if width := widths[len(widths)*95/100]; width <= 110 {
		return width
	}
	return 0
}
