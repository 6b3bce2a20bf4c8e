package kinds

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"soundings/poll"
)

// Limits of a choice poll. More than six options stand in two columns on the screen.
const (
	minOptions     = 2
	maxOptions     = 12
	maxQuestion    = 500
	maxOptionLabel = 200
)

// choice is one of several options. An answer is the option's number, "3".
type choice struct{}

func (choice) Name() string { return "choice" }

func (choice) Draft(form url.Values) (poll.Content, error) {
	question, questionErr := poll.ReadSentence(form, poll.FieldQuestion, maxQuestion)
	labels, labelsErr := poll.ReadLines(form, poll.FieldOptions, maxOptionLabel)
	if labelsErr == nil {
		labelsErr = checkOptionCount(len(labels))
	}
	if err := errors.Join(questionErr, labelsErr); err != nil {
		return poll.Content{}, err
	}
	content := poll.Content{Question: question}
	seen := map[string]bool{}
	for i, label := range labels {
		if seen[strings.ToLower(label.Text)] {
			return poll.Content{}, &poll.Invalid{Field: poll.FieldOptions, Key: "fault.option_twice"}
		}
		seen[strings.ToLower(label.Text)] = true
		content.Options = append(content.Options, poll.Option{ID: i + 1, Label: label})
	}
	return content, nil
}

func checkOptionCount(n int) error {
	switch {
	case n < minOptions:
		return &poll.Invalid{Field: poll.FieldOptions, Key: "fault.too_few_options", Limit: minOptions}
	case n > maxOptions:
		return &poll.Invalid{Field: poll.FieldOptions, Key: "fault.too_many_options", Limit: maxOptions}
	}
	return nil
}

func (choice) Edit(content poll.Content) url.Values {
	labels := make([]string, len(content.Options))
	for i, option := range content.Options {
		labels[i] = option.Label.Text
	}
	return url.Values{
		poll.FieldLanguage: {content.Question.Lang},
		poll.FieldQuestion: {content.Question.Text},
		poll.FieldOptions:  {strings.Join(labels, "\n")},
	}
}

func (choice) Check(p poll.Poll) error {
	var questionErr error
	if p.Content.Question.IsEmpty() {
		questionErr = &poll.Invalid{Field: poll.FieldQuestion, Key: "fault.empty"}
	}
	return errors.Join(questionErr, checkOptionCount(len(p.Content.Options)))
}

func (choice) Read(p poll.Poll, form url.Values) (poll.Answer, error) {
	chosen := form[poll.FieldAnswer]
	if len(chosen) == 0 || chosen[0] == "" {
		return "", &poll.Invalid{Field: poll.FieldAnswer, Key: "fault.nothing_chosen"}
	}
	for _, option := range p.Content.Options {
		if len(chosen) == 1 && chosen[0] == strconv.Itoa(option.ID) {
			return poll.Answer(chosen[0]), nil
		}
	}
	return "", &poll.Invalid{Field: poll.FieldAnswer, Key: "fault.unknown_option"}
}

func (choice) Form(_ poll.Poll, answer poll.Answer) url.Values {
	if answer == "" {
		return url.Values{}
	}
	return url.Values{poll.FieldAnswer: {string(answer)}}
}

func (choice) Tally(p poll.Poll, counts []poll.Count) poll.Tally {
	people := map[poll.Answer]int{}
	for _, count := range counts {
		people[count.Answer] += count.People
	}
	tally := poll.Tally{}
	for _, option := range p.Content.Options {
		key := strconv.Itoa(option.ID)
		tally.Rows = append(tally.Rows, poll.Row{Key: key, Label: option.Label, People: people[poll.Answer(key)]})
		tally.Respondents += people[poll.Answer(key)]
	}
	tally.Base = tally.Respondents
	return tally
}

func (choice) Columns(poll.Poll) []poll.Column {
	return []poll.Column{{Name: "option"}, {Name: "option_label"}}
}

func (choice) Cells(p poll.Poll, answer poll.Answer) []poll.Cell {
	for _, option := range p.Content.Options {
		if string(answer) == strconv.Itoa(option.ID) {
			return []poll.Cell{{Text: string(answer), Number: true}, {Text: option.Label.Text}}
		}
	}
	return []poll.Cell{{Text: string(answer)}, {}}
}
