package views

import (
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"

	"soundings/access"
	"soundings/agenda"
	"soundings/disclosure"
	"soundings/i18n"
	"soundings/poll"
	"soundings/programme"
)

// deskStates are the pages of the podium, of sign-in and of the organiser.
func deskStates() []state {
	var all []state
	for _, group := range [][]state{podiumStates(), draftStates(), doorStates(), organiseStates(), organiseSessionStates(), addressStates(), importStates(), programmeStates()} {
		all = append(all, group...)
	}
	return all
}

func staffPage(t *i18n.Printer, path string) Page {
	p := samplePage(t, path)
	p.Role = access.Organiser
	return p
}

func podiumPollOf(p poll.Poll, current bool, people ...int) PodiumPoll {
	question := sampleKeyQuestion(2, "What makes results last?", "ما الذي يجعل النتائج تدوم؟")
	return PodiumPoll{PollCard: PollCard{Poll: p, KeyQuestion: question}, Result: resultOf(p, disclosure.Moderators, people...), Current: current}
}

func draftPoll() poll.Poll {
	p := withState(samplePoll(), poll.Draft, false)
	p.ID, p.KeyQuestionID, p.Content.Question = 8, 3, translated("Which of these should be tried first?", "أي من هذه ينبغي تجربته أولًا؟")
	return p
}

func sampleStage(current *PodiumPoll, others ...PodiumPoll) Stage {
	session := sampleSession()
	stage := Stage{
		Session: session, KeyQuestions: sampleKeyQuestions(), Watching: 418, Screens: 1, Reachable: true, ScreenPath: "/screen/4?preview",
		Next: Step{Key: "step.take_answers", Action: "/polls/8/take", Poll: PollCard{Poll: draftPoll()}},
	}
	if current != nil {
		stage.Current, stage.Polls = current, append(stage.Polls, *current)
	} else {
		stage.Session.CurrentPoll = 0
	}
	stage.Polls = append(stage.Polls, others...)
	return stage
}

func sampleKeyQuestions() []agenda.KeyQuestion {
	long := sampleKeyQuestion(4, longQuestion, "كيف يمكن للمنظمات الدولية والإقليمية أن تتيح للمجتمع المدني دورًا آمنًا ودائمًا؟")
	long.Short, long.Compound = textOf(agenda.ShortLabel(longQuestion)), true
	issue := sampleKeyQuestion(3, "The role of regional centres in certifying trainers", "دور المراكز الإقليمية في اعتماد المدربين")
	issue.Kind = agenda.Issue
	return []agenda.KeyQuestion{
		sampleKeyQuestion(1, "Where should new programmes begin?", "من أين ينبغي أن تبدأ البرامج الجديدة؟"),
		sampleKeyQuestion(2, "What makes results last, and what most often stops a programme from lasting?", "ما الذي يجعل النتائج تدوم، وما الذي يوقف البرامج في الأغلب؟"),
		issue, long,
	}
}

func sampleAsk(values url.Values, faults ...*poll.Invalid) DraftForm {
	return DraftForm{Session: 4, KeyQuestion: 2, KeyQuestions: sampleKeyQuestions(), Kind: "choice", Values: values, Faults: faults}
}

func podiumState(name string, s Stage) []state {
	return []state{
		{name: "podium-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			page := livePage(t, "/podium/4")
			page.Role = access.Moderator
			return v.Podium(w, Podium{Page: page, Stage: s, Ask: sampleAsk(nil)})
		}},
		{name: "podium-" + name + "-frame", frame: true, draw: func(v *Views, w io.Writer, t *i18n.Printer) error { return v.Stage(w, t, s) }},
	}
}

