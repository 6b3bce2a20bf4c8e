package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

// statements are those of the hot path, prepared on the driver's own connection: through
// database/sql an answer would cost half as much again.
type statements struct {
	target, first, again, stored statement
	pollVersion, sessionVersion  statement
	join                         statement
	writing                      writingStatements
}

// prepared is a statement and the text to prepare it from.
type prepared struct {
	*statement
	query string
}

func (s *statements) all() []prepared {
	return append([]prepared{
		{&s.target, `
			SELECT poll.state, poll.content_revision, session.id, session.access, session.progress
			FROM poll
			JOIN session ON session.id = poll.session
			WHERE poll.id = ?`},
		{&s.first, `
			INSERT INTO ballot (poll, voter, grp, answer, revision, nonce)
			VALUES (?, ?, '', ?, 1, ?)
			ON CONFLICT DO NOTHING`},
		{&s.again, `
			UPDATE ballot
			SET answer = ?, revision = revision + 1, nonce = ?
			WHERE poll = ? AND voter = ? AND revision = ? AND nonce <> ?`},
		{&s.stored, `SELECT answer, revision, nonce FROM ballot WHERE poll = ? AND voter = ?`},
		{&s.pollVersion, `UPDATE poll SET version = version + 1 WHERE id = ? RETURNING version`},
		{&s.sessionVersion, `UPDATE session SET version = version + 1 WHERE id = ? RETURNING version`},
		{&s.join, `INSERT INTO participant (token, joined) VALUES (?, ?)`},
	}, s.writing.all()...)
}

func prepareStatements(ctx context.Context, conn *sql.Conn) (*statements, error) {
	s := &statements{}
	err := conn.Raw(func(raw any) error {
		preparer := raw.(driver.ConnPrepareContext)
		var errs []error
		for _, one := range s.all() {
			stmt, err := preparer.PrepareContext(ctx, one.query)
			errs = append(errs, err)
			one.stmt = stmt
		}
		return errors.Join(errs...)
	})
	return s, err
}

func (s *statements) close() {
	for _, one := range s.all() {
		one.stmt.Close()
	}
}

// statement is a prepared statement of the driver.
type statement struct {
	stmt driver.Stmt
	args []driver.NamedValue
}

func (s *statement) bind(values []driver.Value) []driver.NamedValue {
	s.args = s.args[:0]
	for i, value := range values {
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: value})
	}
	return s.args
}

func (s *statement) exec(values ...driver.Value) (driver.Result, error) {
	return s.stmt.(driver.StmtExecContext).ExecContext(context.Background(), s.bind(values))
}

// row reads the only row of a statement, nil when there is none.
func (s *statement) row(columns int, values ...driver.Value) ([]driver.Value, error) {
	rows, err := s.stmt.(driver.StmtQueryContext).QueryContext(context.Background(), s.bind(values))
	if err != nil {
		return nil, err
	}
	found := make([]driver.Value, columns)
	err = rows.Next(found)
	closed := rows.Close()
	if err != nil {
		return nil, ignoreEOF(err)
	}
	return found, closed
}

// batch is the transaction that entries share.
type batch struct {
	*statements
	targets  map[int64]*target
	asked    map[int64]*asked
	sessions map[int64]int64 // the changed ones, with their new version
	cleared  bool            // a contribution left the screen
}

// target is what a batch must know of a poll, read once.
type target struct {
	state           poll.State
	contentRevision int64
	session         agenda.Session // what the rules of access look at, no more
	written         bool
	version         int64 // the new one, once something was written
}

// commitBatch applies the entries in one transaction, and raises the version of each poll and
// session that they changed, once.
func (w *writer) commitBatch(ctx context.Context, entries []entry) (*batch, error) {
	b := &batch{statements: w.raw, targets: map[int64]*target{}, asked: map[int64]*asked{}, sessions: map[int64]int64{}}
	err := w.conn.Raw(func(raw any) error {
		tx, err := raw.(driver.ConnBeginTx).BeginTx(ctx, driver.TxOptions{})
		if err != nil {
			return err
		}
		if err := safely(func() error { return b.apply(entries) }); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		return tx.Commit()
	})
	return b, err
}

func (b *batch) apply(entries []entry) error {
	for _, one := range entries {
		if err := one.apply(b); err != nil {
			return err
		}
	}
	return b.raiseVersions()
}

func (b *batch) raiseVersions() (err error) {
	for id, t := range b.targets {
		if !t.written {
			continue
		}
		if t.version, err = raise(&b.pollVersion, id); err != nil {
			return err
		}
		b.sessions[t.session.ID] = 0
	}
	for id := range b.sessions {
		if b.sessions[id], err = raise(&b.sessionVersion, id); err != nil {
			return err
		}
	}
	return nil
}

func raise(version *statement, id int64) (int64, error) {
	row, err := version.row(1, id)
	if err != nil {
		return 0, err
	}
	return row[0].(int64), nil
}

// poll reads what the batch must know of a poll, nil when there is none.
func (b *batch) poll(id int64) (*target, error) {
	if known, ok := b.targets[id]; ok {
		return known, nil
	}
	row, err := b.statements.target.row(5, id)
	if err != nil || row == nil {
		return nil, err
	}
	t := &target{state: poll.State(row[0].(string)), contentRevision: row[1].(int64)}
	t.session = agenda.Session{
		ID:       row[2].(int64),
		Access:   agenda.Access(row[3].(string)),
		Progress: agenda.Progress(row[4].(string)),
	}
	b.targets[id] = t
	return t, nil
}

func (t *target) takesAnswersOf(v access.Viewer) bool {
	return t.state == poll.TakingAnswers && access.MayAnswer(v, t.session)
}

// versions are the new versions of the polls and sessions that the batch changed.
func (b *batch) versions() (polls, sessions map[int64]int64) {
	polls = map[int64]int64{}
	for id, t := range b.targets {
		if t.written {
			polls[id] = t.version
		}
	}
	return polls, b.sessions
}
