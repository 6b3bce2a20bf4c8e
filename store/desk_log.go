package store

import (
	"context"
	"time"

	"soundings/access"
	"soundings/feedback"
	"soundings/poll"
)

// DeskEntry is one line of the desk's log.
type DeskEntry struct {
	ID     int64
	Number int // of the contribution in its session
	What   feedback.Action
	Reason feedback.Reason
	Role   access.Role
	Link   int64 // by which the operator came in, 0 for the passphrase
	Made   time.Time
}

// DeskLogPage is how many lines of the log are read at once.
const DeskLogPage = 100

// DeskLog is what was done at the desk of a session, the newest first: a page of lines before one
// of them, 0 for the newest page.
func (s *Store) DeskLog(ctx context.Context, v access.Viewer, session, before int64) ([]DeskEntry, error) {
	stored, err := readableSession(ctx, s.readers, v, session)
	if err != nil {
		return nil, err
	}
	if !access.MayRelease(v, stored) {
		return nil, poll.ErrNotFound
	}
	scan := func(row scanner) (e DeskEntry, err error) {
		return e, row.Scan(&e.ID, &e.Number, &e.What, &e.Reason, &e.Role, &e.Link, asTime(&e.Made))
	}
	return list(ctx, s.readers, scan, `
		SELECT id, number, what, reason, role, link, made
		FROM desk_log
		WHERE session = ?1 AND (?2 = 0 OR id < ?2)
		ORDER BY id DESC
		LIMIT ?3`, session, before, DeskLogPage)
}
