package disclosure_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"soundings/agenda"
	"soundings/disclosure"
	"soundings/poll"
)

func TestEveryShareAsItIsPrinted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		people, base int
		figure       string
		bound        disclosure.Bound
	}{
		{0, 300, "0", disclosure.Exact},
		{1, 300, "<1", disclosure.Under},
		{2, 300, "<1", disclosure.Under},
		{3, 300, "1", disclosure.Exact},
		{4, 300, "1", disclosure.Rounded},
		{5, 300, "2", disclosure.Rounded},
		{150, 300, "50", disclosure.Exact},
		{296, 300, "99", disclosure.Rounded},
		{297, 300, "99", disclosure.Exact},
		{298, 300, ">99", disclosure.Over},
		{299, 300, ">99", disclosure.Over},
		{300, 300, "100", disclosure.Exact},
		{1, 100, "1", disclosure.Exact},
		{99, 100, "99", disclosure.Exact},
		{1, 101, "<1", disclosure.Under},
		{100, 101, ">99", disclosure.Over},
		{25, 200, "13", disclosure.Rounded}, // 12.5, half up
		{23, 200, "12", disclosure.Rounded}, // 11.5
		{1, 3000000000, "<1", disclosure.Under},
		{4, 12, "33", disclosure.Rounded},
		{8, 12, "67", disclosure.Rounded},
		{9, 9, "", disclosure.None}, // nine respondents
		{3, 9, "", disclosure.None},
		{3, 10, "30", disclosure.Exact}, // ten
		{10, 10, "100", disclosure.Exact},
		{0, 10, "0", disclosure.Exact},
		{0, 0, "", disclosure.None},
		{-1, 10, "", disclosure.None},
		{11, 10, "", disclosure.None},
	} {
		share := disclosure.ShareOf(c.people, c.base)
		if share.Figure() != c.figure || share.Bound != c.bound {
			t.Errorf("%d of %d is %q (%v), want %q (%v)", c.people, c.base, share.Figure(), share.Bound, c.figure, c.bound)
		}
	}
}

func TestASharePrintsWithinHalfAPercentAndNeverAWholeThatIsNone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.IntRange(10, 100000).Draw(t, "base")
		people := rapid.IntRange(0, base).Draw(t, "people")
		share := disclosure.ShareOf(people, base)
		off := 100*people - share.Percent*base // in hundredths of a person
		switch share.Bound {
		case disclosure.Exact:
			if off != 0 {
				t.Fatalf("%d of %d is not exactly %s", people, base, share.Figure())
			}
		case disclosure.Under:
			if people == 0 || off >= 0 || share.Percent != 1 {
				t.Fatalf("%d of %d is not %s", people, base, share.Figure())
			}
		case disclosure.Over:
			if people == base || off <= 0 || share.Percent != 99 {
				t.Fatalf("%d of %d is not %s", people, base, share.Figure())
			}
		case disclosure.Rounded:
			if 2*off >= base || 2*off < -base || share.Percent < 1 || share.Percent > 99 {
				t.Fatalf("%d of %d is not %s", people, base, share.Figure())
			}
		default:
			t.Fatalf("%d of %d has no figure", people, base)
		}
	})
}

// counted is a tally of two options.
func counted(yes, no int) poll.Tally {
	return poll.Tally{Respondents: yes + no, Base: yes + no, Rows: []poll.Row{
		{Key: "1", Label: agenda.Plain("en", "Yes"), People: yes},
		{Key: "2", Label: agenda.Plain("en", "No"), People: no},
	}}
}

