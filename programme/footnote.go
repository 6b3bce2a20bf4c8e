package programme

import (
	"regexp"
	"strconv"
	"strings"
)

const superscripts = `[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}`

var (
	noteStart   = regexp.MustCompile(`^(?:` + superscripts + `(?:\s*[.)]?\s*)|\[\^[^\]\s]{1,40}\]:\s*|[†‡]+\s*)(\S.*)$`)
	plainNote   = regexp.MustCompile(`^(\d{1,3})\s+([\p{Lu}\p{Lo}“"«(h].*)$`)
	bracketNote = regexp.MustCompile(`^\[(\d{1,3})\]\s+(\S.*)$`)
	superRef    = regexp.MustCompile(`([^\s⁰¹²³⁴⁵⁶⁷⁸⁹])` + superscripts + `(?:[,⁾]` + superscripts + `)*`)
	spacedRef   = regexp.MustCompile(`\s+` + superscripts + `(\s|[.,;:?!]|$)`)
	markdownRef = regexp.MustCompile(`\s?\[\^[^\]\s]{1,40}\]`)
	daggerRef   = regexp.MustCompile(`([\pL\pN.,;:?!"”’)])[†‡]+`)
	gluedRef    = regexp.MustCompile(`(?:\p{Ll}|\p{L}[.,;:?!]|[”"’)][.,;:?!]?)(\d{1,3})(?:$|[\s.,;:?!)])`)
	gluedCut    = regexp.MustCompile(`(\p{Ll}|\p{L}[.,;:?!]|[”"’)][.,;:?!]?)(\d{1,3})($|[\s.,;:?!)])`)
	bracketRef  = regexp.MustCompile(`([^\s\[])\[(\d{1,3})\]`)
	measure     = regexp.MustCompile(`(?:^|[^\pL])(?:k?m|cm|mm|ft)[²³]`)
)

// footnoteMarks are the numbers that a note uses as footnotes without superscript, as text from
// a PDF does: a number glued to a word, and later a line that starts with it.
type footnoteMarks struct {
	plain, bracketed map[string]int // line of the first reference
	defined          map[string]bool
}

func footnotesOf(lines []line) footnoteMarks {
	marks := footnoteMarks{map[string]int{}, map[string]int{}, map[string]bool{}}
	for _, l := range lines {
		if l.blank() || l.long() {
			continue
		}
		marks.noteDefinition(l)
		for _, ref := range gluedRef.FindAllStringSubmatch(l.text, 20) {
			marks.refer(marks.plain, ref[1], l.n)
		}
		for _, ref := range bracketRef.FindAllStringSubmatch(l.text, 20) {
			marks.refer(marks.bracketed, ref[2], l.n)
		}
	}
	return marks
}

func (m footnoteMarks) refer(refs map[string]int, number string, line int) {
	if _, known := refs[number]; !known && number[0] != '0' {
		refs[number] = line
	}
}

func (m footnoteMarks) noteDefinition(l line) {
	if parts := plainNote.FindStringSubmatch(l.text); parts != nil && m.earlier(m.plain, parts[1], l) && !looksAsked(parts[2]) {
		m.defined[parts[1]] = true
	}
	if parts := bracketNote.FindStringSubmatch(l.text); parts != nil && m.earlier(m.bracketed, parts[1], l) {
		m.defined["["+parts[1]] = true
	}
}

func (m footnoteMarks) earlier(refs map[string]int, number string, l line) bool {
	line, known := refs[number]
	return known && line < l.n && !startsWithDay(l.text) && !startsWithTime(l.text)
}

func looksAsked(text string) bool { return endsAsking(text) || asks(text) && !finished(text) }

// isFootnote reports whether a line starts a footnote's text.
func (d *document) isFootnote(l line) bool {
	if noteStart.MatchString(l.text) {
		return true
	}
	if parts := plainNote.FindStringSubmatch(l.text); parts != nil {
		return d.notes.defined[parts[1]] && d.notes.earlier(d.notes.plain, parts[1], l) && !looksAsked(parts[2])
	}
	if parts := bracketNote.FindStringSubmatch(l.text); parts != nil {
		return d.notes.defined["["+parts[1]] && d.notes.earlier(d.notes.bracketed, parts[1], l)
	}
	return false
}

// withoutRefs removes the references to footnotes from a text that is stored.
func (d *document) withoutRefs(text string) string {
	if strings.ContainsAny(text, "⁰¹²³⁴⁵⁶⁷⁸⁹") {
		text = keepMeasures(text)
	}
	text = markdownRef.ReplaceAllString(text, "")
	text = daggerRef.ReplaceAllString(text, "$1")
	if len(d.notes.defined) > 0 {
		text = d.withoutPlainRefs(text)
	}
	return strings.TrimSpace(text)
}

// keepMeasures removes superscripts but for those of km² and its like.
func keepMeasures(text string) string {
	kept := measure.ReplaceAllStringFunc(text, func(found string) string {
		return strings.NewReplacer("²", "\x00", "³", "\x01").Replace(found)
	})
	kept = superRef.ReplaceAllString(kept, "$1")
	kept = spacedRef.ReplaceAllString(kept, "$1")
	return strings.NewReplacer("\x00", "²", "\x01", "³").Replace(kept)
}

func (d *document) withoutPlainRefs(text string) string {
	text = gluedCut.ReplaceAllStringFunc(text, func(found string) string {
		parts := gluedCut.FindStringSubmatch(found)
		if !d.notes.defined[parts[2]] {
			return found
		}
		return parts[1] + parts[3]
	})
	return bracketRef.ReplaceAllStringFunc(text, func(found string) string {
		parts := bracketRef.FindStringSubmatch(found)
		if _, err := strconv.Atoi(parts[2]); err != nil || !d.notes.defined["["+parts[2]] {
			return found
		}
		return parts[1]
	})
}