func podiumStates() []state {
	people := []int{104, 81, 66, 36, 25}
	taking := podiumPollOf(samplePoll(), true, people...)
	hidden := podiumPollOf(withState(samplePoll(), poll.Closed, false), true, people...)
	shown := podiumPollOf(withState(samplePoll(), poll.Closed, true), true, people...)
	draft := podiumPollOf(draftPoll(), false)
	other := podiumPollOf(withState(longPoll(), poll.Closed, false), false, 3, 2, 1)
	other.Poll.ID = 9
	hostilePoll := podiumPollOf(hostilePoll(), true, 1, 2)
	empty := sampleStage(nil)
	empty.Session.Progress, empty.Session.Access, empty.Screens, empty.Watching = agenda.Planned, agenda.NotStated, 0, 0
	empty.Next = Step{Key: "step.write_question", Link: "#ask"}
	unreachable := sampleStage(nil, draft)
	unreachable.Session.Progress, unreachable.Reachable, unreachable.Screens = agenda.Planned, false, 0
	unreachable.Next = Step{Key: "step.start_session", Action: "/podium/4/progress", Values: url.Values{"progress": {"in_progress"}}}
	ended := sampleStage(nil, other)
	ended.Session.Progress, ended.Session.CodeHidden, ended.Next = agenda.Ended, true, Step{}
	takingStage := sampleStage(&taking, draft, other)
	takingStage.Next = Step{Key: "step.close_answers", Action: "/polls/7/close", Poll: PollCard{Poll: taking.Poll}}
	hiddenStage := sampleStage(&hidden, draft, other)
	hiddenStage.Next = Step{Key: "step.show_result", Action: "/polls/7/show", Values: url.Values{"screen": {"on"}, "phones": {"off"}}, Poll: PollCard{Poll: hidden.Poll}}
	shownStage := sampleStage(&shown, draft)
	few := sampleStage(&taking)
	few.Watching, few.Next = 3, Step{Key: "step.put_on_screen", Action: "/podium/4/screen", Values: url.Values{"poll": {"9"}}, Poll: other.PollCard}
	hostileStage := sampleStage(&hostilePoll)
	hostileStage.Next = Step{Key: "step.write_question", Link: "#ask"}
	var all []state
	for _, one := range []struct {
		name  string
		stage Stage
	}{
		{"empty", empty}, {"unreachable", unreachable}, {"taking", takingStage}, {"closed", hiddenStage}, {"result", shownStage},
		{"ended", ended}, {"few", few}, {"hostile", hostileStage},
	} {
		all = append(all, podiumState(one.name, one.stage)...)
	}
	return all
}

func draftStates() []state {
	draft := func(name string, ask DraftForm) state {
		return state{name: "draft-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.DraftPage(w, DraftPage{Page: staffPage(t, "/podium/4/polls"), Session: sampleSession(), Ask: ask})
		}}
	}
	values := url.Values{"question": {hostile[1]}, "options": {strings.Join(hostile[:3], "\n")}, "lang": {"en"}}
	edit := sampleAsk(values)
	edit.Poll, edit.ContentRevision = 8, 2
	translations := Translations{Poll: 8, Revision: 2, Values: url.Values{"question-ar": {hostile[0]}}, Texts: []TranslatedText{
		{Name: "question", Original: textOf(hostile[1]), Into: []string{"ar", "fr"}}, {Name: "option-1", Original: textOf(hostile[2]), Into: []string{"ar", "fr"}},
	}}
	wrong := translations
	wrong.Sent, wrong.Faults = true, []*poll.Invalid{{Field: "question-ar", Key: "fault.too_long", Limit: 500}}
	translated := func(name string, of Translations) state {
		return state{name: "draft-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.DraftPage(w, DraftPage{Page: staffPage(t, "/polls/8/edit"), Session: sampleSession(), Ask: edit, Translations: of})
		}}
	}
	return []state{
		draft("new", sampleAsk(nil)), draft("edit", edit), translated("translations", translations), translated("translation-refused", wrong),
		draft("refused", sampleAsk(values, &poll.Invalid{Field: "question", Key: "fault.too_long", Limit: 500}, &poll.Invalid{Field: "options", Key: "fault.too_few_options", Limit: 2})),
	}
}

