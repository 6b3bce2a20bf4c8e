package views

import (
	"io"

	"soundings/agenda"
	"soundings/programme"
)

// ImportDifference shows what a changed note changes in the programme that is there.
type ImportDifference struct {
	Page
	Name       string
	Text       string // the note, sent back on confirmation
	Preview    *programme.Preview
	Difference programme.Difference
	Held       Held
	Stale      bool // the programme changed since it was shown before
}

// Held are the sessions and key questions that hold answers or contributions, by their numbers.
type Held struct{ Sessions, KeyQuestions map[int64]bool }

// ImportDifference draws what a changed note changes.
func (v *Views) ImportDifference(w io.Writer, p ImportDifference) error {
	return v.page(w, "import_difference", p)
}

// Nothing reports whether the note says nothing new.
func (p ImportDifference) Nothing() bool { return p.Count() == 0 }

// Count is how many changes there are.
func (p ImportDifference) Count() int { return len(p.Difference.Changes()) }

// tick is one change with its box.
type tick struct {
	Page
	programme.Change
	Lang  string // of the note
	About Written
	Held  bool // it would delete what holds answers: there is no box
}

// FactTick is a change of the conference's facts.
func (p ImportDifference) FactTick(c programme.Change) tick {
	return tick{Page: p.Page, Change: c, Lang: p.Preview.Conference.Language}
}

// Tick is a change of a session or key question.
func (p ImportDifference) Tick(c programme.Change, about agenda.Text) tick {
	held := p.Held.Sessions[c.Session]
	if c.KeyQuestion != 0 {
		held = p.Held.KeyQuestions[c.KeyQuestion]
	}
	return tick{
		Page: p.Page, Change: c, Lang: p.Preview.Conference.Language, About: p.In(about),
		Held: held && c.Kind == programme.Missing,
	}
}

// Says names the change in one line.
func (t tick) Says() string {
	if t.Kind == programme.Changed {
		return t.T("difference.field_" + string(t.Field))
	}
	about := "session"
	if t.Session != 0 && (t.KeyQuestion != 0 || t.Kind == programme.New) {
		about = "question"
	}
	return t.T("difference." + about + "_" + string(t.Kind))
}

// Side is one side of a change in words.
func (t tick) Side(said string) Written {
	switch {
	case t.Field == programme.FieldType:
		return Written{Text: t.T("type." + said), Lang: t.Page.Lang()}
	case t.Field == programme.FieldAccess && agenda.Access(said).Known():
		return Written{Text: t.T("access." + said), Lang: t.Page.Lang()}
	}
	return Written{Text: said, Lang: t.Lang}
}

// Both reports whether both sides are worth reading: a changed text, not a new or a missing thing.
func (t tick) Both() bool { return t.Kind == programme.Changed }

// comparedSession is a session of the comparison with what is shown of it.
type comparedSession struct {
	ImportDifference
	programme.ComparedSession
}

// Session is one session of the comparison.
func (p ImportDifference) Session(s programme.ComparedSession) comparedSession {
	return comparedSession{p, s}
}

// It is the session as it is called: as stored, or as the note says where it is new.
func (s comparedSession) It() agenda.Session {
	if s.Standing == programme.New {
		return s.Planned
	}
	return s.Stored
}

// Differs reports whether something in the session changes.
func (s comparedSession) Differs() bool {
	if len(s.Changes) > 0 {
		return true
	}
	for _, question := range s.KeyQuestions {
		if len(question.Changes) > 0 {
			return true
		}
	}
	return false
}

// Text is what a key question says: as stored, or as the note does where it is new.
func (s comparedSession) Text(q programme.ComparedQuestion) Written {
	if q.Standing == programme.New {
		return s.In(q.Planned.Text)
	}
	return s.In(q.Stored.Text)
}

// Ticks are the changes of a session.
func (s comparedSession) Ticks() []tick { return s.ticks(s.Changes, s.It().Title) }

// QuestionTicks are the changes of a key question.
func (s comparedSession) QuestionTicks(q programme.ComparedQuestion) []tick {
	return s.ticks(q.Changes, q.Stored.Short)
}

func (p ImportDifference) ticks(changes []programme.Change, about agenda.Text) []tick {
	var all []tick
	for _, change := range changes {
		all = append(all, p.Tick(change, about))
	}
	return all
}
