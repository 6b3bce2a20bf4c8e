package programme

import (
	"cmp"

	"soundings/agenda"
)

// Standing is how a session or key question of the stored programme stands to a note.
type Standing string

// What a note does to a session or key question. It is Changed where it is Moved as well.
const (
	Same    Standing = "same"
	Changed Standing = "changed"
	Moved   Standing = "moved"   // only its place differs
	New     Standing = "new"     // the note has it, the programme does not
	Missing Standing = "missing" // the programme has it, the note does not
)

// Field is what a change changes.
type Field string

// The fields that a note can change. Each is ticked as one: a label with its number, an access
// with its words, a start with its end, a key question's text with its kind and, where nobody
// edited it, its short label.
const (
	FieldLabel  Field = "label"
	FieldTitle  Field = "title"
	FieldType   Field = "type"
	FieldAccess Field = "access"
	FieldTimes  Field = "times"
	FieldText   Field = "text" // the one field of a key question
)

// Comparison is what a changed note says otherwise than the stored programme. Nothing in it is
// written: a page draws Sessions from top to bottom with a box for each Change, and With gives the
// programme as it is with the ticked ones.
type Comparison struct {
	// Sessions are in the order of the note; one that the note lacks follows the one that it
	// follows in the programme.
	Sessions []ComparedSession
}

// ComparedSession is a session of the programme, of the note, or of both.
type ComparedSession struct {
	Standing Standing
	Stored   agenda.Session // zero for a new one
	Planned  agenda.Session // as it is with all its changes; zero for a missing one
	// Changes are those of the session itself: that it is new, missing or moved, or one for each field.
	Changes []Change
	// KeyQuestions have changes of their own only where the session is in both: a new session
	// brings all of its own, a missing one takes them with it.
	KeyQuestions []ComparedQuestion
	pair
}

// ComparedQuestion is a key question of the programme, of the note, or of both.
type ComparedQuestion struct {
	Standing Standing
	Stored   agenda.KeyQuestion // zero for a new one
	Planned  agenda.KeyQuestion // as it is with all its changes; zero for a missing one
	Changes  []Change
	pair
}

// Change is one thing that can be ticked.
type Change struct {
	// Key is the same each time as long as the note and what it changes in the programme are the
	// same, and another as soon as one of them is edited: an old tick then ticks nothing.
	Key         string
	Kind        Standing // Changed, Moved, New or Missing
	Session     int64    // the stored session; 0 for a new one
	KeyQuestion int64    // the stored key question; 0 for a new one and for a change of the session
	Field       Field    // of Changed
	Old, New    string   // what stands there and what the note says: words, a type, a place from 1
	// Advised is true for what a form ticks from the start: all but removals, an access other than
	// the one that somebody chose, and a rewording that may be another question, which would take
	// over the answers of the old one.
	Advised bool
}

// Compare finds what a note changes in the stored programme. What the note says nothing of is no
// change: an access or a time that it does not state, a translation, a short label. An access
// chosen by the organiser stands against "not stated", and against the same words as before.
//
// Sessions are the same by their number with their title; then by title alone, so that a session
// may be renumbered; then by most of their key questions; then by number, by label, and by a title
// that is nearly the same. Key questions are the same within a session by their letters, then by
// nearly the same words, so that a mended word is a change and not another question.
func Compare(stored []agenda.SessionPlan, note agenda.Plan) Comparison {
	var comparison Comparison
	left := effort(maxEffort)
	pairs := pairSessions(stored, note.Sessions, &left)
	moved := movedOf(pairs)
	for i, p := range pairs {
		session := compareSession(stored, note.Sessions, p, moved[i])
		if p.stored >= 0 && p.note >= 0 {
			session.KeyQuestions = compareQuestions(stored[p.stored], note.Sessions[p.note], &left)
		}
		comparison.Sessions = append(comparison.Sessions, session)
	}
	return comparison
}

// Changes is everything that can be ticked, in the order of Sessions.
func (c Comparison) Changes() []Change {
	var all []Change
	for _, session := range c.Sessions {
		all = append(all, session.Changes...)
		for _, question := range session.KeyQuestions {
			all = append(all, question.Changes...)
		}
	}
	return all
}

