package views

import (
	"strings"
	"unicode"
)

// Sizes of texts on the board, in hundredths of the height of a screen of 16:9. Nothing is ever cut.
var (
	questionSteps = []float64{6.2, 5.4, 4.8, 4.4, 4, 3.6, 3.2, 2.8, 2.4, 2}
	selectedSteps = []float64{10.4, 9.2, 8.2, 7.2, 6.2, 5.4, 4.8, 4.4, 4, 3.6, 3.2, 2.8, 2.4, 2}
	wallSteps     = []float64{5.2, 4.8, 4.4, 4, 3.6, 3.2, 2.8, 2.4, 2, 1.6}
)

// area is the room of a text: its width and height, and the height of a line of its size.
type area struct{ wide, high, line float64 }

var (
	questionPlan  = area{161, 60, 1.2}
	selectedPlan  = area{160, 46, 1.13}
	wallTitlePlan = area{104, 14, 1.14}
)

// Heights on the wall: all rows, the gap between them, and what stands above each text.
const (
	wallHigh   = 55.0
	wallGap    = 3.0
	wallAbove  = 8.6
	wallColumn = 77.0
	wallLine   = 1.2
)

// fitText picks the largest size at which a text fits.
func fitText(text string, steps []float64, room area) float64 {
	for _, size := range steps {
		if longestOnBoard(text)*size > room.wide && size > steps[len(steps)/2] {
			continue // a word that breaks is harder to read than a smaller one
		}
		if linesOf(text, room.wide/size, boardExtent)*size*max(room.line, leading(text)) <= room.high {
			return size
		}
	}
	return steps[len(steps)-1]
}

// fitWall picks the largest size at which all contributions of the page fit: two in a row, and a
// last one that has none beside it over the whole width.
func (b board) fitWall() float64 {
	for _, size := range wallSteps {
		high := -wallGap
		for i := 0; i < len(b.Shown); i += 2 {
			row := b.Shown[i:min(i+2, len(b.Shown))]
			wide := wallColumn
			if len(row) == 1 {
				wide = questionPlan.wide
			}
			tallest := 0.0
			for _, c := range row {
				text := c.Text.Text
				tallest = max(tallest, linesOf(text, wide/size, boardExtent)*size*max(wallLine, leading(text)))
			}
			high += wallGap + wallAbove + tallest
		}
		if high <= wallHigh {
			return size
		}
	}
	return wallSteps[len(wallSteps)-1]
}

// Tall reports whether a text is in a script that needs more air between its lines.
func (w Written) Tall() bool { return leading(w.Text) > 1 }

// leading is the least height of a line of a text: more for scripts with marks above and below.
func leading(text string) float64 {
	for _, r := range text {
		if unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han,
			unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			return 1.38
		}
	}
	return 1
}

// longestOnBoard is the extent of a text's longest word.
func longestOnBoard(text string) float64 {
	longest := 0.0
	for word := range strings.FieldsSeq(text) {
		longest = max(longest, boardExtent(word))
	}
	return longest
}

// boardExtent estimates how wide a word is on the board, in em: the screen's face at weight 600,
// set a little tighter. It counts finer than extent, because a text here fills the screen.
func boardExtent(word string) float64 {
	total := 0.0
	for _, r := range word {
		if !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Sk) {
			total += boardWidth(r)
		}
	}
	return total
}

func boardWidth(r rune) float64 {
	switch {
	case wide(r):
		return 1.02
	case strings.ContainsRune("WM@%—", r):
		return .94
	case strings.ContainsRune("mw", r):
		return .82
	case strings.ContainsRune("ijltfrI.,:;'’!|()-[]", r), r == ' ':
		return .28
	case unicode.IsUpper(r):
		return .68
	case unicode.Is(unicode.Arabic, r):
		return .47
	default:
		return .52
	}
}
