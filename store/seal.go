package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"strings"

	"soundings/poll"
)

// A seal is a SHA-256 over everything that a closed poll says: its own row, the row of its key
// question, and its ballots in the order of their key. SQLite's own check does not notice a bit
// that turned one answer into another. A column that came with a later schema names its default,
// and counts where it holds anything else, so that what was sealed before stays whole; a migration
// that changes an older column must seal anew.
const (
	sealedPollColumns = "id session key_question position kind content content_revision state " +
		"on_screen on_phones version respondents counts digest" // all but the seal
	sealedKeyQuestionColumns = "id session position text short kind compound removed=0 revision=1"
	sealedBallotColumns      = "poll voter grp answer revision nonce"
)

func sealOf(ctx context.Context, q querier, id int64) ([]byte, error) {
	sum := sha256.New()
	err := sealRows(ctx, q, sum, sealedPollColumns, `FROM poll WHERE id = ?`, id)
	if err == nil {
		err = sealRows(ctx, q, sum, sealedKeyQuestionColumns,
			`FROM key_question WHERE id = (SELECT key_question FROM poll WHERE id = ?)`, id)
	}
	if err == nil {
		err = sealRows(ctx, q, sum, sealedBallotColumns, `FROM ballot WHERE poll = ? ORDER BY poll, voter`, id)
	}
	return sum.Sum(nil), err
}

// sealRows writes each value as SQL spells it, which tells '1' from 1, after its length, so that
// nothing can shift from one value to the next.
func sealRows(ctx context.Context, q querier, sum hash.Hash, columns, from string, id int64) error {
	names := strings.Fields(columns)
	rows, err := q.QueryContext(ctx, `SELECT `+strings.Join(spelled(names), `, `)+` `+from, id)
	if err != nil {
		return err
	}
	defer rows.Close()
	values := make([]string, len(names))
	into := make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	count := 0
	for ; rows.Next(); count++ {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, value := range values {
			if later := strings.Contains(names[i], "="); later && value == "" {
				continue
			} else if later {
				fmt.Fprintf(sum, "%s:", names[i])
			}
			fmt.Fprintf(sum, "%d:%s", len(value), value)
		}
	}
	fmt.Fprintf(sum, "%d rows\n", count)
	return rows.Err()
}

// spelled are the expressions that yield the columns' values as SQL spells them; "" for a later
// column that holds its default.
func spelled(columns []string) []string {
	all := make([]string, len(columns))
	for i, column := range columns {
		name, standard, later := strings.Cut(column, "=")
		all[i] = `quote(` + name + `)`
		if later {
			all[i] = `iif(quote(` + name + `) = '` + standard + `', '', quote(` + name + `))`
		}
	}
	return all
}

func putSeal(ctx context.Context, tx *change, id int64) error {
	seal, err := sealOf(ctx, tx, id)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `UPDATE poll SET seal = ? WHERE id = ?`, seal, id)
}

// keepSealed makes a change that may be made to a closed poll, and seals it anew. A seal that
// was broken before stays broken: a new one would hide what happened.
func keepSealed(ctx context.Context, tx *change, p poll.Poll, alter func() error) error {
	if p.State != poll.Closed {
		return alter()
	}
	intact, err := sealIntact(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	if err := alter(); err != nil || !intact {
		return err
	}
	return putSeal(ctx, tx, p.ID)
}

func sealIntact(ctx context.Context, q querier, id int64) (bool, error) {
	stored, err := one(ctx, q, scanValue[[]byte], `SELECT seal FROM poll WHERE id = ?`, id)
	if err != nil {
		return false, err
	}
	seal, err := sealOf(ctx, q, id)
	return bytes.Equal(stored, seal), err
}
