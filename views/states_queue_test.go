package views

import (
	"io"
	"strings"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/i18n"
)

const arabicContribution = "الجامعات المحلية أبقت البرنامج حياً بعد انتهاء المنحة."

func sampleContribution(id int64, kind feedback.Type, lang, text string) feedback.Contribution {
	return feedback.Contribution{
		ID: id, SessionID: 4, KeyQuestionID: 2, Number: int(id), Type: kind, Text: agenda.Plain(lang, text), Window: agenda.During,
		State: feedback.Incoming, Revision: 1,
	}
}

func sampleContributions() []feedback.Contribution {
	all := []feedback.Contribution{
		sampleContribution(19, feedback.Challenge, "en", "Courses arrive in one language. Half of my team cannot follow them."),
		sampleContribution(20, feedback.Recommendation, "en", "Fund the second year before the first begins. Planning starts too late everywhere."),
		sampleContribution(21, feedback.LessonLearned, "ar", arabicContribution),
		sampleContribution(22, feedback.GoodPractice, "en", "Two trained colleagues per office, never one, so that knowledge stays when someone moves."),
	}
	all[1].Addressee, all[1].Quotable, all[1].Window = feedback.RegionalOrganizations, true, agenda.Before
	all[2].Pinned = true
	return all
}

func inState(state feedback.State, all ...feedback.Contribution) []feedback.Contribution {
	changed := make([]feedback.Contribution, len(all))
	for i, c := range all {
		c.State = state
		if state == feedback.SetAside {
			c.Reason = feedback.Reasons()[i%len(feedback.Reasons())]
		}
		changed[i] = c
	}
	return changed
}

// hostileContributions are what people write to break a page, and the longest that they can write.
func hostileContributions() []feedback.Contribution {
	var all []feedback.Contribution
	for i, text := range append(hostile, strings.Repeat("👨‍👩‍👧‍👦", 200), strings.Repeat("w", 500), "Z̸̢͝a̵l̷g̶o̸ of the African Union", longQuestion) {
		all = append(all, sampleContribution(int64(i+1), feedback.Types()[i%7], "en", text))
	}
	return all
}

func sampleHall(question *ScreenQuestion) DeskHall {
	stage := sampleStage(nil)
	hall := DeskHall{
		Session: stage.Session, KeyQuestions: stage.KeyQuestions, Question: question, Watching: 418, Screens: 1, Reachable: true,
		ScreenPath: "/screen/4?preview=true",
		Counts:     map[int64]map[feedback.State]int{2: {feedback.Incoming: 4, feedback.Shown: 12, feedback.SetAside: 2}},
	}
	taking := PollCard{Poll: samplePoll(), KeyQuestion: stage.KeyQuestions[1]}
	hall.Polls = []PollCard{taking}
	if question != nil {
		hall.Session.CurrentPoll, hall.Session.CurrentQuestion = 0, question.KeyQuestion.ID
	}
	return hall
}

func sampleQueue(state feedback.State, all ...feedback.Contribution) DeskQueue {
	queue := DeskQueue{
		Session: 4, KeyQuestions: sampleKeyQuestions(), Counts: sampleHall(nil).Counts, State: state, Query: "state=" + string(state),
		NewsPath: "/desk/4/news?state=" + string(state),
	}
	for i, c := range inState(state, all...) {
		queue.Items = append(queue.Items, DeskItem{
			Contribution: c, KeyQuestion: sampleKeyQuestions()[1], Minutes: i * i * 20, Tab: state, Query: queue.Query,
		})
	}
	return queue
}

