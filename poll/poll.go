// Package poll holds what is put to a session and what comes back: polls, ballots, tallies, and
// the Kind interface by which one way of asking differs from another. It knows no SQL, HTTP,
// HTML, group or moderation.
package poll

import (
	"encoding/json"
	"net/url"

	"soundings/agenda"
)

// State is where a poll stands.
type State string

// A poll is a draft, takes answers, and is closed; Closing is the moment between, repeated at
// start until done.
const (
	Draft         State = "draft"
	TakingAnswers State = "taking_answers"
	Closing       State = "closing"
	Closed        State = "closed"
)

// Poll is one thing put to a session, usually under a key question.
type Poll struct {
	ID            int64
	SessionID     int64
	KeyQuestionID int64 // 0 when it stands under none
	Position      int   // order in the session, from 1
	Kind          string
	Content       Content
	// ContentRevision grows with each edit of the draft; a ballot names the one it was read against.
	ContentRevision int64
	State           State
	OnScreen        bool // the result is shown on the screen
	OnPhones        bool // the result is shown on phones
	// Version grows with every change of the poll, answers included.
	Version int64
	// Respondents and Digest are set at closing: the number of ballots, and the SHA-256 in hex
	// over the sorted answers, each followed by a line feed.
	Respondents int
	Digest      string
}

// Content is what a moderator wrote: the question, its options or items, and settings that only
// the kind reads. It is frozen at the first answer.
type Content struct {
	Question agenda.Text     `json:"question"`
	Options  []Option        `json:"options,omitempty"`
	Items    []Option        `json:"items,omitempty"`
	Settings json.RawMessage `json:"settings,omitempty"`
}

// Option is one thing to choose, or one item to judge. ID is never reused within a poll;
// Source is the contribution it came from, 0 for none.
type Option struct {
	ID     int         `json:"id"`
	Label  agenda.Text `json:"label"`
	Source int64       `json:"source,omitempty"`
}

// Answer is a ballot's content as canonical text: "3", "1,4", "2>1>3". "" is no answer.
type Answer string

// Ballot is one participant's answer to one poll, as it is stored: one row, whatever the kind.
type Ballot struct {
	Poll     int64
	Voter    int64 // the participant
	Group    string
	Answer   Answer
	Revision int64  // 1 for the first answer, one more with each change
	Nonce    string // of the tap that gave this answer
}

// Count is how many ballots hold the same answer.
type Count struct {
	Answer Answer
	People int
}

// Tally is the counted result, one plain struct for all kinds: a pure function of the ballots.
type Tally struct {
	Respondents int // people who answered
	Base        int // people who are 100 %
	Rows        []Row
}

// Row is one line of a result. Key is stable over versions, rounds and languages.
type Row struct {
	Key    string
	Label  agenda.Text
	People int
	Axes   []Axis // none, one for a scale, two for a matrix
	Score  float64
}

// Axis is how people spread over one scale, from its lowest point to its highest.
type Axis struct {
	People []int
	Median float64
	Mean   float64
}

// Column is one column of the raw export. Name is a stable machine name.
type Column struct {
	Name string
}

// Cell is one value of the raw export: text as a person wrote it, or a number.
type Cell struct {
	Text   string
	Number bool // Text is a number in decimal notation
}

// Kind is one way of asking. It knows no SQL, HTTP, HTML, group, moderation or language:
// labels leave it as option numbers, message keys or a person's text. Every method is pure.
type Kind interface {
	// Name is stored with each poll and never changes.
	Name() string
	// Draft reads the moderator's form; it is the only way into polls. Its error is *Invalid.
	Draft(form url.Values) (Content, error)
	// Edit is the inverse of Draft.
	Edit(content Content) url.Values
	// Check says whether this draft may take answers; its error joins an *Invalid for every field at fault.
	Check(p Poll) error
	// Read reads the participant's form; it is the only way into ballots. Its error is *Invalid.
	Read(p Poll, form url.Values) (Answer, error)
	// Form is the inverse of Read; "" gives the empty form.
	Form(p Poll, answer Answer) url.Values
	// Tally counts; the order of counts does not matter.
	Tally(p Poll, counts []Count) Tally
	// Columns are those of the raw export, fixed at the first answer.
	Columns(p Poll) []Column
	// Cells are an answer's values, one per column.
	Cells(p Poll, answer Answer) []Cell
}
