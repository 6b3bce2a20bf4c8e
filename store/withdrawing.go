package store

import (
	"time"

	"soundings/access"
	"soundings/poll"
)

// withdrawing is a contribution that its author takes back, waiting for the writer.
type withdrawing struct {
	viewer       access.Viewer
	contribution int64
	now          func() time.Time
	refusal      error
	done         chan error
}

func (w *withdrawing) reply(err error) { w.done <- err }

func (w *withdrawing) apply(b *batch) error {
	w.refusal = nil
	author := w.viewer.Participant
	if gone, err := b.writing.gone.row(1, author, "", w.contribution); err != nil || gone != nil {
		return err
	}
	row, err := b.writing.stored.row(15, w.contribution, author)
	if err != nil || row == nil {
		w.refusal = poll.ErrNotFound
		return err
	}
	stored, err := scanContribution(values(row[:14]))
	if err != nil {
		return err
	}
	question, err := b.question(w.viewer, stored.KeyQuestionID)
	switch {
	case err != nil:
		return err
	case question == nil:
		w.refusal = poll.ErrNotFound
		return nil
	case !question.takes(w.viewer, w.now()):
		w.refusal = poll.ErrClosed
		return nil
	}
	return w.erase(b, question.session.ID)
}

func (w *withdrawing) erase(b *batch, session int64) error {
	if err := b.clearFromScreen(session, w.contribution); err != nil {
		return err
	}
	nonce, err := b.writing.erase.row(1, w.contribution)
	if err != nil {
		return err
	}
	_, err = b.writing.remember.exec(w.contribution, w.viewer.Participant, nonce[0])
	return err
}
