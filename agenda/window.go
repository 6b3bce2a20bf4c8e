package agenda

import "time"

// Slot is one stretch of time in which a session is held; a session may be continued in another.
type Slot struct {
	Starts time.Time
	Ends   time.Time // after Starts
}

// Windows say when participants may write contributions on a session's key questions.
type Windows struct {
	Before bool // until the session begins
	During bool // while it is held
	// Until is when writing ends after the session; the zero time stands for the end of its last day.
	Until time.Time
	// NotAfter is true where nothing may be written once the session is over.
	NotAfter bool
}

// Window is one of the three stretches of time in which contributions are written.
type Window string

// The windows of a session, in their order.
const (
	Before Window = "before"
	During Window = "during"
	After  Window = "after"
)

// Writing is what a session says of writing at one moment.
type Writing struct {
	Window Window
	Open   bool
	// Closes is when the window closes by itself, the zero time where only the session's progress
	// ends it or nothing does.
	Closes time.Time
}

// WritingAt is the window of a moment, and whether it is open. What the moderator did counts first: a
// session in progress is held, an ended one is over; for a planned one its slots decide, from the
// start of the first to the end of the last. Without slots a planned session has not begun.
func (s Session) WritingAt(now time.Time, zone *time.Location) Writing {
	switch s.windowAt(now) {
	case Before:
		return Writing{Window: Before, Open: s.Windows.Before, Closes: s.Begins()}
	case During:
		closes := s.over()
		if s.Progress == InProgress {
			closes = time.Time{} // it lasts until its moderator ends it
		}
		return Writing{Window: During, Open: s.Windows.During, Closes: closes}
	default:
		until := s.writingEnds(zone)
		return Writing{Window: After, Open: !s.Windows.NotAfter && now.Before(until), Closes: until}
	}
}

// WritingEnds is when writing that is open at a moment comes to its end, over the windows that follow
// each other; the zero time where nobody can say, because only the session's progress ends it.
func (s Session) WritingEnds(now time.Time, zone *time.Location) time.Time {
	writing := s.WritingAt(now, zone)
	ends := s.writingEnds(zone)
	switch {
	case !writing.Open:
		return time.Time{}
	case writing.Window == Before && !s.Windows.During:
		ends = s.Begins()
	case writing.Window == Before && s.Windows.NotAfter:
		ends = s.over()
	case writing.Window == During && s.Windows.NotAfter:
		ends = writing.Closes
	}
	if !ends.After(now) {
		return time.Time{}
	}
	return ends
}

func (s Session) windowAt(now time.Time) Window {
	switch {
	case s.Progress == InProgress:
		return During
	case s.Progress == Ended:
		return After
	case len(s.Slots) == 0 || now.Before(s.Begins()):
		return Before
	case now.Before(s.over()):
		return During
	default:
		return After
	}
}

// writingEnds is the stated hour, else the end of the day on which the session was last held.
func (s Session) writingEnds(zone *time.Location) time.Time {
	if !s.Windows.Until.IsZero() {
		return s.Windows.Until
	}
	last := s.over()
	if s.EndedAt.After(last) {
		last = s.EndedAt
	}
	if last.IsZero() {
		return time.Time{}
	}
	return EndOfDay(last, zone)
}

// Begins is when the first slot starts, the zero time without slots.
func (s Session) Begins() time.Time {
	if len(s.Slots) == 0 {
		return time.Time{}
	}
	return s.Slots[0].Starts
}

func (s Session) over() time.Time {
	if len(s.Slots) == 0 {
		return time.Time{}
	}
	return s.Slots[len(s.Slots)-1].Ends
}
