package readiness_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
	"soundings/readiness"
)

var morning = time.Date(2026, time.June, 17, 7, 40, 0, 0, time.UTC)

func both(en, ar string) agenda.Text {
	return agenda.Text{Lang: "en", Text: en, Translations: map[string]string{"ar": ar}}
}

func draft() readiness.Poll {
	content := poll.Content{Question: both("What helps?", "ما الذي يفيد؟"), Options: []poll.Option{{ID: 1, Label: both("Staff", "الموظفون")}}}
	return readiness.Poll{Poll: poll.Poll{ID: 1, State: poll.Draft, Content: content}}
}

// complete are the facts of a session of which everything is ready.
func complete() readiness.Facts {
	return readiness.Facts{
		Now:        morning,
		Conference: agenda.Conference{TimeZone: "Europe/Vienna", Language: "en", Languages: []string{"ar"}},
		Session: agenda.Session{
			ID: 4, Title: both("Wells", "آبار"), Access: agenda.Open, Progress: agenda.Planned,
			Slots:   []agenda.Slot{{Starts: morning.Add(time.Hour), Ends: morning.Add(2 * time.Hour)}},
			Windows: agenda.Windows{Before: true, During: true},
		},
		KeyQuestions: []agenda.KeyQuestion{{ID: 1, Text: both("How?", "كيف؟"), Short: both("How", "كيف")}},
		Polls:        []readiness.Poll{draft()},
		Links:        []readiness.Link{{Role: access.Moderator, Used: true}, {Role: access.Desk, Used: true}},
		Reachable:    true,
		Screens:      1,
		Scan:         readiness.Scan{Reached: morning, Told: 1},
		Space:        readiness.Space{Free: readiness.LeastSpace, Known: true},
		Copies:       readiness.Copies{Folder: true, Made: morning},
		Writable:     true,
	}
}

func TestACompleteSessionIsReadyInEveryLine(t *testing.T) {
	t.Parallel()
	for _, check := range readiness.Checks(complete()) {
		if !check.Ready || check.Do != readiness.Nothing {
			t.Errorf("%+v", check)
		}
	}
}

func TestNothingIsReadyByItself(t *testing.T) {
	t.Parallel()
	fine := []string{"questions", "polls", "writing"} // a session may do without
	for _, check := range readiness.Checks(readiness.Facts{Now: morning}) {
		if check.Ready != slices.Contains(fine, check.Name) {
			t.Errorf("%+v", check)
		}
	}
}

