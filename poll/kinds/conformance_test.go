package kinds_test

import (
	"encoding/json"
	"maps"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soundings/poll"
	"soundings/poll/kinds"
)

// sample is what the suite must know of a kind: forms that it accepts. Each kind brings one in
// its own test file.
type sample struct {
	kind   string
	draft  func(t *rapid.T) url.Values
	answer func(t *rapid.T, p poll.Poll) url.Values
}

// samples lists one for each kind.
func samples() []sample { return []sample{choiceSample()} }

func sampleOf(t testing.TB, kind poll.Kind) sample {
	t.Helper()
	for _, one := range samples() {
		if one.kind == kind.Name() {
			return one
		}
	}
	t.Fatalf("kind %s has no sample: add one in %s_test.go and to samples()", kind.Name(), kind.Name())
	return sample{}
}

// forEveryKind checks a rule with many drafts of every kind.
func forEveryKind(t *testing.T, rule func(t *rapid.T, kind poll.Kind, s sample, p poll.Poll)) {
	t.Helper()
	for _, kind := range kinds.All() {
		t.Run(kind.Name(), func(t *testing.T) {
			t.Parallel()
			s := sampleOf(t, kind)
			rapid.Check(t, func(t *rapid.T) {
				content, err := kind.Draft(s.draft(t))
				if err != nil {
					t.Fatalf("a sample draft is refused: %v", err)
				}
				rule(t, kind, s, poll.Poll{ID: 1, Kind: kind.Name(), Content: content, State: poll.TakingAnswers})
			})
		})
	}
}

func readAnswer(t *rapid.T, kind poll.Kind, s sample, p poll.Poll) poll.Answer {
	t.Helper()
	form := s.answer(t, p)
	answer, err := kind.Read(p, form)
	if err != nil || answer == "" {
		t.Fatalf("the sample answer %v reads %q, %v", form, answer, err)
	}
	return answer
}

func readAnswers(t *rapid.T, kind poll.Kind, s sample, p poll.Poll) []poll.Answer {
	t.Helper()
	answers := make([]poll.Answer, rapid.IntRange(0, 40).Draw(t, "respondents"))
	for i := range answers {
		answers[i] = readAnswer(t, kind, s, p)
	}
	return answers
}

func TestKindsAreFoundByTheirStoredName(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, kind := range kinds.All() {
		name := kind.Name()
		if !regexp.MustCompile(`^[a-z]+$`).MatchString(name) || seen[name] {
			t.Errorf("%q is not a name of its own", name)
		}
		seen[name] = true
		if found, ok := kinds.ByName(name); !ok || found.Name() != name {
			t.Errorf("%s is not found", name)
		}
	}
	if _, ok := kinds.ByName("nonsense"); ok {
		t.Error("a kind is found that is not there")
	}
}

func TestADraftSurvivesItsFormAndItsStorage(t *testing.T) {
	t.Parallel()
	forEveryKind(t, func(t *rapid.T, kind poll.Kind, _ sample, p poll.Poll) {
		again, err := kind.Draft(kind.Edit(p.Content))
		if err != nil || !reflect.DeepEqual(again, p.Content) {
			t.Fatalf("edited without a change, %+v became %+v, %v", p.Content, again, err)
		}
		if form := kind.Edit(again); !reflect.DeepEqual(form, kind.Edit(p.Content)) {
			t.Fatalf("the form became %v", form)
		}
		stored, err := json.Marshal(p.Content)
		var read poll.Content
		if err == nil {
			err = json.Unmarshal(stored, &read)
		}
		if err != nil || !reflect.DeepEqual(read, p.Content) {
			t.Fatalf("stored, %+v became %+v, %v", p.Content, read, err)
		}
		if err := kind.Check(p); err != nil {
			t.Fatalf("what Draft accepts may not take answers: %v", err)
		}
	})
}

func TestAnAnswerSurvivesItsForm(t *testing.T) {
	t.Parallel()
	forEveryKind(t, func(t *rapid.T, kind poll.Kind, s sample, p poll.Poll) {
		answer := readAnswer(t, kind, s, p)
		form := kind.Form(p, answer)
		again, err := kind.Read(p, form)
		if err != nil || again != answer {
			t.Fatalf("%q became %q, %v", answer, again, err)
		}
		if second := kind.Form(p, again); !reflect.DeepEqual(second, form) {
			t.Fatalf("the form %v became %v", form, second)
		}
		_, err = kind.Read(p, kind.Form(p, ""))
		onlyFaults(t, err)
		if err == nil {
			t.Fatal("the empty form is an answer")
		}
	})
}

