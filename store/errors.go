package store

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"soundings/poll"
)

// Primary result codes of SQLite that decide what happens next; see sqlite.org/rescode.html.
const (
	codeReadOnly   = 8
	codeCorrupt    = 11
	codeFull       = 13
	codeTooBig     = 18
	codeConstraint = 19
	codeMismatch   = 20
	codeNotADB     = 26
)

func primaryCode(err error) int { return sqliteCode(err) & 0xff }

func isReadOnly(err error) bool { return primaryCode(err) == codeReadOnly }

// isDamaged reports whether a file is no database, or no whole one.
func isDamaged(err error) bool {
	code := primaryCode(err)
	return code == codeCorrupt || code == codeNotADB
}

// ownFault reports whether what a job tried is at fault, so that another job may well succeed. All
// other failures are those of the disk, the file or a lock, and meet every job alike.
func ownFault(err error) bool {
	return slices.Contains([]int{0, codeTooBig, codeConstraint, codeMismatch}, primaryCode(err))
}

func notADatabase(err error) error {
	if primaryCode(err) == codeNotADB {
		return ErrNotOurs
	}
	return err
}

// isRefusal reports whether err says what a person may not do or did wrong, so that nothing of
// ours has failed.
func isRefusal(err error) bool {
	for _, refusal := range []error{poll.ErrNotFound, poll.ErrClosed, poll.ErrConflict, poll.ErrFrozen, poll.ErrHeld} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return len(poll.Faults(err)) > 0
}

// notSaved marks err as one that left nothing stored.
func notSaved(err error) error {
	if errors.Is(err, poll.ErrNotSaved) {
		return err
	}
	return fmt.Errorf("%w: %w", poll.ErrNotSaved, err)
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