func doorStates() []state {
	return []state{
		{name: "enter", draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.Enter(w, Enter{Page{Printer: t, Path: "/enter"}})
		}},
		{name: "sign-in", draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.SignIn(w, SignIn{Page: Page{Printer: t, Path: "/sign-in", Notice: "notice.signed_out"}, Next: "/organise"})
		}},
		{name: "sign-in-wrong", draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.SignIn(w, SignIn{Page: samplePage(t, "/sign-in"), Next: `/"><script>`, Fault: "fault.passphrase"})
		}},
		{name: "passphrase-first", draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.Passphrase(w, Passphrase{Page: Page{Printer: t, Path: "/passphrase", Role: access.Organiser}, First: true})
		}},
		{name: "passphrase-short", draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.Passphrase(w, Passphrase{Page: staffPage(t, "/passphrase"), Fault: "fault.passphrase_short"})
		}},
	}
}

func sampleProgramme() []SessionLine {
	var lines []SessionLine
	for i, one := range []struct {
		number, en, ar, starts string
		kind                   agenda.SessionType
		access                 agenda.Access
		progress               agenda.Progress
	}{
		{"", "High-level opening", "الافتتاح الرفيع المستوى", "09:30", agenda.Opening, agenda.Open, agenda.Ended},
		{"I", "Partnerships that respect rights", "شراكات تحترم الحقوق", "11:00", agenda.Thematic, agenda.Open, agenda.Ended},
		{"II", "Institutions communities trust", "مؤسسات تثق بها المجتمعات", "15:00", agenda.Thematic, agenda.NotStated, agenda.Planned},
		{"III", "The changing threat picture", "صورة التهديدات المتغيرة", "17:00", agenda.Thematic, agenda.MemberStatesOnly, agenda.Planned},
		{"IV", "Capacity building that lasts", "بناء قدرات يدوم", "10:00", agenda.Thematic, agenda.Open, agenda.InProgress},
		{"", "Key conclusions", "الاستنتاجات الرئيسية", "", agenda.Closing, agenda.NotStated, agenda.Planned},
	} {
		session := agenda.Session{
			ID: int64(i + 1), Position: i + 1, Number: one.number, Title: translated(one.en, one.ar), Type: one.kind,
			Access: one.access, Starts: one.starts, Progress: one.progress,
		}
		lines = append(lines, SessionLine{Session: session, KeyQuestions: i, Polls: 2 * i})
	}
	return lines
}

func organiseStates() []state {
	organise := func(name string, o Organise) state {
		return state{name: "organise-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			o := o
			o.Page = staffPage(t, "/organise")
			if name == "first" {
				o.Page.Conference = agenda.Text{}
			}
			return v.Organise(w, o)
		}}
	}
	broken := sampleProgramme()[:1]
	broken[0].Session.Title, broken[0].Session.Number = textOf(hostile[0]), hostile[1]
	return append(copiesStates(organise), []state{
		organise("first", Organise{Join: sampleJoin()}),
		organise("programme", Organise{Sessions: sampleProgramme(), Join: sampleJoin(), Undecided: 2}),
		organise("unreachable", Organise{Sessions: sampleProgramme(), Join: JoinAddress{Code: "K7M2QX"}, Undecided: 2}),
		organise("hostile", Organise{Sessions: broken, Join: sampleJoin()}),
		{name: "sample", draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.Sample(w, Sample{Page: staffPage(t, "/organise/sample/4"), PodiumPath: "/podium/4", ScreenPath: "/screen/4", PhonePath: "/s/4"})
		}},
	}...)
}

func copiesStates(organise func(string, Organise) state) []state {
	stands := map[string]Copies{
		"kept":      {Folder: true, Made: "2026-06-17 10:42"},
		"same-disk": {Folder: true, Made: "2026-06-17 10:42", SameDisk: true},
		"first":     {Folder: true, Running: true},
		"not-yet":   {Folder: true},
	}
	for _, fault := range []string{"gone", "full", "readonly", "served", "other", "failed"} {
		stands[fault] = Copies{Folder: true, Made: "2026-06-17 10:42", Fault: fault, Since: "2026-06-17 10:47"}
	}
	var all []state
	for _, name := range slices.Sorted(maps.Keys(stands)) {
		all = append(all, organise("copies-"+name, Organise{Sessions: sampleProgramme(), Join: sampleJoin(), Copies: stands[name]}))
	}
	return all
}

