package programme

const (
	maxParagraphLines = 200
	maxEntry          = 8 << 10
)

// firmContinuation is a line that surely goes on with the item above: it starts with a small
// letter, it was broken because it was full, or it is indented under the item's marker.
func (r *reader) firmContinuation(i int) (int, bool) {
	if !r.mayContinue(i) {
		return i, false
	}
	text, l := r.list.current().text, r.doc.lines[i]
	if r.list.last != i-1 {
		if finished(text) || !startsLower(l.text) {
			return i, false
		}
		return r.continueItem(i)
	}
	if r.doc.lines[i-1].cell || l.cell {
		return i, false
	}
	ended := finished(text) && (r.list.bare || labelOf(l.text).found || r.doc.header(l.text).found)
	hanging := !r.list.bare && l.indent > r.list.indent && !labelOf(l.text).found
	if startsLower(l.text) || r.doc.full(i-1) && !ended || hanging && !ended {
		return r.continueItem(i)
	}
	return i, false
}

// looseContinuation is a line directly under an item that has not ended, or one that adds a
// second question to a marked item.
func (r *reader) looseContinuation(i int) (int, bool) {
	if !r.mayContinue(i) || r.list.last != i-1 || r.doc.lines[i].cell || r.doc.lines[i-1].cell {
		return i, false
	}
	l := r.doc.lines[i]
	if !finished(r.list.current().text) && !(r.list.bare && bareQuestion(l.text)) || !r.list.bare && asks(l.text) {
		return r.continueItem(i)
	}
	return i, false
}

// mayContinue reports whether there is an item to go on with and line i is not its own thing.
func (r *reader) mayContinue(i int) bool {
	l := r.doc.lines[i]
	if r.list == nil || r.list.empty() || l.marked() || len(r.list.current().text) > maxEntry || l.long() {
		return false
	}
	for between := r.list.last + 1; between < i; between++ {
		if !r.doc.lines[between].blank() && r.doc.lines[between].class != LineFootnote {
			return false
		}
	}
	_, marked := readMarker(l.text)
	return !marked || r.wrappedDash(i)
}

// wrappedDash reports whether a line starts with a dash only because the line above was full.
func (r *reader) wrappedDash(i int) bool {
	m, ok := readBullet(r.doc.lines[i].text)
	if !ok || !r.doc.beside(i) || !r.doc.full(i-1) || finished(r.doc.lines[i-1].text) {
		return false
	}
	dash := m.sign == "–" || m.sign == "—" || m.sign == "-"
	return dash && (r.list == nil || r.list.sign != m.sign)
}

func (r *reader) continueItem(i int) (int, bool) {
	item := r.list.current()
	item.text = r.doc.join(item.text, r.list.last, i)
	r.list.last = i
	if r.list.announced {
		r.doc.lines[i].class = LineItem
	}
	return i + 1, true
}

// paragraph joins the lines of the paragraph that starts at line i, and says where it ends.
func (r *reader) paragraph(i int) (text string, end int) {
	text, end = r.doc.lines[i].text, i+1
	for end-i < maxParagraphLines && len(text) <= 4*maxStructure && r.paragraphGoesOn(end) {
		text = r.doc.join(text, end-1, end)
		end++
	}
	return text, end
}

func (r *reader) paragraphGoesOn(i int) bool {
	if !r.doc.beside(i) || colonAtEnd(r.doc.lines[i-1].text) >= 0 || r.doc.lines[i-1].marked() {
		return false
	}
	l := r.doc.lines[i]
	if _, marked := readMarker(l.text); marked && !r.wrappedDash(i) || l.marked() || r.doc.isFootnote(l) || r.taken[i] {
		return false
	}
	if !r.doc.full(i-1) && (finished(r.doc.lines[i-1].text) || !startsLower(l.text)) {
		return false
	}
	_, isHeading := r.headingAt(i)
	return !isHeading || !finished(r.doc.lines[i-1].text) && r.doc.full(i-1)
}
