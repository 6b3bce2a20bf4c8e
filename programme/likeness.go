package programme

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

const (
	// alike is the likeness from which two texts may be one that was reworded, and mended the one
	// from which they surely are.
	alike, mended = 0.55, 0.75
	// nearby is how many places apart two texts are compared: a reworded text that also moved
	// further than that counts as another.
	nearby = 30
	// maxEffort is how many pairs of words one comparison looks at. Programmes need a hundredth of
	// it; a note of five megabytes still takes no longer than a person waits.
	maxEffort = 10_000_000
)

// effort is what is left of maxEffort.
type effort int

type match struct {
	pair
	likeness float64
}

// byLikeness joins what is still alone with the likest other, the likest of all first.
func (p *pairing) byLikeness(stored, note []string, left *effort) {
	var matches []match
	lone, others := alone(p.noteOf, stored), alone(p.storedOf, note)
	for step := range 2*nearby + 1 { // 0, 1, -1, 2, -2: the nearest first
		distance := (step + 1) / 2
		if step%2 == 0 {
			distance = -distance
		}
		for i, text := range others {
			if j := i + distance; j >= 0 && j < len(lone) && left.spend(lone[j], text) {
				if found := likeness(lone[j].words, text.words); found >= alike {
					matches = append(matches, match{pair{lone[j].at, text.at}, found})
				}
			}
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int { return cmp.Compare(b.likeness, a.likeness) })
	for _, m := range matches {
		if p.free(m.stored, m.note) {
			p.join(m.stored, m.note)
		}
	}
}

// spend reports whether two texts may still be compared.
func (e *effort) spend(a, b loneText) bool {
	*e -= effort(len(a.words) * len(b.words))
	return *e > 0
}

type loneText struct {
	at    int
	words []string
}

func alone(joined []int, texts []string) []loneText {
	var lone []loneText
	for at, text := range texts {
		if joined[at] < 0 && text != "" {
			lone = append(lone, loneText{at, wordsOf(text)})
		}
	}
	return lone
}

// wordsOf are the words of a text in lower case, without their marks; each Chinese character is one.
func wordsOf(text string) []string {
	var words []string
	start := -1
	flush := func(end int) {
		if start >= 0 {
			if word := fold(text[start:end]); word != "" {
				words = append(words, word)
			}
		}
		start = -1
	}
	for at, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			flush(at)
			words = append(words, string(r))
		case !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r):
			flush(at)
		case start < 0:
			start = at
		}
	}
	flush(len(text))
	return words
}

// likeness of two texts is 1 when their words are the same and 0 when none is: the edit distance
// over words, each as heavy as it is long, since short words are in every question.
func likeness(a, b []string) float64 {
	heavier := max(weigh(a), weigh(b))
	if heavier == 0 || float64(min(weigh(a), weigh(b))) < alike*float64(heavier) {
		return 0
	}
	row := make([]int, len(b)+1)
	for j, word := range b {
		row[j+1] = row[j] + weight4(word)
	}
	for _, word := range a {
		before := row[0]
		row[0] += weight4(word)
		for j, other := range b {
			replaced := before + exchange(word, other)
			before = row[j+1]
			row[j+1] = min(replaced, row[j+1]+weight4(word), row[j]+weight4(other))
		}
	}
	return 1 - float64(row[len(b)])/float64(4*heavier)
}

// weight4 counts in quarters of a letter.
func weight4(word string) int { return 4 * utf8.RuneCountInString(word) }

func weigh(words []string) int {
	sum := 0
	for _, word := range words {
		sum += utf8.RuneCountInString(word)
	}
	return sum
}

// exchange is the price of one word for another; of a word with a slip or another ending a quarter.
func exchange(a, b string) int {
	if a == b {
		return 0
	}
	price := max(weight4(a), weight4(b))
	if nearlySame(a, b) {
		return price / 4
	}
	return price
}

// nearlySame reports whether two words share two thirds of their letters from their ends inwards.
func nearlySame(a, b string) bool {
	if a[0] != b[0] && a[len(a)-1] != b[len(b)-1] {
		return false
	}
	first, second := []rune(a), []rune(b)
	shorter, longer := min(len(first), len(second)), max(len(first), len(second))
	head := 0
	for head < shorter && first[head] == second[head] {
		head++
	}
	tail := 0
	for tail < shorter-head && first[len(first)-1-tail] == second[len(second)-1-tail] {
		tail++
	}
	return longer > 2 && 3*(head+tail) >= 2*longer
}
