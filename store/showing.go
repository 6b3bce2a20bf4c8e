package store

import (
	"context"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/poll"
)

// PutOnScreen says what a session's screen shows: a poll that is no draft, one of its key questions,
// or a contribution that was released. Those who lead the session and its desk may.
func (s *Store) PutOnScreen(ctx context.Context, v access.Viewer, session int64, show agenda.Showing) error {
	return s.write(ctx, func(ctx context.Context, tx *change) error {
		stored, err := readableSession(ctx, tx, v, session)
		if err != nil {
			return err
		}
		if !access.MayDirect(v, stored) {
			return poll.ErrNotFound
		}
		if show, err = showable(ctx, tx, session, show); err != nil {
			return err
		}
		if err := putOnScreen(ctx, tx, session, show); err != nil {
			return err
		}
		return tx.touch(ctx, session)
	})
}

func putOnScreen(ctx context.Context, tx *change, session int64, show agenda.Showing) error {
	return tx.exec(ctx, `
		UPDATE session
		SET current_poll = nullif(?, 0), current_question = nullif(?, 0), selected = nullif(?, 0), wall_page = ?
		WHERE id = ?`, show.Poll, show.KeyQuestion, show.Contribution, max(show.Page, 1), session)
}

// showable completes what is to be shown, or says that it is not there to be shown.
func showable(ctx context.Context, tx *change, session int64, show agenda.Showing) (agenda.Showing, error) {
	switch {
	case show.Poll != 0:
		p, err := storedPoll(ctx, tx, show.Poll)
		if err == nil && (p.SessionID != session || p.State == poll.Draft) {
			err = poll.ErrNotFound
		}
		return agenda.Showing{Poll: show.Poll}, err
	case show.Contribution != 0:
		question, err := one(ctx, tx, scanValue[int64],
			`SELECT key_question FROM contribution WHERE id = ? AND session = ? AND state = ?`,
			show.Contribution, session, string(feedback.Shown))
		return agenda.Showing{KeyQuestion: question, Contribution: show.Contribution}, err
	default:
		return agenda.Showing{KeyQuestion: show.KeyQuestion, Page: show.Page}, requireKeyQuestion(ctx, tx, session, show.KeyQuestion)
	}
}
