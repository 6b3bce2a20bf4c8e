package views

import (
	"fmt"
	"io"
	"time"

	"github.com/rivo/uniseg"

	"soundings/agenda"
	"soundings/feedback"
	"soundings/i18n"
	"soundings/poll"
)

// Writing is what a page says of writing contributions on a session.
type Writing struct {
	agenda.Writing
	Windows agenda.Windows
	Ends    time.Time // when it comes to its end, the zero time where nobody can say
	Now     time.Time // in the conference's time zone
}

// WritableSession is a session that is not in progress and on which one can write.
type WritableSession struct {
	Session agenda.Session
	Writing Writing
}

// PhoneQuestion is the phone's page of a key question: its polls, what one wrote, and the form.
type PhoneQuestion struct {
	Page
	Now  QuestionNow
	Own  []feedback.Contribution
	Form ContributionForm
	Foot Foot
}

// QuestionNow is what is pushed of the phone's page of a key question; the same for everyone.
type QuestionNow struct {
	KeyQuestion agenda.KeyQuestion
	Session     agenda.Session
	Writing     Writing
	Recorded    int                     // contributions
	Polls       []PollCard              // on it
	Others      []PollCard              // that take answers
	Shown       []feedback.Contribution // those that the desk released, the newest first
	Acts        int64                   // grows with what is done at the desk
}

// ContributionForm is a contribution as it is typed.
type ContributionForm struct {
	Type         feedback.Type
	Text         string
	Addressee    feedback.Addressee
	Language     string
	Quotable     bool
	Nonce        string
	Contribution int64 // that is edited, 0 for a new one
	Replaces     int64 // the revision that is edited
	Faults       []*poll.Invalid
}

// Kept is the page that holds a text which could not be recorded, because the phone is not known any
// more or because there is nothing here to write on.
type Kept struct {
	Page
	KeyQuestion int64
	Form        ContributionForm
	Code        string // as it was typed
	Fault       string // message key of what is wrong with the code, "" for none
	Rejoin      bool   // joining again may help
}

// PhoneQuestion draws the phone's page of a key question.
func (v *Views) PhoneQuestion(w io.Writer, p PhoneQuestion) error {
	return v.page(w, "phone_question", phoneQuestion{p})
}

// QuestionNow draws the pushed frame of the phone's page of a key question.
func (v *Views) QuestionNow(w io.Writer, t *i18n.Printer, n QuestionNow) error {
	return v.part(w, "question-frame", questionNow{region{t, true}, n})
}

// OwnContributions draws what one participant wrote on a key question, for that one alone.
func (v *Views) OwnContributions(w io.Writer, t *i18n.Printer, n QuestionNow, own []feedback.Contribution) error {
	return v.part(w, "own", ownContributions{region{t, true}, n, own})
}

// ContributionRecorded draws the reply to a recorded contribution.
func (v *Views) ContributionRecorded(w io.Writer, t *i18n.Printer, n QuestionNow, own []feedback.Contribution) error {
	if err := v.Foot(w, t, Foot{State: FootRecorded, KeyQuestion: n.KeyQuestion.ID}); err != nil {
		return err
	}
	return v.OwnContributions(w, t, n, own)
}

// Kept draws the page that holds a text.
func (v *Views) Kept(w io.Writer, p Kept) error { return v.page(w, "kept", kept{p}) }

type phoneQuestion struct{ PhoneQuestion }

// Head leads back to the session.
func (p phoneQuestion) Head() Head { return Head{Page: p.Page, Here: p.Place(p.Now.Session)} }

// Region is what is pushed later on.
func (p phoneQuestion) Region() questionNow { return questionNow{p.region(), p.Now} }

// Mine are the participant's own contributions.
func (p phoneQuestion) Mine() ownContributions { return ownContributions{p.region(), p.Now, p.Own} }

// Fields are those of the form.
func (p phoneQuestion) Fields() contributionForm { return formOf(p.Page, p.Now.KeyQuestion.ID, p.Form) }

// TakesText reports whether the form is drawn: while one can write, and for a text that came late.
func (p phoneQuestion) TakesText() bool { return p.Now.Writing.Open }

// Late reports whether a text came too late: it is shown, to be copied.
func (p phoneQuestion) Late() bool { return !p.TakesText() && p.Form.Text != "" }

// FootRegion says what is known of the text.
func (p phoneQuestion) FootRegion() foot { return p.FootIn(p.Foot.State) }

// FootIn is the foot in another state, for the script.
func (p phoneQuestion) FootIn(state FootState) foot {
	drawn := p.Foot
	drawn.State, drawn.KeyQuestion = state, p.Now.KeyQuestion.ID
	return foot{p.region(), drawn}
}

// ScriptFeet are the states that the script shows by itself.
func (p phoneQuestion) ScriptFeet() []foot {
	var feet []foot
	for _, state := range []FootState{FootWrite, FootSaving, FootNotSaved, FootClosed} {
		feet = append(feet, p.FootIn(state))
	}
	return feet
}

// TemplateID is where the script finds the foot.
func (f foot) TemplateID() string {
	if f.State == FootNotSaved {
		return "foot-not-saved"
	}
	return "foot-" + string(f.State)
}

type questionNow struct {
	region
	QuestionNow
}

