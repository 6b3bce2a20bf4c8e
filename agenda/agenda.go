package agenda

import (
	"slices"
	"time"
)

// Conference is the whole event. One file holds one conference.
type Conference struct {
	Name     Text
	Theme    Text
	Starts   string // ISO date, "" when not stated
	Ends     string
	Place    string
	Room     string
	TimeZone string // IANA name, "" (UTC) until one is chosen
	Language string // of the organiser's texts, BCP 47
	// Languages are those that the organiser's texts are translated into, beside Language.
	Languages []string
	JoinCode  string // six characters, the open code
	// PublicURL is where phones reach this server, without a trailing slash; "" until it is
	// configured or chosen.
	PublicURL string
	// WiFi is the hall's own network, as the screen tells it; empty where there is none.
	WiFi WiFi
	// Sample is true while name, theme and the like are those of the sample.
	Sample bool
	// Revision grows with each edit of the facts, so that an edit of an older state is noticed.
	Revision int64
}

// WiFi is how phones come into the hall's own network.
type WiFi struct {
	Name     string
	Password string // "" for a network without one
}

// SessionType says what a session is for.
type SessionType string

// SessionTypes lists the types in the order in which they are offered.
func SessionTypes() []SessionType {
	return []SessionType{Opening, Thematic, Closing, SideEvent, Evaluation, Other}
}

// Known reports whether t is one of SessionTypes.
func (t SessionType) Known() bool { return slices.Contains(SessionTypes(), t) }

// The types of session.
const (
	Opening    SessionType = "opening"
	Thematic   SessionType = "thematic"
	Closing    SessionType = "closing"
	SideEvent  SessionType = "side_event"
	Evaluation SessionType = "evaluation"
	Other      SessionType = "other"
)

// Access says whom a session admits, as its programme states it.
type Access string

// The rules of access. The open code admits to Open alone.
const (
	NotStated        Access = "not_stated"
	Open             Access = "open"
	MemberStatesOnly Access = "member_states_only"
	StatesObservers  Access = "member_states_and_observers"
	StatesAndIGOs    Access = "states_and_igos"
	ByInvitation     Access = "by_invitation"
	Closed           Access = "closed"
	Restricted       Access = "restricted" // stated, in words that no other rule covers
)

// Accesses lists every rule of access in the order in which it is offered.
func Accesses() []Access {
	return []Access{NotStated, Open, MemberStatesOnly, StatesObservers, StatesAndIGOs, ByInvitation, Closed, Restricted}
}

// Known reports whether a is one of Accesses.
func (a Access) Known() bool { return slices.Contains(Accesses(), a) }

// Progress is where a session stands on the day.
type Progress string

// A session is planned, in progress once its moderator starts it, then ended.
const (
	Planned    Progress = "planned"
	InProgress Progress = "in_progress"
	Ended      Progress = "ended"
)

// Session is one item of the programme.
type Session struct {
	ID         int64
	Position   int    // order in the programme, from 1
	Number     string // "III", "2a", "" where the programme gives none
	Label      Text   // "Session III"
	Title      Text
	Type       SessionType
	Access     Access
	AccessText string // the programme's own words on access, "" when none
	// Starts and Ends are the times of day that a programme states without a day ("10:30", "" when
	// not stated, never invented). Slots say when the session is; these only propose one.
	Starts   string
	Ends     string
	Slots    []Slot // in order
	Windows  Windows
	Progress Progress
	// EndedAt is when the session was last ended, the zero time while it was not.
	EndedAt time.Time
	// What the screen shows now: a poll, which phones follow; or a key question with its released
	// contributions; or one of these, selected. 0 for none; at most one of a poll and a key question.
	CurrentPoll     int64
	CurrentQuestion int64
	Selected        int64
	WallPage        int // of the released contributions, from 1
	// CodeHidden is true while the moderator keeps QR and code off the screen.
	CodeHidden bool
	// Sample is true for what the sample brought: it can be removed as a whole, answers included.
	Sample bool
	// Revision grows with each edit of what the organiser wrote, so that an edit of an older state
	// is noticed.
	Revision int64
	// Version grows with every change of the session or anything in it, answers included.
	Version int64
}

// Name is what a session is called in a line: its label, or its title where it has none.
func (s Session) Name() Text {
	if s.Label.IsEmpty() {
		return s.Title
	}
	return s.Label
}

// Showing is what a screen is to show: a poll; a key question with its released contributions; one
// of these, by its number in the file; the zero Showing stands for nothing but how to join.
type Showing struct {
	Poll         int64
	KeyQuestion  int64
	Contribution int64
	Page         int // of a key question's released contributions, 0 for the first
}

// ItemKind says whether a key question is printed as a question or as an issue.
type ItemKind string

// A concept note lists questions, or issues in the form of noun phrases.
const (
	Question ItemKind = "question"
	Issue    ItemKind = "issue"
)

// KeyQuestion is what the concept note asks a session to answer: the unit of record.
type KeyQuestion struct {
	ID        int64
	SessionID int64
	Position  int // in its session, from 1
	Text      Text
	Short     Text // at most MaxShortLabel characters, for screens and charts
	Kind      ItemKind
	Compound  bool // two questions in one
	// Revision grows with each edit, so that an edit of an older state is noticed.
	Revision int64
}

// SessionPlan is a session with its key questions, as an import or a sample brings it.
type SessionPlan struct {
	Session      Session
	KeyQuestions []KeyQuestion
}

// Plan is a programme that is not yet written: what an import, the sample or a blank start adds.
type Plan struct {
	Conference Conference
	Sessions   []SessionPlan
	Sample     bool // it is the sample
}
