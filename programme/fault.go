package programme

import "fmt"

// Limits of a text: more is refused before anything else is done with it.
const (
	MaxBytes = 5 << 20
	MaxLines = 10000
)

// Fault says why a text cannot be imported: a message key for the page and its arguments.
type Fault struct {
	Key  string
	Args map[string]any
}

// The faults that Read reports.
const (
	FaultEmpty        = "import.fault.empty"
	FaultBinary       = "import.fault.binary"
	FaultTooLarge     = "import.fault.too_large"
	FaultTooManyLines = "import.fault.too_many_lines"
	FaultNoSessions   = "import.fault.no_sessions"
	FaultEncoding     = "import.fault.encoding"
)

// Error is the fault in one English sentence, for the command line.
func (f *Fault) Error() string {
	switch f.Key {
	case FaultEmpty:
		return "the text is empty: nothing to import"
	case FaultBinary:
		return "this is not a text file: save the note as Markdown (.md) or plain text (.txt) and import that"
	case FaultTooLarge:
		return fmt.Sprintf("the text is too large: at most %v MiB can be imported", f.Args["Max"])
	case FaultTooManyLines:
		return fmt.Sprintf("the text has too many lines: at most %v can be imported", f.Args["Max"])
	case FaultNoSessions:
		return "no sessions found: a session starts with a line such as \"Session I: Title\""
	case FaultEncoding:
		return "the text's encoding cannot be read: save it as UTF-8 and import that"
	}
	return f.Key
}
