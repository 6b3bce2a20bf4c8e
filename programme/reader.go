package programme

import (
	"strings"
)

// reader walks over the lines of a note once. Its state is the session and the list that it is
// in; its rules are tried in order at each line.
type reader struct {
	doc      *document
	how      depth
	readings map[int]reading // what headingAt said
	headings map[int]heading // headings that are assumed, by index of their line
	taken    map[int]bool    // lines that belong to the heading above
	now      *session
	list     *list
	pending  times // of a line that stands alone, for the heading below
	found
}

// rule reads what starts at line i: the index after it, and whether it was this rule's.
type rule func(i int) (next int, ok bool)

// readSessions reads the note, and reads it again less strictly while it finds no numbered
// session in it.
func readSessions(doc *document) *found {
	chosen, most := named, 0
	for how := named; how <= assumed; how++ {
		r := readAt(doc, how)
		if r.hasUnits() {
			return &r.found
		}
		if len(r.sessions) > most {
			chosen, most = how, len(r.sessions)
		}
	}
	return &readAt(doc, chosen).found
}

func readAt(doc *document, how depth) *reader {
	r := newReader(doc, how)
	r.run()
	return r
}

func (r *reader) rules() []rule {
	return []rule{
		r.blank, r.footnote, r.heading, r.section, r.firmContinuation, r.header, r.item, r.label,
		r.accessNote, r.timeAlone, r.roomAlone, r.looseContinuation, r.bareItem, r.prose,
	}
}

func (r *reader) run() {
	rules := r.rules()
	for i := 0; i < len(r.doc.lines); {
		for _, try := range rules {
			if next, ok := try(i); ok {
				i = next
				break
			}
		}
	}
	r.closeList()
	r.sessions = withoutContents(r.sessions)
}

func (r *reader) blank(i int) (int, bool) {
	return i + 1, r.doc.lines[i].blank() || r.taken[i]
}

// footnote drops a footnote with its whole block; it never closes a list.
func (r *reader) footnote(i int) (int, bool) {
	first := r.doc.lines[i]
	if !r.doc.isFootnote(first) {
		return i, false
	}
	r.footnotes = append(r.footnotes, Warning{Line: first.n, Key: CheckFootnoteDropped, Args: map[string]any{"Text": first.text}})
	r.doc.lines[i].class = LineFootnote
	i++
	for i < len(r.doc.lines) && r.doc.beside(i) && !r.startsSomething(i) {
		r.doc.lines[i].class = LineFootnote
		i++
	}
	return i, true
}

// startsSomething reports whether a line cannot belong to the block above it.
func (r *reader) startsSomething(i int) bool {
	l := r.doc.lines[i]
	if _, marked := readMarker(l.text); marked || r.doc.isFootnote(l) || l.marked() {
		return true
	}
	if _, isHeading := r.headingAt(i); isHeading {
		return true
	}
	return labelOf(l.text).found || r.doc.header(l.text).found || endsAsking(l.text) && asks(l.text)
}

// section is a Markdown heading that is no session: it closes the session that is not below it.
func (r *reader) section(i int) (int, bool) {
	l := r.doc.lines[i]
	appendix := len(l.text) < 100 && appendixStart.MatchString(l.text) && !finished(l.text)
	if l.level == 0 && !appendix {
		return i, false
	}
	if header, _, _ := r.headerAt(i); header.found || labelOf(l.text).found {
		return i, false
	}
	r.closeList()
	if r.now != nil && (appendix || r.now.level > 0 && l.level <= r.now.level) {
		r.now = nil
	}
	return i + 1, true
}

var appendixStart = atStart(func(l language) phrases { return l.appendices })

// header opens a list of key questions or issues.
func (r *reader) header(i int) (int, bool) {
	if r.now == nil {
		return i, false
	}
	header, text, end := r.headerAt(i)
	if !header.found {
		return i, false
	}
	l := r.doc.lines[i]
	r.closeList()
	r.now.body = true
	r.pending = times{}
	header.text = r.doc.withoutRefs(header.text)
	r.now.announce(header)
	r.now.state(text, l.n)
	r.list = &list{announced: true, kind: header.kind, paragraph: header.paragraph, last: end - 1}
	r.inline(i, end, header.rest)
	return end, true
}

// headerAt reads the paragraph that starts at line i as the announcement of a list.
func (r *reader) headerAt(i int) (header announcement, text string, end int) {
	l := r.doc.lines[i]
	if _, bulleted := readBullet(l.text); bulleted || l.long() || r.continuesNumbers(l) {
		return announcement{}, "", i
	}
	text, end = r.paragraph(i)
	if header = r.doc.header(text); !header.found {
		header = questionsHeading(text)
	}
	if header.needsList && !r.listFollows(end) || header.rest != "" && !bareQuestion(header.rest) {
		return announcement{}, text, end
	}
	return header, text, end
}

// inline reads "Key question: How …?": one question is an item; a run of them in prose is not.
func (r *reader) inline(i, end int, rest string) {
	if rest == "" {
		return
	}
	if _, compound := itemKind(rest); compound {
		r.now.suggest(rest, r.doc.lines[i].n)
		return
	}
	r.list.bare = true
	r.list.entries = []*entry{{line: r.doc.lines[i].n, text: rest}}
	r.mark(i, end, LineItem)
}

// continuesNumbers reports whether a numbered line is the next item of a numbered list.
func (r *reader) continuesNumbers(l line) bool {
	m, ok := readDigits(l.text)
	return ok && r.list != nil && !r.list.empty() && r.list.style == digits && m.number == r.list.top().number+1 &&
		!r.list.nextParagraph(m)
}

