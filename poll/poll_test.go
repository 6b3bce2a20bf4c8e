package poll_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soundings/poll"
)

func TestCountingAndItsDigest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers []poll.Answer
		counts  []poll.Count
		hashed  string // what `sort | sha256sum` would read
	}{
		"nobody":    {nil, nil, ""},
		"one":       {[]poll.Answer{"2"}, []poll.Count{{Answer: "2", People: 1}}, "2\n"},
		"several":   {[]poll.Answer{"2", "10", "2"}, []poll.Count{{Answer: "10", People: 1}, {Answer: "2", People: 2}}, "10\n2\n2\n"},
		"empty too": {[]poll.Answer{"a", ""}, []poll.Count{{Answer: "", People: 1}, {Answer: "a", People: 1}}, "\na\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			given := slices.Clone(c.answers)
			counts := poll.CountAnswers(c.answers)
			if !slices.Equal(counts, c.counts) || poll.Respondents(counts) != len(c.answers) {
				t.Errorf("counts are %v, want %v", counts, c.counts)
			}
			if !slices.Equal(given, c.answers) {
				t.Error("counting moved the answers that it was given")
			}
			sum := sha256.Sum256([]byte(c.hashed))
			if got := poll.Digest(counts); got != hex.EncodeToString(sum[:]) {
				t.Errorf("digest is %s, want that of %q", got, c.hashed)
			}
		})
	}
}

func TestTheDigestTellsEveryChangeAndNoOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		answers := rapid.SliceOf(rapid.SampledFrom([]poll.Answer{"1", "2", "3", "1,2", "12"})).Draw(t, "answers")
		counts := poll.CountAnswers(answers)
		digest := poll.Digest(counts)
		slices.Reverse(counts)
		if poll.Digest(counts) != digest {
			t.Fatal("the digest depends on the order of counts")
		}
		if len(answers) == 0 {
			return
		}
		changed := slices.Clone(answers)
		at := rapid.IntRange(0, len(answers)-1).Draw(t, "at")
		changed[at] += "1"
		if poll.Digest(poll.CountAnswers(changed)) == digest {
			t.Fatalf("%q and %q have one digest", answers, changed)
		}
	})
}

func TestFaultsAreFoundWhereverTheyAreWrapped(t *testing.T) {
	t.Parallel()
	a, b := &poll.Invalid{Field: "a", Key: "fault.empty"}, &poll.Invalid{Field: "b", Key: "fault.too_long", Limit: 9}
	other := errors.New("other")
	for name, c := range map[string]struct {
		err  error
		want []*poll.Invalid
	}{
		"none":              {nil, nil},
		"another error":     {other, nil},
		"one":               {a, []*poll.Invalid{a}},
		"wrapped":           {fmt.Errorf("draft: %w", a), []*poll.Invalid{a}},
		"joined":            {errors.Join(a, nil, other, b), []*poll.Invalid{a, b}},
		"a wrapped join":    {fmt.Errorf("draft: %w", errors.Join(a, b)), []*poll.Invalid{a, b}},
		"a join of joins":   {errors.Join(errors.Join(b), errors.Join(other, a)), []*poll.Invalid{b, a}},
		"two in a sentence": {fmt.Errorf("%w and %w", a, b), []*poll.Invalid{a, b}},
	} {
		if got := poll.Faults(c.err); !slices.Equal(got, c.want) {
			t.Errorf("%s: faults are %v, want %v", name, got, c.want)
		}
	}
	if a.Error() != "a: fault.empty" {
		t.Errorf("it says %q", a.Error())
	}
}

func TestASentenceIsReadOrItsFaultIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		typed, lang string
		want        string // text, or the fault
	}{
		"plain":         {" Which  one? ", "en", "Which one? [en]"},
		"two lines":     {"Which\r\none?", "", "Which one? []"},
		"empty":         {" \u200b ", "en", "question: fault.empty 0"},
		"too long":      {"123456789012345678901", "en", "question: fault.too_long 20"},
		"exactly":       {strings.Repeat("é", 20), "ar", strings.Repeat("é", 20) + " [ar]"},
		"not utf-8":     {"a\xff", "en", "question: fault.encoding 0"},
		"long language": {"Why?", strings.Repeat("e", 36), "Why? []"},
		"odd language":  {"Why?", "en\" onload=x", "Why? []"},
		"script":        {"为什么?", "zh-Hant-TW", "为什么? [zh-Hant-TW]"},
	} {
		text, err := poll.ReadSentence(url.Values{"question": {c.typed}, poll.FieldLanguage: {c.lang}}, "question", 20)
		got := fmt.Sprintf("%s [%s]", text.Text, text.Lang)
		if faults := poll.Faults(err); len(faults) > 0 {
			got = fmt.Sprintf("%v %d", faults[0], faults[0].Limit)
		}
		if got != c.want {
			t.Errorf("%s: read %q, want %q", name, got, c.want)
		}
	}
}

func TestLinesAreReadOneByOne(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string][]string{
		"":                    nil,
		"\n \r\n\u200b":       nil,
		"a\nb":                {"a", "b"},
		" a \r\n\r\n  b  c\r": {"a", "b c"},
		"a\x00b\u2028c":       {"ab c"},
	} {
		read, err := poll.ReadLines(url.Values{"options": {typed}}, "options", 10)
		var got []string
		for _, text := range read {
			got = append(got, text.Text)
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q reads %q, %v", typed, got, err)
		}
	}
	_, err := poll.ReadLines(url.Values{"options": {"a\n12345678901"}}, "options", 10)
	if faults := poll.Faults(err); len(faults) != 1 || faults[0].Key != "fault.too_long" || faults[0].Limit != 10 {
		t.Errorf("a long line: %v", err)
	}
}
