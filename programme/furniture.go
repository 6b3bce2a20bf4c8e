package programme

import (
	"regexp"
	"strings"
)

var (
	pageNumber = regexp.MustCompile(`^(?i)(?:[-–—|\s]*\d{1,3}[-–—|\s]*|(?:page|p\.|pág\.|стр\.|صفحة)\s*\d{1,3}(?:\s*(?:/|of|de|sur|из)\s*\d{1,3})?|\d{1,3}\s*/\s*\d{1,3}|\d{1,3}\s*\|\s*page)$`)
	pageEdge   = regexp.MustCompile(`(?i)^\d{1,3}\s*[|–—-]?\s+|\s*[|–—-]?\s*(?:page\s*)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?$`)
)

const pages = 3 // a line repeated less often is no header or footer

// dropFurniture empties page numbers and the headers and footers that a printed page repeats:
// the same words at least three times, each time with another page number, or the words of the
// cover's first lines.
func (d *document) dropFurniture() {
	repeated := d.repeatedLines()
	cover := d.coverWords()
	seen := map[string]bool{}
	for i, l := range d.lines {
		if pageNumber.MatchString(l.text) {
			d.lines[i].text = ""
			continue
		}
		words := furnitureWords(l)
		if variants := repeated[words]; words == "" || variants.lines < pages || len(variants.texts) < pages && !cover[words] {
			continue
		}
		if seen[words] && couldBeFurniture(l) {
			d.lines[i].text = ""
		}
		seen[words] = true
	}
}

// repetition is how often the same words stand in a note, and in how many variants.
type repetition struct {
	lines int
	texts map[string]bool
}

func (d *document) repeatedLines() map[string]*repetition {
	repeated := map[string]*repetition{"": {}}
	for _, l := range d.lines {
		words := furnitureWords(l)
		if repeated[words] == nil {
			repeated[words] = &repetition{texts: map[string]bool{}}
		}
		if words != "" {
			repeated[words].lines++
			repeated[words].texts[l.text] = true
		}
	}
	return repeated
}

const (
	maxFurniture = 120
	minFurniture = 8
)

// furnitureWords is what a line would be as a page's header or footer, without its number; ""
// where it is too long or too short for one.
func furnitureWords(l line) string {
	if l.blank() || len(l.text) > maxFurniture || l.marked() || l.cell || finished(l.text) {
		return ""
	}
	words := fold(strings.Trim(pageEdge.ReplaceAllString(l.text, ""), " |–—-"))
	if len(words) < minFurniture {
		return ""
	}
	return words
}

// couldBeFurniture reports whether a line is nothing that a programme repeats for good reason.
func couldBeFurniture(l line) bool {
	if _, marked := readMarker(l.text); marked {
		return false
	}
	if listHeader(l.text).found || labelOf(l.text).found || startsWithTime(l.text) || startsWithDay(l.text) {
		return false
	}
	_, isHeading := parseHeading(l, anyHeading)
	return !isHeading
}

// coverWords are the first lines of the note, which running headers repeat.
func (d *document) coverWords() map[string]bool {
	words := map[string]bool{}
	for i := 0; i < len(d.lines) && len(words) < 12; i++ {
		if !d.lines[i].blank() && len(d.lines[i].text) <= 120 {
			words[fold(strings.TrimSpace(d.lines[i].text))] = true
		}
	}
	return words
}
