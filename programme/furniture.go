package programme

import (
	"regexp"
	"strings"
)

var (
	pageNumber = regexp.MustCompile(`^(?i)(?:[-–—|\s]*\d{1,3}[-–—|\s]*|(?:page|p\.|pág\.|стр\.|صفحة)\s*\d{1,3}(?:\s*(?:/|of|de|sur|из)\s*\d{1,3})?|\d{1,3}\s*/\s*\d{1,3}|\d{1,3}\s*\|\s*page)$`)
	pageFooter = regexp.MustCompile(`^(?i)(?:\d{1,3}\s*[|–—-]?\s*)?(.{8,90}?)\s*[|–—-]?\s*(?:page\s*)?(?:\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?)?$`)
)

// dropFurniture empties page numbers and the headers and footers that a printed page repeats:
// the same words at least three times, each time with another page number, or the words of the
// cover's first lines.
func (d *document) dropFurniture() {
	repeated := map[string]int{}
	numbered := map[string]map[string]bool{}
	for _, l := range d.lines {
		if words, ok := furnitureWords(l); ok {
			repeated[words]++
			if numbered[words] == nil {
				numbered[words] = map[string]bool{}
			}
			numbered[words][l.text] = true
		}
	}
	cover := d.coverWords()
	seen := map[string]bool{}
	for i, l := range d.lines {
		words, ok := furnitureWords(l)
		running := ok && repeated[words] >= 3 && (len(numbered[words]) >= 3 || cover[words])
		if pageNumber.MatchString(l.text) || running && seen[words] {
			d.lines[i].text = ""
		}
		seen[words] = true
	}
}

// furnitureWords is what a line would be as a page's header or footer, without its number.
func furnitureWords(l line) (string, bool) {
	if l.blank() || len(l.text) > 120 || l.marked() || l.cell || finished(l.text) {
		return "", false
	}
	if _, marked := readMarker(l.text); marked {
		return "", false
	}
	if listHeader(l.text).found || labelOf(l.text).found || startsWithTime(l.text) {
		return "", false
	}
	if _, isHeading := parseHeading(l, anyHeading); isHeading || startsWithDay(l.text) {
		return "", false
	}
	parts := pageFooter.FindStringSubmatch(l.text)
	if parts == nil {
		return "", false
	}
	return fold(parts[1]), true
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
