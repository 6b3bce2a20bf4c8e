package store

import (
	"context"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

// inScope is the condition on session rows that a viewer may read. Its arguments come first:
// scoped puts them before the others. No session has the number 0 or an empty access, so an
// empty scope matches nothing.
const inScope = `(session.removed = 0 AND (? OR session.id = ? OR session.access = ?))`

func scoped(v access.Viewer, more ...any) []any {
	scope := v.Scope()
	return append([]any{scope.Everything, scope.Session, string(scope.Access)}, more...)
}

// readableSession is the session that the viewer may read; one that is not there and one that
// the viewer may not know of are the same error.
func readableSession(ctx context.Context, q querier, v access.Viewer, id int64) (agenda.Session, error) {
	return one(ctx, q, scanSession,
		`SELECT `+sessionColumns+` FROM session WHERE `+inScope+` AND session.id = ?`, scoped(v, id)...)
}

// moderatedSession is the session as stored, if the viewer may lead it.
func moderatedSession(ctx context.Context, tx *change, v access.Viewer, id int64) (agenda.Session, error) {
	session, err := readableSession(ctx, tx, v, id)
	if err == nil && !access.MayModerate(v, session) {
		err = poll.ErrNotFound
	}
	return session, err
}

// organise runs fn in one transaction, for organisers only.
func (s *Store) organise(ctx context.Context, v access.Viewer, fn func(ctx context.Context, tx *change) error) error {
	if !access.MayOrganise(v) {
		return poll.ErrNotFound
	}
	return s.write(ctx, fn)
}

// moderate runs fn in one transaction with the session as stored, for those who may lead it, and
// marks the session as changed.
func (s *Store) moderate(ctx context.Context, v access.Viewer, session int64,
	fn func(ctx context.Context, tx *change, session agenda.Session) error,
) error {
	return s.write(ctx, func(ctx context.Context, tx *change) error {
		stored, err := moderatedSession(ctx, tx, v, session)
		if err != nil {
			return err
		}
		if err := fn(ctx, tx, stored); err != nil {
			return err
		}
		return tx.touch(ctx, session)
	})
}

// moderatePoll is moderate for a poll of the session.
func (s *Store) moderatePoll(ctx context.Context, v access.Viewer, id int64,
	fn func(ctx context.Context, tx *change, p poll.Poll) error,
) error {
	return s.write(ctx, func(ctx context.Context, tx *change) error {
		p, err := one(ctx, tx, scanPoll, `SELECT `+pollColumns+` FROM poll WHERE id = ? AND `+notWithdrawn, id)
		if err != nil {
			return err
		}
		if _, err := moderatedSession(ctx, tx, v, p.SessionID); err != nil {
			return err
		}
		if err := fn(ctx, tx, p); err != nil {
			return err
		}
		return tx.touch(ctx, p.SessionID)
	})
}
