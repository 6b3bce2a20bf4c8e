package report

import (
	"slices"

	"soundings/agenda"
	"soundings/disclosure"
	"soundings/feedback"
	"soundings/poll"
)

// writeContributions writes a line for each contribution, in the order of the programme and of their
// numbers. It holds nothing of who wrote one or when.
func writeContributions(out *sheet, d disclosure.Dossier, _ Meta) error {
	if err := out.header(contributionRecord(place{}, feedback.Contribution{}).columns()); err != nil {
		return err
	}
	for _, session := range d.Sessions {
		for _, c := range session.Contributions {
			at := place{session: session.Session, keyQuestion: keyQuestionOf(session, c.KeyQuestionID)}
			if err := out.row(contributionRecord(at, c).cells()); err != nil {
				return err
			}
		}
	}
	return nil
}

func contributionRecord(at place, c feedback.Contribution) record {
	return slices.Concat(
		at.questionRecord(),
		record{{"contribution_number", whole(c.Number)}, {"type", text(string(c.Type))}, {"addressee", text(string(c.Addressee))}},
		written("contribution", c.Text),
		record{
			{"may_be_quoted", yesNo(c.Quotable)},
			{"window", text(string(c.Window))},
			{"state", text(string(c.State))},
			{"reason", text(string(c.Reason))},
		},
	)
}

// keyQuestionOf is the key question of a session with this number, the empty one for 0.
func keyQuestionOf(session disclosure.SessionDossier, id int64) agenda.KeyQuestion {
	for _, question := range session.KeyQuestions {
		if question.ID == id {
			return question
		}
	}
	return agenda.KeyQuestion{}
}

func yesNo(is bool) poll.Cell {
	if is {
		return text("yes")
	}
	return text("no")
}