// listFollows reports whether the next line is an item.
func (r *reader) listFollows(i int) bool {
	i = r.doc.after(i)
	if i >= len(r.doc.lines) {
		return false
	}
	_, marked := readMarker(r.doc.lines[i].text)
	return marked || endsAsking(r.doc.lines[i].text)
}

func (r *reader) item(i int) (int, bool) {
	l := r.doc.lines[i]
	m, ok := readMarker(l.text)
	if !ok || r.now == nil || l.long() {
		return i, false
	}
	if r.list == nil {
		if m.style == digits {
			return i, false // a numbered paragraph
		}
		r.list = &list{}
	}
	where := r.list.placeOf(m, l)
	if where == asEnd {
		return i, false
	}
	if m.style == alphabet && r.list.empty() && m.number == 9 {
		m = m.asRoman()
	}
	r.now.body = true
	r.pending = times{}
	r.list.add(m, l, where)
	r.list.last = i
	if r.list.announced {
		r.doc.lines[i].class = LineItem
	}
	return i + 1, true
}

func (r *reader) bareItem(i int) (int, bool) {
	l := r.doc.lines[i]
	if r.list == nil || !r.list.announced || l.long() || !r.list.bare && !r.list.empty() || !bareQuestion(l.text) {
		return i, false
	}
	r.list.bare = true
	r.list.entries = append(r.list.entries, &entry{line: l.n, indent: l.indent, text: l.text})
	r.list.last = i
	r.doc.lines[i].class = LineItem
	return i + 1, true
}

// label ends a list and may say something of the session.
func (r *reader) label(i int) (int, bool) {
	l := r.doc.lines[i]
	read := labelOf(l.text)
	if !read.found {
		return i, false
	}
	r.closeList()
	if r.now == nil {
		return i, false
	}
	switch read.role {
	case timeLabel, dateLabel:
		r.labelTimes(read.text)
	case accessLabel:
		if accessNote.MatchString(read.text) && len(read.text) <= 160 && r.now.AccessText == nil {
			r.now.admit(strings.TrimSuffix(read.text, "."))
			r.doc.lines[i].class = LineAccess
		}
	case anyLabel:
		return i, false // its text is read as prose
	}
	return i + 1, true
}

func (r *reader) labelTimes(text string) {
	if r.now.times.known() {
		return
	}
	if read, _, ok := takeTimes(text); ok {
		r.now.times = read
	} else if _, read, ok := peelTimes(text); ok {
		r.now.times = read
	}
}

// accessNote is a line under a heading that holds nothing but a note on access.
func (r *reader) accessNote(i int) (int, bool) {
	note, ok := accessLine(r.doc.lines[i].text)
	if !ok || r.now == nil || r.now.body || r.now.AccessText != nil {
		return i, false
	}
	r.now.admit(note)
	r.doc.lines[i].class = LineAccess
	return i + 1, true
}

const maxTimeLine = 80

// timeAlone is a line with a time and perhaps a day or a room: for the heading above it, or for
// the one below.
func (r *reader) timeAlone(i int) (int, bool) {
	text := r.doc.lines[i].text
	if len(text) > maxTimeLine {
		return i, false
	}
	rest, dated := takeDay(text)
	read, rest, timed := takeTimes(rest)
	if !timed && !dated {
		return i, false
	}
	r.closeList()
	if !timed || strings.Trim(rest, " .,;|–—-()") != "" && !roomOrPlace.MatchString(rest) {
		return i + 1, true
	}
	next := r.doc.after(i + 1)
	switch {
	case next < len(r.doc.lines) && breakStart.MatchString(r.doc.lines[next].text):
	case r.now == nil || r.now.body || r.now.times.known() || r.headingBeside(i+1):
		r.pending = read
	default:
		r.now.times = read
	}
	return i + 1, true
}

// roomAlone is a line with a room between a time and the heading that the time belongs to.
func (r *reader) roomAlone(i int) (int, bool) {
	text := r.doc.lines[i].text
	return i + 1, r.pending.known() && len(text) <= maxTimeLine && roomOrPlace.MatchString(text)
}

func (r *reader) headingBeside(i int) bool {
	if !r.doc.beside(i) {
		return false
	}
	_, ok := r.headingAt(i)
	return ok
}

// prose is everything else. It closes the list, and its questions are suggestions.
func (r *reader) prose(i int) (int, bool) {
	text, end := r.paragraph(i)
	r.pending = times{}
	if r.now == nil {
		if len(r.sessions) == 0 {
			r.front = append(r.front, text)
		}
		r.listenFor(text)
		return end, true
	}
	r.now.body = true
	r.listenFor(text)
	r.now.state(text, r.doc.lines[i].n)
	if r.keepsList(i, text) {
		return end, true
	}
	r.closeList()
	r.now.suggest(r.doc.withoutRefs(text), r.doc.lines[i].n)
	return end, true
}

// keepsList reports whether a paragraph leaves the list open: a second line of announcement, or
// one that stands indented under its item.
func (r *reader) keepsList(i int, text string) bool {
	if r.list == nil || !r.list.announced {
		return false
	}
	if r.list.empty() {
		return colonAtEnd(text) >= 0
	}
	if r.list.bare || r.doc.lines[i].indent < r.list.indent+deeperBy {
		return false
	}
	if endsAsking(text) && len(text) < maxStructure {
		r.list.top().subs = append(r.list.top().subs, &entry{line: r.doc.lines[i].n, text: text})
		r.doc.lines[i].class = LineItem
	}
	return true
}

func (r *reader) listenFor(text string) {
	if len(text) <= maxStructure && minutes.MatchString(text) {
		r.spoken = append(r.spoken, text)
	}
}

func (r *reader) mark(from, to int, class LineClass) {
	for i := from; i < to; i++ {
		r.doc.lines[i].class = class
	}
}
