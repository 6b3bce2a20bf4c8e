package views

import (
	"html/template"
	"io"
	"strconv"

	"soundings/agenda"
	"soundings/chart"
	"soundings/disclosure"
	"soundings/feedback"
	"soundings/i18n"
	"soundings/poll"
)

// Podium draws the moderator's page of a session.
func (v *Views) Podium(w io.Writer, p Podium) error {
	stage, err := v.stage(p.region(), p.Stage)
	if err != nil {
		return err
	}
	ask, err := v.ask(p.Page, p.Ask)
	if err != nil {
		return err
	}
	return v.page(w, "podium", podium{Podium: p, Region: stage, Form: ask})
}

// Stage draws the pushed frame of the podium.
func (v *Views) Stage(w io.Writer, t *i18n.Printer, s Stage) error {
	stage, err := v.stage(region{t, true}, s)
	if err != nil {
		return err
	}
	return v.part(w, "stage", stage)
}

// podium is Podium with its region and its form drawn.
type podium struct {
	Podium
	Region stage
	Form   ask
}

// stage is Stage in one language.
type stage struct {
	region
	Stage
	Shown  *podiumPoll // what the screen shows
	Groups []pollGroup
}

// pollGroup is a key question with its polls; the last group holds those under none.
type pollGroup struct {
	region
	Session     int64
	Current     bool // it is on the screen
	KeyQuestion agenda.KeyQuestion
	Polls       []podiumPoll
}

// podiumPoll is PodiumPoll with its result drawn.
type podiumPoll struct {
	region
	PodiumPoll
	Figures template.HTML
}

func (v *Views) stage(r region, s Stage) (stage, error) {
	drawn := stage{region: r, Stage: s}
	for _, question := range s.KeyQuestions {
		drawn.Groups = append(drawn.Groups, pollGroup{
			region: r, Session: s.Session.ID, Current: s.Question != nil && s.Question.KeyQuestion.ID == question.ID, KeyQuestion: question,
		})
	}
	drawn.Groups = append(drawn.Groups, pollGroup{region: r})
	for _, one := range s.Polls {
		polled, err := v.podiumPoll(r, one)
		if err != nil {
			return stage{}, err
		}
		group := drawn.group(one.KeyQuestion.ID)
		group.Polls = append(group.Polls, polled)
	}
	if s.Current == nil {
		return drawn, nil
	}
	current, err := v.podiumPoll(r, *s.Current)
	drawn.Shown = &current
	return drawn, err
}

// group finds the key question's group; the last one where there is no such key question.
func (s *stage) group(keyQuestion int64) *pollGroup {
	for i := range s.Groups {
		if s.Groups[i].KeyQuestion.ID == keyQuestion {
			return &s.Groups[i]
		}
	}
	return &s.Groups[len(s.Groups)-1]
}

func (v *Views) podiumPoll(r region, p PodiumPoll) (podiumPoll, error) {
	drawn := podiumPoll{region: r, PodiumPoll: p}
	if p.Poll.State == poll.Draft {
		return drawn, nil
	}
	figures, err := v.resultFigures(r.Printer, p.Poll, p.Result, onPodium)
	drawn.Figures = figures
	return drawn, err
}

// State is the message key of what the hall sees.
func (s stage) State() string {
	switch {
	case s.Shown != nil:
		return s.Shown.State()
	case s.Question != nil:
		return "hall." + s.Question.Look()
	case s.Session.CodeHidden || !s.Reachable:
		return "podium.state.session_title"
	default:
		return "podium.state.welcome"
	}
}

// Live reports whether what the hall sees is taking answers.
func (s stage) Live() bool { return s.Shown != nil && s.Shown.TakesAnswers() }

// Waiting is how many contributions on the key question on the screen wait at the desk: a moderator
// knows how many, and reads none of them.
func (s stage) Waiting() int { return s.Counts[s.Question.KeyQuestion.ID][feedback.Incoming] }

// Turn is the button that shows another page of the released contributions.
func (s stage) Turn() button { return turnPage(s.region, s.path("screen"), *s.Question) }

// Whole is the button that puts all released contributions back where one was selected.
func (s stage) Whole() button { return wholeWall(s.region, s.path("screen"), *s.Question) }

// Started reports whether the session is in progress.
func (s stage) Started() bool { return s.Session.Progress == agenda.InProgress }

// Ended reports whether the session is over.
func (s stage) Ended() bool { return s.Session.Progress == agenda.Ended }

// Admits reports whether phones that joined by the open code see the session.
func (s stage) Admits() bool { return s.Session.Access == agenda.Open }

// Depth is how far the lead of the sounding line has come.
func (s stage) Depth() string {
	if s.Shown == nil {
		return chart.Depth(0, s.Watching)
	}
	return chart.Depth(s.Shown.Result.Respondents, max(s.Watching, s.Shown.Result.Respondents))
}

// SomeLeft reports whether fewer phones are connected now than have answered, so that "of so many
// connected" would be wrong.
func (s stage) SomeLeft() bool { return s.Shown != nil && s.Watching < s.Shown.Result.Respondents }

// NextIs reports whether the next step is this one, so that no second button does the same.
func (s stage) NextIs(key string) bool { return s.Next.Key == key }

// Following is the poll that the next step is about, nil when it is the one on the screen.
func (s stage) Following() *Written {
	if s.Next.Poll.Poll.ID == 0 || s.Next.Poll.Poll.ID == s.Session.CurrentPoll {
		return nil
	}
	text := s.In(s.Next.Poll.Poll.Content.Question)
	return &text
}

// OnlyModerator reports whether the current result is seen by the moderator alone.
func (s stage) OnlyModerator() bool {
	return s.Shown != nil && s.Shown.Result.Level == disclosure.Full && !s.Shown.Poll.OnScreen && !s.Shown.Poll.OnPhones
}

// State is the message key of where the poll stands.
func (p podiumPoll) State() string {
	if p.Poll.OnScreen && p.Current && !p.TakesAnswers() {
		return "indicative_result"
	}
	return pollState(p.Poll.State)
}

// IsDraft reports whether the poll has not taken answers yet.
func (p podiumPoll) IsDraft() bool { return p.Poll.State == poll.Draft }

// TakesAnswers reports whether the poll takes answers.
func (p podiumPoll) TakesAnswers() bool { return p.Poll.State == poll.TakingAnswers }

// Path is where what is done to the poll is posted.
func (p podiumPoll) Path(verb string) string {
	return "/polls/" + strconv.FormatInt(p.Poll.ID, 10) + "/" + verb
}

// Question names the poll for those who hear its buttons.
func (p podiumPoll) Question() string { return "question-" + strconv.FormatInt(p.Poll.ID, 10) }

// pollState is the message key of where a poll stands.
func pollState(state poll.State) string {
	switch state {
	case poll.Draft:
		return "podium.state.draft"
	case poll.TakingAnswers:
		return "taking_answers"
	default:
		return "answers_closed"
	}
}
