package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/poll"
)

// deskPage is how many contributions the desk is shown at once.
const deskPage = 30

// maxSearchWords is how many words of a search are looked for; the rest narrows no further.
const maxSearchWords = 8

// DeskQuery is what the desk asks to see of a session's contributions: those in one state,
// narrowed by key question, type and words.
type DeskQuery struct {
	State       feedback.State
	KeyQuestion int64         // 0 for every one
	Type        feedback.Type // "" for every one
	Search      string        // as typed; a number also finds the contribution of that number
	After       DeskPlace     // the page begins behind it
}

// DeskPlace is where a contribution stands in its list: pinned ones first, then what was handled
// last, then, of what nobody handled yet, the oldest. The zero place stands before all.
type DeskPlace struct{ Pinned, Handled, ID int64 }

// DeskPage is one page of the desk's list.
type DeskPage struct {
	Contributions []feedback.Contribution
	Last          DeskPlace // of the last one
	More          int       // how many stand behind it
}

// deskRow is a contribution with its place.
type deskRow struct {
	feedback.Contribution
	handled int64
}

func (r deskRow) place() DeskPlace {
	place := DeskPlace{Handled: r.handled, ID: r.ID}
	if r.Pinned {
		place.Pinned = 1
	}
	return place
}

const deskColumns = contributionColumns + `,
	contribution.handled`

func scanDeskRow(row scanner) (r deskRow, err error) {
	return r, row.Scan(append(intoContribution(&r.Contribution), &r.handled)...)
}

const deskOrder = ` ORDER BY pinned DESC, handled DESC, id`

// condition is the query as SQL, without the place.
func (q DeskQuery) condition(session int64) (string, []any) {
	where, args := `session = ? AND state = ?`, []any{session, string(q.State)}
	if q.KeyQuestion != 0 {
		where, args = where+` AND key_question = ?`, append(args, q.KeyQuestion)
	}
	if q.Type != "" {
		where, args = where+` AND type = ?`, append(args, string(q.Type))
	}
	words := strings.Fields(agenda.Fold(q.Search))
	for _, word := range words[:min(len(words), maxSearchWords)] {
		where, args = where+` AND (instr(folded, ?) > 0 OR number = ?)`, append(args, word, word)
	}
	return where, args
}

// behind is the condition that a contribution stands behind a place.
const behind = `(-pinned, -handled, id) > (?, ?, ?)`

func (p DeskPlace) args() []any { return []any{-p.Pinned, -p.Handled, p.ID} }

// Desk lists contributions for those who release them.
func (s *Store) Desk(ctx context.Context, v access.Viewer, session int64, q DeskQuery) (DeskPage, error) {
	var page DeskPage
	err := s.readDesk(ctx, v, session, func(tx *sql.Tx) error {
		where, args := q.condition(session)
		if q.After.ID != 0 {
			where, args = where+` AND `+behind, append(args, q.After.args()...)
		}
		rows, err := list(ctx, tx, scanDeskRow,
			`SELECT `+deskColumns+` FROM contribution WHERE `+where+deskOrder+` LIMIT ?`, append(args, deskPage)...)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			page.Contributions = append(page.Contributions, row.Contribution)
		}
		page.Last = rows[len(rows)-1].place()
		if len(rows) < deskPage {
			return nil
		}
		where, args = q.condition(session)
		page.More, err = one(ctx, tx, scanValue[int],
			`SELECT count(*) FROM contribution WHERE `+where+` AND `+behind, append(args, page.Last.args()...)...)
		return err
	})
	return page, err
}

// readDesk runs fn in one read transaction for those who release contributions of the session.
func (s *Store) readDesk(ctx context.Context, v access.Viewer, session int64, fn func(tx *sql.Tx) error) error {
	return s.read(ctx, func(tx *sql.Tx) error {
		stored, err := readableSession(ctx, tx, v, session)
		if err != nil {
			return err
		}
		if !access.MayRelease(v, stored) {
			return poll.ErrNotFound
		}
		return fn(tx)
	})
}

// DeskNews is what became of a page since it was drawn.
type DeskNews struct {
	Now  map[int64]feedback.Contribution // those of the page that are still there, as they stand now
	New  int                             // that came to stand in the page
	More int                             // that stand behind it
}

// DeskNews compares a page of the desk with the store: seen are its contributions, page its last
// place and how many stood behind it. What comes behind a page that was the last one is new there.
func (s *Store) DeskNews(ctx context.Context, v access.Viewer, session int64, q DeskQuery, seen []int64, page DeskPage) (DeskNews, error) {
	news := DeskNews{Now: map[int64]feedback.Contribution{}}
	err := s.readDesk(ctx, v, session, func(tx *sql.Tx) error {
		ids, err := json.Marshal(append([]int64{}, seen...)) // of none, a list all the same
		if err != nil {
			return err
		}
		rows, err := list(ctx, tx, scanDeskRow,
			`SELECT `+deskColumns+` FROM contribution WHERE id IN (SELECT value FROM json_each(?)) AND session = ?`, string(ids), session)
		if err != nil {
			return err
		}
		for _, row := range rows {
			news.Now[row.ID] = row.Contribution
		}
		where, args := q.condition(session)
		where, args = where+` AND id NOT IN (SELECT value FROM json_each(?))`, append(args, string(ids))
		if q.After.ID != 0 {
			where, args = where+` AND `+behind, append(args, q.After.args()...)
		}
		counted := append(append([]any{}, page.Last.args()...), args...)
		err = tx.QueryRowContext(ctx, `
			SELECT count(*), coalesce(sum(`+behind+`), 0)
			FROM contribution
			WHERE `+where, counted...).Scan(&news.New, &news.More)
		if page.More > 0 {
			news.New -= news.More
		} else {
			news.More = 0
		}
		return err
	})
	return news, err
}

