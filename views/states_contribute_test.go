package views

import (
	"io"
	"strings"
	"time"

	"soundings/agenda"
	"soundings/feedback"
	"soundings/i18n"
	"soundings/poll"
)

// noon is when the states are drawn, in the conference's time zone.
var noon = time.Date(2026, 6, 17, 12, 0, 0, 0, time.FixedZone("UTC+2", 2*60*60))

func writingUntil(hours int) Writing {
	return Writing{
		Writing: agenda.Writing{Window: agenda.During, Open: true}, Windows: agenda.Windows{Before: true, During: true},
		Ends: noon.Add(time.Duration(hours) * time.Hour), Now: noon,
	}
}

func writingEnded() Writing {
	return Writing{Writing: agenda.Writing{Window: agenda.After, Closes: noon.Add(-time.Hour)}, Now: noon}
}

func ownContributionOf(id int64, state feedback.State, words string) feedback.Contribution {
	return feedback.Contribution{
		ID: id, SessionID: 4, KeyQuestionID: 2, Number: int(id), Type: feedback.GoodPractice, Text: textOf(words),
		State: state, Revision: 1, Window: agenda.During,
	}
}

func sampleQuestionNow() QuestionNow {
	return QuestionNow{
		KeyQuestion: sampleKeyQuestion(2, "What makes results last?", "ما الذي يجعل النتائج تدوم؟"), Session: sampleSession(),
		Writing: writingUntil(6), Recorded: 63, Polls: []PollCard{{Poll: samplePoll()}}, Acts: 12,
		Shown: []feedback.Contribution{
			ownContributionOf(31, feedback.Shown, "Two trained colleagues per office, never one."),
			ownContributionOf(30, feedback.Shown, "الميزانية تأتي بعد التدريب لا قبله."),
		},
	}
}

func hostileQuestionNow() QuestionNow {
	now := sampleQuestionNow()
	now.KeyQuestion.Text = textOf(longQuestion + strings.Join(hostile, " "))
	now.Others = []PollCard{{Poll: hostilePoll()}}
	now.Shown = nil
	for i, words := range hostile {
		now.Shown = append(now.Shown, ownContributionOf(int64(100+i), feedback.Shown, words))
	}
	return now
}

func sampleForm(words string) ContributionForm {
	return ContributionForm{Type: feedback.GoodPractice, Text: words, Language: "en", Nonce: "0f8fad5bd9cb469fa165"}
}

func ownInEveryState() []feedback.Contribution {
	aside := ownContributionOf(9, feedback.SetAside, "A text that the desk has set aside.")
	aside.Reason, aside.Type = feedback.AlreadySaid, feedback.Challenge
	return []feedback.Contribution{
		ownContributionOf(11, feedback.Incoming, "Two trained colleagues per office, never one, so that knowledge stays when someone moves."),
		ownContributionOf(10, feedback.Shown, strings.Join(hostile, " ")), aside,
	}
}

