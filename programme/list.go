package programme

import (
	"strings"

	"soundings/agenda"
)

// list is an open list: announced by a header, or only a row of marked lines under a heading,
// whose questions are suggestions.
type list struct {
	announced bool
	kind      agenda.ItemKind
	paragraph int  // number of the header's paragraph
	counting  bool // items go on with the numbers of the note's paragraphs
	style     style
	sign      string
	indent    int
	bare      bool // items have no markers
	entries   []*entry
	last      int // index of the last line that belongs to it
}

// entry is an item under construction.
type entry struct {
	line   int
	number int
	indent int
	text   string
	subs   []*entry
}

// place is where a marked line belongs.
type place int

// A marked line is an item, belongs to the item above, or ends the list.
const (
	asItem place = iota
	asSub
	asEnd
)

const deeperBy = 2

func (l *list) empty() bool { return len(l.entries) == 0 }

// current is the text that a following line may continue.
func (l *list) current() *entry {
	if l.empty() {
		return nil
	}
	top := l.entries[len(l.entries)-1]
	if n := len(top.subs); n > 0 {
		return top.subs[n-1]
	}
	return top
}

func (l *list) top() *entry { return l.entries[len(l.entries)-1] }

// placeOf says where a marked line belongs, and corrects a letter that is a roman number.
func (l *list) placeOf(m marker, at line) place {
	switch {
	case l.empty():
		return l.placeFirst(m)
	case l.bare:
		return l.placeUnderBare(m)
	case at.indent >= l.indent+deeperBy && !(m.style == l.style && m.style == digits && m.number == l.top().number+1):
		return asSub
	case m.style == l.style:
		return l.placeSame(m)
	}
	return l.placeOther(m)
}

// nextParagraph reports whether a number goes on counting the note's paragraphs.
func (l *list) nextParagraph(m marker) bool {
	return m.style == digits && l.paragraph > 0 && m.number == l.paragraph+1
}

func (l *list) placeFirst(m marker) place {
	if m.style != digits || m.number <= 1 {
		return asItem
	}
	if kind, _ := itemKind(m.text); kind == agenda.Question {
		return asItem
	}
	return asEnd
}

func (l *list) placeUnderBare(m marker) place {
	if m.style == digits && m.number > 1 && l.entries[len(l.entries)-1].subs == nil {
		return asEnd
	}
	return asSub
}

func (l *list) placeSame(m marker) place {
	switch m.style {
	case bullet:
		if m.sign != l.sign && strings.Contains("o◦○–—-‣▫", m.sign) && strings.Contains("•●■□▪➢➤►❖*§✓✔", l.sign) {
			return asSub
		}
	case digits:
		return l.placeNumber(m)
	case alphabet:
		if m.number != l.top().number+1 && strings.ContainsAny("ivx", romanLetter(m.number)) {
			return asSub
		}
	}
	return asItem
}

func romanLetter(number int) string { return string(rune('a' + number - 1)) }

func (l *list) placeNumber(m marker) place {
	kind, _ := itemKind(m.text)
	switch {
	case m.sign != l.sign && m.number == 1:
		return asSub
	case kind == agenda.Question:
		return asItem
	case l.counting:
		return asEnd
	case l.nextParagraph(m) && (l.kind == agenda.Question || len(sentences(m.text)) > 1):
		return asEnd
	case m.number == l.top().number+1:
		return asItem
	}
	return asEnd
}

func (l *list) placeOther(m marker) place {
	switch m.style {
	case asked:
		return asItem
	case digits:
		return asEnd
	}
	return asSub
}

// add puts a marked line into the list.
func (l *list) add(m marker, at line, where place) {
	item := &entry{line: at.n, number: m.number, indent: at.indent, text: m.text}
	if where == asSub {
		l.top().subs = append(l.top().subs, item)
		return
	}
	if l.empty() {
		l.style, l.sign, l.indent = m.style, m.sign, at.indent
		l.counting = l.nextParagraph(m)
	}
	l.indent = min(l.indent, at.indent)
	l.entries = append(l.entries, item)
}

// asks reports whether any item of the list is a question.
func (l *list) asks() bool {
	for _, e := range l.entries {
		for _, each := range append([]*entry{e}, e.subs...) {
			if endsAsking(each.text) || asks(each.text) {
				return true
			}
		}
	}
	return false
}
