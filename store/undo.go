package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

// undoSteps is how many changes of the programme can be taken back.
const undoSteps = 50

// Change is a change of the programme that can be taken back.
type Change struct {
	ID    int64
	What  string      // message key
	About agenda.Text // the label of what it concerned, empty where it concerned several
	Made  time.Time
}

// written are the columns that organisers write, by table. Undo puts back these and no others: what
// happened on the day stays.
var written = map[string]string{
	"conference":   "name theme starts ends place room time_zone language languages sample",
	"session":      "position number label title type access access_text starts ends write_before write_during write_after write_until removed",
	"key_question": "session position text short kind compound removed",
}

// rowID names one row of the programme.
type rowID struct {
	Table string
	ID    int64
}

// image is a row of the programme as it was: its written columns, and the slots of a session, as JSON.
type image struct {
	rowID
	Columns json.RawMessage
}

// LastChange is the newest change that can be taken back; the zero Change where there is none.
func (s *Store) LastChange(ctx context.Context, v access.Viewer) (Change, error) {
	if !access.MayOrganise(v) {
		return Change{}, poll.ErrNotFound
	}
	last, err := list(ctx, s.readers, scanChange, `SELECT id, what, about, made FROM programme_change ORDER BY id DESC LIMIT 1`)
	if err != nil || len(last) == 0 {
		return Change{}, err
	}
	return last[0], nil
}

func scanChange(row scanner) (Change, error) {
	var c Change
	err := row.Scan(&c.ID, &c.What, asJSON(&c.About), asTime(&c.Made))
	return c, err
}

// revise makes a change of the programme and remembers the rows that it touched as they were before.
// Their sessions are announced. A change that alters nothing is not remembered.
func (s *Store) revise(ctx context.Context, v access.Viewer, what string, about agenda.Text,
	fn func(ctx context.Context, tx *change) error,
) error {
	return s.organise(ctx, v, func(ctx context.Context, tx *change) error {
		before, err := images(ctx, tx)
		if err != nil {
			return err
		}
		if err := fn(ctx, tx); err != nil {
			return err
		}
		altered, err := alteredSince(ctx, tx, before)
		if err != nil || len(altered) == 0 {
			return err
		}
		if err := touchAltered(ctx, tx, altered); err != nil {
			return err
		}
		return s.remember(ctx, tx, what, about, altered)
	})
}

func (s *Store) remember(ctx context.Context, tx *change, what string, about agenda.Text, before []image) error {
	err := tx.exec(ctx, `INSERT INTO programme_change (what, about, before, made) VALUES (?, ?, ?, ?)`,
		what, encode(about), encode(before), s.now().Unix())
	if err != nil {
		return err
	}
	return tx.exec(ctx, `DELETE FROM programme_change WHERE id NOT IN (SELECT id FROM programme_change ORDER BY id DESC LIMIT ?)`, undoSteps)
}

// images are all rows of the programme as they are.
func images(ctx context.Context, q querier) (map[rowID]image, error) {
	all := map[rowID]image{}
	for table := range written {
		found, err := list(ctx, q, scanImage(table), `SELECT id, `+asImage(table)+` FROM `+table)
		if err != nil {
			return nil, err
		}
		for _, one := range found {
			all[one.rowID] = one
		}
	}
	return all, nil
}

func scanImage(table string) func(scanner) (image, error) {
	return func(from scanner) (image, error) {
		var id int64
		var columns string
		err := from.Scan(&id, &columns)
		return image{rowID{table, id}, json.RawMessage(columns)}, err
	}
}

// asImage is the expression that yields a row's image.
func asImage(table string) string {
	var pairs []string
	for _, column := range strings.Fields(written[table]) {
		pairs = append(pairs, `'`+column+`', `+table+`.`+column)
	}
	if table == "session" {
		pairs = append(pairs, `'slots', json((SELECT json_group_array(json_array(starts, ends) ORDER BY starts) FROM slot WHERE slot.session = session.id))`)
	}
	return `json_object(` + strings.Join(pairs, `, `) + `)`
}

