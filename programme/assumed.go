package programme

import (
	"strings"
	"unicode/utf8"

	"soundings/agenda"
)

func newReader(doc *document, how depth) *reader {
	for i := range doc.lines {
		doc.lines[i].class = LineOther
	}
	r := &reader{doc: doc, how: how, taken: map[int]bool{}, readings: map[int]reading{}, headings: map[int]heading{}}
	r.found.doc = doc
	if how == assumed {
		r.headings = assumedHeadings(doc)
	}
	return r
}

// hasUnits reports whether any session was found that is more than an opening or a closing.
func (r *reader) hasUnits() bool {
	for _, s := range r.sessions {
		if s.Type != agenda.Opening && s.Type != agenda.Closing {
			return true
		}
	}
	return false
}

// lookBack is how far above a list its heading may stand.
const lookBack = 60

// assumedHeadings finds the headings of a note that has no word for session: the heading over a
// list of key questions, and titles beside a time.
func assumedHeadings(doc *document) map[int]heading {
	headings := timedTitles(doc)
	r := &reader{doc: doc, how: lesser, taken: map[int]bool{}, readings: map[int]reading{}}
	floor := -1
	for i, end := 0, 0; i < len(doc.lines); i++ {
		l := doc.lines[i]
		if l.blank() || l.long() || i < end {
			continue
		}
		if _, known := headings[i]; known {
			floor = i
			continue
		}
		if _, named := parseHeading(l, lesser); named {
			floor = i
			continue
		}
		var announces bool
		if announces, end = r.announces(i); !announces {
			continue
		}
		if at, ok := headingOver(doc, i, floor); ok {
			title := cleanTitle(paragraphNumber.ReplaceAllString(doc.lines[at].text, ""))
			headings[at] = heading{title: title, kind: agenda.Thematic, function: true}
			floor = i
		}
	}
	return headings
}

// announces reports whether the paragraph at line i announces a list that follows, and where it
// ends.
func (r *reader) announces(i int) (bool, int) {
	header, _, end := r.headerAt(i)
	return header.found && (header.rest != "" || r.listFollows(end)), end
}

// headingOver is the heading nearest above a list: a Markdown one, else a short line that
// stands alone.
func headingOver(doc *document, list, floor int) (int, bool) {
	alone := -1
	for i := list - 1; i > floor && i >= list-lookBack; i-- {
		l := doc.lines[i]
		if l.blank() || l.long() || labelOf(l.text).found || doc.header(l.text).found {
			continue
		}
		if l.marked() {
			return i, true
		}
		if alone < 0 && standsAlone(doc, i) {
			alone = i
		}
	}
	return alone, alone >= 0
}

func standsAlone(doc *document, i int) bool {
	l := doc.lines[i]
	if _, marked := readBullet(l.text); marked || doc.beside(i) && !startsWithTime(doc.lines[i-1].text) && !startsWithDay(doc.lines[i-1].text) {
		return false
	}
	return utf8.RuneCountInString(l.text) <= maxTitleLine && !finished(l.text) && !strings.HasSuffix(l.text, ",") &&
		startsUpper(paragraphNumber.ReplaceAllString(l.text, "")) && !startsWithTime(l.text) && !startsWithDay(l.text) &&
		!roomOrPlace.MatchString(l.text) && !person.MatchString(l.text) && !bracketLine.MatchString(l.text)
}

// timedTitles are titles beside or under a time, in a programme that has at least two of them.
func timedTitles(doc *document) map[int]heading {
	headings := map[int]heading{}
	for i, l := range doc.lines {
		if l.blank() || len(l.text) > maxHeading || !clockMark.MatchString(westernDigits.Replace(l.text)) {
			continue
		}
		read, rest, ok := takeTimes(l.text)
		if !ok {
			continue
		}
		title := gapMark.ReplaceAllString(rest, "")
		at := i
		if strings.Trim(title, " .,;|–—-()") == "" {
			if at, ok = titleBelow(doc, i); !ok {
				continue
			}
			title = doc.lines[at].text
		}
		if _, named := parseHeading(line{text: title, strong: true}, lesser); named {
			continue
		}
		if h, ok := timedTitle(title, read); ok {
			headings[at] = h
		}
	}
	if len(headings) < 2 {
		return map[int]heading{}
	}
	return headings
}

func timedTitle(title string, read times) (heading, bool) {
	h := heading{kind: agenda.Other, function: true, times: read}
	title = strings.TrimSpace(h.peel(title))
	if title == "" || !startsUpper(title) || breakStart.MatchString(title) || roomOrPlace.MatchString(title) || labelOf(title).found {
		return h, false
	}
	h.title = cleanTitle(title)
	return h, true
}

// titleBelow is the first line under a time that could be a title.
func titleBelow(doc *document, i int) (int, bool) {
	for next, seen := doc.after(i+1), 0; next < len(doc.lines) && seen < 3; next, seen = doc.after(next+1), seen+1 {
		text := doc.lines[next].text
		if startsWithTime(text) || startsWithDay(text) || labelOf(text).found || breakStart.MatchString(text) {
			return 0, false
		}
		if roomOrPlace.MatchString(text) && len(text) < 60 {
			continue
		}
		return next, utf8.RuneCountInString(text) <= maxHeading && !finished(text)
	}
	return 0, false
}