func organiseSessionStates() []state {
	session := func(name string, o OrganiseSession) state {
		return state{name: "organise-session-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			o := o
			o.Page = staffPage(t, "/organise/sessions/4")
			return v.OrganiseSession(w, o)
		}}
	}
	restricted := sampleSession()
	restricted.Access, restricted.AccessText = agenda.MemberStatesOnly, "Open to Member States only"
	closed := withState(samplePoll(), poll.Closed, true)
	closed.Respondents = 312
	loose := draftPoll()
	loose.KeyQuestionID = 0
	links := []LinkLine{
		{ID: 1, Role: access.Moderator, Made: "2026-06-16 08:10", Used: true}, {ID: 2, Role: access.Screen, Made: "2026-06-16 08:12"},
	}
	bare := restricted
	bare.Label, bare.Access, bare.AccessText, bare.Starts, bare.Progress = agenda.Text{}, agenda.NotStated, "", "", agenda.Planned
	return []state{
		session("open", OrganiseSession{Session: sampleSession(), KeyQuestions: sampleKeyQuestions(), Polls: []PollCard{{Poll: closed}, {Poll: loose}}, Links: links, Reachable: true}),
		session("new-link", OrganiseSession{
			Session: restricted, KeyQuestions: sampleKeyQuestions(), Links: links, Reachable: true,
			NewLink: &NewLink{Role: access.Moderator, URL: "http://192.0.2.10:8080/enter#mNq0f3cW8hJ5tYzK1sVbR7uXeLpG2aDi4oTnE6wQkHc"},
		}),
		session("bare", OrganiseSession{Session: bare}),
	}
}

func addressStates() []state {
	address := func(name string, a Address) state {
		return state{name: "address-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			a := a
			a.Page = staffPage(t, "/organise/address")
			return v.Address(w, a)
		}}
	}
	two := []string{"http://192.0.2.10:8080", "http://198.51.100.7:8080"}
	return []state{
		address("choose", Address{Candidates: two}), address("chosen", Address{Candidates: two, Chosen: two[0]}), address("none", Address{}),
		address("configured", Address{Chosen: "https://soundings.example", Configured: true}),
		address("refused", Address{Candidates: two, Typed: "http://localhost:8080", Fault: "fault.address"}),
	}
}

func importStates() []state {
	blank := func(name string, b Blank) state {
		return state{name: "blank-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			b := b
			b.Page = staffPage(t, "/organise/blank")
			return v.Blank(w, b)
		}}
	}
	form := func(name, text string, fault *programme.Fault) state {
		return state{name: "import-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.Import(w, Import{Page: staffPage(t, "/organise/import"), Text: text, Fault: fault})
		}}
	}
	preview := func(name string, found *programme.Preview) state {
		return state{name: "import-preview-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			return v.ImportPreview(w, ImportPreview{Page: staffPage(t, "/organise/import"), Name: "concept-note.md", Text: "Session I: <title>\n", Preview: found})
		}}
	}
	return []state{
		blank("first", Blank{First: true}), blank("session", Blank{}),
		blank("refused", Blank{
			First: true, Values: url.Values{"name": {hostile[1]}, "title": {""}, "access": {"open"}},
			Faults: []*poll.Invalid{{Field: "title", Key: "fault.empty"}, {Field: "label", Key: "fault.too_long", Limit: 80}},
		}),
		form("form", "", nil), form("refused", hostile[4], &programme.Fault{Key: programme.FaultTooManyLines, Args: map[string]any{"Max": 20000}}),
		preview("found", samplePreview()), preview("clear", clearPreview()),
	}
}

func word(text string) *string { return &text }

