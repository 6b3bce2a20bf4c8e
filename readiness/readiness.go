// Package readiness says what of a session is ready to begin, and what is still to be done. It is a
// pure function of facts that somebody else gathers: it reads nothing and knows no language.
package readiness

import (
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

// Limits of what counts as ready.
const (
	MostDrift  = 30 * time.Second
	LeastSpace = 1 << 30 // bytes
)

// Facts are what is known of a session, its conference and the machine at one moment.
type Facts struct {
	Now          time.Time
	Conference   agenda.Conference
	Session      agenda.Session
	KeyQuestions []agenda.KeyQuestion
	Polls        []Poll
	Links        []Link
	Reachable    bool // there is an address that phones can reach
	Screens      int  // that show the session now
	Scan         Scan
	Space        Space
	Copies       Copies
	Writable     bool // the file takes answers
}

// Poll is a poll, and what its kind finds wrong with taking answers to it.
type Poll struct {
	poll.Poll
	Fault error
}

// Link is a link of the session.
type Link struct {
	Role access.Role
	Used bool
}

// Scan is what test scans have shown since the server began.
type Scan struct {
	Reached time.Time // when a phone last opened the address, the zero time before the first
	Told    int       // phones that told the time
	Drift   time.Duration
}

// Space is how much the disk of the file still takes.
type Space struct {
	Free  uint64
	Known bool
}

// Copies is how the copies in another folder stand.
type Copies struct {
	Folder bool
	Made   time.Time // the zero time before the first
	Faulty bool
}

// Check is one line: what was looked at, whether it is ready, and what was found.
type Check struct {
	Name  string // "access"
	Ready bool
	Found string // "not_stated"; with Name the key of the message that says it
	Do    Step   // the one thing to do, "" for none
	// What the message tells.
	Count     int
	Languages []string // tags
	At        time.Time
	Windows   []agenda.Window
}

// Step is the one thing to do about a check.
type Step string

// The steps.
const (
	Nothing       Step = ""
	ChooseAccess  Step = "choose_access"
	SetTimes      Step = "set_times"
	SetZone       Step = "set_zone"
	Resume        Step = "resume"
	EditQuestions Step = "edit_questions"
	PreparePolls  Step = "prepare_polls"
	MakeModerator Step = "make_moderator"
	MakeDesk      Step = "make_desk"
	SeeLinks      Step = "see_links"
	PairScreen    Step = "pair_screen"
	ChooseAddress Step = "choose_address"
	ScanTest      Step = "scan_test"
	MakeCopy      Step = "make_copy"
	TakeCopy      Step = "take_copy"
)

// Checks are all lines in the order in which they are read.
func Checks(f Facts) []Check {
	return []Check{
		f.access(), f.time(), f.questions(), f.polls(), f.writing(),
		f.moderator(), f.desk(), f.screen(), f.phone(), f.clock(),
		f.disk(), f.copies(), f.file(),
	}
}

// Left is how many checks are not ready.
func Left(checks []Check) int {
	left := 0
	for _, check := range checks {
		if !check.Ready {
			left++
		}
	}
	return left
}

func ready(name, found string) Check { return Check{Name: name, Ready: true, Found: found} }

func waiting(name, found string, do Step) Check { return Check{Name: name, Found: found, Do: do} }

// moderator: somebody has opened the link to the podium.
func (f Facts) moderator() Check {
	switch made, used := f.link(access.Moderator); {
	case used:
		return ready("moderator", "opened")
	case made:
		return waiting("moderator", "unopened", SeeLinks)
	default:
		return waiting("moderator", "none", MakeModerator)
	}
}

// desk: there is a link for whoever releases what participants write; nobody needs one where nothing
// may be written.
func (f Facts) desk() Check {
	made, used := f.link(access.Desk)
	switch {
	case used:
		return ready("desk", "opened")
	case made:
		return ready("desk", "made")
	case len(f.windows()) == 0:
		return ready("desk", "unneeded")
	default:
		return waiting("desk", "none", MakeDesk)
	}
}

func (f Facts) link(role access.Role) (made, used bool) {
	for _, link := range f.Links {
		if link.Role == role {
			made, used = true, used || link.Used
		}
	}
	return made, used
}

// screen: one shows the session now.
func (f Facts) screen() Check {
	if f.Screens == 0 {
		return waiting("screen", "none", PairScreen)
	}
	check := ready("screen", "connected")
	check.Count = f.Screens
	return check
}

// phone: one has opened the address since the server began.
func (f Facts) phone() Check {
	switch {
	case !f.Reachable:
		return waiting("phone", "no_address", ChooseAddress)
	case f.Scan.Reached.IsZero():
		return waiting("phone", "none", ScanTest)
	default:
		check := ready("phone", "reached")
		check.At = f.Scan.Reached
		return check
	}
}

// clock: this machine's is about that of the phones that told theirs.
func (f Facts) clock() Check {
	if f.Scan.Told == 0 {
		return waiting("clock", "unknown", ScanTest)
	}
	drift := f.Scan.Drift.Abs()
	seconds := int(drift.Round(time.Second) / time.Second)
	switch {
	case drift > time.Hour:
		return waiting("clock", "hours", Nothing)
	case drift > MostDrift:
		return Check{Name: "clock", Found: "off", Count: seconds}
	case seconds <= 1:
		return ready("clock", "same")
	default:
		return Check{Name: "clock", Ready: true, Found: "near", Count: seconds}
	}
}

// disk: there is room for a conference.
func (f Facts) disk() Check {
	const gigabyte, megabyte = 1 << 30, 1 << 20
	switch {
	case !f.Space.Known:
		return waiting("disk", "unknown", Nothing)
	case f.Space.Free < LeastSpace:
		return Check{Name: "disk", Found: "little", Count: int(f.Space.Free / megabyte)}
	default:
		return Check{Name: "disk", Ready: true, Found: "free", Count: int(f.Space.Free / gigabyte)}
	}
}

// copies: a second disk holds one, and takes the next.
func (f Facts) copies() Check {
	check := Check{Name: "copy", At: f.Copies.Made, Do: MakeCopy}
	switch {
	case !f.Copies.Folder:
		check.Found, check.Do = "no_folder", TakeCopy
	case f.Copies.Faulty && f.Copies.Made.IsZero():
		check.Found = "failed"
	case f.Copies.Faulty:
		check.Found = "failed_since"
	case f.Copies.Made.IsZero():
		check.Found = "none"
	default:
		check.Ready, check.Found, check.Do = true, "made", Nothing
	}
	return check
}

// file: an answer would be saved.
func (f Facts) file() Check {
	if !f.Writable {
		return waiting("file", "refused", Nothing)
	}
	return ready("file", "written")
}
