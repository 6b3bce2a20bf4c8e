package main

import (
	"math/rand/v2"
	"testing"
	"time"

	"soundings/bench/client"
)

// toldThreeTimes is a ledger of one phone that answered 2, changed to 4, and changed again without a reply.
func toldThreeTimes() *ledger {
	l := newLedger()
	here := place{phone: 7, poll: 1}
	l.note(here, client.Tap{Poll: 1, Option: 2}, client.Recorded)
	l.note(here, client.Tap{Poll: 1, Option: 4, Replaces: 1}, client.Recorded)
	l.note(here, client.Tap{Poll: 1, Option: 5, Replaces: 2}, client.Unknown)
	return l
}

func TestALedgerFindsWhatWasLostAlteredOrInvented(t *testing.T) {
	t.Parallel()
	here, elsewhere := place{phone: 7, poll: 1}, place{phone: 8, poll: 1}
	for name, c := range map[string]struct {
		stored map[place]kept
		want   verdict
	}{
		"the last acknowledged": {map[place]kept{here: {4, 2}}, verdict{Undecided: 1}},
		"the unknown one":       {map[place]kept{here: {5, 3}}, verdict{Undecided: 1}},
		"nothing":               {map[place]kept{}, verdict{Lost: 1, Undecided: 1}},
		"the first again":       {map[place]kept{here: {2, 1}}, verdict{Lost: 1, Undecided: 1}},
		"another option":        {map[place]kept{here: {3, 2}}, verdict{Altered: 1, Undecided: 1}},
		"a copy counted anew":   {map[place]kept{here: {4, 3}}, verdict{Altered: 1, Undecided: 1}},
		"somebody else's too":   {map[place]kept{here: {4, 2}, elsewhere: {1, 1}}, verdict{Invented: 1, Undecided: 1}},
	} {
		got := toldThreeTimes().compare(c.stored)
		got.First = ""
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestOnlyAReplacedTapIsDeliveredLate(t *testing.T) {
	t.Parallel()
	known := toldThreeTimes().at(place{phone: 7, poll: 1})
	for range 20 {
		tap, found := known.earlier(rand.IntN)
		if !found || tap.Option != 2 {
			t.Fatalf("%v, %v is delivered late, want the first tap", tap, found)
		}
	}
	if _, found := (entry{}).earlier(rand.IntN); found {
		t.Error("a phone that sent nothing delivers something")
	}
}

func TestTheScreenLagsByTheFrameThatHoldsAsMany(t *testing.T) {
	t.Parallel()
	start := time.Unix(0, 0)
	at := func(ms int) time.Time { return start.Add(time.Duration(ms) * time.Millisecond) }
	lags := screenLags(
		[]time.Time{at(30), at(10), at(20), at(90)},
		[]seen{{0, at(0)}, {2, at(15)}, {3, at(200)}},
	)
	want := []time.Duration{5 * time.Millisecond, 0, 170 * time.Millisecond}
	if len(lags) != len(want) {
		t.Fatalf("lags are %v, want %v: the fourth was never seen", lags, want)
	}
	for i := range want {
		if lags[i] != want[i] {
			t.Errorf("lag %d is %v, want %v", i, lags[i], want[i])
		}
	}
}

func TestQuantilesAreOfTheSortedValues(t *testing.T) {
	t.Parallel()
	values := []int{9, 1, 5, 3, 7}
	if got := [...]int{quantile(values, 0), median(values), quantile(values, 0.99), quantile(values, 1)}; got != [...]int{1, 5, 9, 9} {
		t.Errorf("quantiles are %v", got)
	}
	if quantile([]int{}, 0.5) != 0 {
		t.Error("the median of nothing is not zero")
	}
}