// DeskCounts are how many contributions of each state there are on each key question of a session:
// for those who direct its screen, a moderator included, who sees no text that was not released.
func (s *Store) DeskCounts(ctx context.Context, v access.Viewer, session int64) (map[int64]map[feedback.State]int, error) {
	counts := map[int64]map[feedback.State]int{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		stored, err := readableSession(ctx, tx, v, session)
		if err != nil {
			return err
		}
		if !access.MayDirect(v, stored) {
			return poll.ErrNotFound
		}
		counts, err = countByState(ctx, tx, session)
		return err
	})
	return counts, err
}

func countByState(ctx context.Context, q querier, session int64) (map[int64]map[feedback.State]int, error) {
	type count struct {
		question int64
		state    feedback.State
		number   int
	}
	scan := func(row scanner) (c count, err error) { return c, row.Scan(&c.question, &c.state, &c.number) }
	all, err := list(ctx, q, scan, `
		SELECT key_question, state, count(*)
		FROM contribution
		WHERE key_question IN (SELECT id FROM key_question WHERE session = ?)
		GROUP BY key_question, state`, session)
	counts := map[int64]map[feedback.State]int{}
	for _, c := range all {
		if counts[c.question] == nil {
			counts[c.question] = map[feedback.State]int{}
		}
		counts[c.question][c.state] = c.number
	}
	return counts, err
}

// Seen is a contribution as an operator saw it when acting on it.
type Seen struct {
	Contribution int64
	Revision     int64
	State        feedback.State
}

// Overtaken says that a contribution is not any more what the operator saw: another operator was
// there first, or its author wrote it anew. Nothing was done.
type Overtaken struct{ Now feedback.Contribution }

func (*Overtaken) Error() string { return "contribution changed since it was seen" }

// Unwrap makes it a conflict.
func (*Overtaken) Unwrap() error { return poll.ErrConflict }

// act is one action at the desk: which states it can follow, and what it changes.
type act struct {
	what   feedback.Action
	reason feedback.Reason
	from   []feedback.State
	change func(ctx context.Context, tx *change, c feedback.Contribution, entry int64) error
}

// Show releases a contribution, so that screen and phones may show it.
func (s *Store) Show(ctx context.Context, v access.Viewer, seen Seen) error {
	return s.act(ctx, v, seen, act{what: feedback.Show, from: []feedback.State{feedback.Incoming}, change: release})
}

// Select releases a contribution where it is not released yet, and puts it alone on the screen.
func (s *Store) Select(ctx context.Context, v access.Viewer, seen Seen) error {
	alone := func(ctx context.Context, tx *change, c feedback.Contribution, entry int64) error {
		if c.State != feedback.Shown {
			if err := release(ctx, tx, c, entry); err != nil {
				return err
			}
		}
		return putOnScreen(ctx, tx, c.SessionID, agenda.Showing{KeyQuestion: c.KeyQuestionID, Contribution: c.ID})
	}
	return s.act(ctx, v, seen, act{what: feedback.Select, from: []feedback.State{feedback.Incoming, feedback.Shown}, change: alone})
}

// SetAside keeps a contribution from being shown, with a reason that its author reads.
func (s *Store) SetAside(ctx context.Context, v access.Viewer, seen Seen, reason feedback.Reason) error {
	if !reason.Known() {
		return &poll.Invalid{Field: "reason", Key: "fault.reason"}
	}
	aside := func(ctx context.Context, tx *change, c feedback.Contribution, entry int64) error {
		return withdrawFromScreen(ctx, tx, c, feedback.SetAside, reason, entry)
	}
	return s.act(ctx, v, seen, act{
		what: feedback.PutAside, reason: reason, from: []feedback.State{feedback.Incoming, feedback.Shown}, change: aside,
	})
}

// TakeBack brings a contribution that was shown or set aside back among the incoming ones.
func (s *Store) TakeBack(ctx context.Context, v access.Viewer, seen Seen) error {
	back := func(ctx context.Context, tx *change, c feedback.Contribution, _ int64) error {
		return withdrawFromScreen(ctx, tx, c, feedback.Incoming, "", 0)
	}
	return s.act(ctx, v, seen, act{what: feedback.TakeBack, from: []feedback.State{feedback.Shown, feedback.SetAside}, change: back})
}

// Pin keeps a contribution at the top of the desk's list and of the wall, or lets it go.
func (s *Store) Pin(ctx context.Context, v access.Viewer, seen Seen, pinned bool) error {
	what := feedback.Unpin
	if pinned {
		what = feedback.Pin
	}
	pin := func(ctx context.Context, tx *change, c feedback.Contribution, _ int64) error {
		return tx.exec(ctx, `UPDATE contribution SET pinned = ? WHERE id = ?`, pinned, c.ID)
	}
	return s.act(ctx, v, seen, act{what: what, from: feedback.States(), change: pin})
}