func TestEachRuleSaysWhatItFoundAndTheOneThingToDo(t *testing.T) {
	t.Parallel()
	type facts = readiness.Facts
	for name, c := range map[string]struct {
		change func(*facts)
		check  string
		found  string
		ready  bool
		do     readiness.Step
	}{
		"access not chosen":     {func(f *facts) { f.Session.Access = agenda.NotStated }, "access", "not_stated", false, readiness.ChooseAccess},
		"access restricted":     {func(f *facts) { f.Session.Access = agenda.MemberStatesOnly }, "access", "closed_to_code", false, readiness.ChooseAccess},
		"no slot":               {func(f *facts) { f.Session.Slots = nil }, "time", "no_slot", false, readiness.SetTimes},
		"no zone":               {func(f *facts) { f.Conference.TimeZone = "" }, "time", "no_zone", false, readiness.SetZone},
		"a slot of yesterday":   {func(f *facts) { f.Now = morning.Add(24 * time.Hour) }, "time", "past", false, readiness.SetTimes},
		"late but in progress":  {func(f *facts) { f.Now, f.Session.Progress = morning.Add(24*time.Hour), agenda.InProgress }, "time", "set", true, ""},
		"ended":                 {func(f *facts) { f.Session.Progress = agenda.Ended }, "time", "ended", false, readiness.Resume},
		"a missing translation": {func(f *facts) { f.KeyQuestions[0].Text.Translations = nil }, "questions", "untranslated", false, readiness.EditQuestions},
		"a missing title":       {func(f *facts) { f.Session.Title.Translations = nil }, "questions", "untranslated", false, readiness.EditQuestions},
		"no key questions":      {func(f *facts) { f.KeyQuestions = nil }, "questions", "none", true, ""},
		"no polls":              {func(f *facts) { f.Polls = nil }, "polls", "none", false, readiness.PreparePolls},
		"no polls, none needed": {func(f *facts) { f.Polls, f.KeyQuestions = nil, nil }, "polls", "unneeded", true, ""},
		"all polls closed":      {func(f *facts) { f.Polls[0].State = poll.Closed }, "polls", "unneeded", true, ""},
		"a faulty draft":        {func(f *facts) { f.Polls[0].Fault = errors.New("no options") }, "polls", "incomplete", false, readiness.PreparePolls},
		"a poll taking answers": {func(f *facts) { f.Polls[0].State = poll.TakingAnswers }, "polls", "complete", true, ""},
		"a poll half translated": {func(f *facts) {
			f.Polls[0].Content.Options = append(f.Polls[0].Content.Options, poll.Option{ID: 2, Label: agenda.Plain("en", "Funds")})
		}, "polls", "untranslated", false, readiness.PreparePolls},
		"written now":          {func(*facts) {}, "writing", "now_until", true, ""},
		"written in progress":  {func(f *facts) { f.Session.Progress = agenda.InProgress }, "writing", "now", true, ""},
		"not written now":      {func(f *facts) { f.Session.Windows.Before = false }, "writing", "not_now", true, ""},
		"never written":        {func(f *facts) { f.Session.Windows = agenda.Windows{NotAfter: true} }, "writing", "never", true, ""},
		"no moderator":         {func(f *facts) { f.Links = nil }, "moderator", "none", false, readiness.MakeModerator},
		"moderator not there":  {func(f *facts) { f.Links[0].Used = false }, "moderator", "unopened", false, readiness.SeeLinks},
		"no desk":              {func(f *facts) { f.Links = f.Links[:1] }, "desk", "none", false, readiness.MakeDesk},
		"desk made":            {func(f *facts) { f.Links[1].Used = false }, "desk", "made", true, ""},
		"no desk, none needed": {func(f *facts) { f.Links, f.Session.Windows = nil, agenda.Windows{NotAfter: true} }, "desk", "unneeded", true, ""},
		"no screen":            {func(f *facts) { f.Screens = 0 }, "screen", "none", false, readiness.PairScreen},
		"no address":           {func(f *facts) { f.Reachable = false }, "phone", "no_address", false, readiness.ChooseAddress},
		"no phone":             {func(f *facts) { f.Scan = readiness.Scan{} }, "phone", "none", false, readiness.ScanTest},
		"no clock":             {func(f *facts) { f.Scan.Told = 0 }, "clock", "unknown", false, readiness.ScanTest},
		"clock 30 s behind":    {func(f *facts) { f.Scan.Drift = 30 * time.Second }, "clock", "near", true, ""},
		"clock 31 s ahead":     {func(f *facts) { f.Scan.Drift = -31 * time.Second }, "clock", "off", false, ""},
		"clock of another day": {func(f *facts) { f.Scan.Drift = 25 * time.Hour }, "clock", "hours", false, ""},
		"a full disk":          {func(f *facts) { f.Space.Free-- }, "disk", "little", false, ""},
		"an unknown disk":      {func(f *facts) { f.Space = readiness.Space{} }, "disk", "unknown", false, ""},
		"no folder of copies":  {func(f *facts) { f.Copies = readiness.Copies{} }, "copy", "no_folder", false, readiness.TakeCopy},
		"no copy yet":          {func(f *facts) { f.Copies.Made = time.Time{} }, "copy", "none", false, readiness.MakeCopy},
		"copies failing":       {func(f *facts) { f.Copies.Faulty = true }, "copy", "failed_since", false, readiness.MakeCopy},
		"copies never made":    {func(f *facts) { f.Copies = readiness.Copies{Folder: true, Faulty: true} }, "copy", "failed", false, readiness.MakeCopy},
		"a read-only file":     {func(f *facts) { f.Writable = false }, "file", "refused", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := complete()
			c.change(&facts)
			for _, check := range readiness.Checks(facts) {
				if check.Name != c.check {
					continue
				}
				if check.Found != c.found || check.Ready != c.ready || check.Do != c.do {
					t.Errorf("%+v, want %s, ready %v, %q", check, c.found, c.ready, c.do)
				}
			}
		})
	}
}

func TestWhatIsMissingIsNamedByItsLanguages(t *testing.T) {
	t.Parallel()
	facts := complete()
	facts.Conference.Languages = []string{"fr", "ar"}
	checks := readiness.Checks(facts)
	for _, check := range checks {
		if (check.Name == "questions" || check.Name == "polls") && !slices.Equal(check.Languages, []string{"fr"}) {
			t.Errorf("%s lacks %v", check.Name, check.Languages)
		}
	}
}
