package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"soundings/poll"
)

// Difference is one place where what is stored is not what it must be.
type Difference struct {
	Poll int64  // 0 when it concerns the file as a whole
	What string // one sentence that names the place
}

// Check reads everything and names each difference: damage that SQLite sees, references that lead
// nowhere, closed polls that no longer add up to what was stored at closing, and answers that
// their kind cannot read. Damage is no error of Check.
func (s *Store) Check(ctx context.Context) ([]Difference, error) {
	c := &checker{kind: s.kind}
	err := s.read(ctx, func(tx *sql.Tx) error {
		c.tx = tx
		c.file(ctx)
		c.everyPoll(ctx)
		return ctx.Err()
	})
	return c.found, err
}

type checker struct {
	tx    *sql.Tx
	kind  func(name string) (poll.Kind, bool)
	found []Difference
}

func (c *checker) report(poll int64, format string, args ...any) {
	c.found = append(c.found, Difference{Poll: poll, What: fmt.Sprintf(format, args...)})
}

func (c *checker) file(ctx context.Context) {
	faults, err := integrityFaults(ctx, c.tx)
	if err != nil {
		c.report(0, "The file cannot be checked: %v.", err)
	}
	for _, fault := range faults {
		c.report(0, "The file is damaged: %s.", fault)
	}
	scan := func(row scanner) (what string, err error) {
		var table, parent string
		var id, key sql.NullInt64
		err = row.Scan(&table, &id, &parent, &key)
		return fmt.Sprintf("A row of %s refers to a row of %s that is not there", table, parent), err
	}
	broken, err := list(ctx, c.tx, scan, `SELECT "table", "rowid", parent, fkid FROM pragma_foreign_key_check`)
	if err != nil {
		c.report(0, "The references cannot be checked: %v.", err)
	}
	for _, what := range broken {
		c.report(0, "%s.", what)
	}
}

// integrityFaults are what SQLite itself finds wrong with a file.
func integrityFaults(ctx context.Context, q querier) ([]string, error) {
	lines, err := list(ctx, q, scanValue[string], `SELECT integrity_check FROM pragma_integrity_check`)
	return slices.DeleteFunc(lines, func(line string) bool { return line == "ok" }), err
}

// everyPoll reads poll by poll, so that one that cannot be read does not hide the others.
func (c *checker) everyPoll(ctx context.Context) {
	ids, err := list(ctx, c.tx, scanValue[int64], `SELECT id FROM poll UNION SELECT poll FROM ballot`)
	if err != nil {
		c.report(0, "The polls cannot be listed: %v.", err)
	}
	for _, id := range ids {
		p, err := storedPoll(ctx, c.tx, id)
		if err != nil {
			c.report(id, "Poll %d cannot be read: %v.", id, err)
			continue
		}
		c.state(ctx, p)
		c.answers(ctx, p)
	}
}

func (c *checker) state(ctx context.Context, p poll.Poll) {
	switch p.State {
	case poll.Closed:
		c.closed(ctx, p)
	case poll.Draft, poll.TakingAnswers, poll.Closing:
	default:
		c.report(p.ID, "Poll %d is in the unknown state %q.", p.ID, p.State)
	}
}

// closed compares a closed poll with what was stored at closing.
func (c *checker) closed(ctx context.Context, p poll.Poll) {
	counts, err := countAnswers(ctx, c.tx, p.ID)
	if err != nil {
		c.report(p.ID, "The answers of poll %d cannot be counted: %v.", p.ID, err)
		return
	}
	var stored []poll.Count
	if err := c.tx.QueryRowContext(ctx, `SELECT counts FROM poll WHERE id = ?`, p.ID).Scan(asJSON(&stored)); err != nil {
		c.report(p.ID, "The counts stored at the closing of poll %d cannot be read: %v.", p.ID, err)
	}
	if got := poll.Respondents(counts); got != p.Respondents {
		c.report(p.ID, "Poll %d has %d answers, at closing it had %d.", p.ID, got, p.Respondents)
	}
	if !slices.Equal(counts, stored) {
		c.report(p.ID, "The answers of poll %d do not add up to the counts stored at closing.", p.ID)
	}
	if poll.Digest(counts) != p.Digest {
		c.report(p.ID, "The answers of poll %d do not have the digest stored at closing.", p.ID)
	}
	intact, err := sealIntact(ctx, c.tx, p.ID)
	if err != nil {
		c.report(p.ID, "The seal of poll %d cannot be checked: %v.", p.ID, err)
	} else if !intact {
		c.report(p.ID, "The seal of poll %d is broken: the poll, its key question or an answer was changed after closing.", p.ID)
	}
}

// answers reads every answer back through its kind.
func (c *checker) answers(ctx context.Context, p poll.Poll) {
	kind, ok := c.kind(p.Kind)
	if !ok {
		c.report(p.ID, "Poll %d is of the unknown kind %q.", p.ID, p.Kind)
		return
	}
	counts, err := countAnswers(ctx, c.tx, p.ID)
	if err != nil {
		c.report(p.ID, "The answers of poll %d cannot be read: %v.", p.ID, err)
	}
	if p.State == poll.Draft && len(counts) > 0 {
		c.report(p.ID, "Poll %d is a draft and has answers.", p.ID)
	}
	for _, count := range counts {
		if read, err := kind.Read(p, kind.Form(p, count.Answer)); err != nil || read != count.Answer {
			c.report(p.ID, "Poll %d holds the answer %q, which its kind cannot read.", p.ID, count.Answer)
		}
	}
}
