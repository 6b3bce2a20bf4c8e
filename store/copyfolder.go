package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
)

// CopyFault is why no copy can be made, in one word; pages translate it.
type CopyFault string

// What can be wrong with a folder of copies. All but the last two come right by themselves once the
// cause is gone.
const (
	CopyGone     CopyFault = "gone"     // the folder, or its disk, is not there
	CopyFull     CopyFault = "full"     // no room
	CopyReadOnly CopyFault = "readonly" // may not be written
	CopyFailed   CopyFault = "failed"   // anything else
	CopyServed   CopyFault = "served"   // somebody serves the copy, or was killed serving it
	CopyOther    CopyFault = "other"    // a copy of another conference has the name
)

// Why a folder is refused, each one line for the person at the terminal.
var (
	ErrOwnFolder       = errors.New("it is the folder of the conference's own file; copies need another one")
	ErrNoFolder        = errors.New("it is not a folder")
	errGoneDisk        = errors.New("the folder has lost its disk")
	errServedCopy      = errors.New("the copy has been served by another soundings; move it, and what lies beside it, away")
	errOtherConference = errors.New("it holds the file of another conference under the same name")
)

// faultOf is the word for what went wrong, "" for nothing.
func faultOf(err error) CopyFault {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errServedCopy):
		return CopyServed
	case errors.Is(err, errOtherConference):
		return CopyOther
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errGoneDisk), errors.Is(err, ErrNoFolder):
		return CopyGone
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), primaryCode(err) == codeFull:
		return CopyFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), isReadOnly(err):
		return CopyReadOnly
	default:
		return CopyFailed
	}
}

// copyFolder is where copies go.
type copyFolder struct {
	own    string // folder of the conference's file
	newest string
	// apart says that the folder has been seen on another disk than the conference's file. A stick
	// that is pulled out often leaves an empty folder behind, on the wrong disk.
	apart *atomic.Bool
}

func newCopyFolder(file, dir string) (copyFolder, error) {
	f := copyFolder{own: filepath.Dir(file), newest: filepath.Join(dir, filepath.Base(file)), apart: &atomic.Bool{}}
	there, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	if !there.IsDir() {
		return f, ErrNoFolder
	}
	own, err := os.Stat(f.own)
	if err == nil && os.SameFile(there, own) {
		return f, ErrOwnFolder
	}
	f.apart.Store(!sameDisk(there, own))
	return f, err
}

// usable says whether a copy may be put into the folder now.
func (f copyFolder) usable(ctx context.Context, s *Store) error {
	there, err := os.Stat(filepath.Dir(f.newest))
	if err != nil {
		return err
	}
	if !there.IsDir() {
		return ErrNoFolder
	}
	own, err := os.Stat(f.own)
	if err != nil {
		return err
	}
	if sameDisk(there, own) && f.apart.Load() {
		return errGoneDisk
	}
	f.apart.Store(!sameDisk(there, own))
	if err := f.canWrite(); err != nil {
		return err
	}
	return f.mayReplace(ctx, s)
}

func (f copyFolder) canWrite() error {
	trial, err := os.CreateTemp(filepath.Dir(f.newest), filepath.Base(f.newest)+".trial-*")
	if err != nil {
		return err
	}
	_, err = trial.WriteString("soundings")
	return errors.Join(err, trial.Close(), os.Remove(trial.Name()))
}

// mayReplace refuses to put a copy in the place of what is worth more: a file that somebody serves
// or served, whose newest answers stand in a log beside it, and another conference's.
func (f copyFolder) mayReplace(ctx context.Context, s *Store) error {
	if log, err := os.Stat(f.newest + "-wal"); err == nil && log.Size() > 0 {
		return errServedCopy
	}
	if _, err := os.Stat(f.newest); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := os.Stat(f.newest + ".lock"); err == nil {
		lock, err := takeLock(f.newest)
		if errors.Is(err, ErrInUse) {
			return errServedCopy
		}
		if err == nil {
			defer lock.Unlock()
		}
	}
	theirs, err := originOf(ctx, f.newest)
	if err != nil || theirs == "" {
		return err
	}
	ours, err := one(ctx, s.readers, scanValue[string], selectOrigin)
	if err == nil && ours != theirs {
		return errOtherConference
	}
	return err
}

// selectOrigin reads when the file got its first schema; copies keep that, and nothing changes it.
const selectOrigin = `SELECT CAST(min(tstamp) AS TEXT) FROM goose_db_version`

// originOf is which conference a copy is of, "" where it is damaged: then nothing is lost when a
// whole one takes its place.
func originOf(ctx context.Context, file string) (string, error) {
	pool := openPool(file, verifying)
	defer pool.Close()
	if tables, err := one(ctx, pool, scanValue[int], `SELECT count(*) FROM sqlite_schema`); isDamaged(err) || err == nil && tables == 0 {
		return "", nil
	}
	if _, err := schemaVersion(ctx, pool); errors.Is(err, ErrNotOurs) {
		return "", errOtherConference
	}
	origin, err := one(ctx, pool, scanValue[string], selectOrigin)
	if isDamaged(err) {
		return "", nil
	}
	return origin, err
}

// take gives a finished copy its name. The one before is kept; older ones are not: a row of copies,
// minutes apart, would tell who answered what and when.
func (f copyFolder) take(ctx context.Context, finished string) error {
	previous := f.newest + ".previous"
	if origin, err := originOf(ctx, f.newest); err == nil && origin != "" {
		if err := keepAs(previous, f.newest); err != nil {
			return err
		}
	}
	if err := os.Rename(finished, f.newest); err != nil {
		return err
	}
	if err := syncFolder(f.newest); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("sync %s: %w", filepath.Dir(f.newest), err)
	}
	return nil
}

// keepAs gives a file a second name, so that there is never a moment without the first. Some sticks
// know no second names: there it is renamed.
func keepAs(previous, newest string) error {
	second := previous + ".unfinished"
	if err := removeIfThere(second); err != nil {
		return err
	}
	if os.Link(newest, second) != nil {
		return os.Rename(newest, previous)
	}
	return os.Rename(second, previous)
}
