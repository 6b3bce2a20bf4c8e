package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/poll"
)

// MaxContributions is how many contributions a participant may have on one key question.
const MaxContributions = 20

// MaxReleased is how many released contributions of a key question are read at most.
const MaxReleased = 200

const maxLanguageTag = 35

// Writing is a contribution on its way: what the phone sent.
type Writing struct {
	KeyQuestion  int64
	Type         feedback.Type
	Text         agenda.Text // as it was typed
	Addressee    feedback.Addressee
	Quotable     bool
	Nonce        string // the same in each copy of this writing, never in another
	Contribution int64  // that is edited, 0 for a new one
	Replaces     int64  // the revision that was edited, 0 for a new one
}

// EditedMeanwhile says that the contribution was edited on another page or phone; it wraps
// poll.ErrConflict.
type EditedMeanwhile struct{ Stored feedback.Contribution }

func (e *EditedMeanwhile) Error() string {
	return fmt.Sprintf("contribution at revision %d is stored: %v", e.Stored.Revision, poll.ErrConflict)
}

// Unwrap makes it a poll.ErrConflict.
func (e *EditedMeanwhile) Unwrap() error { return poll.ErrConflict }

// Counts are how many contributions a key question has.
type Counts struct {
	Recorded int
	Shown    int
}

// Contribute stores a contribution, or an edit of one by its author, which brings it in again. It
// returns nil only after the commit. A copy of a writing gets what the first one led to, also after
// the window has closed.
func (s *Store) Contribute(ctx context.Context, v access.Viewer, w Writing) (feedback.Contribution, error) {
	cleaned, err := w.cleaned()
	if err != nil {
		return feedback.Contribution{}, err
	}
	c := &contributing{viewer: v, writing: cleaned, now: s.now, done: make(chan error, 1)}
	if err := s.submit(c); err != nil {
		return feedback.Contribution{}, err
	}
	select {
	case err := <-c.done:
		if err == nil {
			err = c.refusal
		}
		if err != nil {
			return feedback.Contribution{}, err
		}
		return c.receipt, nil
	case <-ctx.Done():
		// It may yet be stored; the same writing sent again will tell.
		return feedback.Contribution{}, notSaved(ctx.Err())
	}
}

// cleaned is the writing as it is stored, or every fault that it has.
func (w Writing) cleaned() (Writing, error) {
	errs := []error{checkNonce(w.Nonce)}
	text, err := agenda.Clean(w.Text.Text, agenda.MaxCharacters)
	switch {
	case errors.Is(err, agenda.ErrEmptyText):
		errs = append(errs, &poll.Invalid{Field: "text", Key: "fault.empty"})
	case errors.Is(err, agenda.ErrTextTooLong):
		errs = append(errs, &poll.Invalid{Field: "text", Key: "fault.too_long", Limit: agenda.MaxCharacters})
	case err != nil:
		errs = append(errs, &poll.Invalid{Field: "text", Key: "fault.encoding"})
	}
	if w.Type == "" {
		errs = append(errs, &poll.Invalid{Field: "type", Key: "fault.type"})
	} else if !w.Type.Known() {
		errs = append(errs, &poll.Invalid{Field: "type", Key: "fault.unknown_option"})
	}
	if w.Type != feedback.Recommendation {
		w.Addressee = feedback.NoAddressee
	}
	if !w.Addressee.Known() {
		errs = append(errs, &poll.Invalid{Field: "addressee", Key: "fault.unknown_option"})
	}
	if len(w.Text.Lang) > maxLanguageTag {
		errs = append(errs, &poll.Invalid{Field: "language", Key: "fault.unknown_option"})
	}
	w.Text = agenda.Plain(w.Text.Lang, text)
	return w, errors.Join(errs...)
}

// Withdraw removes a contribution for its author while the window is open. Its text is gone from
// the file, its number is not given again. To withdraw once more is no error.
func (s *Store) Withdraw(ctx context.Context, v access.Viewer, contribution int64) error {
	w := &withdrawing{viewer: v, contribution: contribution, now: s.now, done: make(chan error, 1)}
	if err := s.submit(w); err != nil {
		return err
	}
	select {
	case err := <-w.done:
		return errors.Join(err, w.refusal)
	case <-ctx.Done():
		return notSaved(ctx.Err())
	}
}

