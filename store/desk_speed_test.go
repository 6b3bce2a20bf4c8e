package store

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/agenda"
	"soundings/feedback"
)

// deskLimit is how long a list of the desk may take; the test allows ten times that on a busy
// machine.
const deskLimit = 30 * time.Millisecond

// crowded is a desk with ten thousand contributions of 500 characters on one question.
func crowded(t testing.TB) *desk {
	d := newDesk(t)
	author := d.join().Participant
	d.must(d.write(d.ctx(), func(ctx context.Context, tx *change) error {
		for i := range 10_000 {
			text := fmt.Sprintf("%d %s", i, strings.Repeat("capacity that lasts, ", 23))
			state, handled := feedback.States()[i%3], 0
			if state != feedback.Incoming {
				handled = i
			}
			err := tx.exec(ctx, `
				INSERT INTO contribution
					(session, key_question, author, number, type, text, folded, written, state, handled, pinned, nonce, minute)
				VALUES (?, ?, ?, ?, ?, ?, ?, 'during', ?, ?, ?, ?, 0)`,
				d.session.ID, d.key.ID, author, i+1, string(feedback.Types()[i%7]), encode(agenda.Plain("en", text)),
				agenda.Fold(text), string(state), handled, i%1000 == 0, nonce())
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return d
}

func TestTheDeskStaysQuickWithTenThousandContributionsOnOneQuestion(t *testing.T) {
	t.Parallel()
	d := crowded(t)
	incoming := DeskQuery{State: feedback.Incoming}
	first, err := d.Desk(t.Context(), d.operator, d.session.ID, incoming)
	d.must(err)
	d.must(d.PutOnScreen(t.Context(), organiser, d.session.ID, agenda.Showing{KeyQuestion: d.key.ID, Page: 800}))
	ids := make([]int64, len(first.Contributions))
	for i, c := range first.Contributions {
		ids[i] = c.ID
	}
	for name, read := range map[string]func() error{
		"list": func() error { return second(d.Desk(t.Context(), d.operator, d.session.ID, incoming)) },
		"last page": func() error {
			q := incoming
			q.After = DeskPlace{ID: 9_900}
			return second(d.Desk(t.Context(), d.operator, d.session.ID, q))
		},
		"search": func() error {
			return second(d.Desk(t.Context(), d.operator, d.session.ID, DeskQuery{State: feedback.Shown, Search: "nowhere lasts"}))
		},
		"filters": func() error {
			q := DeskQuery{State: feedback.SetAside, KeyQuestion: d.key.ID, Type: feedback.Gap}
			return second(d.Desk(t.Context(), d.operator, d.session.ID, q))
		},
		"news":   func() error { return second(d.DeskNews(t.Context(), d.operator, d.session.ID, incoming, ids, first)) },
		"counts": func() error { return second(d.DeskCounts(t.Context(), d.operator, d.session.ID)) },
		"wall":   func() error { return second(d.Wall(t.Context(), d.operator, d.session.ID)) },
	} {
		d.must(read()) // the first reads the file
		began := time.Now()
		d.must(read())
		took := time.Since(began)
		t.Logf("%s: %.1f ms", name, float64(took.Microseconds())/1000)
		if took > 10*deskLimit {
			t.Errorf("%s takes %v", name, took)
		}
	}
}

func TestTheListsOfTheDeskAreReadInTheOrderOfAnIndex(t *testing.T) {
	t.Parallel()
	d := crowded(t)
	plan := func(query string, args ...any) string {
		scan := func(row scanner) (detail string, err error) { var n int; return detail, row.Scan(&n, &n, &n, &detail) }
		lines, err := list(t.Context(), d.readers, scan, `EXPLAIN QUERY PLAN `+query, args...)
		d.must(err)
		return strings.Join(lines, "; ")
	}
	for name, q := range map[string]DeskQuery{
		"all": {State: feedback.Incoming}, "of a question": {State: feedback.Shown, KeyQuestion: d.key.ID},
		"of a type": {State: feedback.Shown, Type: feedback.Gap}, "searched": {State: feedback.Incoming, Search: "a b"},
	} {
		where, args := q.condition(d.session.ID)
		found := plan(`SELECT `+deskColumns+` FROM contribution WHERE `+where+deskOrder+` LIMIT 30`, args...)
		t.Logf("%s: %s", name, found)
		if !strings.Contains(found, "USING INDEX contribution_") || strings.Contains(found, "TEMP B-TREE") {
			t.Errorf("%s: %s", name, found)
		}
	}
	found := plan(`SELECT key_question, state, count(*) FROM contribution
		WHERE key_question IN (SELECT id FROM key_question WHERE session = 1) GROUP BY key_question, state`)
	if !strings.Contains(found, "COVERING INDEX contribution_question") {
		t.Errorf("counts: %s", found)
	}
}
