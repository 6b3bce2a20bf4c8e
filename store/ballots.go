package store

import (
	"context"
	"database/sql"
	"fmt"

	"soundings/access"
	"soundings/poll"
)

// MaxNonce is the most bytes that a tap's nonce may have.
const MaxNonce = 64

// Tap is an answer on its way: what the phone sent.
type Tap struct {
	Poll            int64
	Answer          poll.Answer
	ContentRevision int64  // of the poll as the phone showed it
	Replaces        int64  // the revision of the answer that it replaces, 0 for the first
	Nonce           string // the same in each copy of this tap, never in another tap
}

// Receipt is the stored answer that a tap led to.
type Receipt struct {
	Answer   poll.Answer
	Revision int64
}

// Refused says that another answer of the same participant is stored, given meanwhile on another
// page or phone; it wraps poll.ErrConflict.
type Refused struct{ Stored Receipt }

func (e *Refused) Error() string {
	return fmt.Sprintf("answer at revision %d is stored: %v", e.Stored.Revision, poll.ErrConflict)
}

// Unwrap makes it a poll.ErrConflict.
func (e *Refused) Unwrap() error { return poll.ErrConflict }

// Record stores an answer. It returns nil only after the commit, so that a receipt means on disk.
// A copy of a tap gets the receipt of the first, also after closing.
func (s *Store) Record(ctx context.Context, v access.Viewer, tap Tap) (Receipt, error) {
	if err := checkNonce(tap.Nonce); err != nil {
		return Receipt{}, err
	}
	a := &answering{viewer: v, tap: tap, done: make(chan error, 1)}
	if err := s.submit(a); err != nil {
		return Receipt{}, err
	}
	select {
	case err := <-a.done:
		if err != nil {
			return Receipt{}, err
		}
		return a.receipt, a.refusal
	case <-ctx.Done():
		// It may yet be stored; the same tap sent again will tell.
		return Receipt{}, notSaved(ctx.Err())
	}
}

func checkNonce(nonce string) error {
	switch {
	case nonce == "":
		return &poll.Invalid{Field: "nonce", Key: "fault.empty"}
	case len(nonce) > MaxNonce:
		return &poll.Invalid{Field: "nonce", Key: "fault.too_long", Limit: MaxNonce}
	}
	return nil
}

// answering is a tap that waits for the writer.
type answering struct {
	viewer  access.Viewer
	tap     Tap
	receipt Receipt
	refusal error
	done    chan error
}

func (a *answering) reply(err error) { a.done <- err }

func (a *answering) apply(b *batch) error {
	a.receipt, a.refusal = Receipt{}, nil
	t, err := b.poll(a.tap.Poll)
	if err != nil {
		return err
	}
	if t == nil || t.state == poll.Draft || !access.MayRead(a.viewer, t.session) {
		a.refusal = poll.ErrNotFound
		return nil
	}
	takes := t.takesAnswersOf(a.viewer)
	if takes && a.tap.ContentRevision == t.contentRevision {
		written, err := a.put(b)
		if err != nil {
			return err
		}
		if written {
			t.written = true
			a.receipt = Receipt{Answer: a.tap.Answer, Revision: a.tap.Replaces + 1}
			return nil
		}
	}
	return a.decide(b, takes, t.contentRevision)
}

// put writes the answer, unless what is stored is not what the tap replaces.
func (a *answering) put(b *batch) (written bool, err error) {
	tap, voter := a.tap, a.viewer.Participant
	var result interface{ RowsAffected() (int64, error) }
	if tap.Replaces == 0 {
		result, err = b.first.exec(tap.Poll, voter, string(tap.Answer), tap.Nonce)
	} else {
		result, err = b.again.exec(string(tap.Answer), tap.Nonce, tap.Poll, voter, tap.Replaces, tap.Nonce)
	}
	if err != nil {
		return false, err
	}
	changed, err := result.RowsAffected()
	return changed == 1, err
}

// decide answers a tap that was not written, in this order: a copy of the stored tap gets its
// receipt; a poll that takes no answers is closed; a form of other content is out of date; else
// another answer is stored.
func (a *answering) decide(b *batch, takes bool, contentRevision int64) error {
	row, err := b.stored.row(3, a.tap.Poll, a.viewer.Participant)
	if err != nil {
		return err
	}
	var stored Receipt
	if row != nil {
		stored = Receipt{Answer: poll.Answer(row[0].(string)), Revision: row[1].(int64)}
	}
	switch {
	case row != nil && row[2].(string) == a.tap.Nonce:
		a.receipt = stored
	case !takes:
		a.refusal = poll.ErrClosed
	case a.tap.ContentRevision != contentRevision:
		a.refusal = poll.ErrConflict
	default:
		a.refusal = &Refused{Stored: stored}
	}
	return nil
}

const ballotColumns = `
	ballot.poll,
	ballot.voter,
	ballot.grp,
	ballot.answer,
	ballot.revision,
	ballot.nonce`

func scanBallot(row scanner) (poll.Ballot, error) {
	var b poll.Ballot
	err := row.Scan(&b.Poll, &b.Voter, &b.Group, &b.Answer, &b.Revision, &b.Nonce)
	return b, err
}

// Ballot is the viewer's own answer to a poll; its Revision is 0 when there is none.
func (s *Store) Ballot(ctx context.Context, v access.Viewer, id int64) (poll.Ballot, error) {
	if _, _, err := s.Poll(ctx, v, id); err != nil {
		return poll.Ballot{}, err
	}
	own, err := list(ctx, s.readers, scanBallot,
		`SELECT `+ballotColumns+` FROM ballot WHERE poll = ? AND voter = ?`, id, v.Participant)
	if err != nil || len(own) == 0 {
		return poll.Ballot{}, err
	}
	return own[0], nil
}

// OwnBallots are the viewer's own answers in a session, by poll.
func (s *Store) OwnBallots(ctx context.Context, v access.Viewer, session int64) (map[int64]poll.Ballot, error) {
	own := map[int64]poll.Ballot{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		if _, err := readableSession(ctx, tx, v, session); err != nil {
			return err
		}
		ballots, err := list(ctx, tx, scanBallot, `
			SELECT `+ballotColumns+`
			FROM poll
			JOIN ballot ON ballot.poll = poll.id AND ballot.voter = ?
			WHERE poll.session = ?`, v.Participant, session)
		for _, b := range ballots {
			own[b.Poll] = b
		}
		return err
	})
	return own, err
}