// alteredSince lists the rows that are not as they were, as they were; one that was added since
// counts as removed before.
func alteredSince(ctx context.Context, tx *change, before map[rowID]image) ([]image, error) {
	now, err := images(ctx, tx)
	if err != nil {
		return nil, err
	}
	var altered []image
	for at, is := range now {
		was, known := before[at]
		switch {
		case !known:
			var removed string
			removed, err = one(ctx, tx, scanValue[string], `SELECT json_set(?, '$.removed', 1)`, string(is.Columns))
			altered = append(altered, image{at, json.RawMessage(removed)})
		case string(was.Columns) != string(is.Columns):
			altered = append(altered, was)
		}
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(altered, func(a, b image) int { return strings.Compare(fmt.Sprint(a.rowID), fmt.Sprint(b.rowID)) })
	return altered, nil
}

// touchAltered announces the sessions that the rows belong to: all of them where the conference is.
func touchAltered(ctx context.Context, tx *change, rows []image) error {
	sessions := map[int64]bool{}
	for _, one := range rows {
		switch one.Table {
		case "conference":
			return tx.touchAll(ctx)
		case "session":
			sessions[one.ID] = true
		default:
			session, err := sessionOf(ctx, tx, one.ID)
			if err != nil {
				return err
			}
			sessions[session] = true
		}
	}
	for session := range sessions {
		if err := tx.touch(ctx, session); err != nil {
			return err
		}
	}
	return nil
}

func sessionOf(ctx context.Context, q querier, question int64) (int64, error) {
	return one(ctx, q, scanValue[int64], `SELECT session FROM key_question WHERE id = ?`, question)
}

// Undo takes back the newest change of the programme, if it is still the one that was meant. What
// would be removed by it must not hold answers or contributions by now; answers are never touched.
func (s *Store) Undo(ctx context.Context, v access.Viewer, id int64) (Change, error) {
	var undone Change
	err := s.organise(ctx, v, func(ctx context.Context, tx *change) error {
		var rows []image
		scan := func(from scanner) (c Change, err error) {
			return c, from.Scan(&c.ID, &c.What, asJSON(&c.About), asTime(&c.Made), asJSON(&rows))
		}
		var err error
		undone, err = one(ctx, tx, scan, `SELECT id, what, about, made, before FROM programme_change ORDER BY id DESC LIMIT 1`)
		if err != nil {
			return err
		}
		if undone.ID != id {
			return poll.ErrConflict
		}
		if err := putBackAll(ctx, tx, rows); err != nil {
			return err
		}
		if err := touchAltered(ctx, tx, rows); err != nil {
			return err
		}
		return tx.exec(ctx, `DELETE FROM programme_change WHERE id = ?`, id)
	})
	return undone, err
}

func putBackAll(ctx context.Context, tx *change, rows []image) error {
	var questions []int64
	for _, one := range rows {
		if one.Table == "key_question" {
			questions = append(questions, one.ID)
		}
	}
	return keepQuestionsSealed(ctx, tx, questions, func() error {
		for _, one := range rows {
			if err := putBack(ctx, tx, one); err != nil {
				return err
			}
		}
		return nil
	})
}

func putBack(ctx context.Context, tx *change, was image) error {
	if err := requireRemovable(ctx, tx, was); err != nil {
		return err
	}
	var sets []string
	for _, column := range strings.Fields(written[was.Table]) {
		sets = append(sets, column+` = ?1 ->> '$.`+column+`'`)
	}
	err := tx.exec(ctx, `UPDATE `+was.Table+` SET `+strings.Join(sets, `, `)+`, revision = revision + 1 WHERE id = ?2`, string(was.Columns), was.ID)
	if err == nil && was.Table == "key_question" {
		err = clearRemoved(ctx, tx, was.ID)
	}
	if err != nil || was.Table != "session" {
		return err
	}
	if err := tx.exec(ctx, `DELETE FROM slot WHERE session = ?`, was.ID); err != nil {
		return err
	}
	return tx.exec(ctx, `
		INSERT INTO slot (session, starts, ends)
		SELECT session.id, slot.value ->> 0, slot.value ->> 1
		FROM session
		JOIN json_each(?, '$.slots') AS slot
		WHERE session.id = ?`, string(was.Columns), was.ID)
}

// requireRemovable refuses to take back the adding of what holds answers by now.
func requireRemovable(ctx context.Context, tx *change, was image) error {
	removes, err := one(ctx, tx, scanValue[sql.NullBool], `SELECT ? ->> '$.removed'`, string(was.Columns))
	if err != nil || !removes.Bool {
		return err
	}
	held := questionHolds
	if was.Table == "session" {
		held = sessionHolds
	}
	return requireEmpty(ctx, tx, held, was.ID)
}
