package store

import (
	"context"
	"database/sql"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/poll"
)

// wallPage is how many contributions stand on the screen at once.
const wallPage = 4

// Wall is what the screen shows of a key question: one page of the released contributions on it.
type Wall struct {
	KeyQuestion int64 // 0 where the screen shows none
	Written     int   // contributions recorded on it
	Shown       []feedback.Contribution
	Page, Pages int                    // from 1; Pages is 0 while nothing is released
	Selected    *feedback.Contribution // alone on the screen, nil for none
}

// Wall reads what the session's screen shows of contributions. What was not released is counted and
// not read.
func (s *Store) Wall(ctx context.Context, v access.Viewer, session int64) (Wall, error) {
	var wall Wall
	err := s.read(ctx, func(tx *sql.Tx) error {
		stored, err := readableSession(ctx, tx, v, session)
		if err != nil {
			return err
		}
		if !access.MayWatchScreen(v, stored) {
			return poll.ErrNotFound
		}
		if stored.CurrentQuestion == 0 {
			return nil
		}
		wall, err = readWall(ctx, tx, stored)
		return err
	})
	return wall, err
}

func readWall(ctx context.Context, q querier, session agenda.Session) (Wall, error) {
	wall := Wall{KeyQuestion: session.CurrentQuestion}
	shown := 0
	err := q.QueryRowContext(ctx,
		`SELECT count(*), coalesce(sum(state = ?), 0) FROM contribution WHERE key_question = ?`,
		string(feedback.Shown), wall.KeyQuestion).Scan(&wall.Written, &shown)
	if err != nil {
		return wall, err
	}
	wall.Pages = (shown + wallPage - 1) / wallPage
	wall.Page = max(1, min(session.WallPage, wall.Pages))
	const released = `SELECT ` + deskColumns + ` FROM contribution WHERE key_question = ? AND state = ?`
	rows, err := list(ctx, q, scanDeskRow, released+deskOrder+` LIMIT ? OFFSET ?`,
		wall.KeyQuestion, string(feedback.Shown), wallPage, (wall.Page-1)*wallPage)
	for _, row := range rows {
		wall.Shown = append(wall.Shown, row.Contribution)
	}
	if err != nil || session.Selected == 0 {
		return wall, err
	}
	selected, err := list(ctx, q, scanDeskRow, released+` AND id = ?`, wall.KeyQuestion, string(feedback.Shown), session.Selected)
	if len(selected) > 0 {
		wall.Selected = &selected[0].Contribution
	}
	return wall, err
}