func TestATallyDoesNotDependOnTheOrderOfCounts(t *testing.T) {
	t.Parallel()
	forEveryKind(t, func(t *rapid.T, kind poll.Kind, s sample, p poll.Poll) {
		answers := readAnswers(t, kind, s, p)
		want := kind.Tally(p, poll.CountAnswers(answers))
		single := make([]poll.Count, len(answers)) // and not on how they are put together
		for i, at := range rapid.Permutation(indexes(len(answers))).Draw(t, "order") {
			single[i] = poll.Count{Answer: answers[at], People: 1}
		}
		if got := kind.Tally(p, single); !reflect.DeepEqual(got, want) {
			t.Fatalf("tally is %+v, in another order it is %+v", want, got)
		}
	})
}

func indexes(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func TestReplacingAnAnswerIsAsIfTheFirstWasNeverGiven(t *testing.T) {
	t.Parallel()
	forEveryKind(t, func(t *rapid.T, kind poll.Kind, s sample, p poll.Poll) {
		last := map[int]poll.Answer{}
		running := map[poll.Answer]int{}
		for range rapid.IntRange(0, 60).Draw(t, "taps") {
			voter, answer := rapid.IntRange(0, 9).Draw(t, "voter"), readAnswer(t, kind, s, p)
			if before, ok := last[voter]; ok {
				running[before]--
			}
			last[voter] = answer
			running[answer]++
		}
		var answers []poll.Answer
		for _, answer := range last {
			answers = append(answers, answer)
		}
		var counts []poll.Count // with those that nobody gives any more
		for answer, people := range running {
			counts = append(counts, poll.Count{Answer: answer, People: people})
		}
		want := kind.Tally(p, poll.CountAnswers(answers))
		if got := kind.Tally(p, counts); !reflect.DeepEqual(got, want) {
			t.Fatalf("tally is %+v, as if never given it is %+v", got, want)
		}
	})
}

func TestATallyAddsUp(t *testing.T) {
	t.Parallel()
	forEveryKind(t, func(t *rapid.T, kind poll.Kind, s sample, p poll.Poll) {
		answers := readAnswers(t, kind, s, p)
		tally := kind.Tally(p, poll.CountAnswers(answers))
		if tally.Respondents != len(answers) || tally.Base < 0 || tally.Base > len(answers) {
			t.Fatalf("%d people answered, the tally is %+v", len(answers), tally)
		}
		seen := map[string]bool{}
		for _, row := range tally.Rows {
			if row.Key == "" || seen[row.Key] || row.People < 0 || row.People > tally.Base {
				t.Fatalf("row %+v of %+v", row, tally)
			}
			seen[row.Key] = true
			for _, axis := range row.Axes {
				if sum(axis.People) != row.People {
					t.Fatalf("axis %+v of %+v", axis, row)
				}
			}
		}
		empty := kind.Tally(p, nil)
		if empty.Respondents != 0 || empty.Base != 0 {
			t.Fatalf("without answers the tally is %+v", empty)
		}
	})
}

func sum(numbers []int) int {
	total := 0
	for _, n := range numbers {
		total += n
	}
	return total
}

func TestCellsFitTheirColumns(t *testing.T) {
	t.Parallel()
	forEveryKind(t, func(t *rapid.T, kind poll.Kind, s sample, p poll.Poll) {
		columns := kind.Columns(p)
		seen := map[string]bool{}
		for _, column := range columns {
			if !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(column.Name) || seen[column.Name] {
				t.Fatalf("columns are %v", columns)
			}
			seen[column.Name] = true
		}
		cells := kind.Cells(p, readAnswer(t, kind, s, p))
		if len(cells) != len(columns) || len(columns) == 0 {
			t.Fatalf("cells %v for columns %v", cells, columns)
		}
		for _, cell := range cells {
			if _, err := strconv.ParseFloat(cell.Text, 64); cell.Number && err != nil {
				t.Fatalf("%q is no number", cell.Text)
			}
		}
		if unknown := kind.Cells(p, "no such answer"); len(unknown) != len(columns) {
			t.Fatalf("cells %v of an unknown answer", unknown)
		}
	})
}

// fatal is what *testing.T, *testing.F and *rapid.T have in common.
type fatal interface {
	Helper()
	Fatalf(format string, args ...any)
}

// onlyFaults fails unless err is nil or made of *poll.Invalid with a field and a message key.
func onlyFaults(t fatal, err error) {
	t.Helper()
	if err == nil {
		return
	}
	faults := poll.Faults(err)
	lines := strings.Count(err.Error(), "\n") + 1 // errors.Join puts each on a line
	if len(faults) != lines {
		t.Fatalf("%q is not made of faults of a form: %v", err, faults)
	}
	for _, fault := range faults {
		if fault.Field == "" || !strings.HasPrefix(fault.Key, "fault.") {
			t.Fatalf("fault %+v has no field or key", fault)
		}
	}
}

// pieces are what hostile forms are made of.
var pieces = []string{
	"", "0", "1", "2", "-1", "01", "1 ", "+1", "1.0", "1e0", "9223372036854775808", "１", "1,2", "2>1", "1\x002", "\xff\xfe",
	"\u202eabc", "\u200b", "e\x00\u0301", "=1+1", "<script>", "{{.}}", "%00", "\n\n\n", "a\nb", "a\r\nb\r\nc", "A\na", "x\u2028y",
	strings.Repeat("long ", 300), strings.Repeat("line\n", 300), strings.Repeat("\u0301", 50), "en", "ar", "zz-zzzz-zz",
}

func hostileForm(t *rapid.T) url.Values {
	fields := []string{poll.FieldLanguage, poll.FieldQuestion, poll.FieldOptions, poll.FieldAnswer, "items", "min", "max", "points", ""}
	part := rapid.OneOf(rapid.SampledFrom(pieces), rapid.String())
	value := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(part, 0, 4).Draw(t, "parts"), "") })
	return rapid.MapOfN(rapid.SampledFrom(fields), rapid.SliceOfN(value, 0, 3), 0, 3).Draw(t, "form")
}

