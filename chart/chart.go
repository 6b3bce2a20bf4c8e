// Package chart turns a disclosed result into positions and lengths. It draws nothing: no HTML,
// no SVG, no language.
package chart

import (
	"math"
	"slices"
	"strconv"

	"soundings/agenda"
	"soundings/disclosure"
)

// MaxRows is the number of bars that stand under each other; more go into a second column.
const MaxRows = 6

// overhang is how far, in per cent of the track, a bar starts before its frame, so that the
// rounding of its corners shows at the growing end only.
const overhang = 2

// Bars are horizontal bars in fixed order, one column for every MaxRows rows.
type Bars struct {
	Columns [][]Bar
	Track   Span // the whole: 100 % of Base
}

// Bar is one row of a result.
type Bar struct {
	Key    string
	Label  agenda.Text
	People int
	Share  disclosure.Share
	Span   Span
}

// Span is where a bar lies on its track, as SVG lengths.
type Span struct {
	X, Width string
}

// BarsOf lays out a result. Lengths are shares of the whole, however few people answered; from
// right to left where mirrored is set.
func BarsOf(result disclosure.Result, mirrored bool) Bars {
	bars := make([]Bar, len(result.Rows))
	for i, row := range result.Rows {
		bars[i] = Bar{
			Key: row.Key, Label: row.Label, People: row.People, Share: row.Share,
			Span: span(part(row.People, result.Base), mirrored),
		}
	}
	return Bars{Columns: columns(bars), Track: span(100, mirrored)}
}

// columns spreads the bars evenly, so that the last column is not nearly empty.
func columns(bars []Bar) [][]Bar {
	if len(bars) == 0 {
		return nil
	}
	count := (len(bars) + MaxRows - 1) / MaxRows
	return slices.Collect(slices.Chunk(bars, (len(bars)+count-1)/count))
}

func span(length float64, mirrored bool) Span {
	start := -float64(overhang)
	if mirrored {
		start = 100 - length
	}
	return Span{X: percent(start), Width: percent(length + overhang)}
}

// Depth is how far the lead of the sounding line has sunk, as an SVG length.
func Depth(answered, connected int) string { return percent(part(answered, connected)) }

// part is people in per cent of base, within 0 and 100.
func part(people, base int) float64 {
	if base <= 0 || people <= 0 {
		return 0
	}
	return min(100, 100*float64(people)/float64(base))
}

func percent(value float64) string {
	return strconv.FormatFloat(math.Round(value*100)/100, 'f', -1, 64) + "%"
}
