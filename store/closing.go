package store

import (
	"context"

	"soundings/access"
	"soundings/poll"
)

// CloseAnswers ends the taking of answers and stores what they add up to: respondents, counts,
// digest and seal, in the same transaction. Closing a closed poll changes nothing.
func (s *Store) CloseAnswers(ctx context.Context, v access.Viewer, id int64) (poll.Poll, error) {
	var closed poll.Poll
	err := s.moderatePoll(ctx, v, id, func(ctx context.Context, tx *change, p poll.Poll) (err error) {
		switch p.State {
		case poll.Draft:
			return poll.ErrConflict
		case poll.Closed:
			closed = p
			return nil
		}
		closed, err = closeAnswers(ctx, tx, id)
		return err
	})
	return closed, err
}

// finishClosing closes the polls that a killed server left between the two states.
func (s *Store) finishClosing(ctx context.Context, tx *change) error {
	left, err := list(ctx, tx, scanPoll,
		`SELECT `+pollColumns+` FROM poll WHERE state = ?`, string(poll.Closing))
	if err != nil {
		return err
	}
	for _, p := range left {
		if _, err := closeAnswers(ctx, tx, p.ID); err != nil {
			return err
		}
		if err := tx.touch(ctx, p.SessionID); err != nil {
			return err
		}
	}
	return nil
}

// closeAll closes every poll of a session that takes answers.
func closeAll(ctx context.Context, tx *change, session int64) error {
	taking, err := list(ctx, tx, scanPoll,
		`SELECT `+pollColumns+` FROM poll WHERE session = ? AND state = ?`, session, string(poll.TakingAnswers))
	if err != nil {
		return err
	}
	for _, p := range taking {
		if _, err := closeAnswers(ctx, tx, p.ID); err != nil {
			return err
		}
	}
	return nil
}

func closeAnswers(ctx context.Context, tx *change, id int64) (poll.Poll, error) {
	counts, err := countAnswers(ctx, tx, id)
	if err != nil {
		return poll.Poll{}, err
	}
	closed, err := one(ctx, tx, scanPoll, `
		UPDATE poll SET
			state = ?,
			version = version + 1,
			respondents = ?,
			counts = ?,
			digest = ?
		WHERE id = ?
		RETURNING `+pollColumns,
		string(poll.Closed), poll.Respondents(counts), encode(counts), poll.Digest(counts), id)
	if err != nil {
		return poll.Poll{}, err
	}
	tx.closed = append(tx.closed, id)
	return closed, putSeal(ctx, tx, id)
}

// countAnswers counts the stored ballots of a poll, in the order of their answers.
func countAnswers(ctx context.Context, q querier, id int64) ([]poll.Count, error) {
	scan := func(row scanner) (c poll.Count, err error) { return c, row.Scan(&c.Answer, &c.People) }
	return list(ctx, q, scan,
		`SELECT answer, count(*) FROM ballot WHERE poll = ? GROUP BY answer ORDER BY answer`, id)
}

// ShowResult shows the result on the screen and on phones, each apart, or hides it there.
func (s *Store) ShowResult(ctx context.Context, v access.Viewer, id int64, onScreen, onPhones bool) error {
	return s.moderatePoll(ctx, v, id, func(ctx context.Context, tx *change, p poll.Poll) error {
		if p.OnScreen == onScreen && p.OnPhones == onPhones {
			return nil
		}
		return keepSealed(ctx, tx, p, func() error {
			return tx.exec(ctx, `UPDATE poll SET on_screen = ?, on_phones = ?, version = version + 1 WHERE id = ?`,
				onScreen, onPhones, id)
		})
	})
}
