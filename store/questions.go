package store

import (
	"context"
	"slices"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

const keyQuestionColumns = `
	key_question.id,
	key_question.session,
	key_question.position,
	key_question.text,
	key_question.short,
	key_question.kind,
	key_question.compound,
	key_question.revision`

// What holds answers or contributions; the number of the row comes first.
const (
	questionHolds = `
		EXISTS (SELECT 1 FROM poll WHERE key_question = ?1 AND state <> 'draft')
		OR EXISTS (SELECT 1 FROM contribution WHERE key_question = ?1)`
	sessionHolds = `
		EXISTS (SELECT 1 FROM poll WHERE session = ?1 AND state <> 'draft')
		OR EXISTS (SELECT 1 FROM contribution WHERE session = ?1)`
)

// notWithdrawn is the condition on polls that do not stand under a removed key question: drafts
// disappear with it, and come back with it.
const notWithdrawn = `NOT EXISTS (SELECT 1 FROM key_question WHERE key_question.id = poll.key_question AND key_question.removed = 1)`

func requireEmpty(ctx context.Context, tx *change, holds string, id int64) error {
	held, err := one(ctx, tx, scanValue[bool], `SELECT `+holds, id)
	if err == nil && held {
		err = poll.ErrHeld
	}
	return err
}

// KeyQuestion is one that the viewer may read.
func (s *Store) KeyQuestion(ctx context.Context, v access.Viewer, id int64) (agenda.KeyQuestion, error) {
	return readableQuestion(ctx, s.readers, v, id)
}

func readableQuestion(ctx context.Context, q querier, v access.Viewer, id int64) (agenda.KeyQuestion, error) {
	return one(ctx, q, scanKeyQuestion, `
		SELECT `+keyQuestionColumns+`
		FROM key_question
		JOIN session ON session.id = key_question.session
		WHERE `+inScope+` AND key_question.id = ? AND key_question.removed = 0`, scoped(v, id)...)
}

// KeyQuestionUse is what hangs on a key question.
type KeyQuestionUse struct {
	Contributions int
	Held          bool // by answers or contributions: it cannot be deleted
}

// KeyQuestionUses says what hangs on each key question of a session; organisers only.
func (s *Store) KeyQuestionUses(ctx context.Context, v access.Viewer, session int64) (map[int64]KeyQuestionUse, error) {
	if !access.MayOrganise(v) {
		return nil, poll.ErrNotFound
	}
	type used struct {
		id int64
		KeyQuestionUse
	}
	scan := func(row scanner) (u used, err error) {
		var answered int
		err = row.Scan(&u.id, &u.Contributions, &answered)
		u.Held = u.Contributions+answered > 0
		return u, err
	}
	all, err := list(ctx, s.readers, scan, `
		SELECT
			id,
			(SELECT count(*) FROM contribution WHERE contribution.key_question = key_question.id),
			(SELECT count(*) FROM poll WHERE poll.key_question = key_question.id AND state <> 'draft')
		FROM key_question
		WHERE session = ? AND removed = 0`, session)
	uses := map[int64]KeyQuestionUse{}
	for _, one := range all {
		uses[one.id] = one.KeyQuestionUse
	}
	return uses, err
}

// SessionHeld says whether a session holds answers or contributions, so that it cannot be deleted;
// organisers only.
func (s *Store) SessionHeld(ctx context.Context, v access.Viewer, session int64) (bool, error) {
	if !access.MayOrganise(v) {
		return false, poll.ErrNotFound
	}
	return one(ctx, s.readers, scanValue[bool], `SELECT `+sessionHolds, session)
}

// AddKeyQuestion adds one behind the others of its session.
func (s *Store) AddKeyQuestion(ctx context.Context, v access.Viewer, q agenda.KeyQuestion) error {
	return s.revise(ctx, v, "change.question_added", q.Short, func(ctx context.Context, tx *change) error {
		if _, err := readableSession(ctx, tx, v, q.SessionID); err != nil {
			return err
		}
		all, err := keyQuestions(ctx, tx, q.SessionID)
		if err != nil {
			return err
		}
		return addKeyQuestion(ctx, tx, q.SessionID, len(all)+1, q)
	})
}

// EditKeyQuestion replaces the text, short label and kind of a key question, if it is still at the
// revision that was edited; else it is poll.ErrConflict.
func (s *Store) EditKeyQuestion(ctx context.Context, v access.Viewer, q agenda.KeyQuestion) error {
	return s.revise(ctx, v, "change.question_edited", q.Short, func(ctx context.Context, tx *change) error {
		return editKeyQuestion(ctx, tx, v, q)
	})
}

func editKeyQuestion(ctx context.Context, tx *change, v access.Viewer, q agenda.KeyQuestion) error {
	stored, err := readableQuestion(ctx, tx, v, q.ID)
	if err != nil {
		return err
	}
	if stored.Revision != q.Revision {
		return poll.ErrConflict
	}
	return putKeyQuestion(ctx, tx, q)
}

func putKeyQuestion(ctx context.Context, tx *change, q agenda.KeyQuestion) error {
	return keepQuestionsSealed(ctx, tx, []int64{q.ID}, func() error {
		return tx.exec(ctx, `
			UPDATE key_question
			SET text = ?, short = ?, kind = ?, compound = ?, revision = revision + 1
			WHERE id = ?`, encode(q.Text), encode(q.Short), string(q.Kind), q.Compound, q.ID)
	})
}

// SplitKeyQuestion makes two of one: the first keeps its place and all that hangs on it, the second
// stands behind it.
func (s *Store) SplitKeyQuestion(ctx context.Context, v access.Viewer, first, second agenda.KeyQuestion) error {
	return s.revise(ctx, v, "change.question_split", first.Short, func(ctx context.Context, tx *change) error {
		if err := editKeyQuestion(ctx, tx, v, first); err != nil {
			return err
		}
		session, err := sessionOf(ctx, tx, first.ID)
		if err != nil {
			return err
		}
		order, err := questionOrder(ctx, tx, session)
		if err != nil {
			return err
		}
		if err := addKeyQuestion(ctx, tx, session, len(order)+1, second); err != nil {
			return err
		}
		added, err := one(ctx, tx, scanValue[int64], `SELECT max(id) FROM key_question`)
		if err != nil {
			return err
		}
		return orderQuestions(ctx, tx, slices.Insert(order, slices.Index(order, first.ID)+1, added))
	})
}

// MoveKeyQuestion moves a key question before its neighbour above, or behind the one below.
func (s *Store) MoveKeyQuestion(ctx context.Context, v access.Viewer, id int64, up bool) error {
	q, err := s.KeyQuestion(ctx, v, id)
	if err != nil {
		return err
	}
	return s.revise(ctx, v, "change.question_moved", q.Short, func(ctx context.Context, tx *change) error {
		order, err := questionOrder(ctx, tx, q.SessionID)
		if err != nil {
			return err
		}
		return orderQuestions(ctx, tx, moved(order, id, up))
	})
}

// RemoveKeyQuestion takes a key question out of the programme with its drafts, unless it holds
// answers or contributions; that is poll.ErrHeld.
func (s *Store) RemoveKeyQuestion(ctx context.Context, v access.Viewer, id int64) error {
	q, err := s.KeyQuestion(ctx, v, id)
	if err != nil {
		return err
	}
	return s.revise(ctx, v, "change.question_removed", q.Short, func(ctx context.Context, tx *change) error {
		return removeKeyQuestion(ctx, tx, q.SessionID, id)
	})
}

func removeKeyQuestion(ctx context.Context, tx *change, session, id int64) error {
	if err := requireEmpty(ctx, tx, questionHolds, id); err != nil {
		return err
	}
	err := tx.exec(ctx, `UPDATE key_question SET removed = 1, revision = revision + 1 WHERE id = ?`, id)
	if err != nil {
		return err
	}
	if err := clearRemoved(ctx, tx, id); err != nil {
		return err
	}
	order, err := questionOrder(ctx, tx, session)
	if err != nil {
		return err
	}
	return orderQuestions(ctx, tx, order)
}

// clearRemoved takes a key question off the screen if it was removed.
func clearRemoved(ctx context.Context, tx *change, id int64) error {
	return tx.exec(ctx, `
		UPDATE session
		SET current_question = NULL, selected = NULL
		WHERE current_question = (SELECT id FROM key_question WHERE id = ? AND removed = 1)`, id)
}

func questionOrder(ctx context.Context, q querier, session int64) ([]int64, error) {
	return list(ctx, q, scanValue[int64], `SELECT id FROM key_question WHERE session = ? AND removed = 0 ORDER BY position, id`, session)
}

// orderQuestions numbers key questions from 1, in this order.
func orderQuestions(ctx context.Context, tx *change, order []int64) error {
	return keepQuestionsSealed(ctx, tx, order, func() error {
		for i, id := range order {
			err := tx.exec(ctx, `UPDATE key_question SET position = ?1 WHERE id = ?2 AND position <> ?1`, i+1, id)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// moved is the order with one of its numbers moved by one place; at the end it stays.
func moved(order []int64, id int64, up bool) []int64 {
	at := slices.Index(order, id)
	to := at + 1
	if up {
		to = at - 1
	}
	if at >= 0 && to >= 0 && to < len(order) {
		order[at], order[to] = order[to], order[at]
	}
	return order
}

// keepQuestionsSealed makes a change of key questions and seals anew the closed polls under them: a
// seal covers the row of the key question. One that was broken before stays broken.
func keepQuestionsSealed(ctx context.Context, tx *change, questions []int64, alter func() error) error {
	closed, err := list(ctx, tx, scanValue[int64], `
		SELECT id FROM poll
		WHERE state = 'closed' AND key_question IN (SELECT value FROM json_each(?))`, encode(append([]int64{}, questions...)))
	if err != nil {
		return err
	}
	var intact []int64
	for _, id := range closed {
		whole, err := sealIntact(ctx, tx, id)
		if err != nil {
			return err
		}
		if whole {
			intact = append(intact, id)
		}
	}
	if err := alter(); err != nil {
		return err
	}
	for _, id := range intact {
		if err := putSeal(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}
