package views

import (
	"fmt"

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
func (b board) Short() Written { return shortName(b.Printer, b.KeyQuestion) }

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
