package store

import (
	"context"
	"database/sql"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

const sessionColumns = `
	session.id,
	session.position,
	session.number,
	session.label,
	session.title,
	session.type,
	session.access,
	session.access_text,
	session.starts,
	session.ends,
	session.progress,
	coalesce(session.current_poll, 0),
	session.code_hidden,
	session.sample,
	session.version,
	session.revision,
	session.write_before,
	session.write_during,
	session.write_after,
	session.write_until,
	session.ended_at,
	coalesce(session.current_question, 0),
	coalesce(session.selected, 0),
	session.wall_page,
	(SELECT json_group_array(json_array(starts, ends) ORDER BY starts) FROM slot WHERE slot.session = session.id)`

func scanSession(row scanner) (agenda.Session, error) {
	var s agenda.Session
	err := row.Scan(intoSession(&s)...)
	return s, err
}

func intoSession(s *agenda.Session) []any {
	return []any{
		&s.ID,
		&s.Position,
		&s.Number,
		asJSON(&s.Label),
		asJSON(&s.Title),
		&s.Type,
		&s.Access,
		&s.AccessText,
		&s.Starts,
		&s.Ends,
		&s.Progress,
		&s.CurrentPoll,
		&s.CodeHidden,
		&s.Sample,
		&s.Version,
		&s.Revision,
		&s.Windows.Before,
		&s.Windows.During,
		negated{&s.Windows.NotAfter},
		asTime(&s.Windows.Until),
		asTime(&s.EndedAt),
		&s.CurrentQuestion,
		&s.Selected,
		&s.WallPage,
		slotColumn{&s.Slots},
	}
}

// Sessions are all that the viewer may read, in the order of the programme.
func (s *Store) Sessions(ctx context.Context, v access.Viewer) ([]agenda.Session, error) {
	return sessions(ctx, s.readers, v)
}

func sessions(ctx context.Context, q querier, v access.Viewer) ([]agenda.Session, error) {
	return list(ctx, q, scanSession,
		`SELECT `+sessionColumns+` FROM session WHERE `+inScope+` ORDER BY position, id`, scoped(v)...)
}

// Session is one that the viewer may read.
func (s *Store) Session(ctx context.Context, v access.Viewer, id int64) (agenda.Session, error) {
	return readableSession(ctx, s.readers, v, id)
}

// KeyQuestions are those of a session that the viewer may read, in order.
func (s *Store) KeyQuestions(ctx context.Context, v access.Viewer, session int64) ([]agenda.KeyQuestion, error) {
	var questions []agenda.KeyQuestion
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		if _, err = readableSession(ctx, tx, v, session); err == nil {
			questions, err = keyQuestions(ctx, tx, session)
		}
		return err
	})
	return questions, err
}

func keyQuestions(ctx context.Context, q querier, session int64) ([]agenda.KeyQuestion, error) {
	return list(ctx, q, scanKeyQuestion, `
		SELECT `+keyQuestionColumns+`
		FROM key_question
		WHERE session = ? AND removed = 0
		ORDER BY position, id`, session)
}

func scanKeyQuestion(row scanner) (agenda.KeyQuestion, error) {
	var k agenda.KeyQuestion
	err := row.Scan(
		&k.ID,
		&k.SessionID,
		&k.Position,
		asJSON(&k.Text),
		asJSON(&k.Short),
		&k.Kind,
		&k.Compound,
		&k.Revision,
	)
	return k, err
}

// SetAccess says whom a session admits; organisers only.
func (s *Store) SetAccess(ctx context.Context, v access.Viewer, session int64, to agenda.Access) error {
	if !to.Known() {
		return &poll.Invalid{Field: "access", Key: "fault.unknown_option"}
	}
	stored, err := s.Session(ctx, v, session)
	if err != nil {
		return err
	}
	return s.revise(ctx, v, "change.access_set", stored.Name(), func(ctx context.Context, tx *change) error {
		return tx.exec(ctx, `UPDATE session SET access = ? WHERE id = ? AND removed = 0`, string(to), session)
	})
}

// SetProgress says where a session stands. A session that ends takes no answers any more: its polls
// are closed and counted in the same transaction.
func (s *Store) SetProgress(ctx context.Context, v access.Viewer, session int64, to agenda.Progress) error {
	switch to {
	case agenda.Planned, agenda.InProgress, agenda.Ended:
	default:
		return &poll.Invalid{Field: "progress", Key: "fault.unknown_option"}
	}
	return s.moderate(ctx, v, session, func(ctx context.Context, tx *change, _ agenda.Session) error {
		if to == agenda.Ended {
			if err := s.endSession(ctx, tx, session); err != nil {
				return err
			}
		}
		return tx.exec(ctx, `UPDATE session SET progress = ? WHERE id = ?`, string(to), session)
	})
}

func (s *Store) endSession(ctx context.Context, tx *change, session int64) error {
	if err := closeAll(ctx, tx, session); err != nil {
		return err
	}
	return tx.exec(ctx, `UPDATE session SET ended_at = ? WHERE id = ?`, s.now().Unix(), session)
}

// SetCodeHidden takes the join code off the screen, or puts it back.
func (s *Store) SetCodeHidden(ctx context.Context, v access.Viewer, session int64, hidden bool) error {
	return s.moderate(ctx, v, session, func(ctx context.Context, tx *change, _ agenda.Session) error {
		return tx.exec(ctx, `UPDATE session SET code_hidden = ? WHERE id = ?`, hidden, session)
	})
}
