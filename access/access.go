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
	Organiser   Role = "organiser"
)

// Viewer is who asks: a role, and what it is bound to. The zero Viewer sees nothing.
type Viewer struct {
	Role        Role
	Participant int64 // for Participant: the dense number that stands in ballots
	Session     int64 // for Screen and Moderator: the one session that the link opens
}

// Scope is what a Viewer may read, in a form that SQL can join on.
type Scope struct {
	Everything bool          // every session
	Session    int64         // this session, whatever its access
	Access     agenda.Access // every session with this access, "" for none
}

// Scope yields what the viewer may read. An organiser reads everything; a moderator and a screen
// read the session of their link; one who joined by the open code reads the sessions that are
// open, and so none that is restricted or whose access is not stated; a visitor reads nothing.
func (v Viewer) Scope() Scope {
	switch v.Role {
	case Organiser:
		return Scope{Everything: true}
	case Moderator, Screen:
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

// MayModerate says whether the viewer may make polls of the session and lead it: the organiser
// everywhere, a moderator in the session of the link.
func MayModerate(v Viewer, s agenda.Session) bool {
	return v.Role == Organiser || (v.Role == Moderator && v.Session == s.ID)
}

// MayOrganise says whether the viewer may change the programme, links and access, and export.
func MayOrganise(v Viewer) bool { return v.Role == Organiser }

// MayWatchScreen says whether the viewer may see what the screen of the session shows: its own
// link, and those who moderate it.
func MayWatchScreen(v Viewer, s agenda.Session) bool {
	return MayModerate(v, s) || (v.Role == Screen && v.Session == s.ID)
}