// State is "open" while one can write and "shut" otherwise, for the script.
func (n questionNow) State() string {
	if n.Writing.Open {
		return "open"
	}
	return "shut"
}

// Cards are its polls.
func (n questionNow) Cards() []pollCard { return cards(n.region, n.Polls) }

// OtherCards are the session's other polls that take answers.
func (n questionNow) OtherCards() []pollCard { return cards(n.region, n.Others) }

// StateKey is the message key of where a poll stands.
func (c pollCard) StateKey() string {
	switch {
	case c.Poll.OnPhones:
		return "indicative_result"
	case c.Poll.State == poll.TakingAnswers:
		return "taking_answers"
	default:
		return "answers_closed"
	}
}

// TakesAnswers reports whether the poll takes answers.
func (c pollCard) TakesAnswers() bool { return c.Poll.State == poll.TakingAnswers }

// ownContributions are those of one participant on a key question.
type ownContributions struct {
	region
	QuestionNow
	Own []feedback.Contribution
}

// Each is one of them with its language.
func (o ownContributions) Each() []ownContribution {
	all := make([]ownContribution, len(o.Own))
	for i, c := range o.Own {
		all[i] = ownContribution{o.region, c, o.Writing.Open}
	}
	return all
}

type ownContribution struct {
	region
	feedback.Contribution
	Open bool // it can be edited and withdrawn
}

// Became is the message key of what the desk did with it, as its author reads it.
func (c ownContribution) Became() string { return "contribute.became." + string(c.State) }

// Words is the original, as its author wrote it.
func (c ownContribution) Words() Written { return Written{c.Text.Text, c.Text.Lang} }

// contributionForm is ContributionForm with its lists.
type contributionForm struct {
	Page
	ContributionForm
	KeyQuestion int64
}

func formOf(p Page, keyQuestion int64, f ContributionForm) contributionForm {
	return contributionForm{p, f, keyQuestion}
}

// Action is where the form is posted.
func (f contributionForm) Action() string {
	if f.Contribution != 0 {
		return fmt.Sprintf("/contributions/%d", f.Contribution)
	}
	return fmt.Sprintf("/k/%d/contributions", f.KeyQuestion)
}

// Edits reports whether a stored contribution is edited.
func (f contributionForm) Edits() bool { return f.Contribution != 0 }

// Types are those that can be chosen.
func (f contributionForm) Types() []feedback.Type { return feedback.Types() }

// Addressees are those that can be chosen.
func (f contributionForm) Addressees() []feedback.Addressee { return feedback.Addressees() }

// WritingLanguages are those that can be chosen.
func (f contributionForm) WritingLanguages() []agenda.Language { return agenda.WritingLanguages() }

// Limit is how long a contribution may be, in characters as a person counts them.
func (f contributionForm) Limit() int { return agenda.MaxCharacters }

// Characters is how long the text is.
func (f contributionForm) Characters() int { return uniseg.GraphemeClusterCount(f.Text) }

// FaultOf is the message of a field's fault, "" for none.
func (f contributionForm) FaultOf(field string) string {
	for _, fault := range f.Faults {
		if fault.Field == field {
			return f.T(fault.Key, "Limit", fault.Limit)
		}
	}
	return ""
}

type kept struct{ Kept }

// SpacedCode is the code in two halves.
func (k kept) SpacedCode() string { return spaced(k.Code) }

// Fields are those of the form.
func (k kept) Fields() contributionForm { return formOf(k.Page, k.KeyQuestion, k.Form) }

// Say is one sentence on whether one can write, and until when.
func (p Page) Say(w Writing) string { return sayWriting(p.Printer, w) }

// Say is that of Page.
func (r region) Say(w Writing) string { return sayWriting(r.Printer, w) }

func sayWriting(t *i18n.Printer, w Writing) string {
	switch {
	case w.Open && w.Ends.IsZero():
		return t.T("writing.open")
	case w.Open:
		return t.T("writing.until", "Time", momentOf(t, w.Ends, w.Now))
	case w.Window == agenda.Before && w.Windows.During:
		return t.T("writing.with_session")
	case w.Window != agenda.After && !w.Windows.NotAfter:
		return t.T("writing.after_session")
	case w.Window == agenda.Before:
		return t.T("writing.never")
	case w.Window == agenda.After && !w.Windows.NotAfter && !w.Closes.IsZero():
		return t.T("writing.ended_at", "Time", momentOf(t, w.Closes, w.Now))
	default:
		return t.T("writing.ended")
	}
}

// momentOf is a time of day, with its day where that is not today. The end of a day is its midnight.
func momentOf(t *i18n.Printer, at, now time.Time) string {
	zone := now.Location()
	clock, day := agenda.Clock(at, zone), at.In(zone)
	if clock == "00:00" {
		clock, day = t.T("writing.midnight"), day.Add(-time.Nanosecond)
	}
	if agenda.Day(day, zone) == agenda.Day(now, zone) {
		return clock
	}
	return t.T("writing.moment", "Time", clock, "Date", dayOf(t, day))
}

// WritePath is where "Write a contribution" leads: to the key question, or to the list of them.
func (n sessionNow) WritePath() string {
	if n.WriteOn != 0 {
		return fmt.Sprintf("/k/%d", n.WriteOn)
	}
	return "#key-questions"
}