func TestHostileFormsAreRefusedOrReadAsAnyOther(t *testing.T) {
	t.Parallel()
	forEveryKind(t, func(t *rapid.T, kind poll.Kind, s sample, p poll.Poll) {
		form := s.draft(t)
		maps.Copy(form, s.answer(t, p))
		maps.Copy(form, hostileForm(t)) // a good form with something bad in it
		survive(t, kind, p, form)
	})
}

// survive puts a form to every method that reads what people send: it is refused by faults, or
// what it was read as has the same inverse as any other.
func survive(t fatal, kind poll.Kind, p poll.Poll, form url.Values) {
	t.Helper()
	content, err := kind.Draft(form)
	onlyFaults(t, err)
	if err == nil {
		again, err := kind.Draft(kind.Edit(content))
		if err != nil || !reflect.DeepEqual(again, content) {
			t.Fatalf("edited without a change, %+v became %+v, %v", content, again, err)
		}
		onlyFaults(t, kind.Check(poll.Poll{Content: content}))
	}
	answer, err := kind.Read(p, form)
	onlyFaults(t, err)
	if err == nil {
		if again, err := kind.Read(p, kind.Form(p, answer)); err != nil || again != answer {
			t.Fatalf("answer %q became %q, %v", answer, again, err)
		}
	}
	strange := poll.Answer(form.Get(poll.FieldAnswer))
	kind.Tally(p, []poll.Count{{Answer: strange, People: 1}})
	if len(kind.Cells(p, strange)) != len(kind.Columns(p)) {
		t.Fatalf("cells of %q do not fit", strange)
	}
	_, err = kind.Read(p, kind.Form(p, strange))
	onlyFaults(t, err)
}

func TestAnEmptyDraftMayNotTakeAnswers(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds.All() {
		err := kind.Check(poll.Poll{Kind: kind.Name()})
		onlyFaults(t, err)
		if err == nil {
			t.Errorf("%s: an empty draft may take answers", kind.Name())
		}
	}
}

func FuzzEveryKindRefusesHostileForms(f *testing.F) {
	for _, kind := range kinds.All() {
		good := kind.Edit(drafted(f, kind).Content)
		for _, piece := range pieces {
			for _, field := range []string{poll.FieldQuestion, poll.FieldOptions, poll.FieldAnswer, poll.FieldLanguage} {
				bad := maps.Clone(good)
				bad[field] = []string{good.Get(field) + piece}
				f.Add(bad.Encode())
			}
		}
	}
	f.Fuzz(func(t *testing.T, body string) {
		form, _ := url.ParseQuery(body) // what can be read of it, as a server does
		for _, kind := range kinds.All() {
			survive(t, kind, drafted(t, kind), form)
		}
	})
}

// drafted is a poll of the kind from its sample.
func drafted(t testing.TB, kind poll.Kind) poll.Poll {
	t.Helper()
	form := rapid.Custom(sampleOf(t, kind).draft).Example(1)
	content, err := kind.Draft(form)
	if err != nil {
		t.Fatal(err)
	}
	return poll.Poll{ID: 1, Kind: kind.Name(), Content: content, State: poll.TakingAnswers}
}
