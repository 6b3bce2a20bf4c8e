package programme

import (
	"slices"
	"strings"

	"soundings/agenda"
)

// pair is where something stands in the stored programme and in a note, from 0; -1 is nowhere.
type pair struct{ stored, note int }

// pairing finds for each one of a note the stored one that it is.
type pairing struct {
	storedOf []int // of the note's, -1 while none is found
	noteOf   []int // of the stored
}

func newPairing(stored, note int) *pairing {
	return &pairing{storedOf: slices.Repeat([]int{-1}, note), noteOf: slices.Repeat([]int{-1}, stored)}
}

func (p *pairing) join(stored, note int) { p.storedOf[note], p.noteOf[stored] = stored, note }

func (p *pairing) free(stored, note int) bool { return p.noteOf[stored] < 0 && p.storedOf[note] < 0 }

// byKey joins what has the same key, in order; "" is no key.
func (p *pairing) byKey(storedKeys, noteKeys []string) {
	waiting := map[string][]int{}
	for at, key := range storedKeys {
		if p.noteOf[at] < 0 && key != "" {
			waiting[key] = append(waiting[key], at)
		}
	}
	for at, key := range noteKeys {
		if p.storedOf[at] < 0 && len(waiting[key]) > 0 {
			p.join(waiting[key][0], at)
			waiting[key] = waiting[key][1:]
		}
	}
}

// pairs are in the order of the note; a stored one that the note lacks follows the one before it.
func (p *pairing) pairs() []pair {
	after := make([][]pair, len(p.storedOf)+1) // what the note lacks, by the place in the note that it follows
	place := 0
	for stored, note := range p.noteOf {
		if note < 0 {
			after[place] = append(after[place], pair{stored, -1})
		} else {
			place = note + 1
		}
	}
	all := after[0]
	for note, stored := range p.storedOf {
		all = append(all, pair{stored, note})
		all = append(all, after[note+1]...)
	}
	return all
}

// movedOf says which pairs stand elsewhere in the note, as few as possible: all but a longest run
// whose order is the same.
func movedOf(pairs []pair) []bool {
	moved := make([]bool, len(pairs))
	var ends []int                    // the last pair of the best run of each length
	before := make([]int, len(pairs)) // the pair before it in that run
	for i, p := range pairs {
		if moved[i] = p.stored >= 0 && p.note >= 0; !moved[i] {
			continue
		}
		length, _ := slices.BinarySearchFunc(ends, p.stored, func(end, at int) int { return pairs[end].stored - at })
		if before[i] = -1; length > 0 {
			before[i] = ends[length-1]
		}
		if length == len(ends) {
			ends = append(ends, i)
		}
		ends[length] = i
	}
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = before[i] {
			moved[i] = false
		}
	}
	return moved
}

func pairQuestions(stored, note []agenda.KeyQuestion, left *effort) []pair {
	p := newPairing(len(stored), len(note))
	text := func(q agenda.KeyQuestion) string { return q.Text.Text }
	folded := func(q agenda.KeyQuestion) string { return fold(q.Text.Text) }
	p.byKey(keysOf(stored, text), keysOf(note, text))
	p.byKey(keysOf(stored, folded), keysOf(note, folded))
	p.byLikeness(keysOf(stored, text), keysOf(note, text), left)
	return p.pairs()
}

func pairSessions(stored, note []agenda.SessionPlan, left *effort) []pair {
	p := newPairing(len(stored), len(note))
	same := func(key func(agenda.SessionPlan) string) { p.byKey(keysOf(stored, key), keysOf(note, key)) }
	same(numberAndTitle)
	same(titleKey)
	p.byQuestions(stored, note)
	same(numberKey)
	same(labelKey)
	title := func(s agenda.SessionPlan) string { return s.Session.Title.Text }
	p.byLikeness(keysOf(stored, title), keysOf(note, title), left)
	return p.pairs()
}

func keysOf[One any](all []One, key func(One) string) []string {
	keys := make([]string, len(all))
	for i, one := range all {
		keys[i] = key(one)
	}
	return keys
}

// byQuestions joins sessions that share more than half of the note's key questions.
func (p *pairing) byQuestions(stored, note []agenda.SessionPlan) {
	holders := map[string][]int{}
	for at, session := range stored {
		for _, question := range session.KeyQuestions {
			key := fold(question.Text.Text)
			if held := holders[key]; len(held) == 0 || held[len(held)-1] != at {
				holders[key] = append(held, at)
			}
		}
	}
	for at, session := range note {
		if best := p.mostShared(holders, session, at); best >= 0 {
			p.join(best, at)
		}
	}
}

// maxHolders is how many sessions may ask the same for it to tell them apart.
const maxHolders = 20

func (p *pairing) mostShared(holders map[string][]int, session agenda.SessionPlan, at int) int {
	shared, best := map[int]int{}, -1
	for _, question := range session.KeyQuestions {
		held := holders[fold(question.Text.Text)]
		for _, stored := range held[:min(len(held), maxHolders)] {
			if !p.free(stored, at) {
				continue
			}
			shared[stored]++
			if best < 0 || shared[stored] > shared[best] {
				best = stored
			}
		}
	}
	if best >= 0 && shared[best]*2 > len(session.KeyQuestions) {
		return best
	}
	return -1
}

// numberKey is a session's number with the kind of its label, "" without a number: Session 2 is
// Session II, and not Panel II.
func numberKey(s agenda.SessionPlan) string {
	number := fold(s.Session.Number)
	if number == "" {
		return ""
	}
	var kind []string
	for _, word := range wordsOf(s.Session.Label.Text) {
		if word != number {
			kind = append(kind, word)
		}
	}
	return strings.Join(kind, " ") + "/" + inDigits(number)
}

func titleKey(s agenda.SessionPlan) string { return fold(s.Session.Title.Text) }

func labelKey(s agenda.SessionPlan) string { return fold(s.Session.Label.Text) }

func numberAndTitle(s agenda.SessionPlan) string {
	if numberKey(s) == "" || titleKey(s) == "" {
		return ""
	}
	return numberKey(s) + "/" + titleKey(s)
}

// inDigits writes a folded roman number from I to XX, with its letter if it has one, in digits.
func inDigits(number string) string {
	roman := strings.TrimRight(number, "abcd")
	for i, known := range strings.Fields("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx") {
		if roman == known {
			return ordinal(i) + number[len(roman):]
		}
	}
	return number
}
