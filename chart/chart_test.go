package chart

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soundings/disclosure"
)

func resultOf(people ...int) disclosure.Result {
	result := disclosure.Result{Level: disclosure.Full}
	for _, n := range people {
		result.Base += n
	}
	result.Respondents = result.Base
	for i, n := range people {
		result.Rows = append(result.Rows, disclosure.Row{Key: strconv.Itoa(i + 1), People: n, Share: disclosure.ShareOf(n, result.Base)})
	}
	return result
}

func TestTheTrackIsTheWhole(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name     string
		people   []int
		mirrored bool
		want     []Span
	}{
		{"nobody", []int{0, 0}, false, []Span{{"-2%", "2%"}, {"-2%", "2%"}}},
		{"one", []int{1, 0}, false, []Span{{"-2%", "102%"}, {"-2%", "2%"}}},
		{"three of nine, still against the whole", []int{3, 6}, false, []Span{{"-2%", "35.33%"}, {"-2%", "68.67%"}}},
		{"from right to left", []int{3, 6, 0}, true, []Span{{"66.67%", "35.33%"}, {"33.33%", "68.67%"}, {"100%", "2%"}}},
		{"two thousand", []int{1999, 1}, false, []Span{{"-2%", "101.95%"}, {"-2%", "2.05%"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			bars := BarsOf(resultOf(tc.people...), tc.mirrored)
			for i, want := range tc.want {
				if got := bars.Columns[0][i].Span; got != want {
					t.Errorf("row %d lies at %v, not %v", i+1, got, want)
				}
			}
		})
	}
}

func TestAtMostSixRowsStandUnderEachOther(t *testing.T) {
	t.Parallel()
	for rows, want := range map[int][]int{0: nil, 1: {1}, 6: {6}, 7: {4, 3}, 12: {6, 6}} {
		bars := BarsOf(resultOf(make([]int, rows)...), false)
		if len(bars.Columns) != len(want) {
			t.Fatalf("%d rows make %d columns", rows, len(bars.Columns))
		}
		for i, column := range bars.Columns {
			if len(column) != want[i] {
				t.Errorf("%d rows: column %d holds %d", rows, i+1, len(column))
			}
		}
	}
}

// TestOrderAndLength holds for any result: the order is that of the rows, bars stay on the
// track, and both directions are as long.
func TestOrderAndLength(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		people := rapid.SliceOfN(rapid.IntRange(0, 3000), 1, 12).Draw(t, "people")
		result := resultOf(people...)
		left, right := BarsOf(result, false), BarsOf(result, true)
		i := 0
		for c, column := range left.Columns {
			for r, bar := range column {
				if bar.Key != strconv.Itoa(i+1) || bar.People != people[i] {
					t.Fatalf("row %d is %+v", i+1, bar)
				}
				other := right.Columns[c][r].Span
				if bar.Span.Width != other.Width {
					t.Fatalf("%v one way, %v the other", bar.Span, other)
				}
				if length := percentOf(t, bar.Span.Width) - overhang; length < 0 || length > 100 {
					t.Fatalf("row %d is %v long", i+1, length)
				}
				i++
			}
		}
	})
}

func percentOf(t *rapid.T, value string) float64 {
	number, err := strconv.ParseFloat(strings.TrimSuffix(value, "%"), 64)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

func TestTheLeadStaysOnTheLine(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		answered, connected int
		want                string
	}{{0, 0, "0%"}, {0, 10, "0%"}, {312, 418, "74.64%"}, {12, 10, "100%"}} {
		if got := Depth(tc.answered, tc.connected); got != tc.want {
			t.Errorf("%d of %d: %s", tc.answered, tc.connected, got)
		}
	}
}
