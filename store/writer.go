package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"

	"soundings/poll"
)

// maxBatch is how many answers share one commit at most.
const maxBatch = 1024

// job is work for the writer. reply is called once, after the commit or the failure.
type job interface{ reply(err error) }

// entry is a job that shares its transaction with others: an answer, or a newcomer. An error of
// apply undoes the whole batch; what a person did wrong is no such error but part of the reply.
// apply may be called again, in another transaction.
type entry interface {
	job
	apply(b *batch) error
}

// command is a job with a transaction of its own.
type command struct {
	do   func(ctx context.Context, tx *change) error
	done chan error
}

func (c *command) reply(err error) { c.done <- err }

// change is the transaction of a command, the sessions that it changes and the polls that it closes.
type change struct {
	*sql.Tx
	sessions []int64
	closed   []int64
}

func (tx *change) exec(ctx context.Context, query string, args ...any) error {
	_, err := tx.ExecContext(ctx, query, args...)
	return err
}

// touch marks a session as changed: its version grows, and it is announced after the commit.
func (tx *change) touch(ctx context.Context, session int64) error {
	tx.sessions = append(tx.sessions, session)
	return tx.exec(ctx, `UPDATE session SET version = version + 1 WHERE id = ?`, session)
}

// writer is the one goroutine that writes. It takes all that waits, commits it, answers all, and
// repeats: batches form by themselves while a commit is under way.
type writer struct {
	store   *Store
	log     *slog.Logger
	pool    *sql.DB
	conn    *sql.Conn // nil until the first use, and after a fault
	raw     *statements
	queue   *queue
	stopped chan struct{}
	failing atomic.Bool   // the disk did not take what it was last given
	commits atomic.Uint64 // how many there were
}

func startWriter(s *Store) *writer {
	w := &writer{store: s, log: s.log, pool: openPool(s.path, writing), queue: newQueue(), stopped: make(chan struct{})}
	go w.run()
	return w
}

// write has fn run alone in one transaction, and returns after the commit. It waits for it whatever
// becomes of ctx, because fn writes to its caller's variables.
func (s *Store) write(ctx context.Context, fn func(ctx context.Context, tx *change) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c := &command{do: fn, done: make(chan error, 1)}
	if err := s.submit(c); err != nil {
		return err
	}
	return <-c.done
}

func (s *Store) submit(one job) error {
	if s.writer == nil {
		return fmt.Errorf("%w: opened for reading only", poll.ErrNotSaved)
	}
	if !s.writer.queue.put(one) {
		return fmt.Errorf("%w: the server is stopping", poll.ErrNotSaved)
	}
	return nil
}

// run works until the queue is closed and empty.
func (w *writer) run() {
	defer close(w.stopped)
	for jobs := w.queue.take(); jobs != nil; jobs = w.queue.take() {
		for len(jobs) > 0 {
			entries := leadingEntries(jobs)
			if len(entries) == 0 {
				w.runCommand(jobs[0].(*command))
				jobs = jobs[1:]
				continue
			}
			w.runBatch(entries)
			jobs = jobs[len(entries):]
		}
	}
}

func leadingEntries(jobs []job) []entry {
	var entries []entry
	for _, next := range jobs[:min(len(jobs), maxBatch)] {
		one, ok := next.(entry)
		if !ok {
			break
		}
		entries = append(entries, one)
	}
	return entries
}

func (w *writer) runCommand(c *command) {
	var done *change
	err := w.guard(func(ctx context.Context) (err error) {
		done, err = w.commitCommand(ctx, c)
		return err
	})
	if err == nil {
		w.store.polls.forget()
		for _, session := range done.sessions {
			w.announce(session)
		}
		for _, id := range done.closed {
			w.announceClosing(id)
		}
	}
	c.reply(err)
}

func (w *writer) commitCommand(ctx context.Context, c *command) (*change, error) {
	begun, err := w.conn.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer begun.Rollback()
	tx := &change{Tx: begun}
	if err := c.do(ctx, tx); err != nil {
		return nil, err
	}
	return tx, begun.Commit()
}

// runBatch commits the entries together. If one of them is at fault, each is tried alone, so that
// it fails alone.
func (w *writer) runBatch(entries []entry) {
	var b *batch
	err := w.guard(func(ctx context.Context) (err error) {
		b, err = w.commitBatch(ctx, entries)
		return err
	})
	if err != nil && len(entries) > 1 && ownFault(err) {
		for i := range entries {
			w.runBatch(entries[i : i+1])
		}
		return
	}
	if err == nil {
		w.store.polls.advance(b.versions())
		if b.cleared {
			w.store.polls.forget()
		}
		for session := range b.sessions {
			w.announce(session)
		}
	}
	for _, one := range entries {
		one.reply(err)
	}
}

// guard runs a transaction and sorts out what went wrong: what a person may not do is returned as
// it is; all else was not saved, and the next transaction gets a new connection, because nobody
// knows in what state this one is.
func (w *writer) guard(transaction func(ctx context.Context) error) error {
	ctx := context.Background()
	err := w.connect(ctx)
	if err == nil {
		err = safely(func() error { return transaction(ctx) })
	}
	switch {
	case err == nil:
		w.commits.Add(1)
		w.note(nil)
		return nil
	case isRefusal(err):
		return err
	case ownFault(err):
		w.log.Error("transaction failed", "error", err)
	default:
		w.note(err)
	}
	w.disconnect()
	return notSaved(err)
}

// safely turns a panic into an error: one bad job must not end the process with all the others.
func safely(do func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v", fault)
		}
	}()
	return do()
}

// note remembers whether the disk takes what it is given, and logs only when that changes: a full
// disk fails thousands of times.
func (w *writer) note(err error) {
	failed := err != nil
	if w.failing.Swap(failed) == failed {
		return
	}
	if failed {
		w.log.Error("nothing can be saved", "error", err)
	} else {
		w.log.Info("saving works again")
	}
}

// connect opens a connection, and so asserts all that must hold on it, unless there is one.
func (w *writer) connect(ctx context.Context) error {
	if w.conn != nil {
		return nil
	}
	followMode(w.store.path)
	conn, err := w.pool.Conn(ctx)
	if err != nil {
		return err
	}
	raw, err := prepareStatements(ctx, conn)
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	w.conn, w.raw = conn, raw
	return nil
}

// disconnect drops the connection, so that the next transaction opens a new one.
func (w *writer) disconnect() {
	if w.conn == nil {
		return
	}
	w.raw.close()
	w.conn.Close()
	w.pool.Close()
	w.conn, w.raw = nil, nil
	w.pool = openPool(w.store.path, writing)
}

func (w *writer) announce(session int64) {
	err := safely(func() error { w.store.announce(session); return nil })
	if err != nil {
		w.log.Error("a change could not be announced", "session", session, "error", err)
	}
}

func (w *writer) announceClosing(poll int64) {
	err := safely(func() error { w.store.announceClosing(poll); return nil })
	if err != nil {
		w.log.Error("a closing could not be announced", "poll", poll, "error", err)
	}
}

// stop takes no more jobs and waits for those that were taken.
func (w *writer) stop() {
	w.queue.close()
	<-w.stopped
}

// close folds the write-ahead log into the file and closes it. A reader elsewhere may keep the
// log from being emptied; nothing is lost by that.
func (w *writer) close() error {
	w.disconnect()
	_, err := w.pool.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
	if isReadOnly(err) {
		err = nil
	}
	return errors.Join(err, w.pool.Close())
}
