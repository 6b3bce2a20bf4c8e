package handlers

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"soundings/agenda"
	"soundings/poll"
	"soundings/views"
)

// correct puts what was corrected on the page of a preview into its plan: titles, and key questions,
// of which one may become two.
func correct(plan *agenda.Plan, sent url.Values) error {
	var faults []error
	for i := range plan.Sessions {
		session := &plan.Sessions[i]
		title, err := corrected(sent, views.CorrectionField(i+1, 0), session.Session.Title, agenda.MaxCharacters)
		session.Session.Title = title
		faults = append(faults, err)
		var questions []agenda.KeyQuestion
		for k, question := range session.KeyQuestions {
			all, err := correctedQuestion(sent, i+1, k+1, question)
			questions = append(questions, all...)
			faults = append(faults, err)
		}
		for k := range questions {
			questions[k].Position = k + 1
		}
		session.KeyQuestions = questions
	}
	return errors.Join(faults...)
}

func correctedQuestion(sent url.Values, session, number int, found agenda.KeyQuestion) ([]agenda.KeyQuestion, error) {
	text, err := corrected(sent, views.CorrectionField(session, number), found.Text, agenda.MaxKeyQuestion)
	all := []agenda.KeyQuestion{reworded(found, text)}
	field := views.SplitField(session, number)
	if strings.TrimSpace(sent.Get(field)) == "" {
		return all, err
	}
	second, secondErr := corrected(sent, field, agenda.Plain(found.Text.Lang, ""), agenda.MaxKeyQuestion)
	all = append(all, reworded(found, second))
	all[0].Compound = false
	return all, errors.Join(err, secondErr)
}

func reworded(found agenda.KeyQuestion, text agenda.Text) agenda.KeyQuestion {
	if text.Text != found.Text.Text {
		found.Text, found.Short, found.Compound = text, agenda.Plain(text.Lang, agenda.ShortLabel(text.Text)), false
	}
	return found
}

// corrected is a text as it was corrected. One that was only wrapped by its field stays as it was found.
func corrected(sent url.Values, field string, found agenda.Text, limit int) (agenda.Text, error) {
	if !sent.Has(field) || slices.Equal(strings.Fields(sent.Get(field)), strings.Fields(found.Text)) {
		return found, nil
	}
	text, err := poll.ReadSentence(sent, field, limit)
	return agenda.Plain(found.Lang, text.Text), err
}
