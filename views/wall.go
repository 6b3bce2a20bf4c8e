package views

import (
	"fmt"
	"unicode"

	"soundings/agenda"
	"soundings/feedback"
	"soundings/i18n"
)

// ScreenQuestion is a key question on the screen, with what the desk released of the contributions
// on it: one page of them, or one that is selected.
type ScreenQuestion struct {
	KeyQuestion agenda.KeyQuestion
	Written     int  // contributions recorded so far
	Writing     bool // they may be written now
	Shown       []feedback.Contribution
	Page, Pages int
	Selected    *feedback.Contribution
}

// Look is the plan of the screen: "asking" until something is released, "wall", or "selected".
func (q ScreenQuestion) Look() string {
	switch {
	case q.Selected != nil:
		return "selected"
	case len(q.Shown) > 0:
		return "wall"
	default:
		return "asking"
	}
}

// board is a key question on the screen in one language.
type board struct {
	*i18n.Printer
	ScreenQuestion
}

// Board is the key question on the screen; nil for none.
func (s screen) Board() *board {
	if s.Question == nil {
		return nil
	}
	return &board{s.Printer, *s.Question}
}

// Full is the key question as it was written.
func (b board) Full() Written { return written(b.Printer, b.KeyQuestion.Text) }

// Short is what stands above contributions: the label for screens, or the beginning of the text.
func (b board) Short() Written {
	if !b.KeyQuestion.Short.IsEmpty() {
		return written(b.Printer, b.KeyQuestion.Short)
	}
	full := b.Full()
	return Written{Text: agenda.ShortLabel(full.Text), Lang: full.Lang}
}

// Cards are the contributions of the page.
func (b board) Cards() []card {
	cards := make([]card, len(b.Shown))
	for i, c := range b.Shown {
		cards[i] = card{b.Printer, c}
	}
	return cards
}

// Alone is the selected contribution.
func (b board) Alone() *card {
	if b.Selected == nil {
		return nil
	}
	return &card{b.Printer, *b.Selected}
}

// card is a contribution that was released. Contributions are not translated: everybody sees the
// words of its author.
type card struct {
	*i18n.Printer
	feedback.Contribution
}

// Words is what its author wrote.
func (c card) Words() Written { return Written{Text: c.Text.Text, Lang: c.Text.Lang} }

// TypeName is the message key of its type.
func (c card) TypeName() string { return "contribution.type." + string(c.Type) }

// Fit names the sizes at which question, wall or selected contribution fits.
func (b board) Fit() string {
	switch b.Look() {
	case "selected":
		return sizeClass(fitText(b.Alone().Words().Text, selectedSteps, selectedPlan))
	case "wall":
		return sizeClass(b.fitWall()) + " " + titleClass(fitText(b.Short().Text, questionSteps, wallTitlePlan))
	default:
		return sizeClass(fitText(b.Full().Text, questionSteps, questionPlan))
	}
}

func sizeClass(size float64) string  { return fmt.Sprintf("b-%.0f", size*10) }
func titleClass(size float64) string { return fmt.Sprintf("q-%.0f", size*10) }

// Sizes of texts on the board, in hundredths of the height of a screen of 16:9. Nothing is ever cut.
var (
	questionSteps = []float64{6.2, 5.4, 4.8, 4.4, 4, 3.6, 3.2, 2.8, 2.4, 2}
	selectedSteps = []float64{10.4, 9.2, 8.2, 7.2, 6.2, 5.4, 4.8, 4.4, 4, 3.6, 3.2, 2.8, 2.4, 2}
	wallSteps     = []float64{5.2, 4.8, 4.4, 4, 3.6, 3.2, 2.8, 2.4, 2, 1.6}
)

// area is the room of a text: its width and height, and the height of a line of its size.
type area struct{ wide, high, line float64 }

var (
	questionPlan  = area{158, 56, 1.2}
	selectedPlan  = area{156, 42, 1.13}
	wallTitlePlan = area{104, 14, 1.14}
)

// Heights on the wall: all rows, the gap between them, and what stands above each text.
const (
	wallHigh   = 53.0
	wallGap    = 3.0
	wallAbove  = 8.6
	wallColumn = 76.0
	wallLine   = 1.2
)

// fitText picks the largest size at which a text fits.
func fitText(text string, steps []float64, room area) float64 {
	for _, size := range steps {
		if longestWord(text)*size > room.wide && size > steps[len(steps)/2] {
			continue // a word that breaks is harder to read than a smaller one
		}
		if lines(text, room.wide/size)*size*max(room.line, leading(text)) <= room.high {
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
				tallest = max(tallest, lines(text, wide/size)*size*max(wallLine, leading(text)))
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
