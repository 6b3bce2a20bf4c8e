// Package store keeps a conference in one SQLite file. It is the only package that knows SQL.
// One writer puts everything to disk, in the order in which it came; readers stand apart.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"soundings/poll"
)

// What can keep a file from being opened; each is one line for the person at the terminal.
var (
	ErrInUse       = errors.New("the file is in use by another soundings")
	ErrNewerSchema = errors.New("the file was written by a newer version of soundings")
	ErrOlderSchema = errors.New("the file was written by an older version of soundings; start the server on it once")
	ErrNotOurs     = errors.New("the file is not a soundings database")
	ErrNoCgo       = errors.New("this build has no SQLite: install gcc, set CGO_ENABLED=1 and build again")
)

// Options are what a Store needs from outside.
type Options struct {
	Path   string
	Kind   func(name string) (poll.Kind, bool) // finds a kind by its stored name
	Now    func() time.Time
	Random io.Reader
	Log    *slog.Logger
	// Changed is called after each commit that changed the session. It must return at once and
	// must not write to the store.
	Changed func(session int64)
}

// Store is one conference on disk.
type Store struct {
	path     string
	kind     func(name string) (poll.Kind, bool)
	now      func() time.Time
	random   io.Reader
	log      *slog.Logger
	lock     *flock.Flock
	writer   *writer // nil when opened for reading
	readers  *sql.DB
	changed  atomic.Pointer[func(session int64)]
	closed   atomic.Pointer[func(poll int64)]
	copying  chan struct{} // holds one while a snapshot is taken
	polls    pollCache
	people   peopleCache
	recounts recounts
}

// Open opens the file for serving and for commands that write, and makes it where there is none:
// it takes the lock, brings the schema up to date, and finishes polls that were being closed. A
// file that cannot be written is served for reading, with a warning.
func Open(ctx context.Context, o Options) (*Store, error) {
	if !haveSQLite {
		return nil, ErrNoCgo
	}
	migrations, err := released()
	if err != nil {
		return nil, err
	}
	return openWith(ctx, o, migrations)
}

func openWith(ctx context.Context, o Options, migrations fs.FS) (*Store, error) {
	s := newStore(o)
	var err error
	if s.lock, err = takeLock(o.Path); err != nil {
		return nil, err
	}
	if err := s.open(ctx, migrations); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// OpenReader opens the file for commands that only read, also beside a running server.
func OpenReader(ctx context.Context, o Options) (*Store, error) {
	if !haveSQLite {
		return nil, ErrNoCgo
	}
	if _, err := os.Stat(o.Path); err != nil {
		return nil, err
	}
	s := newStore(o)
	s.readers = openPool(o.Path, reading)
	if err := requireSchema(ctx, s.readers); err != nil {
		s.Close()
		return nil, fmt.Errorf("open %s: %w", o.Path, err)
	}
	return s, nil
}

func newStore(o Options) *Store {
	s := &Store{path: o.Path, kind: o.Kind, now: o.Now, random: o.Random, log: o.Log, copying: make(chan struct{}, 1)}
	if o.Changed != nil {
		s.OnChange(o.Changed)
	}
	return s
}

func takeLock(path string) (*flock.Flock, error) {
	lock := flock.New(path + ".lock")
	locked, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if !locked {
		return nil, fmt.Errorf("%s: %w", path, ErrInUse)
	}
	return lock, nil
}

func (s *Store) open(ctx context.Context, migrations fs.FS) error {
	if err := createPrivate(s.path); err != nil {
		return err
	}
	removeSnapshots(s.path)
	s.writer = startWriter(s)
	if err := s.writer.pool.PingContext(ctx); err != nil {
		return fmt.Errorf("open %s: %w", s.path, notADatabase(err))
	}
	if err := migrate(ctx, s.writer.pool, s.path, migrations, s.log); err != nil {
		return fmt.Errorf("open %s: %w", s.path, err)
	}
	s.readers = openPool(s.path, readingBesideWriter)
	if err := s.readers.PingContext(ctx); err != nil {
		return fmt.Errorf("open %s for reading: %w", s.path, err)
	}
	return s.start(ctx)
}

// start puts in order what a new file lacks and what a killed server left undone.
func (s *Store) start(ctx context.Context) error {
	err := s.write(ctx, func(ctx context.Context, tx *change) error {
		if err := s.ensureConference(ctx, tx); err != nil {
			return err
		}
		return s.finishClosing(ctx, tx)
	})
	if isReadOnly(err) {
		s.log.Warn("the file is read-only: results can be read, answers cannot be saved", "file", s.path)
		return nil
	}
	return err
}

// createPrivate makes an empty file that only its owner may read, unless there is one; SQLite
// gives its -wal and -shm the same mode.
func createPrivate(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// followMode gives what lies beside the file the file's mode: SQLite made it read-only too while
// the file was, and would never write it again. Where that fails, the next commit says why.
func followMode(path string) {
	file, err := os.Stat(path)
	if err != nil {
		return
	}
	for _, beside := range []string{path + "-wal", path + "-shm"} {
		if info, err := os.Stat(beside); err == nil && info.Mode() != file.Mode() {
			os.Chmod(beside, file.Mode())
		}
	}
}

// OnChange sets what is called after each commit that changed a session; see Options.Changed.
func (s *Store) OnChange(fn func(session int64)) { s.changed.Store(&fn) }

// OnClosing sets what is called after each commit that closed a poll. It must return at once and
// must not write to the store.
func (s *Store) OnClosing(fn func(poll int64)) { s.closed.Store(&fn) }

func (s *Store) announceClosing(poll int64) {
	if fn := s.closed.Load(); fn != nil && *fn != nil {
		(*fn)(poll)
	}
}

func (s *Store) announce(session int64) {
	if fn := s.changed.Load(); fn != nil && *fn != nil {
		(*fn)(session)
	}
}

// Close takes no more work, finishes what was taken, folds the log into the file, and unlocks.
func (s *Store) Close() error {
	var errs []error
	if s.writer != nil {
		s.writer.stop()
	}
	if s.readers != nil {
		errs = append(errs, s.readers.Close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Unlock())
	}
	return errors.Join(errs...)
}

// Ready says whether the store can read and write. After a failed commit it tries a harmless one,
// so that a disk that has room again is noticed without an answer being risked.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.readers.PingContext(ctx); err != nil {
		return err
	}
	if s.writer == nil || !s.writer.failing.Load() {
		return nil
	}
	return s.write(ctx, func(ctx context.Context, tx *change) error {
		return tx.exec(ctx, `UPDATE conference SET join_code = join_code`)
	})
}

// FreeSpace is how many bytes the disk of the file still takes; false where that is not known.
func (s *Store) FreeSpace() (bytes uint64, known bool) { return freeSpace(s.path) }

// read runs fn in one read transaction: all it reads is of one moment.
func (s *Store) read(ctx context.Context, fn func(tx *sql.Tx) error) error {
	tx, err := s.readers.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return fn(tx)
}
