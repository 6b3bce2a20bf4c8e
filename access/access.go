// Package access says who may do what: one function per permission with its rule in prose above
// it. It knows no SQL and no HTTP; the store joins on what a Viewer's Scope yields.
package access

import "soundings/agenda"

// Role is what a person or a page may be.
type Role string

// The roles of now. Nobody is a visitor who has not joined.
const (
	Nobody      Role = ""
	Participant Role = "participant"
	Screen      Role = "screen"
	Moderator   Role = "moderator"
	Desk        Role = "desk"
	Organiser   Role = "organiser"
)

// Viewer is who asks: a role, and what it is bound to. The zero Viewer sees nothing.
type Viewer struct {
	Role        Role
	Participant int64 // for Participant: the dense number that stands in ballots
	Session     int64 // for Screen, Moderator and Desk: the one session that the link opens
	Link        int64 // by which a member of the staff came in, 0 for the passphrase
}

// Scope is what a Viewer may read, in a form that SQL can join on.
type Scope struct {
	Everything bool          // every session
	Session    int64         // this session, whatever its access
	Access     agenda.Access // every session with this access, "" for none
}

// Scope yields what the viewer may read. An organiser reads everything; a moderator, a desk and a
// screen read the session of their link; one who joined by the open code reads the sessions that are
// open, and so none that is restricted or whose access is not stated; a visitor reads nothing.
func (v Viewer) Scope() Scope {
	switch v.Role {
	case Organiser:
		return Scope{Everything: true}
	case Moderator, Desk, Screen:
		return Scope{Session: v.Session}
	case Participant:
		return Scope{Access: agenda.Open}
	default:
		return Scope{}
	}
}

// MayRead says whether the viewer may know that the session exists and read its questions.
func MayRead(v Viewer, s agenda.Session) bool {
	scope := v.Scope()
	return scope.Everything || (scope.Session != 0 && scope.Session == s.ID) ||
		(scope.Access != "" && scope.Access == s.Access)
}

// MayAnswer says whether the viewer may answer polls of the session: participants only, where
// they may read and the session has not ended.
func MayAnswer(v Viewer, s agenda.Session) bool {
	return v.Role == Participant && v.Participant != 0 && MayRead(v, s) && s.Progress != agenda.Ended
}

// MayContribute says whether the viewer may write on key questions of the session: participants
// only, where they may read. Whether a window is open is the session's to say.
func MayContribute(v Viewer, s agenda.Session) bool {
	return v.Role == Participant && v.Participant != 0 && MayRead(v, s)
}

// MayModerate says whether the viewer may make polls of the session and lead it: the organiser
// everywhere, a moderator in the session of the link.
func MayModerate(v Viewer, s agenda.Session) bool {
	return v.Role == Organiser || (v.Role == Moderator && v.Session == s.ID)
}

// MayOrganise says whether the viewer may change the programme, links and access, and export.
func MayOrganise(v Viewer) bool { return v.Role == Organiser }

// MayRelease says whether the viewer may read what came in on the session's key questions, show it
// and set it aside: the organiser everywhere, the desk in the session of its link. A moderator sees
// nothing that was not released.
func MayRelease(v Viewer, s agenda.Session) bool {
	return v.Role == Organiser || (v.Role == Desk && v.Session == s.ID)
}

// MayDirect says whether the viewer may say what the session's screen shows: those who moderate it,
// and its desk.
func MayDirect(v Viewer, s agenda.Session) bool { return MayModerate(v, s) || MayRelease(v, s) }

// MayWatchScreen says whether the viewer may see what the screen of the session shows: its own
// link, and those who direct it.
func MayWatchScreen(v Viewer, s agenda.Session) bool {
	return MayDirect(v, s) || (v.Role == Screen && v.Session == s.ID)
}
