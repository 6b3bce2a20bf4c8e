package store

import (
	"database/sql/driver"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/poll"
)

// writingStatements are those of contributions.
type writingStatements struct {
	question, known, stored   statement
	own, number, first, again statement
	gone, erase, remember     statement
	unselect                  statement
}

func (s *writingStatements) all() []prepared {
	return []prepared{
		{&s.question, `
			SELECT
				session.id,
				session.access,
				session.progress,
				session.write_before,
				session.write_during,
				session.write_after,
				session.write_until,
				session.ended_at,
				(SELECT json_group_array(json_array(starts, ends) ORDER BY starts) FROM slot WHERE slot.session = session.id),
				conference.time_zone
			FROM key_question
			JOIN session ON session.id = key_question.session
			JOIN conference
			WHERE key_question.id = ? AND key_question.removed = 0 AND session.removed = 0`},
		{&s.known, `SELECT ` + contributionColumns + ` FROM contribution WHERE author = ? AND nonce = ?`},
		{&s.stored, `SELECT ` + contributionColumns + `, edit_nonce FROM contribution WHERE id = ? AND author = ?`},
		{&s.own, `SELECT count(*) FROM contribution WHERE author = ? AND session = ? AND key_question = ?`},
		{&s.number, `UPDATE session SET last_number = last_number + 1 WHERE id = ? RETURNING last_number`},
		{&s.first, `
			INSERT INTO contribution
				(session, key_question, author, number, type, text, folded, addressee, quotable, written, nonce, minute)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&s.again, `
			UPDATE contribution
			SET
				type = ?,
				text = ?,
				folded = ?,
				addressee = ?,
				quotable = ?,
				written = ?,
				edit_nonce = ?,
				minute = ?,
				state = 'incoming',
				reason = '',
				pinned = 0,
				handled = 0,
				revision = revision + 1
			WHERE id = ?`},
		{&s.gone, `SELECT 1 FROM withdrawn WHERE author = ? AND (nonce = ? OR contribution = ?)`},
		{&s.erase, `DELETE FROM contribution WHERE id = ? RETURNING nonce`},
		{&s.remember, `INSERT INTO withdrawn (contribution, author, nonce) VALUES (?, ?, ?)`},
		{&s.unselect, `UPDATE session SET selected = NULL WHERE id = ? AND selected = ?`},
	}
}

// asked is what a batch must know of a key question, read once.
type asked struct {
	session agenda.Session // what the rules of access and the windows look at, no more
	zone    *time.Location
}

func (a *asked) takes(v access.Viewer, now time.Time) bool {
	return access.MayContribute(v, a.session) && a.writing(now).Open
}

func (a *asked) writing(now time.Time) agenda.Writing { return a.session.WritingAt(now, a.zone) }

// question reads what the batch must know of a key question, nil when the viewer may not know of it.
func (b *batch) question(v access.Viewer, id int64) (*asked, error) {
	known, ok := b.asked[id]
	if !ok {
		row, err := b.writing.question.row(10, id)
		if err != nil || row == nil {
			return nil, err
		}
		var facts agenda.Conference
		known = &asked{}
		err = values(row).Scan(
			&known.session.ID,
			&known.session.Access,
			&known.session.Progress,
			&known.session.Windows.Before,
			&known.session.Windows.During,
			negated{&known.session.Windows.NotAfter},
			asTime(&known.session.Windows.Until),
			asTime(&known.session.EndedAt),
			slotColumn{&known.session.Slots},
			&facts.TimeZone,
		)
		if err != nil {
			return nil, err
		}
		known.zone = facts.Zone()
		b.asked[id] = known
	}
	if !access.MayRead(v, known.session) {
		return nil, nil
	}
	return known, nil
}

// contributing is a writing that waits for the writer.
type contributing struct {
	viewer  access.Viewer
	writing Writing
	now     func() time.Time
	receipt feedback.Contribution
	refusal error
	done    chan error
}

func (c *contributing) reply(err error) { c.done <- err }

func (c *contributing) apply(b *batch) error {
	c.receipt, c.refusal = feedback.Contribution{}, nil
	if c.writing.Contribution != 0 {
		return c.edit(b)
	}
	return c.add(b)
}

// add stores a new contribution, in this order: a copy of one that is stored is that one; of one that
// was withdrawn, it does not come back; a shut window is closed; else it gets the next number. A form
// that was sent, lost its reply and was sent again with other words is refused with the stored ones.
func (c *contributing) add(b *batch) error {
	w, author := c.writing, c.viewer.Participant
	question, err := b.question(c.viewer, w.KeyQuestion)
	if err != nil || question == nil {
		c.refusal = poll.ErrNotFound
		return err
	}
	if row, err := b.writing.known.row(14, author, w.Nonce); err != nil || row != nil {
		return c.again(row, err)
	}
	if gone, err := b.writing.gone.row(1, author, w.Nonce, int64(0)); err != nil || gone != nil {
		c.refusal = poll.ErrNotFound
		return err
	}
	now := c.now()
	if !question.takes(c.viewer, now) {
		c.refusal = poll.ErrClosed
		return nil
	}
	own, err := b.writing.own.row(1, author, question.session.ID, w.KeyQuestion)
	if err != nil {
		return err
	}
	if own[0].(int64) >= MaxContributions {
		c.refusal = &poll.Invalid{Field: "text", Key: "fault.enough_written", Limit: MaxContributions}
		return nil
	}
	return c.insert(b, question, now)
}

func (c *contributing) again(row []driver.Value, err error) error {
	err = c.take(row, err)
	if err == nil && c.receipt.Revision == 1 && !c.writing.says(c.receipt) {
		c.refusal = &EditedMeanwhile{Stored: c.receipt}
	}
	return err
}

func (c *contributing) insert(b *batch, question *asked, now time.Time) error {
	w, author, session := c.writing, c.viewer.Participant, question.session.ID
	number, err := b.writing.number.row(1, session)
	if err != nil {
		return err
	}
	text, err := encode(w.Text).Value()
	if err != nil {
		return err
	}
	_, err = b.writing.first.exec(session, w.KeyQuestion, author, number[0], string(w.Type), text, agenda.Fold(w.Text.Text),
		string(w.Addressee), oneIf(w.Quotable), string(question.writing(now).Window), w.Nonce, minute(now))
	if err != nil {
		return err
	}
	b.sessions[session] = 0
	return c.take(b.writing.known.row(14, author, w.Nonce))
}

// edit replaces a contribution's text, in this order: a copy of the last edit is that one; a shut
// window is closed; an edit of an older text is refused with the stored one; what says the same
// changes nothing.
func (c *contributing) edit(b *batch) error {
	w := c.writing
	row, err := b.writing.stored.row(15, w.Contribution, c.viewer.Participant)
	if err != nil || row == nil {
		c.refusal = poll.ErrNotFound
		return err
	}
	stored, err := scanContribution(values(row[:14]))
	if err != nil {
		return err
	}
	question, err := b.question(c.viewer, stored.KeyQuestionID)
	if err != nil || question == nil {
		c.refusal = poll.ErrNotFound
		return err
	}
	now := c.now()
	switch {
	case row[14].(string) == w.Nonce:
		c.receipt = stored
	case !question.takes(c.viewer, now):
		c.refusal = poll.ErrClosed
	case stored.Revision != w.Replaces:
		c.refusal = &EditedMeanwhile{Stored: stored}
	case w.says(stored):
		c.receipt = stored
	default:
		return c.replace(b, question, now)
	}
	return nil
}

func (w Writing) says(stored feedback.Contribution) bool {
	return w.Type == stored.Type && w.Addressee == stored.Addressee && w.Quotable == stored.Quotable &&
		w.Text.Lang == stored.Text.Lang && w.Text.Text == stored.Text.Text
}

func (c *contributing) replace(b *batch, question *asked, now time.Time) error {
	w := c.writing
	text, err := encode(w.Text).Value()
	if err != nil {
		return err
	}
	_, err = b.writing.again.exec(string(w.Type), text, agenda.Fold(w.Text.Text), string(w.Addressee), oneIf(w.Quotable),
		string(question.writing(now).Window), w.Nonce, minute(now), w.Contribution)
	if err != nil {
		return err
	}
	if err := b.clearFromScreen(question.session.ID, w.Contribution); err != nil {
		return err
	}
	row, err := b.writing.stored.row(15, w.Contribution, c.viewer.Participant)
	if err != nil {
		return err
	}
	return c.take(row[:14], nil)
}

func (c *contributing) take(row []driver.Value, err error) error {
	if err == nil {
		c.receipt, err = scanContribution(values(row))
	}
	return err
}

// clearFromScreen marks the session as changed, and takes the contribution off its screen.
func (b *batch) clearFromScreen(session, contribution int64) error {
	b.sessions[session] = 0
	result, err := b.writing.unselect.exec(session, contribution)
	if err != nil {
		return err
	}
	selected, err := result.RowsAffected()
	b.cleared = b.cleared || selected > 0
	return err
}

func minute(t time.Time) int64 { return t.Unix() / 60 }

func oneIf(set bool) int64 {
	if set {
		return 1
	}
	return 0
}