func samplePreview() *programme.Preview {
	sessions := []programme.SessionPreview{
		{Order: 1, Line: 4, Label: "Session I", Number: word("I"), Title: "Partnerships that respect rights", Type: agenda.Thematic, Access: agenda.NotStated, Items: []programme.Item{
			{N: 1, Line: 7, Kind: agenda.Question, Text: "How can governments and civil society protect rights together?"},
			{N: 2, Line: 9, Kind: agenda.Question, Text: "What keeps local organizations from contributing, and how can this be addressed?"},
			{N: 3, Line: 13, Kind: agenda.Question, Text: hostile[0], Sub: []programme.Item{{N: 1, Line: 14, Kind: agenda.Question, Text: "And business?"}}},
		}},
		{Order: 2, Line: 15, Label: "Session II", Number: word("II"), Title: "The changing threat picture", Type: agenda.Thematic, Access: agenda.MemberStatesOnly,
			AccessText: word("Open to Member States only"), Start: word("10:00"), End: word("13:00"), Items: []programme.Item{
				{N: 1, Line: 18, Kind: agenda.Question, Compound: true, Text: "How will threats evolve? What factors will shape this?"},
				{N: 2, Line: 19, Kind: agenda.Issue, Text: "The role of early warning"},
			}},
		{Order: 3, Line: 21, Label: "Closing Session", Title: "Closing Session", Type: agenda.Closing, Access: agenda.Open, Items: []programme.Item{}},
	}
	return &programme.Preview{
		Conference: programme.ConferencePreview{
			Title: "Regional conference on lasting results", Theme: word("What lasts, and why"), Dates: []string{"2026-06-16", "2026-06-17"},
			Venue: word("Conference Centre"), Room: word("Room 4"), Language: "en",
		},
		Sessions: sessions, FootnotesDropped: []int{11}, Counts: programme.Counts{Sessions: 3, Thematic: 2, Items: 5, Questions: 4, Issues: 1, Compound: 1},
		Suggestions: []programme.Suggestion{{Line: 20, Session: 2, Kind: agenda.Question, Text: "Which regions will be affected most?"}},
		Warnings: []programme.Warning{
			{Key: programme.CheckEncoding}, {Line: 4, Session: 1, Key: programme.CheckAccessNotStated},
			{Line: 9, Session: 1, Item: 2, Key: programme.CheckMayHoldTwo}, {Line: 18, Session: 2, Item: 1, Key: programme.CheckCompound},
			{Line: 16, Session: 2, Key: programme.CheckAccessDisagrees, Args: map[string]any{"Heading": "Open to Member States only", "Text": "closed session"}},
			{Line: 13, Session: 1, Item: 3, Key: programme.CheckSubQuestions, Args: map[string]any{"Count": 1}},
			{Line: 11, Key: programme.CheckFootnoteDropped, Args: map[string]any{"Text": "A/RES/60/288"}},
		},
		Lines: noteLines(),
	}
}

func noteLines() []programme.SourceLine {
	lines := []programme.SourceLine{
		{Text: "Regional conference on lasting results"}, {Text: "The Conference runs over two days and brings together an opening, two sessions and a closing."}, {},
		{Text: "Session I: Partnerships that respect rights", Class: programme.LineHeading}, {Text: "Working with civil society, local actors and business."},
		{Text: "This session will address the following key questions:"},
		{Text: "• How can governments and civil society protect rights", Class: programme.LineItem}, {Text: "  together?", Class: programme.LineItem},
		{Text: "• What keeps local organizations from contributing, and how can this be addressed?", Class: programme.LineItem}, {},
		{Text: "¹ See A/RES/60/288, pillar IV.", Class: programme.LineFootnote}, {},
		{Text: "• " + hostile[0], Class: programme.LineItem}, {Text: "  – And business?", Class: programme.LineItem},
		{Text: "Session II: The changing threat picture", Class: programme.LineHeading}, {Text: "[Open to Member States only]", Class: programme.LineAccess},
		{Text: "The session will take up the following:"}, {Text: "• How will threats evolve? What factors will shape this?", Class: programme.LineItem},
		{Text: "• The role of early warning", Class: programme.LineItem}, {Text: "Which regions will be affected most?"}, {Text: "Closing Session", Class: programme.LineHeading},
	}
	for i := range lines {
		lines[i].N = i + 1
		if lines[i].Class == "" {
			lines[i].Class = programme.LineOther
		}
	}
	return lines
}

func clearPreview() *programme.Preview {
	found := samplePreview()
	found.Sessions, found.Counts = found.Sessions[2:], programme.Counts{Sessions: 1}
	found.Suggestions, found.Warnings, found.Lines = nil, nil, found.Lines[:3]
	return found
}
