package store

import (
	"context"
	"database/sql"
	"fmt"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

const pollColumns = `
	poll.id,
	poll.session,
	coalesce(poll.key_question, 0),
	poll.position,
	poll.kind,
	poll.content,
	poll.content_revision,
	poll.state,
	poll.on_screen,
	poll.on_phones,
	poll.version,
	poll.respondents,
	poll.digest`

func scanPoll(row scanner) (poll.Poll, error) {
	var p poll.Poll
	err := row.Scan(intoPoll(&p)...)
	return p, err
}

func intoPoll(p *poll.Poll) []any {
	return []any{
		&p.ID,
		&p.SessionID,
		&p.KeyQuestionID,
		&p.Position,
		&p.Kind,
		asJSON(&p.Content),
		&p.ContentRevision,
		&p.State,
		&p.OnScreen,
		&p.OnPhones,
		&p.Version,
		&p.Respondents,
		&p.Digest,
	}
}

func storedPoll(ctx context.Context, q querier, id int64) (poll.Poll, error) {
	return one(ctx, q, scanPoll, `SELECT `+pollColumns+` FROM poll WHERE id = ?`, id)
}

// mayReadPoll says whether the viewer may know of the poll: where they may read the session, and
// drafts only where they may lead it.
func mayReadPoll(v access.Viewer, p poll.Poll, session agenda.Session) bool {
	return access.MayRead(v, session) && (p.State != poll.Draft || access.MayModerate(v, session))
}

// Polls are those of a session that the viewer may read, in order.
func (s *Store) Polls(ctx context.Context, v access.Viewer, session int64) ([]poll.Poll, error) {
	var readable []poll.Poll
	err := s.read(ctx, func(tx *sql.Tx) error {
		stored, err := readableSession(ctx, tx, v, session)
		if err != nil {
			return err
		}
		all, err := sessionPolls(ctx, tx, session)
		for _, p := range all {
			if mayReadPoll(v, p, stored) {
				readable = append(readable, p)
			}
		}
		return err
	})
	return readable, err
}

func sessionPolls(ctx context.Context, q querier, session int64) ([]poll.Poll, error) {
	return list(ctx, q, scanPoll,
		`SELECT `+pollColumns+` FROM poll WHERE session = ? AND `+notWithdrawn+` ORDER BY position, id`, session)
}

// Poll is one that the viewer may read, with its session. Both are kept in memory and shared:
// they must not be changed.
func (s *Store) Poll(ctx context.Context, v access.Viewer, id int64) (poll.Poll, agenda.Session, error) {
	found, ok, generation := s.polls.find(id)
	if !ok {
		var err error
		if found, err = readPolled(ctx, s.readers, id); err != nil {
			return poll.Poll{}, agenda.Session{}, err
		}
		s.polls.keep(found, generation)
	}
	if !mayReadPoll(v, found.poll, found.session) {
		return poll.Poll{}, agenda.Session{}, poll.ErrNotFound
	}
	return found.poll, found.session, nil
}

func readPolled(ctx context.Context, q querier, id int64) (polled, error) {
	scan := func(row scanner) (p polled, err error) {
		return p, row.Scan(append(intoPoll(&p.poll), intoSession(&p.session)...)...)
	}
	return one(ctx, q, scan, `
		SELECT `+pollColumns+`,`+sessionColumns+`
		FROM poll
		JOIN session ON session.id = poll.session
		WHERE poll.id = ? AND session.removed = 0 AND `+notWithdrawn, id)
}

// AddPoll makes a draft in a session, under one of its key questions or under none (0).
func (s *Store) AddPoll(ctx context.Context, v access.Viewer, session, keyQuestion int64, kind string, c poll.Content) (poll.Poll, error) {
	if _, ok := s.kind(kind); !ok {
		return poll.Poll{}, &poll.Invalid{Field: "kind", Key: "fault.unknown_option"}
	}
	var added poll.Poll
	err := s.moderate(ctx, v, session, func(ctx context.Context, tx *change, _ agenda.Session) (err error) {
		if err = requireKeyQuestion(ctx, tx, session, keyQuestion); err != nil {
			return err
		}
		added, err = one(ctx, tx, scanPoll, `
			INSERT INTO poll (session, key_question, position, kind, content)
			VALUES (?1, nullif(?2, 0), (SELECT coalesce(max(position), 0) + 1 FROM poll WHERE session = ?1), ?3, ?4)
			RETURNING `+pollColumns,
			session, keyQuestion, kind, encode(c))
		return err
	})
	return added, err
}

func requireKeyQuestion(ctx context.Context, tx *change, session, keyQuestion int64) error {
	if keyQuestion == 0 {
		return nil
	}
	_, err := one(ctx, tx, scanValue[int64],
		`SELECT id FROM key_question WHERE id = ? AND session = ? AND removed = 0`, keyQuestion, session)
	return err
}

// EditPoll replaces the content of a draft, if it is still at the revision that was edited.
func (s *Store) EditPoll(ctx context.Context, v access.Viewer, id, contentRevision int64, c poll.Content) error {
	return s.moderatePoll(ctx, v, id, func(ctx context.Context, tx *change, p poll.Poll) error {
		switch {
		case p.State != poll.Draft:
			return poll.ErrFrozen
		case p.ContentRevision != contentRevision:
			return poll.ErrConflict
		}
		return tx.exec(ctx, `
			UPDATE poll
			SET content = ?, content_revision = content_revision + 1, version = version + 1
			WHERE id = ?`, encode(c), id)
	})
}

// RemovePoll removes a draft.
func (s *Store) RemovePoll(ctx context.Context, v access.Viewer, id int64) error {
	return s.moderatePoll(ctx, v, id, func(ctx context.Context, tx *change, p poll.Poll) error {
		if p.State != poll.Draft {
			return poll.ErrFrozen
		}
		return tx.exec(ctx, `DELETE FROM poll WHERE id = ?`, id)
	})
}

// TakeAnswers begins to take answers: the draft's kind checks it first. The poll becomes the one
// that screen and phones show, and its session is in progress; one that has ended stays so.
func (s *Store) TakeAnswers(ctx context.Context, v access.Viewer, id int64) error {
	return s.moderatePoll(ctx, v, id, func(ctx context.Context, tx *change, p poll.Poll) error {
		switch p.State {
		case poll.TakingAnswers:
			return nil
		case poll.Closing, poll.Closed:
			return poll.ErrClosed
		}
		over, err := one(ctx, tx, scanValue[bool], `SELECT progress = ? FROM session WHERE id = ?`, string(agenda.Ended), p.SessionID)
		if err != nil {
			return err
		}
		if over {
			return poll.ErrClosed
		}
		kind, err := s.kindOf(p)
		if err != nil {
			return err
		}
		if err := kind.Check(p); err != nil {
			return err
		}
		if err := setState(ctx, tx, id, poll.TakingAnswers); err != nil {
			return err
		}
		return tx.exec(ctx, `
			UPDATE session
			SET current_poll = ?, current_question = NULL, selected = NULL, progress = ?
			WHERE id = ?`, id, string(agenda.InProgress), p.SessionID)
	})
}

// BackToDraft makes a poll that has no answers yet a draft again.
func (s *Store) BackToDraft(ctx context.Context, v access.Viewer, id int64) error {
	return s.moderatePoll(ctx, v, id, func(ctx context.Context, tx *change, p poll.Poll) error {
		if p.State == poll.Draft {
			return nil
		}
		answered, err := one(ctx, tx, scanValue[bool], `SELECT EXISTS (SELECT 1 FROM ballot WHERE poll = ?)`, id)
		if err != nil {
			return err
		}
		if answered || p.State != poll.TakingAnswers {
			return poll.ErrFrozen
		}
		if err := setState(ctx, tx, id, poll.Draft); err != nil {
			return err
		}
		return tx.exec(ctx, `UPDATE session SET current_poll = NULL WHERE id = ? AND current_poll = ?`, p.SessionID, id)
	})
}

func setState(ctx context.Context, tx *change, id int64, to poll.State) error {
	return tx.exec(ctx, `UPDATE poll SET state = ?, version = version + 1 WHERE id = ?`, string(to), id)
}

func (s *Store) kindOf(p poll.Poll) (poll.Kind, error) {
	kind, ok := s.kind(p.Kind)
	if !ok {
		return nil, fmt.Errorf("poll %d is of the unknown kind %q", p.ID, p.Kind)
	}
	return kind, nil
}