func compareSession(stored, note []agenda.SessionPlan, p pair, moved bool) ComparedSession {
	switch {
	case p.stored < 0:
		return newSessionOf(note[p.note], p)
	case p.note < 0:
		return missingSession(stored[p.stored], p)
	}
	old := stored[p.stored].Session
	session := ComparedSession{Stored: old, pair: p}
	session.Planned, session.Changes = changesOf(old, note[p.note].Session)
	if moved {
		session.Changes = append(session.Changes, change(Moved, old.ID, 0, ordinal(p.stored), ordinal(p.note)))
	}
	session.Standing = standing(session.Changes)
	return session
}

func newSessionOf(said agenda.SessionPlan, p pair) ComparedSession {
	session := ComparedSession{Standing: New, Planned: said.Session, pair: p}
	session.Planned.ID = 0
	session.Changes = []Change{change(New, 0, 0, ordinal(p.note), said.Session.Label.Text+" "+said.Session.Title.Text)}
	for i, question := range said.KeyQuestions {
		question.ID = 0
		session.KeyQuestions = append(session.KeyQuestions, ComparedQuestion{Standing: New, Planned: question, pair: pair{-1, i}})
	}
	return session
}

func missingSession(old agenda.SessionPlan, p pair) ComparedSession {
	session := ComparedSession{Standing: Missing, Stored: old.Session, pair: p}
	session.Changes = []Change{change(Missing, old.Session.ID, 0, old.Session.Label.Text+" "+old.Session.Title.Text, "")}
	for i, question := range old.KeyQuestions {
		session.KeyQuestions = append(session.KeyQuestions, ComparedQuestion{Standing: Missing, Stored: question, pair: pair{i, -1}})
	}
	return session
}

func compareQuestions(stored, note agenda.SessionPlan, left *effort) []ComparedQuestion {
	var compared []ComparedQuestion
	pairs := pairQuestions(stored.KeyQuestions, note.KeyQuestions, left)
	moved := movedOf(pairs)
	for i, p := range pairs {
		var old, said agenda.KeyQuestion
		if p.stored >= 0 {
			old = stored.KeyQuestions[p.stored]
		}
		if p.note >= 0 {
			said = note.KeyQuestions[p.note]
		}
		compared = append(compared, compareQuestion(stored.Session.ID, old, said, p, moved[i]))
	}
	return compared
}

func compareQuestion(session int64, old, said agenda.KeyQuestion, p pair, moved bool) ComparedQuestion {
	question := ComparedQuestion{Stored: old, Planned: old, pair: p}
	switch {
	case p.stored < 0:
		question.Planned = said
		question.Planned.ID = 0
		question.Planned.SessionID = session
		question.Changes = []Change{change(New, session, 0, ordinal(p.note), said.Text.Text)}
	case p.note < 0:
		question.Planned = agenda.KeyQuestion{}
		question.Changes = []Change{change(Missing, session, old.ID, old.Text.Text, "")}
	case plainMarks(old.Text.Text) != plainMarks(said.Text.Text):
		question.Planned = reworded(old, said)
		rewording := changed(FieldText, session, old.ID, old.Text.Text, said.Text.Text)
		rewording.Advised = likeness(wordsOf(old.Text.Text), wordsOf(said.Text.Text)) >= mended
		question.Changes = []Change{rewording}
	}
	if moved {
		question.Changes = append(question.Changes, change(Moved, session, old.ID, ordinal(p.stored), ordinal(p.note)))
	}
	question.Standing = standing(question.Changes)
	return question
}

// reworded keeps what people chose for a key question, and lets what nobody chose follow its text.
func reworded(old, said agenda.KeyQuestion) agenda.KeyQuestion {
	question := old
	question.Text = retold(old.Text, said.Text)
	if old.Short.IsEmpty() || old.Short.Text == agenda.ShortLabel(old.Text.Text) {
		question.Short = retold(old.Short, agenda.Plain(said.Text.Lang, agenda.ShortLabel(said.Text.Text)))
	}
	if kind, compound := itemKind(old.Text.Text); kind == old.Kind && compound == old.Compound {
		question.Kind, question.Compound = said.Kind, said.Compound
	}
	return question
}

// standing of something by its changes, the weightiest of which comes first.
func standing(changes []Change) Standing {
	if len(changes) == 0 {
		return Same
	}
	return cmp.Or(changes[0].Kind, Same)
}