func queueStates() []state {
	page := func(name string, hall DeskHall, queue DeskQueue, acted *DeskItem) state {
		return state{name: "desk-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			page := livePage(t, "/desk/4")
			page.Role = access.Desk
			return v.Desk(w, Desk{Page: page, Hall: hall, Queue: queue, Acted: acted})
		}}
	}
	all := sampleContributions()
	wall := sampleBoard()
	wall.Shown, wall.Page, wall.Pages = inState(feedback.Shown, all...), 1, 4
	selected := wall
	selected.Selected = &selected.Shown[3]
	handled := sampleQueue(feedback.Incoming, all...)
	for i, fate := range []DeskFate{FateOwn, FateOther, FateEdited, FateGone} {
		handled.Items[i].Fate = fate
		handled.Items[i].State, handled.Items[i].Reason = feedback.States()[(i+1)%3], feedback.NamesSomebody
	}
	narrow := sampleQueue(feedback.SetAside)
	narrow.Search, narrow.Type, narrow.KeyQuestion = hostile[1], feedback.Gap, 2
	paged := sampleQueue(feedback.Shown, all...)
	paged.More, paged.MorePath, paged.Later, paged.Items[3].Selected = 7, "/desk/4?after=0.4.9", true, true
	unreachable := sampleHall(nil)
	unreachable.Reachable, unreachable.Screens, unreachable.Polls, unreachable.KeyQuestions = false, 0, nil, nil
	unreachable.Session.CurrentPoll = 0
	overtaken := handled.Items[1]
	overtaken.ID = 18
	return []state{
		page("incoming", sampleHall(nil), sampleQueue(feedback.Incoming, all...), nil), page("wall", sampleHall(&wall), paged, nil),
		page("selected", sampleHall(&selected), sampleQueue(feedback.SetAside, all...), nil), page("handled", sampleHall(&wall), handled, &overtaken),
		page("empty", unreachable, sampleQueue(feedback.Incoming), nil), page("narrowed", sampleHall(nil), narrow, nil),
		page("hostile", sampleHall(nil), sampleQueue(feedback.Incoming, hostileContributions()...), nil),
		{name: "desk-frame", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error { return v.DeskHall(w, t, sampleHall(&selected)) }},
		{name: "desk-item", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error { return v.DeskItem(w, t, handled.Items[0]) }},
		{name: "desk-news", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.DeskNews(w, t, DeskNews{Queue: paged, Items: handled.Items[:2], Same: paged.Items[2:], New: 3})
		}},
		logState("log", []DeskLogLine{
			{Number: 22, What: feedback.PutAside, Reason: feedback.NamesSomebody, Role: access.Desk, Link: 3, Made: "2026-06-16 10:41:07"},
			{Number: 21, What: feedback.Show, Role: access.Organiser, Made: "2026-06-16 10:40:00"},
			{Number: 20, What: feedback.Select, Role: access.Organiser, Link: 1, Made: "2026-06-16 10:39:00"},
		}),
		logState("log-empty", nil),
	}
}

func logState(name string, lines []DeskLogLine) state {
	return state{name: "desk-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
		log := DeskLog{Page: staffPage(t, "/desk/4/log"), Session: sampleSession(), Lines: lines}
		if len(lines) > 0 {
			log.Older = "/desk/4/log?before=7"
		}
		return v.DeskLog(w, log)
	}}
}

func sampleBoard() ScreenQuestion {
	question := sampleKeyQuestion(2, "What makes results last?", "ما الذي يجعل النتائج تدوم؟")
	return ScreenQuestion{KeyQuestion: question, Written: 63, Writing: true}
}

func boardScreen(q ScreenQuestion) Screen {
	session := sampleSession()
	session.CurrentPoll, session.CurrentQuestion = 0, q.KeyQuestion.ID
	return Screen{Session: session, Question: &q, Join: sampleJoin(), Watching: 418}
}

func boardStates() []state {
	page := func(name string, s Screen) state {
		return state{name: "board-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			drawn := s
			drawn.Page = livePage(t, "/screen/4")
			drawn.Page.Role = access.Screen
			return v.Screen(w, drawn)
		}}
	}
	shown := inState(feedback.Shown, sampleContributions()...)
	asking, long, wall, nasty, selected := sampleBoard(), sampleBoard(), sampleBoard(), sampleBoard(), sampleBoard()
	asking.Written = 0
	long.KeyQuestion = sampleKeyQuestions()[3]
	long.Writing = false
	wall.Shown, wall.Page, wall.Pages = shown, 1, 4
	nasty.Shown, nasty.Page, nasty.Pages = inState(feedback.Shown, hostileContributions()[:4]...), 1, 1
	selected.Shown, selected.Page, selected.Pages, selected.Selected = shown, 1, 1, &shown[3]
	arabic := selected
	arabic.Selected = &shown[2]
	endless := selected
	endless.Selected = &hostileContributions()[len(hostile)]
	hidden, nowhere, light := boardScreen(wall), boardScreen(asking), boardScreen(wall)
	hidden.Session.CodeHidden, nowhere.Join, light.Light = true, JoinAddress{Code: "K7M2QX"}, true
	stage := sampleStage(nil)
	stage.Question, stage.Counts = &wall, sampleHall(nil).Counts
	alone := sampleStage(nil)
	alone.Question, alone.Counts = &selected, sampleHall(nil).Counts
	all := []state{
		page("asking", boardScreen(asking)), page("long", boardScreen(long)), page("wall", boardScreen(wall)), page("hostile", boardScreen(nasty)),
		page("selected", boardScreen(selected)), page("selected-arabic", boardScreen(arabic)), page("selected-endless", boardScreen(endless)),
		page("code-hidden", hidden), page("unreachable", nowhere), page("light", light),
		{name: "board-frame", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			drawn := boardScreen(wall)
			drawn.Page = livePage(t, "/screen/4")
			return v.ScreenFrame(w, drawn)
		}},
	}
	return append(append(all, podiumState("wall", stage)...), podiumState("selected", alone)...)
}
