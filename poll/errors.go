package poll

import "errors"

// What can be wrong with a request, in the words of the domain; handlers turn them into status
// codes and sentences.
var (
	// ErrNotFound says that there is no such thing, or that this viewer may not know of it.
	ErrNotFound = errors.New("not found")
	// ErrClosed says that the poll does not take answers.
	ErrClosed = errors.New("poll takes no answers")
	// ErrConflict says that something changed meanwhile and nothing was done.
	ErrConflict = errors.New("changed meanwhile")
	// ErrFrozen says that the content cannot change any more because an answer exists.
	ErrFrozen = errors.New("poll has answers and cannot be edited")
	// ErrHeld says that it cannot be deleted because answers or contributions hang on it.
	ErrHeld = errors.New("it holds answers or contributions")
	// ErrNotSaved says that the disk did not take it: nothing is stored, trying again may help.
	ErrNotSaved = errors.New("not saved")
)

// Invalid is one fault of a form: the field, and the message key that explains it.
type Invalid struct {
	Field string
	Key   string
	Limit int // what the message states as a limit, 0 for none
}

func (e *Invalid) Error() string { return e.Field + ": " + e.Key }

// Faults lists every *Invalid that err joins or wraps.
func Faults(err error) []*Invalid {
	switch e := err.(type) {
	case *Invalid:
		return []*Invalid{e}
	case interface{ Unwrap() error }:
		return Faults(e.Unwrap())
	case interface{ Unwrap() []error }:
		var all []*Invalid
		for _, one := range e.Unwrap() {
			all = append(all, Faults(one)...)
		}
		return all
	}
	return nil
}
