package report

import (
	"slices"

	"soundings/agenda"
	"soundings/disclosure"
	"soundings/poll"
)

// place is where a poll or a contribution stands in the programme: what every line of every table
// begins with.
type place struct {
	session     agenda.Session
	keyQuestion agenda.KeyQuestion // empty when the poll stands under none
	poll        poll.Poll
}

func placeOf(session disclosure.SessionDossier, p poll.Poll) place {
	return place{session: session.Session, keyQuestion: keyQuestionOf(session, p.KeyQuestionID), poll: p}
}

func (p place) record() record {
	return slices.Concat(
		p.questionRecord(),
		record{{"poll_id", whole(p.poll.ID)}},
		written("poll_question", p.poll.Content.Question),
		record{{"kind", text(p.poll.Kind)}, {"state", text(string(p.poll.State))}},
	)
}

// questionRecord is the part of a place that names the key question.
func (p place) questionRecord() record {
	return slices.Concat(
		record{{"session_number", text(p.session.Number)}},
		written("session_label", p.session.Label),
		written("session_title", p.session.Title),
		record{{"key_question_number", p.keyQuestionNumber()}},
		written("key_question", p.keyQuestion.Text),
	)
}

func (p place) keyQuestionNumber() poll.Cell {
	if p.keyQuestion.Position == 0 {
		return text("")
	}
	return whole(p.keyQuestion.Position)
}
