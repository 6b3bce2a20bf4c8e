package agenda

import "slices"

// Conference is the whole event. One file holds one conference.
type Conference struct {
	Name     Text
	Theme    Text
	Starts   string // ISO date, "" when not stated
	Ends     string
	Place    string
	Room     string
	TimeZone string // IANA name
	Language string // of the organiser's texts, BCP 47
	JoinCode string // six characters, the open code
	// PublicURL is where phones reach this server, without a trailing slash; "" until it is
	// configured or chosen.
	PublicURL string
	// Sample is true while name, theme and the like are those of the sample.
	Sample bool
}

// SessionType says what a session is for.
type SessionType string

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
	Starts     string // "10:30", "" when not stated; never invented
	Ends       string
	Progress   Progress
	// CurrentPoll is what the screen and the phones show now, 0 for none.
	CurrentPoll int64
	// CodeHidden is true while the moderator keeps QR and code off the screen.
	CodeHidden bool
	// Sample is true for what the sample brought: it can be removed as a whole, answers included.
	Sample bool
	// Version grows with every change of the session or anything in it, answers included.
	Version int64
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