const contributionColumns = `
	contribution.id,
	contribution.session,
	contribution.key_question,
	contribution.number,
	contribution.type,
	contribution.text,
	contribution.addressee,
	contribution.quotable,
	contribution.written,
	contribution.state,
	contribution.reason,
	contribution.pinned,
	contribution.revision,
	contribution.minute`

func scanContribution(row scanner) (feedback.Contribution, error) {
	var c feedback.Contribution
	err := row.Scan(intoContribution(&c)...)
	return c, err
}

func intoContribution(c *feedback.Contribution) []any {
	return []any{
		&c.ID,
		&c.SessionID,
		&c.KeyQuestionID,
		&c.Number,
		&c.Type,
		asJSON(&c.Text),
		&c.Addressee,
		&c.Quotable,
		&c.Window,
		&c.State,
		&c.Reason,
		&c.Pinned,
		&c.Revision,
		&c.Minute,
	}
}

// OwnContributions are the viewer's own in a session, in the order in which they were first written.
func (s *Store) OwnContributions(ctx context.Context, v access.Viewer, session int64) ([]feedback.Contribution, error) {
	var own []feedback.Contribution
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		if _, err = readableSession(ctx, tx, v, session); err != nil {
			return err
		}
		own, err = list(ctx, tx, scanContribution,
			`SELECT `+contributionColumns+` FROM contribution WHERE author = ? AND session = ? ORDER BY id`,
			v.Participant, session)
		return err
	})
	return own, err
}

// Released are the contributions on a key question that the desk has released, in the order of the
// wall: what the room may see. No text reaches another's phone in any other way.
func (s *Store) Released(ctx context.Context, v access.Viewer, keyQuestion int64) ([]feedback.Contribution, error) {
	var released []feedback.Contribution
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		if _, err = readableQuestion(ctx, tx, v, keyQuestion); err != nil {
			return err
		}
		released, err = list(ctx, tx, scanContribution,
			`SELECT `+contributionColumns+` FROM contribution WHERE key_question = ? AND state = ?`+deskOrder+` LIMIT ?`,
			keyQuestion, string(feedback.Shown), MaxReleased)
		return err
	})
	return released, err
}

// ContributionCounts are how many contributions each key question of a session has; every key
// question is in it.
func (s *Store) ContributionCounts(ctx context.Context, v access.Viewer, session int64) (map[int64]Counts, error) {
	type counted struct {
		question int64
		Counts
	}
	scan := func(row scanner) (counted, error) {
		var c counted
		err := row.Scan(&c.question, &c.Recorded, &c.Shown)
		return c, err
	}
	counts := map[int64]Counts{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		if _, err := readableSession(ctx, tx, v, session); err != nil {
			return err
		}
		all, err := list(ctx, tx, scan, `
			SELECT
				key_question.id,
				count(contribution.id),
				count(CASE contribution.state WHEN 'shown' THEN 1 END)
			FROM key_question
			LEFT JOIN contribution ON contribution.key_question = key_question.id
			WHERE key_question.session = ? AND key_question.removed = 0
			GROUP BY key_question.id`, session)
		for _, one := range all {
			counts[one.question] = one.Counts
		}
		return err
	})
	return counts, err
}

// DeskActs is a number that grows with everything that is done at the desk of a session: with it, a
// phone asks anew what became of its own contributions.
func (s *Store) DeskActs(ctx context.Context, v access.Viewer, session int64) (int64, error) {
	return one(ctx, s.readers, scanValue[int64], `
		SELECT coalesce((SELECT max(id) FROM desk_log WHERE desk_log.session = session.id), 0)
		FROM session
		WHERE `+inScope+` AND session.id = ?`, scoped(v, session)...)
}

// QuestionCounts are how many key questions each session has that the viewer may read.
func (s *Store) QuestionCounts(ctx context.Context, v access.Viewer) (map[int64]int, error) {
	type counted struct {
		session   int64
		questions int
	}
	scan := func(row scanner) (counted, error) {
		var c counted
		err := row.Scan(&c.session, &c.questions)
		return c, err
	}
	all, err := list(ctx, s.readers, scan, `
		SELECT session.id, count(*)
		FROM session
		JOIN key_question ON key_question.session = session.id AND key_question.removed = 0
		WHERE `+inScope+`
		GROUP BY session.id`, scoped(v)...)
	counts := map[int64]int{}
	for _, one := range all {
		counts[one.session] = one.questions
	}
	return counts, err
}
