package store

import (
	"context"
	"reflect"
	"slices"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

// Reimport makes the programme what a changed note and the organiser's choice make of it, in one
// step that can be taken back. Sessions and key questions with a number are edited, those without are
// added, those that are left out are removed. from is the programme that was compared: if it is not
// stored any more nothing is written, and it is poll.ErrConflict. What holds answers or contributions
// is not removed: that is poll.ErrHeld. The sample is not touched.
func (s *Store) Reimport(ctx context.Context, v access.Viewer, from []agenda.SessionPlan, to agenda.Plan) error {
	return s.revise(ctx, v, "change.reimported", agenda.Text{}, func(ctx context.Context, tx *change) error {
		if err := requireStored(ctx, tx, v, from); err != nil {
			return err
		}
		if err := putFacts(ctx, tx, to.Conference); err != nil {
			return err
		}
		old := map[int64]agenda.SessionPlan{}
		for _, plan := range from {
			old[plan.Session.ID] = plan
		}
		var order []int64
		for _, planned := range to.Sessions {
			id, err := reimportSession(ctx, tx, old[planned.Session.ID], planned)
			if err != nil {
				return err
			}
			order = append(order, id)
		}
		for _, plan := range from {
			if !slices.Contains(order, plan.Session.ID) {
				if err := removeSession(ctx, tx, plan.Session.ID); err != nil {
					return err
				}
			}
		}
		samples, err := list(ctx, tx, scanValue[int64], `SELECT id FROM session WHERE sample = 1 ORDER BY position, id`)
		if err != nil {
			return err
		}
		return orderSessions(ctx, tx, append(order, samples...))
	})
}

// requireStored says poll.ErrConflict if the programme is not the one that was compared.
func requireStored(ctx context.Context, tx *change, v access.Viewer, from []agenda.SessionPlan) error {
	all, err := sessions(ctx, tx, v)
	if err != nil {
		return err
	}
	own := slices.DeleteFunc(all, func(session agenda.Session) bool { return session.Sample })
	same := len(own) == len(from)
	for i := 0; same && i < len(from); i++ {
		questions, err := keyQuestions(ctx, tx, own[i].ID)
		if err != nil {
			return err
		}
		same = reflect.DeepEqual(asWritten(own[i]), asWritten(from[i].Session)) && slices.EqualFunc(questions, from[i].KeyQuestions, sameQuestion)
	}
	if !same {
		return poll.ErrConflict
	}
	return nil
}

// asWritten is a session without what happens on the day.
func asWritten(s agenda.Session) agenda.Session {
	return agenda.Session{
		ID: s.ID, Number: s.Number, Label: s.Label, Title: s.Title, Type: s.Type, Access: s.Access, AccessText: s.AccessText,
		Starts: s.Starts, Ends: s.Ends, Slots: s.Slots, Windows: s.Windows,
	}
}

func sameQuestion(a, b agenda.KeyQuestion) bool { return reflect.DeepEqual(a, b) }

// putFacts writes the conference's facts where they differ, so that nobody who edits them meanwhile
// is told for nothing.
func putFacts(ctx context.Context, tx *change, facts agenda.Conference) error {
	stored, err := conference(ctx, tx)
	if err != nil || reflect.DeepEqual(stored, facts) {
		return err
	}
	if stored.Revision != facts.Revision {
		return poll.ErrConflict
	}
	return saveConference(ctx, tx, facts)
}

func reimportSession(ctx context.Context, tx *change, old, planned agenda.SessionPlan) (int64, error) {
	session := planned.Session
	if session.ID == 0 {
		added, err := addSession(ctx, tx, planned)
		return added.ID, err
	}
	if old.Session.ID == 0 {
		return 0, poll.ErrConflict
	}
	if !reflect.DeepEqual(asWritten(old.Session), asWritten(session)) {
		if err := putSession(ctx, tx, session); err != nil {
			return 0, err
		}
		err := tx.exec(ctx, `UPDATE session SET access = ?, access_text = ?, starts = ?, ends = ? WHERE id = ?`,
			string(session.Access), session.AccessText, session.Starts, session.Ends, session.ID)
		if err != nil {
			return 0, err
		}
	}
	return session.ID, reimportQuestions(ctx, tx, old.KeyQuestions, planned)
}

func reimportQuestions(ctx context.Context, tx *change, old []agenda.KeyQuestion, planned agenda.SessionPlan) error {
	var order []int64
	for _, question := range planned.KeyQuestions {
		id, err := reimportQuestion(ctx, tx, planned.Session.ID, old, question)
		if err != nil {
			return err
		}
		order = append(order, id)
	}
	for _, question := range old {
		if !slices.Contains(order, question.ID) {
			if err := removeKeyQuestion(ctx, tx, planned.Session.ID, question.ID); err != nil {
				return err
			}
		}
	}
	return orderQuestions(ctx, tx, order)
}

func reimportQuestion(ctx context.Context, tx *change, session int64, old []agenda.KeyQuestion, planned agenda.KeyQuestion) (int64, error) {
	if planned.ID == 0 {
		if err := addKeyQuestion(ctx, tx, session, len(old)+1, planned); err != nil {
			return 0, err
		}
		return one(ctx, tx, scanValue[int64], `SELECT max(id) FROM key_question`)
	}
	at := slices.IndexFunc(old, func(q agenda.KeyQuestion) bool { return q.ID == planned.ID })
	if at < 0 {
		return 0, poll.ErrConflict
	}
	before := old[at]
	before.Position = planned.Position
	if sameQuestion(before, planned) {
		return planned.ID, nil
	}
	return planned.ID, putKeyQuestion(ctx, tx, planned)
}
