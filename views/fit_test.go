package views

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSizesStepDownWithTheLengthOfTheQuestion(t *testing.T) {
	t.Parallel()
	labels := []string{"Funding ends with the project", "Trained staff move on", "No local ownership", "Needs were not assessed first", "Results are not measured"}
	short := fitPlan("What most often stops a capacity-building programme from lasting?", labels, true)
	if !strings.HasPrefix(short, "q-62 o-60 ") {
		t.Errorf("a question of two lines with five options: %s", short)
	}
	six := fitPlan("What most often stops a capacity-building programme from lasting?", append(labels, "Other"), true)
	if !strings.HasPrefix(six, "q-62 o-56 ") {
		t.Errorf("six options: %s", six)
	}
	long := fitStepFor(widePlan, longQuestion, labels, true)
	if long.question >= 6.2 || long.question < 3.6 {
		t.Errorf("a question of 415 characters stands at %v", long.question)
	}
}

func TestALongerTextNeverStandsLarger(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[A-Za-z]{1,12}|[ء-ي]{2,8}|[一-龥]{1,6}`), 1, 60).Draw(t, "words")
		labels := rapid.SliceOfN(rapid.StringMatching(`[A-Za-z ]{1,120}`), 2, 12).Draw(t, "labels")
		question := strings.Join(words, " ")
		figures := rapid.Bool().Draw(t, "figures")
		small, large := fitStepFor(narrowPlan, question+" and more words", labels, figures), fitStepFor(widePlan, question, labels, figures)
		if small.question > large.question {
			t.Fatalf("%v narrow and longer; %v wide and shorter", small, large)
		}
	})
}

func TestTitleStepsDown(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{"Results that last": "t-120", "Capacity building that lasts": "t-100", longQuestion: "t-28", "增强能力建设": "t-120"} {
		if got := fitTitle(title); got != want {
			t.Errorf("%.30s stands at %s, not %s", title, got, want)
		}
	}
}

func TestWideScriptsTakeMoreRoom(t *testing.T) {
	t.Parallel()
	if latin, chinese := extent("capacity"), extent("增强能力建设能力"); chinese < 1.9*latin {
		t.Errorf("eight Chinese characters %.1f em, eight Latin ones %.1f em", chinese, latin)
	}
}
