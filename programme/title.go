package programme

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// heading opens a session.
func (r *reader) heading(i int) (int, bool) {
	if r.insideParagraph(i) {
		return i, false
	}
	if _, ok := r.headingAt(i); !ok {
		return i, false
	}
	h, isAssumed := r.headings[i]
	last := i
	if !isAssumed {
		var ok bool
		if h, last, ok = r.wholeHeading(i); !ok {
			return i, false
		}
	}
	r.closeList()
	r.now = newSession(h, r.doc.lines[i], i)
	r.now.assumed = isAssumed
	r.sessions = append(r.sessions, r.now)
	r.mark(i, last+1, LineHeading)
	if h.title == "" && !h.function {
		r.findTitle(last)
	}
	if !r.now.times.known() {
		r.now.times = r.pending
	}
	r.pending = times{}
	return last + 1, true
}

// reading is what a line alone is as a heading.
type reading struct {
	heading
	ok bool
}

// headingAt reads line i alone as a heading, and remembers the answer.
func (r *reader) headingAt(i int) (heading, bool) {
	read, known := r.readings[i]
	if !known {
		read.heading, read.ok = r.readHeading(i)
		r.readings[i] = read
	}
	return read.heading, read.ok
}

// readHeading: a line that a comma ends may still be a heading, when its title goes on.
func (r *reader) readHeading(i int) (heading, bool) {
	if guess, ok := r.headings[i]; ok {
		return guess, true
	}
	l := r.doc.lines[i]
	if h, ok := parseHeading(l, r.how); ok {
		return h, true
	}
	if strings.HasSuffix(l.text, ",") && r.doc.beside(i+1) {
		l.text = strings.TrimSuffix(l.text, ",")
		return parseHeading(l, r.how)
	}
	return heading{}, false
}

// insideParagraph reports whether line i goes on with the sentence of the line above.
func (r *reader) insideParagraph(i int) bool {
	return r.doc.beside(i) && !r.doc.lines[i-1].marked() && r.doc.full(i-1) &&
		!finished(r.doc.lines[i-1].text) && r.doc.lines[i-1].class != LineHeading && !startsWithTime(r.doc.lines[i-1].text) &&
		len(strings.Fields(r.doc.lines[i-1].text)) > 5
}

// wholeHeading joins a title that goes on over the next lines before anything is peeled off it.
func (r *reader) wholeHeading(i int) (heading, int, bool) {
	l := r.doc.lines[i]
	last := r.titleEnd(i)
	for end := last; end >= i; end-- {
		joined := l
		for next := i + 1; next <= end; next++ {
			joined.text = r.doc.join(joined.text, next-1, next)
		}
		if h, ok := parseHeading(joined, r.how); ok {
			return h, end, true
		}
	}
	return heading{}, i, false
}

const (
	maxTitleLines = 3
	maxTitleLine  = 130
)

// titleEnd is the last line of a title that starts on line i.
func (r *reader) titleEnd(i int) int {
	text, last := r.doc.lines[i].text, i
	for r.titleGoesOn(i, last, text) && (last-i+1 < maxTitleLines || openBracket(text) && last-i < 2*maxTitleLines) {
		last++
		text = r.doc.join(text, last-1, last)
	}
	return last
}

var (
	danglingEnd = regexp.MustCompile(`(?i)(?:\b(?:of|and|the|for|in|on|to|with|a|an|or|by|from|at|de|la|el|et|y|des|du|les|le|и|в|на|for)|[,:–—&/-])$`)
	roomOrPlace = regexp.MustCompile(`(?i)^[\s,;|–—-]*(?:(?:venue|room|location)\s*:|(?:\pL+\s+){0,3}(?:room|hall|auditorium|ballroom|chamber|salle|sala|зал|القاعة|building|floor)(?:\s+[\pL\pN.-]{1,6}){0,2}(?:\s*[,(–-].*)?$)`)
)

// titleGoesOn reports whether the line after last belongs to the title that starts on first.
func (r *reader) titleGoesOn(first, last int, text string) bool {
	next := last + 1
	if !r.doc.beside(next) || r.doc.lines[first].level > 0 || r.taken[next] {
		return false
	}
	l := r.doc.lines[next]
	if _, isAccess := accessLine(l.text); isAccess || openBracket(text) {
		return true
	}
	_, marked := readMarker(l.text)
	if marked && !r.wrappedDash(next) || r.isOwnClass(next) {
		return false
	}
	if verbWord.MatchString(l.text) && startsUpper(l.text) || r.doc.lines[first].strong && !l.strong && !startsLower(l.text) {
		return false
	}
	if h, ok := parseHeading(line{text: text}, r.how); ok && h.title == "" && !strings.HasSuffix(text, "-") {
		return false // the title, if any, is looked for line by line
	}
	if startsLower(l.text) || r.doc.full(last) || danglingEnd.MatchString(text) {
		return utf8.RuneCountInString(l.text) <= maxTitleLine
	}
	return r.shortBlock(first) && r.titleLike(l)
}

// openBracket reports whether a bracket opened in a text is still open at its end.
func openBracket(text string) bool {
	open := max(strings.LastIndexAny(text, "[("), strings.LastIndexAny(text, "（【"))
	return open >= 0 && !strings.ContainsAny(text[open:], "])）】") && len(text)-open < 160
}

