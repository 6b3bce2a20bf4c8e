package views

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"soundings/disclosure"
	"soundings/i18n"
	"soundings/poll"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestFiguresOfAResult compares chart and table with files that a person has looked at.
func TestFiguresOfAResult(t *testing.T) {
	t.Parallel()
	for respondents, people := range map[int][]int{
		0: {}, 1: {0, 1}, 3: {2, 0, 1}, 9: {4, 3, 1, 1}, 10: {4, 3, 2, 1}, 2000: {1995, 1, 4, 0, 0},
	} {
		for lang, printer := range spoken(t) {
			if lang == "pseudo" {
				continue
			}
			name := fmt.Sprintf("result-%d-%s.html", respondents, printer.Dir())
			t.Run(name, func(t *testing.T) { compareWithGolden(t, name, figuresOf(t, printer, people...)) })
		}
	}
}

func figuresOf(t *testing.T, printer *i18n.Printer, people ...int) string {
	t.Helper()
	p := withState(samplePoll(), poll.Closed, true)
	drawn, err := newViews(t).resultFigures(printer, p, resultOf(p, disclosure.TheScreen, people...), onScreen)
	if err != nil {
		t.Fatal(err)
	}
	return string(drawn)
}

func compareWithGolden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has changed (look at it, then run with -update)\n%s", name, got)
	}
}

// TestBelowTenRespondentsNoPercentIsDrawn reads what the figures say.
func TestBelowTenRespondentsNoPercentIsDrawn(t *testing.T) {
	t.Parallel()
	if few := figuresOf(t, spoken(t)["en"], 4, 3, 1, 1); strings.Contains(few, "<small>%") || strings.Contains(few, "Per cent") {
		t.Error("nine respondents are shown in per cent")
	}
	enough := figuresOf(t, spoken(t)["en"], 1995, 1, 4)
	for _, figure := range []string{"&gt;99<small>%", "&lt;1<small>%", ">0<small>%"} {
		if !strings.Contains(enough, figure) {
			t.Errorf("no %s in %s", figure, enough)
		}
	}
}

// TestAResultThatIsNotShownGivesNoFigureAway draws every hidden state with answers counted.
func TestAResultThatIsNotShownGivesNoFigureAway(t *testing.T) {
	t.Parallel()
	p := withState(samplePoll(), poll.TakingAnswers, false)
	result := resultOf(p, disclosure.TheScreen, 1009, 1013, 1019, 1021, 1031)
	drawn, err := newViews(t).resultFigures(spoken(t)["en"], p, result, onScreen)
	if err != nil {
		t.Fatal(err)
	}
	for _, figure := range []string{"1009", "1013", "1019", "1021", "1031", "%", "<rect"} {
		if strings.Contains(string(drawn), figure) {
			t.Errorf("%s is in the hidden result", figure)
		}
	}
}