func TestWhatEachAudienceReadsInEachState(t *testing.T) {
	t.Parallel()
	audiences := []disclosure.Audience{disclosure.Moderators, disclosure.TheScreen, disclosure.Phones, "strangers"}
	const hidden, counts, full = disclosure.Hidden, disclosure.CountsOnly, disclosure.Full
	for _, c := range []struct {
		state              poll.State
		onScreen, onPhones bool
		want               []disclosure.Level // of the audiences, in their order
	}{
		{poll.Draft, false, false, []disclosure.Level{hidden, hidden, hidden, hidden}},
		{poll.Draft, true, true, []disclosure.Level{hidden, hidden, hidden, hidden}},
		{poll.TakingAnswers, false, false, []disclosure.Level{full, counts, hidden, hidden}},
		{poll.TakingAnswers, true, false, []disclosure.Level{full, full, hidden, hidden}},
		{poll.TakingAnswers, false, true, []disclosure.Level{full, counts, full, hidden}},
		{poll.TakingAnswers, true, true, []disclosure.Level{full, full, full, hidden}},
		{poll.Closing, false, false, []disclosure.Level{full, counts, hidden, hidden}},
		{poll.Closed, false, false, []disclosure.Level{full, counts, hidden, hidden}},
		{poll.Closed, true, false, []disclosure.Level{full, full, hidden, hidden}},
		{poll.Closed, false, true, []disclosure.Level{full, counts, full, hidden}},
	} {
		for i, audience := range audiences {
			p := poll.Poll{ID: 7, Version: 3, State: c.state, OnScreen: c.onScreen, OnPhones: c.onPhones, Digest: "abc"}
			result := disclosure.Of(p, counted(12, 8), audience)
			name := fmt.Sprintf("%s, on screen %v, on phones %v, to %s", c.state, c.onScreen, c.onPhones, audience)
			if result.Level != c.want[i] {
				t.Errorf("%s: level %d, want %d", name, result.Level, c.want[i])
			}
			tellsNoMore(t, name, result)
		}
	}
}

// tellsNoMore checks that a result holds what its level allows, and nothing else.
func tellsNoMore(t *testing.T, name string, r disclosure.Result) {
	t.Helper()
	full := r.Level == disclosure.Full
	if (r.Respondents == 20) != (r.Level >= disclosure.CountsOnly) || (r.Base == 20) != full || (len(r.Rows) == 2) != full || (r.Digest == "abc") != full {
		t.Errorf("%s: at level %d it tells %+v", name, r.Level, r)
	}
	if !full && (len(r.Rows) > 0 || r.Base > 0 || r.Digest != "" || r.SharesMayNotAddUp()) {
		t.Errorf("%s: at level %d it tells %+v", name, r.Level, r)
	}
	if r.Poll != 7 || r.Version != 3 {
		t.Errorf("%s: it is of poll %d at version %d", name, r.Poll, r.Version)
	}
}

func TestFewRespondentsAreShownAsCounts(t *testing.T) {
	t.Parallel()
	p := poll.Poll{State: poll.TakingAnswers}
	nine := disclosure.Of(p, counted(6, 3), disclosure.Moderators)
	if !nine.Few() || nine.Rows[0].People != 6 || nine.Rows[0].Share.Figure() != "" || nine.SharesMayNotAddUp() {
		t.Errorf("of nine: %+v", nine)
	}
	ten := disclosure.Of(p, counted(7, 3), disclosure.Moderators)
	if ten.Few() || ten.Rows[0].Share.Figure() != "70" || ten.SharesMayNotAddUp() {
		t.Errorf("of ten: %+v", ten)
	}
	if !disclosure.Of(p, counted(0, 0), disclosure.Moderators).Few() {
		t.Error("nobody is not few")
	}
}

func TestALineSaysWhenSharesMayNotAddUp(t *testing.T) {
	t.Parallel()
	p := poll.Poll{State: poll.TakingAnswers}
	for _, c := range []struct {
		yes, no int
		want    bool
	}{
		{50, 50, false},
		{1, 299, true},  // <1 and >99
		{8, 4, false},   // 67 and 33
		{25, 175, true}, // 13 and 88
		{12, 0, false},
	} {
		if got := disclosure.Of(p, counted(c.yes, c.no), disclosure.Moderators).SharesMayNotAddUp(); got != c.want {
			t.Errorf("%d and %d: %v, want %v", c.yes, c.no, got, c.want)
		}
	}
}