func contributeStates() []state {
	page := func(name string, p PhoneQuestion) state {
		return state{name: "question-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			drawn := p
			drawn.Page = livePage(t, "/k/2")
			drawn.Page.Home = "/s/4"
			drawn.Form.Language = "en"
			return v.PhoneQuestion(w, drawn)
		}}
	}
	told := func(foot FootState, words string) PhoneQuestion {
		return PhoneQuestion{Now: sampleQuestionNow(), Form: sampleForm(words), Foot: Foot{State: foot, KeyQuestion: 2}}
	}
	empty := PhoneQuestion{Now: sampleQuestionNow(), Foot: Foot{State: FootWrite}}
	empty.Now.Recorded, empty.Now.Shown, empty.Now.Polls = 0, nil, nil
	full := told(FootWrite, "Two trained colleagues per office, never one, so that knowledge stays when someone moves.")
	full.Own = ownInEveryState()
	edit := told(FootWrite, full.Own[0].Text.Text)
	edit.Own, edit.Form.Contribution, edit.Form.Replaces = full.Own, 11, 1
	invalid := told(FootInvalid, strings.Repeat("👨\u200d👩\u200d👧\u200d👦", 501))
	invalid.Form.Faults = []*poll.Invalid{{Field: "text", Key: "fault.too_long", Limit: 500}, {Field: "type", Key: "fault.type"}}
	invalid.Foot.Fault, invalid.Form.Type = invalid.Form.Faults[0], ""
	conflict := told(FootConflict, "On the phone")
	conflict.Own, conflict.Form.Contribution, conflict.Foot.Contribution, conflict.Foot.Revision = full.Own, 11, 11, 2
	hostilePage := PhoneQuestion{Now: hostileQuestionNow(), Form: sampleForm(strings.Join(hostile, "\n")), Own: full.Own, Foot: Foot{State: FootNotSaved}}
	recommendation := full
	recommendation.Form.Type, recommendation.Form.Addressee, recommendation.Form.Quotable = feedback.Recommendation, feedback.MemberStates, true
	recommendation.Now.Writing = writingUntil(31)
	late := told(FootLate, "Mentors should stay in touch for a year after the course; two calls a month are enough.")
	late.Now.Writing = writingEnded()
	closed := PhoneQuestion{Now: late.Now, Own: full.Own, Foot: Foot{State: FootWrite}}
	states := []state{
		page("empty", empty), page("full", full), page("edit", edit), page("invalid", invalid), page("conflict", conflict), page("hostile", hostilePage),
		page("recommendation", recommendation), page("late", late), page("closed", closed), page("gone", told(FootGone, "A text")),
		page("slow", told(FootSlow, "A text")), page("expired", told(FootExpired, "A text")), page("rejected", told(FootRejected, "A text")),
		{name: "question-frame", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error { return v.QuestionNow(w, t, hostileQuestionNow()) }},
		{name: "question-own", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.OwnContributions(w, t, late.Now, full.Own)
		}},
		{name: "question-recorded", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.ContributionRecorded(w, t, full.Now, full.Own)
		}},
	}
	return append(append(states, windowStates()...), keptStates()...)
}

// windowStates are what is said of writing in each window.
func windowStates() []state {
	var all []state
	for name, writing := range map[string]Writing{
		"open":          {Writing: agenda.Writing{Window: agenda.Before, Open: true}, Now: noon},
		"midnight":      writingUntil(12),
		"other-day":     writingUntil(30),
		"with-session":  {Writing: agenda.Writing{Window: agenda.Before}, Windows: agenda.Windows{During: true}, Now: noon},
		"after-session": {Writing: agenda.Writing{Window: agenda.During}, Now: noon},
		"never":         {Writing: agenda.Writing{Window: agenda.Before}, Windows: agenda.Windows{NotAfter: true}, Now: noon},
		"ended":         {Writing: agenda.Writing{Window: agenda.After}, Windows: agenda.Windows{NotAfter: true}, Now: noon},
		"ended-at":      writingEnded(),
	} {
		now := sampleQuestionNow()
		now.Writing = writing
		all = append(all, state{name: "question-writing-" + name, frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.QuestionNow(w, t, now)
		}})
	}
	return all
}

func keptStates() []state {
	kept := func(name string, k Kept) state {
		return state{name: "kept-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			drawn := k
			drawn.Page, drawn.KeyQuestion = samplePage(t, "/k/2"), 2
			return v.Kept(w, drawn)
		}}
	}
	return []state{
		kept("expired", Kept{Form: sampleForm("A text that is not lost."), Rejoin: true}),
		kept("wrong-code", Kept{Form: sampleForm(strings.Join(hostile, " ")), Rejoin: true, Code: hostile[1], Fault: "fault.code"}),
		kept("gone", Kept{Form: sampleForm("A text that is not lost.")}),
	}
}
