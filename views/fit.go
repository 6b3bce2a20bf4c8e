package views

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"soundings/chart"
)

// The screen's plan in hundredths of its height. Nothing on it is ever cut, so sizes step down
// with the length of what people wrote.
const (
	widePlan    = 122.0 // beside the rail at 16:9
	narrowPlan  = 105.0 // the same at 16:10
	planHeight  = 88.0
	contextLine = 6.0 // the line above the question, and its gap
	chartGap    = 3.0 // between question and chart
	asideLine   = 9.4 // the sentence under hidden options
	columnGap   = 6.0
)

// fitStep is one pair of sizes: question and option.
type fitStep struct{ question, option float64 }

var fitSteps = []fitStep{
	{6.2, 6}, {6.2, 5.6}, {6.2, 5.2}, {5.8, 5.2}, {5.4, 5.2}, {5.4, 4.8}, {5.4, 4.4}, {4.8, 4.4}, {4.8, 4}, {4.4, 4},
	{4.4, 3.6}, {4, 3.6}, {4, 3.2}, {3.6, 3.2}, {3.2, 3.2}, {3.2, 2.8}, {2.8, 2.4}, {2.4, 2},
}

// fitPlan picks the largest sizes at which question and options fit, as classes: one pair for
// 16:9 and one for narrower screens. figures says whether options carry figures and bars.
func fitPlan(question string, labels []string, figures bool) string {
	wide := fitStepFor(widePlan, question, labels, figures)
	narrow := fitStepFor(narrowPlan, question, labels, figures)
	return fmt.Sprintf("q-%.0f o-%.0f nq-%.0f no-%.0f", wide.question*10, wide.option*10, narrow.question*10, narrow.option*10)
}

func fitStepFor(room float64, question string, labels []string, figures bool) fitStep {
	for _, step := range fitSteps {
		needs := contextLine + chartGap + lines(question, room/step.question)*step.question*1.14
		if !figures {
			needs += asideLine
		}
		if needs+optionsNeed(step.option, room, labels, figures) <= planHeight {
			return step
		}
	}
	return fitSteps[len(fitSteps)-1]
}

// optionsNeed is the height of the tallest column of options of that size.
func optionsNeed(size, room float64, labels []string, figures bool) float64 {
	columns := max(1, (len(labels)+chart.MaxRows-1)/chart.MaxRows)
	label := (room-columnGap*float64(columns-1))/float64(columns)/size - 1.2
	if figures {
		label -= 3.6 // count and share beside the label
	}
	tallest := 0.0
	for column := range slices.Chunk(labels, max(1, (len(labels)+columns-1)/columns)) {
		height := 0.0
		for _, text := range column {
			height += rowNeeds(lines(text, label), figures) * size
		}
		tallest = max(tallest, height)
	}
	return tallest
}

// rowNeeds is the height of an option of so many lines, in its own size.
func rowNeeds(lines float64, figures bool) float64 {
	if figures {
		return max(lines*1.1, 1.33) + .59
	}
	return lines*1.1 + .55
}

// titleSteps are the sizes of a session's title on the welcome.
var titleSteps = []float64{12, 10, 8, 6.4, 5.2, 4.2, 3.4, 2.8}

// fitTitle picks the largest size at which a title fits beside the large QR code.
func fitTitle(title string) string {
	const wide, high = 86.0, 26.0
	for _, size := range titleSteps {
		if longestWord(title)*size <= wide && lines(title, wide/size)*size*1.06 <= high {
			return fmt.Sprintf("t-%.0f", size*10)
		}
	}
	return fmt.Sprintf("t-%.0f", titleSteps[len(titleSteps)-1]*10)
}

func longestWord(text string) float64 {
	longest := 0.0
	for word := range strings.FieldsSeq(text) {
		longest = max(longest, extent(word))
	}
	return longest
}

// lines estimates how many lines a text takes in a column of room em.
func lines(text string, room float64) float64 { return linesOf(text, room, extent) }

// linesOf does so with the extents of words in a face.
func linesOf(text string, room float64, extent func(word string) float64) float64 {
	count, used := 1.0, 0.0
	for _, word := range words(text) {
		wide := extent(word)
		if used > 0 && used+wide > room {
			count, used = count+1, 0
		}
		for wide > room {
			count, wide = count+1, wide-room
		}
		used += wide
	}
	return count
}

// words are the pieces between which a line may break, each with the space or hyphen after it.
func words(text string) []string {
	return strings.FieldsFunc(breaks.Replace(text), func(r rune) bool { return r == breakMark })
}

const breakMark = '\x00'

var breaks = strings.NewReplacer(" ", " \x00", "-", "-\x00", "–", "–\x00")

// extent estimates how wide a word is, in em.
func extent(word string) float64 {
	total := 0.0
	for _, r := range word {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case wide(r):
			total += 1.02
		case unicode.IsUpper(r):
			total += .68
		case r == ' ':
			total += .24
		default:
			total += .47
		}
	}
	return total
}

func wide(r rune) bool {
	kind := width.LookupRune(r).Kind()
	return kind == width.EastAsianWide || kind == width.EastAsianFullwidth
}
