// Package feedback holds what participants write on key questions: contributions, their types and
// states, and what in a text the desk has to look at. It knows nothing of storage or HTML.
package feedback

import (
	"slices"

	"soundings/agenda"
)

// Contribution is what a participant writes on a key question.
type Contribution struct {
	ID            int64
	SessionID     int64
	KeyQuestionID int64
	Number        int // in its session, from 1; never given again
	Type          Type
	Text          agenda.Text // the original, in the language that its author named
	Addressee     Addressee   // of a recommendation, NoAddressee otherwise
	Quotable      bool        // its author agrees to be quoted without attribution
	Window        agenda.Window
	State         State
	Reason        Reason // why it was set aside, "" otherwise
	Pinned        bool   // kept at the top of the desk's lists
	// Revision is 1 for the first text, one more with each edit by its author.
	Revision int64
	// Minute is when the text was recorded, to the minute: the desk sees how long it waits.
	Minute int64 // minutes since 1970, UTC
}

// Type says what a contribution is.
type Type string

// The types of contribution, as rapporteurs sort them.
const (
	Challenge       Type = "challenge"
	GoodPractice    Type = "good_practice"
	LessonLearned   Type = "lesson_learned"
	Recommendation  Type = "recommendation"
	Gap             Type = "gap"
	AnnouncedAction Type = "announced_action"
	Other           Type = "other"
)

// Types lists every type in the order in which it is offered.
func Types() []Type {
	return []Type{Challenge, GoodPractice, LessonLearned, Recommendation, Gap, AnnouncedAction, Other}
}

// Known reports whether t is one of Types.
func (t Type) Known() bool { return slices.Contains(Types(), t) }

// Addressee is to whom a recommendation is made.
type Addressee string

// The addressees of a recommendation; NoAddressee where none is named.
const (
	NoAddressee           Addressee = ""
	MemberStates          Addressee = "member_states"
	UnitedNations         Addressee = "united_nations"
	RegionalOrganizations Addressee = "regional_organizations"
	CivilSociety          Addressee = "civil_society"
	PrivateSector         Addressee = "private_sector"
	OtherAddressee        Addressee = "other"
)

// Addressees lists every addressee but NoAddressee in the order in which it is offered.
func Addressees() []Addressee {
	return []Addressee{MemberStates, UnitedNations, RegionalOrganizations, CivilSociety, PrivateSector, OtherAddressee}
}

// Known reports whether a is one of Addressees or none.
func (a Addressee) Known() bool { return a == NoAddressee || slices.Contains(Addressees(), a) }

// State is what the desk has done with a contribution.
type State string

// A contribution comes in, and is released to be shown or set aside. An edit brings it in again: no
// text reaches the screen that nobody at the desk has read.
const (
	Incoming State = "incoming"
	Shown    State = "shown"
	SetAside State = "set_aside"
)

// States lists every state in the order in which the desk sees it.
func States() []State { return []State{Incoming, Shown, SetAside} }

// Known reports whether s is one of States.
func (s State) Known() bool { return slices.Contains(States(), s) }

// Reason is why a contribution was set aside, as its author reads it.
type Reason string

// The reasons to set aside.
const (
	NamesSomebody  Reason = "names_somebody"
	OffTheQuestion Reason = "off_the_question"
	AlreadySaid    Reason = "already_said"
	NotAppropriate Reason = "not_appropriate"
	OutOfTime      Reason = "out_of_time" // read and kept for the report; no time to show it
	NotUnderstood  Reason = "not_understood"
)

// Reasons lists every reason in the order in which it is offered.
func Reasons() []Reason {
	return []Reason{AlreadySaid, OffTheQuestion, NamesSomebody, NotAppropriate, NotUnderstood, OutOfTime}
}

// Known reports whether r is one of Reasons.
func (r Reason) Known() bool { return slices.Contains(Reasons(), r) }