// isOwnClass reports whether a line is a heading, label, list header, time or footnote.
func (r *reader) isOwnClass(i int) bool {
	l := r.doc.lines[i]
	if _, isHeading := r.headingAt(i); isHeading {
		return true
	}
	return labelOf(l.text).found || r.doc.header(l.text).found || startsWithTime(l.text) || startsWithDay(l.text) || r.doc.isFootnote(l)
}

// shortBlock reports whether the block of lines from first on has two or three lines.
func (r *reader) shortBlock(first int) bool {
	end := first + 1
	for end-first <= maxTitleLines && r.doc.beside(end) {
		end++
	}
	return end-first <= maxTitleLines
}

func (r *reader) titleLike(l line) bool {
	return utf8.RuneCountInString(l.text) <= maxTitleLine && !finished(l.text) && !verbWord.MatchString(l.text) &&
		!person.MatchString(l.text) && !roomOrPlace.MatchString(l.text) && !strings.ContainsRune(quoteOpeners, firstRune(l.text)) &&
		!breakStart.MatchString(l.text)
}

const titleWithin = 8

// findTitle looks for the title of a heading that has only a number: behind a label within
// eight lines, else the next line that could be a heading.
func (r *reader) findTitle(last int) {
	if r.labelledTitle(last) {
		return
	}
	for i, seen := r.doc.after(last+1), 0; i < len(r.doc.lines) && seen < titleWithin; i, seen = r.doc.after(i+1), seen+1 {
		if r.beforeTitle(i) {
			continue
		}
		if r.couldBeTitle(i) {
			r.takeTitle(i, r.doc.lines[i].text)
		}
		return
	}
}

func (r *reader) labelledTitle(last int) bool {
	for i, seen := r.doc.after(last+1), 0; i < len(r.doc.lines) && seen < titleWithin; i, seen = r.doc.after(i+1), seen+1 {
		if _, isHeading := r.headingAt(i); isHeading {
			return false
		}
		read := labelOf(r.doc.lines[i].text)
		if read.found && read.role == titleLabel {
			if read.text == "" {
				i = r.doc.after(i + 1)
				if i >= len(r.doc.lines) || !r.couldBeTitle(i) {
					return false
				}
				read.text = r.doc.lines[i].text
			}
			r.takeTitle(i, read.text)
			return true
		}
	}
	return false
}

// beforeTitle reads what may stand between a number and its title: access, times, a day.
func (r *reader) beforeTitle(i int) bool {
	text := r.doc.lines[i].text
	if note, ok := accessLine(text); ok {
		r.now.admit(note)
		r.taken[i] = true
		r.doc.lines[i].class = LineAccess
		return true
	}
	if _, ok := r.headingAt(i); ok {
		return false
	}
	if startsWithTime(text) && len(text) <= maxTimeLine {
		if read, rest, _ := takeTimes(text); !r.now.times.known() && (strings.TrimSpace(rest) == "" || roomOrPlace.MatchString(rest)) {
			r.now.times = read
			r.taken[i] = true
		}
		return true
	}
	if rest, ok := takeDay(text); ok && len(text) <= maxTimeLine {
		if read, _, ok := takeTimes(rest); ok && !r.now.times.known() {
			r.now.times = read
		}
		return true
	}
	return roomOrPlace.MatchString(text) && len(text) < 60 || bracketLine.MatchString(text)
}

func (r *reader) couldBeTitle(i int) bool {
	l := r.doc.lines[i]
	if _, marked := readMarker(l.text); marked || utf8.RuneCountInString(l.text) > maxHeading || r.isOwnClass(i) {
		return false
	}
	end := strings.TrimRight(l.text, closers)
	if end == "" || strings.ContainsRune(".;,:", rune(end[len(end)-1])) && !l.marked() {
		return false
	}
	return !verbWord.MatchString(l.text) || endsAsking(l.text) || l.marked()
}

// takeTitle takes a title that may go on over the next lines, and what can be peeled off it.
func (r *reader) takeTitle(i int, text string) {
	last := i
	for last-i+1 < maxTitleLines && r.labelGoesOn(i, last, text) {
		last++
		text = r.doc.join(text, last-1, last)
	}
	var h heading
	r.now.Title = cleanTitle(h.peel(text))
	r.now.admit(h.access)
	if !r.now.times.known() {
		r.now.times = h.times
	}
	for line := i; line <= last; line++ {
		r.taken[line] = true
	}
	r.mark(i, last+1, LineHeading)
}

func (r *reader) labelGoesOn(first, last int, text string) bool {
	next := last + 1
	if !r.doc.beside(next) || r.isOwnClass(next) {
		return false
	}
	l := r.doc.lines[next]
	if openBracket(text) {
		return true
	}
	if _, marked := readMarker(l.text); marked {
		return false
	}
	wraps := startsLower(l.text) || r.doc.full(last) || danglingEnd.MatchString(text) || l.indent > r.doc.lines[first].indent
	return wraps && !finished(text) && utf8.RuneCountInString(l.text) <= maxTitleLine && !person.MatchString(l.text) &&
		(!verbWord.MatchString(l.text) || startsLower(l.text))
}
