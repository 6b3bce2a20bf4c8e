package store

import (
	"context"
	"slices"

	"soundings/access"
	"soundings/feedback"
	"soundings/poll"
)

// act does one thing at the desk in one transaction, with its line in the log: only if the
// contribution still is what the operator saw, so that no text is released that nobody has read.
func (s *Store) act(ctx context.Context, v access.Viewer, seen Seen, a act) error {
	return s.write(ctx, func(ctx context.Context, tx *change) error {
		stored, err := one(ctx, tx, scanDeskRow, `SELECT `+deskColumns+` FROM contribution WHERE id = ?`, seen.Contribution)
		if err != nil {
			return err
		}
		session, err := readableSession(ctx, tx, v, stored.SessionID)
		if err != nil {
			return err
		}
		if !access.MayRelease(v, session) {
			return poll.ErrNotFound
		}
		if stored.Revision != seen.Revision || stored.State != seen.State || !slices.Contains(a.from, stored.State) {
			return &Overtaken{stored.Contribution}
		}
		entry, err := one(ctx, tx, scanValue[int64], `
			INSERT INTO desk_log (session, number, what, reason, role, link, made)
			VALUES (?, ?, ?, ?, ?, ?, ?)
			RETURNING id`,
			session.ID, stored.Number, string(a.what), string(a.reason), string(v.Role), v.Link, s.now().Unix())
		if err != nil {
			return err
		}
		if err := a.change(ctx, tx, stored.Contribution, entry); err != nil {
			return err
		}
		return tx.touch(ctx, session.ID)
	})
}

// release makes a contribution one that may be shown. A wall of its key question turns to the
// first page, where it stands.
func release(ctx context.Context, tx *change, c feedback.Contribution, entry int64) error {
	err := tx.exec(ctx, `UPDATE contribution SET state = ?, reason = '', handled = ? WHERE id = ?`,
		string(feedback.Shown), entry, c.ID)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `UPDATE session SET wall_page = 1 WHERE id = ? AND current_question = ?`, c.SessionID, c.KeyQuestionID)
}

// withdrawFromScreen makes a contribution one that may not be shown, wherever it was shown.
func withdrawFromScreen(ctx context.Context, tx *change, c feedback.Contribution, to feedback.State, reason feedback.Reason, entry int64) error {
	err := tx.exec(ctx, `
		UPDATE contribution
		SET state = ?1, reason = ?2, handled = ?3, pinned = CASE WHEN ?1 = ?4 THEN 0 ELSE pinned END
		WHERE id = ?5`, string(to), string(reason), entry, string(feedback.SetAside), c.ID)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `UPDATE session SET selected = NULL WHERE selected = ?`, c.ID)
}
