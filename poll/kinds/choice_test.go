package kinds_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soundings/poll"
	"soundings/poll/kinds"
)

func choiceSample() sample {
	return sample{
		kind: "choice",
		draft: func(t *rapid.T) url.Values {
			labels := make([]string, rapid.IntRange(2, 12).Draw(t, "options"))
			for i := range labels {
				labels[i] = fmt.Sprintf("%d %s", i, rapid.StringOfN(rapid.RuneFrom([]rune("aé水م <&'\"=—\t")), 0, 60, -1).Draw(t, "label"))
			}
			return url.Values{
				poll.FieldLanguage: {rapid.SampledFrom([]string{"", "en", "ar", "zh-Hant"}).Draw(t, "language")},
				poll.FieldQuestion: {"Which? " + rapid.StringOfN(rapid.RuneFrom([]rune("abc é水م?")), 0, 400, -1).Draw(t, "question")},
				poll.FieldOptions:  {strings.Join(labels, rapid.SampledFrom([]string{"\n", "\r\n", "\n \n"}).Draw(t, "break"))},
			}
		},
		answer: func(t *rapid.T, p poll.Poll) url.Values {
			option := rapid.SampledFrom(p.Content.Options).Draw(t, "option")
			return url.Values{poll.FieldAnswer: {strconv.Itoa(option.ID)}}
		},
	}
}

func choice(t testing.TB, options string) (poll.Kind, poll.Poll) {
	t.Helper()
	kind, _ := kinds.ByName("choice")
	content, err := kind.Draft(url.Values{poll.FieldLanguage: {"en"}, poll.FieldQuestion: {"Which?"}, poll.FieldOptions: {options}})
	if err != nil {
		t.Fatal(err)
	}
	return kind, poll.Poll{Kind: kind.Name(), Content: content}
}

func TestAChoiceNamesEveryFaultOfItsDraft(t *testing.T) {
	t.Parallel()
	kind, _ := kinds.ByName("choice")
	for name, c := range map[string]struct{ question, options, want string }{
		"empty":            {"", "", "question: fault.empty options: fault.too_few_options"},
		"one option":       {"Q?", "one", "options: fault.too_few_options"},
		"only blank lines": {"Q?", "\n \n\u200b\n", "options: fault.too_few_options"},
		"thirteen options": {"Q?", strings.Join(strings.Split("abcdefghijklm", ""), "\n"), "options: fault.too_many_options"},
		"the same twice":   {"Q?", "Yes\nNo\nYES ", "options: fault.option_twice"},
		"long question":    {strings.Repeat("q", 501), "a\nb", "question: fault.too_long"},
		"long option":      {"Q?", "a\n" + strings.Repeat("é", 201), "options: fault.too_long"},
		"not utf-8":        {"Q\xff", "a\nb\xfe", "question: fault.encoding options: fault.encoding"},
		"good":             {strings.Repeat("é", 500), "a\n" + strings.Repeat("水", 200), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := kind.Draft(url.Values{poll.FieldQuestion: {c.question}, poll.FieldOptions: {c.options}})
			var faults []string
			for _, fault := range poll.Faults(err) {
				faults = append(faults, fault.Error())
			}
			if got := strings.Join(faults, " "); got != c.want {
				t.Errorf("faults are %q, want %q", got, c.want)
			}
		})
	}
}

func TestAChoiceIsExactlyOneOfItsOptions(t *testing.T) {
	t.Parallel()
	kind, p := choice(t, "a\nb\nc")
	for sent, want := range map[string]string{
		"1": "1", "3": "3", "": "fault.nothing_chosen", "4": "fault.unknown_option", "0": "fault.unknown_option",
		"01": "fault.unknown_option", " 1": "fault.unknown_option", "1,2": "fault.unknown_option", "a": "fault.unknown_option",
	} {
		answer, err := kind.Read(p, url.Values{poll.FieldAnswer: {sent}})
		got := string(answer)
		if faults := poll.Faults(err); len(faults) == 1 {
			got = faults[0].Key
		}
		if got != want {
			t.Errorf("%q reads %q, want %q", sent, got, want)
		}
	}
	if _, err := kind.Read(p, url.Values{poll.FieldAnswer: {"1", "2"}}); len(poll.Faults(err)) != 1 {
		t.Errorf("two options at once: %v", err)
	}
}

func TestAChoiceCountsEachPersonInOneRow(t *testing.T) {
	t.Parallel()
	kind, p := choice(t, "a\nb\nc")
	tally := kind.Tally(p, []poll.Count{{Answer: "3", People: 4}, {Answer: "1", People: 2}})
	people := []int{tally.Rows[0].People, tally.Rows[1].People, tally.Rows[2].People}
	if fmt.Sprint(people, tally.Respondents, tally.Base) != "[2 0 4] 6 6" {
		t.Errorf("tally is %+v", tally)
	}
	if tally.Rows[2].Key != "3" || tally.Rows[2].Label.Text != "c" {
		t.Errorf("third row is %+v", tally.Rows[2])
	}
	if cells := kind.Cells(p, "2"); fmt.Sprint(cells) != "[{2 true} {b false}]" {
		t.Errorf("cells are %v", cells)
	}
}
