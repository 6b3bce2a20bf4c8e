package store

import (
	"context"
	"database/sql"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/poll"
)

// The most that stands on one page of the wall: what is read from the last row has a size below
// which it must not fall.
const (
	wallTexts      = 4
	wallCharacters = 420
)

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
	var err error
	wall.Written, err = one(ctx, q, scanValue[int], `SELECT count(*) FROM contribution WHERE key_question = ?`, wall.KeyQuestion)
	if err != nil {
		return wall, err
	}
	lengths, err := list(ctx, q, scanValue[int],
		`SELECT length(folded) FROM contribution WHERE key_question = ? AND state = ?`+deskOrder, wall.KeyQuestion, string(feedback.Shown))
	if err != nil || len(lengths) == 0 {
		return wall, err
	}
	pages := wallPages(lengths)
	wall.Pages, wall.Page = len(pages), min(session.WallPage, len(pages))
	page := pages[wall.Page-1]
	const released = `SELECT ` + contributionColumns + ` FROM contribution WHERE key_question = ? AND state = ?`
	wall.Shown, err = list(ctx, q, scanContribution, released+deskOrder+` LIMIT ? OFFSET ?`,
		wall.KeyQuestion, string(feedback.Shown), page.count, page.first)
	if err != nil || session.Selected == 0 {
		return wall, err
	}
	selected, err := list(ctx, q, scanContribution, released+` AND id = ?`, wall.KeyQuestion, string(feedback.Shown), session.Selected)
	if len(selected) > 0 {
		wall.Selected = &selected[0]
	}
	return wall, err
}

// wallSpan is one page of the wall among the released contributions.
type wallSpan struct{ first, count int }

// wallPages puts texts of these lengths on pages, in their order.
func wallPages(lengths []int) []wallSpan {
	var pages []wallSpan
	characters := 0
	for i, length := range lengths {
		characters += length
		last := len(pages) - 1
		if last < 0 || pages[last].count == wallTexts || characters > wallCharacters {
			pages, characters = append(pages, wallSpan{first: i, count: 1}), length
			continue
		}
		pages[last].count++
	}
	return pages
}
