package store

import (
	"cmp"
	"context"
	"errors"
	"reflect"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

// AddPlan writes an imported programme: its sessions after those that are there, and facts of the
// conference where none is known yet but the sample's. It returns the new sessions. The sample cannot be taken
// back by undo: it has a button of its own.
func (s *Store) AddPlan(ctx context.Context, v access.Viewer, plan agenda.Plan) ([]agenda.Session, error) {
	var added []agenda.Session
	write := func(ctx context.Context, tx *change) (err error) {
		if err := fillConference(ctx, tx, plan); err != nil {
			return err
		}
		added, err = addSessions(ctx, tx, plan)
		return err
	}
	var err error
	if plan.Sample {
		err = s.organise(ctx, v, func(ctx context.Context, tx *change) error {
			return errors.Join(write(ctx, tx), tx.touchAll(ctx))
		})
	} else {
		err = s.revise(ctx, v, "change.imported", agenda.Text{}, write)
	}
	if err != nil {
		return nil, err
	}
	return added, nil
}

// ImportPlan writes an imported programme where there is none yet but the sample: if somebody else was
// first nothing is written, and it is poll.ErrConflict.
func (s *Store) ImportPlan(ctx context.Context, v access.Viewer, plan agenda.Plan) ([]agenda.Session, error) {
	var added []agenda.Session
	err := s.revise(ctx, v, "change.imported", agenda.Text{}, func(ctx context.Context, tx *change) (err error) {
		if err := requireStored(ctx, tx, v, nil); err != nil {
			return err
		}
		if err := fillConference(ctx, tx, plan); err != nil {
			return err
		}
		added, err = addSessions(ctx, tx, plan)
		return err
	})
	return added, err
}

func addSessions(ctx context.Context, tx *change, plan agenda.Plan) ([]agenda.Session, error) {
	var added []agenda.Session
	for _, planned := range plan.Sessions {
		planned.Session.Sample = plan.Sample
		session, err := addSession(ctx, tx, planned)
		if err != nil {
			return nil, err
		}
		added = append(added, session)
	}
	return added, nil
}

func fillConference(ctx context.Context, tx *change, plan agenda.Plan) error {
	from := plan.Conference
	stored, err := conference(ctx, tx)
	if err != nil {
		return err
	}
	known := stored
	if known.Sample {
		known = agenda.Conference{}
	}
	if plan.Sample && !known.Name.IsEmpty() {
		return nil // what the sample brought into it could not be told apart later
	}
	known.Sample = plan.Sample
	if known.Name.IsEmpty() {
		known.Name = from.Name
	}
	if known.Theme.IsEmpty() {
		known.Theme = from.Theme
	}
	known.Starts = cmp.Or(known.Starts, from.Starts)
	known.Ends = cmp.Or(known.Ends, from.Ends)
	known.Place = cmp.Or(known.Place, from.Place)
	known.Room = cmp.Or(known.Room, from.Room)
	known.TimeZone = cmp.Or(known.TimeZone, from.TimeZone)
	known.Language = cmp.Or(known.Language, from.Language)
	if reflect.DeepEqual(known, stored) {
		return nil // nobody who edits the facts meanwhile need be told
	}
	return saveConference(ctx, tx, known)
}

func addSession(ctx context.Context, tx *change, planned agenda.SessionPlan) (agenda.Session, error) {
	from := planned.Session
	from.Type = cmp.Or(from.Type, agenda.Other)
	from.Access = cmp.Or(from.Access, agenda.NotStated)
	if !from.Access.Known() {
		return from, &poll.Invalid{Field: "access", Key: "fault.unknown_option"}
	}
	added, err := one(ctx, tx, scanSession, `
		INSERT INTO session (position, number, label, title, type, access, access_text, starts, ends, progress, sample)
		VALUES ((SELECT coalesce(max(position), 0) + 1 FROM session), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		RETURNING `+sessionColumns,
		from.Number,
		encode(from.Label),
		encode(from.Title),
		string(from.Type),
		string(from.Access),
		from.AccessText,
		from.Starts,
		from.Ends,
		string(agenda.Planned),
		from.Sample,
	)
	if err != nil {
		return added, err
	}
	if err := putSlots(ctx, tx, added.ID, from.Slots); err != nil {
		return added, err
	}
	added.Slots = from.Slots
	for i, question := range planned.KeyQuestions {
		if err := addKeyQuestion(ctx, tx, added.ID, i+1, question); err != nil {
			return added, err
		}
	}
	return added, nil
}

func addKeyQuestion(ctx context.Context, tx *change, session int64, position int, q agenda.KeyQuestion) error {
	if q.Short.IsEmpty() {
		q.Short = agenda.Plain(q.Text.Lang, agenda.ShortLabel(q.Text.Text))
	}
	return tx.exec(ctx, `
		INSERT INTO key_question (session, position, text, short, kind, compound)
		VALUES (?, ?, ?, ?, ?, ?)`,
		session,
		position,
		encode(q.Text),
		encode(q.Short),
		string(cmp.Or(q.Kind, agenda.Question)),
		q.Compound,
	)
}
