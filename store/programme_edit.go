package store

import (
	"context"
	"database/sql"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

// Programme is every session with its key questions, in order; organisers only.
func (s *Store) Programme(ctx context.Context, v access.Viewer) ([]agenda.SessionPlan, error) {
	if !access.MayOrganise(v) {
		return nil, poll.ErrNotFound
	}
	var programme []agenda.SessionPlan
	err := s.read(ctx, func(tx *sql.Tx) error {
		all, err := sessions(ctx, tx, v)
		for _, session := range all {
			var questions []agenda.KeyQuestion
			if questions, err = keyQuestions(ctx, tx, session.ID); err != nil {
				break
			}
			programme = append(programme, agenda.SessionPlan{Session: session, KeyQuestions: questions})
		}
		return err
	})
	return programme, err
}

// AddSession adds one session with its key questions behind the others.
func (s *Store) AddSession(ctx context.Context, v access.Viewer, planned agenda.SessionPlan) (agenda.Session, error) {
	var added agenda.Session
	err := s.revise(ctx, v, "change.session_added", planned.Session.Name(), func(ctx context.Context, tx *change) (err error) {
		if added, err = addSession(ctx, tx, planned); err != nil {
			return err
		}
		planned.Session.ID = added.ID
		return putSession(ctx, tx, planned.Session)
	})
	return added, err
}

// EditSession replaces what the organiser wrote of a session, its slots and its windows of writing,
// if it is still at the revision that was edited; else it is poll.ErrConflict. Access has its own way.
func (s *Store) EditSession(ctx context.Context, v access.Viewer, session agenda.Session) error {
	return s.revise(ctx, v, "change.session_edited", session.Name(), func(ctx context.Context, tx *change) error {
		stored, err := readableSession(ctx, tx, v, session.ID)
		if err != nil {
			return err
		}
		if stored.Revision != session.Revision {
			return poll.ErrConflict
		}
		return putSession(ctx, tx, session)
	})
}

func putSession(ctx context.Context, tx *change, session agenda.Session) error {
	err := tx.exec(ctx, `
		UPDATE session SET
			number = ?,
			label = ?,
			title = ?,
			type = ?,
			write_before = ?,
			write_during = ?,
			write_after = ?,
			write_until = ?,
			revision = revision + 1
		WHERE id = ?`,
		session.Number,
		encode(session.Label),
		encode(session.Title),
		string(session.Type),
		session.Windows.Before,
		session.Windows.During,
		!session.Windows.NotAfter,
		seconds(session.Windows.Until),
		session.ID,
	)
	if err != nil {
		return err
	}
	return putSlots(ctx, tx, session.ID, session.Slots)
}

// MoveSession moves a session before its neighbour above, or behind the one below.
func (s *Store) MoveSession(ctx context.Context, v access.Viewer, id int64, up bool) error {
	session, err := s.Session(ctx, v, id)
	if err != nil {
		return err
	}
	return s.revise(ctx, v, "change.session_moved", session.Name(), func(ctx context.Context, tx *change) error {
		order, err := list(ctx, tx, scanValue[int64], `SELECT id FROM session WHERE removed = 0 ORDER BY position, id`)
		if err != nil {
			return err
		}
		return orderSessions(ctx, tx, moved(order, id, up))
	})
}

// SortSessions puts the sessions in the order in which they begin.
func (s *Store) SortSessions(ctx context.Context, v access.Viewer) error {
	return s.revise(ctx, v, "change.sorted", agenda.Text{}, func(ctx context.Context, tx *change) error {
		all, err := sessions(ctx, tx, v)
		if err != nil {
			return err
		}
		var order []int64
		for _, session := range agenda.SortByTime(all) {
			order = append(order, session.ID)
		}
		return orderSessions(ctx, tx, order)
	})
}

// orderSessions numbers sessions from 1, in this order.
func orderSessions(ctx context.Context, tx *change, order []int64) error {
	for i, id := range order {
		err := tx.exec(ctx, `UPDATE session SET position = ?1 WHERE id = ?2 AND position <> ?1`, i+1, id)
		if err != nil {
			return err
		}
	}
	return nil
}

// RemoveSession takes a session out of the programme with its drafts, unless it holds answers or
// contributions; that is poll.ErrHeld.
func (s *Store) RemoveSession(ctx context.Context, v access.Viewer, id int64) error {
	session, err := s.Session(ctx, v, id)
	if err != nil {
		return err
	}
	return s.revise(ctx, v, "change.session_removed", session.Name(), func(ctx context.Context, tx *change) error {
		return removeSession(ctx, tx, id)
	})
}

func removeSession(ctx context.Context, tx *change, id int64) error {
	if err := requireEmpty(ctx, tx, sessionHolds, id); err != nil {
		return err
	}
	return tx.exec(ctx, `UPDATE session SET removed = 1, revision = revision + 1 WHERE id = ?`, id)
}

// keepClocks gives every slot and hour of writing the day and time of day in one zone that it had in
// another.
func keepClocks(ctx context.Context, tx *change, from, to *time.Location) error {
	if from.String() == to.String() {
		return nil
	}
	all, err := list(ctx, tx, scanSession, `SELECT `+sessionColumns+` FROM session`) // removed ones too: they may come back
	if err != nil {
		return err
	}
	for _, session := range all {
		if len(session.Slots) == 0 && session.Windows.Until.IsZero() {
			continue
		}
		for i, slot := range session.Slots {
			session.Slots[i] = keptSlot(slot, from, to)
		}
		session.Windows.Until = agenda.KeepClock(session.Windows.Until, from, to)
		if err := putSession(ctx, tx, session); err != nil {
			return err
		}
	}
	return nil
}

// keptSlot keeps its length where clocks change within it, so that it never ends before it begins.
func keptSlot(slot agenda.Slot, from, to *time.Location) agenda.Slot {
	kept := agenda.Slot{Starts: agenda.KeepClock(slot.Starts, from, to), Ends: agenda.KeepClock(slot.Ends, from, to)}
	if !kept.Ends.After(kept.Starts) {
		kept.Ends = kept.Starts.Add(slot.Ends.Sub(slot.Starts))
	}
	return kept
}
