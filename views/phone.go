package views

import (
	"fmt"
	"html/template"
	"io"
	"net/url"

	"soundings/agenda"
	"soundings/disclosure"
	"soundings/i18n"
	"soundings/poll"
)

// Join draws the page where a participant enters the code.
func (v *Views) Join(w io.Writer, p Join) error { return v.page(w, "join", p) }

// Now draws the list of the sessions in progress.
func (v *Views) Now(w io.Writer, p Now) error { return v.page(w, "now", p) }

// PhoneSession draws the phone's page of a session.
func (v *Views) PhoneSession(w io.Writer, p PhoneSession) error { return v.page(w, "phone_session", p) }

// SessionNow draws the pushed frame of the phone's page of a session.
func (v *Views) SessionNow(w io.Writer, t *i18n.Printer, n SessionNow) error {
	return v.part(w, "session-frame", sessionNow{region{t, true}, n})
}

// PhonePoll draws the phone's page of a poll.
func (v *Views) PhonePoll(w io.Writer, p PhonePoll) error {
	fields, err := v.answerFields(p.Printer, p.Poll, p.Form)
	if err != nil {
		return err
	}
	now, err := v.pollNow(region{p.Printer, false}, p.Now)
	if err != nil {
		return err
	}
	return v.page(w, "phone_poll", phonePoll{PhonePoll: p, Fields: fields, Region: now})
}

// PollNow draws the pushed frame of the phone's page of a poll.
func (v *Views) PollNow(w io.Writer, t *i18n.Printer, n PollNow) error {
	now, err := v.pollNow(region{t, true}, n)
	if err != nil {
		return err
	}
	return v.part(w, "poll-now", now)
}

// Foot draws the reply to an answer: the one truth about it.
func (v *Views) Foot(w io.Writer, t *i18n.Printer, f Foot) error {
	return v.part(w, "foot", foot{region{t, false}, f})
}

// Head names the session, without a way back: this is where a phone is at home.
func (p PhoneSession) Head() Head { return Head{Page: p.Page, Here: p.Place(p.Session)} }

// Region is the part of the page that is pushed later on.
func (p PhoneSession) Region() sessionNow { return sessionNow{p.region(), p.Now} }

type sessionNow struct {
	region
	SessionNow
}

// Ended reports whether the session is over.
func (n sessionNow) Ended() bool { return n.Session.Progress == agenda.Ended }

// Cards are the polls that take answers, each with its language.
func (n sessionNow) Cards() []pollCard { return cards(n.region, n.Taking) }

// Results are the polls whose result is shown on phones.
func (n sessionNow) Results() []pollCard { return cards(n.region, n.Shown) }

// pollCard links to a poll.
type pollCard struct {
	region
	PollCard
}

func cards(r region, polls []PollCard) []pollCard {
	all := make([]pollCard, len(polls))
	for i, one := range polls {
		all[i] = pollCard{r, one}
	}
	return all
}

// phonePoll is PhonePoll with its fragments drawn.
type phonePoll struct {
	PhonePoll
	Fields template.HTML // the kind's fields
	Region pollNow
}

// Head leads back to the session.
func (p phonePoll) Head() Head { return Head{Page: p.Page, Here: p.Place(p.Session)} }

// TakesAnswers reports whether a tap can still be recorded.
func (p phonePoll) TakesAnswers() bool { return p.Poll.State == poll.TakingAnswers }

// ShowsFields reports whether the fields are drawn: while answers are taken, and afterwards for
// an answer that came late, so that a person sees what was not counted.
func (p phonePoll) ShowsFields() bool { return p.TakesAnswers() || p.PhonePoll.Foot.State == FootLate }

// FootRegion says what is known of this phone's answer.
func (p phonePoll) FootRegion() foot { return p.footIn(p.PhonePoll.Foot.State) }

// Saving is the foot that the script shows between the tap and the reply.
func (p phonePoll) Saving() foot { return p.footIn(FootSaving) }

// NotSaved is the foot that the script shows when no reply comes.
func (p phonePoll) NotSaved() foot { return p.footIn(FootNotSaved) }

func (p phonePoll) footIn(state FootState) foot {
	drawn := p.PhonePoll.Foot
	drawn.State, drawn.Poll = state, p.Poll.ID
	if drawn.Stored == "" {
		drawn.Stored = p.OwnText
	}
	return foot{p.region(), drawn}
}

// foot is Foot with its language.
type foot struct {
	region
	Foot
}

// Key is the message key of the first line; the second has ".text" behind it.
func (f foot) Key() string {
	if f.KeyQuestion != 0 {
		return "foot.write." + string(f.State)
	}
	return "foot." + string(f.State)
}

// Form is the id of the form that the foot speaks of.
func (f foot) Form() string {
	if f.KeyQuestion != 0 {
		return "contribution"
	}
	return "answer"
}

// Path is the page of the poll or of the key question.
func (f foot) Path() string {
	if f.KeyQuestion != 0 {
		return fmt.Sprintf("/k/%d", f.KeyQuestion)
	}
	return fmt.Sprintf("/p/%d", f.Poll)
}

// Again is where a phone joins again and comes back to this page.
func (f foot) Again() string { return "/?next=" + url.QueryEscape(f.Path()) }

// Sign is the picture in front of the two lines.
func (f foot) Sign() string {
	switch f.State {
	case FootRecorded:
		return "tick"
	case FootSaving:
		return "clock"
	case FootTap, FootWrite, FootClosed:
		return "ring"
	default:
		return "cross"
	}
}

// pollNow is PollNow with its result drawn.
type pollNow struct {
	region
	PollNow
	Figures template.HTML
}

func (v *Views) pollNow(r region, n PollNow) (pollNow, error) {
	now := pollNow{region: r, PollNow: n}
	if !now.Shown() {
		return now, nil
	}
	figures, err := v.resultFigures(r.Printer, n.Poll, n.Result, onPhone)
	now.Figures = figures
	return now, err
}

// Shown reports whether phones see the result.
func (n pollNow) Shown() bool { return n.Result.Level == disclosure.Full }

// TakesAnswers reports whether the poll takes answers.
func (n pollNow) TakesAnswers() bool { return n.Poll.State == poll.TakingAnswers }

// State is "taking_answers" or "closed", for the script.
func (n pollNow) State() poll.State {
	if n.TakesAnswers() {
		return poll.TakingAnswers
	}
	return poll.Closed
}

// OtherCards are the other polls that take answers.
func (n pollNow) OtherCards() []pollCard { return cards(n.region, n.Others) }

// keyQuestionLine is KeyQuestionLine with its language.
type keyQuestionLine struct {
	region
	KeyQuestionLine
}

// Line is one line of the list of key questions.
func (p PhoneSession) Line(k KeyQuestionLine) keyQuestionLine { return keyQuestionLine{p.region(), k} }
