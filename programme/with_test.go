package programme

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/agenda"
)

func all(c Comparison) map[string]bool {
	ticked := map[string]bool{}
	for _, change := range c.Changes() {
		ticked[change.Key] = true
	}
	return ticked
}

func advised(c Comparison) map[string]bool {
	ticked := map[string]bool{}
	for _, change := range c.Changes() {
		ticked[change.Key] = change.Advised
	}
	return ticked
}

func TestWhatPeopleChoseIsNeverTouchedByANoteThatSaysNothingOfIt(t *testing.T) {
	t.Parallel()
	plan := mustRead(t, []byte(museums)).Plan()
	programme := stored(plan)
	programme[1].Session.Access = agenda.Open
	programme[1].Session.Title.Translations = map[string]string{"fr": "L’accès"}
	programme[2].Session.Access = agenda.ByInvitation // other than the note's, which says the same as before
	programme[3].Session.Starts, programme[3].Session.Ends = "10:00", "11:00"
	programme[1].KeyQuestions[0].Short = agenda.Text{Lang: "en", Text: "Far away", Translations: map[string]string{"fr": "Au loin"}}
	programme[1].KeyQuestions[0].Text.Translations = map[string]string{"fr": "Comment ?"}
	programme[1].KeyQuestions[0].Kind = agenda.Issue
	if got := Compare(programme, plan); len(got.Changes()) != 0 {
		t.Fatalf("the same note changes %v", linesOf(got))
	}
	after := mustRead(t, []byte(edited(t, museums, "far away", "at a distance", "Access to Collections", "Ways to Collections", "Who pays?", "Who pays for it?"))).Plan()
	got := Compare(programme, after)
	session := got.With(all(got))[1]
	question, last := session.KeyQuestions[0], session.KeyQuestions[3]
	if question.ID != 201 || question.Text.Text != "How can museums reach people who live at a distance?" || question.Text.Translations["fr"] != "Comment ?" ||
		question.Short.Text != "Far away" || question.Short.Translations["fr"] != "Au loin" || question.Kind != agenda.Issue {
		t.Errorf("key question %+v", question)
	}
	if last.ID != 204 || last.Short.Text != "Who pays for it?" {
		t.Errorf("a short label that nobody edited does not follow: %+v", last)
	}
	if s := session.Session; s.Access != agenda.Open || s.Title.Text != "Ways to Collections" || s.Title.Translations["fr"] != "L’accès" {
		t.Errorf("session %+v", s)
	}
	if programme[1].KeyQuestions[0].Text.Text == question.Text.Text || programme[1].Session.Title.Text == session.Session.Title.Text {
		t.Error("comparing changed the stored programme")
	}
}

func TestAnAccessThatSomebodyChoseIsOnlyOfferedToBeChanged(t *testing.T) {
	t.Parallel()
	programme := stored(mustRead(t, []byte(museums)).Plan())
	note := mustRead(t, []byte(edited(t, museums, "open to Member States only", "open to all", "New Buildings", "New Buildings (by invitation only)"))).Plan()
	got := Compare(programme, note)
	chosen, unstated := got.Sessions[2].Changes[0], got.Sessions[3].Changes[0]
	if chosen.Field != FieldAccess || chosen.Advised {
		t.Errorf("a session of Member States is opened without a tick: %+v", chosen)
	}
	if unstated.Field != FieldAccess || !unstated.Advised {
		t.Errorf("an access that was not stated is not taken: %+v", unstated)
	}
	plans := got.With(advised(got))
	if plans[2].Session.Access != agenda.MemberStatesOnly || plans[3].Session.Access != agenda.ByInvitation {
		t.Errorf("access %s and %s", plans[2].Session.Access, plans[3].Session.Access)
	}
}

func TestAnEditOnEitherSideMakesAnOldTickTickNothing(t *testing.T) {
	t.Parallel()
	programme := stored(mustRead(t, []byte(museums)).Plan())
	note := mustRead(t, []byte(edited(t, museums, "Who pays?", "Who pays for it?"))).Plan()
	first := Compare(programme, note)
	if again := Compare(programme, note); !reflect.DeepEqual(first, again) {
		t.Error("the same comparison is another one")
	}
	programme[1].KeyQuestions[3].Text.Text = "Who pays now?"
	got := Compare(programme, note)
	if text := got.With(all(first))[1].KeyQuestions[3].Text.Text; text != "Who pays now?" {
		t.Errorf("a tick on a difference that nobody saw gave %q", text)
	}
}

// shuffled changes a note at random: items and sessions go, come, move and are reworded.
func shuffled(plan agenda.Plan, random *rand.Rand) agenda.Plan {
	var sessions []agenda.SessionPlan
	for _, session := range plan.Sessions {
		if random.IntN(6) == 0 {
			continue
		}
		session.KeyQuestions = slices.Clone(session.KeyQuestions)
		random.Shuffle(random.IntN(len(session.KeyQuestions)+1), func(i, j int) {
			session.KeyQuestions[i], session.KeyQuestions[j] = session.KeyQuestions[j], session.KeyQuestions[i]
		})
		for i := range session.KeyQuestions {
			if words := strings.Fields(session.KeyQuestions[i].Text.Text); random.IntN(3) == 0 {
				words[random.IntN(len(words))] = []string{"harbour", "", "laboratories"}[random.IntN(3)]
				session.KeyQuestions[i].Text.Text = strings.Join(words, " ")
			}
		}
		if n := len(session.KeyQuestions); n > 0 && random.IntN(3) == 0 {
			session.KeyQuestions = slices.Insert(session.KeyQuestions, random.IntN(n), agenda.KeyQuestion{Text: agenda.Plain("en", "Quite another?")})
		}
		sessions = append(sessions, session)
	}
	random.Shuffle(len(sessions), func(i, j int) { sessions[i], sessions[j] = sessions[j], sessions[i] })
	plan.Sessions = sessions
	return plan
}

func TestWithEveryTickTheProgrammeIsTheNoteAndWithNoneItIsAsStored(t *testing.T) {
	t.Parallel()
	var notes []agenda.Plan
	for _, name := range noteFiles(t) {
		notes = append(notes, mustRead(t, readFile(t, name)).Plan())
	}
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		before := notes[random.IntN(len(notes))]
		after := shuffled(before, random)
		programme := stored(before)
		got := Compare(programme, after)
		checkUntouched(t, got.With(nil), programme)
		checkFollows(t, got.With(all(got)), after)
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, strings.Join(linesOf(got), "\n"))
		}
		if len(all(got)) != len(got.Changes()) {
			t.Fatalf("seed %d: two changes have one key", seed)
		}
		half := all(got)
		for key := range half {
			half[key] = random.IntN(2) == 0
		}
		checkComplete(t, got, half)
	}
}

func checkUntouched(t *testing.T, got, want []agenda.SessionPlan) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d sessions, want %d", len(got), len(want))
		return
	}
	for i := range want {
		if !reflect.DeepEqual(got[i].Session, want[i].Session) || !slices.EqualFunc(got[i].KeyQuestions, want[i].KeyQuestions,
			func(a, b agenda.KeyQuestion) bool { return reflect.DeepEqual(a, b) }) {
			t.Errorf("with no tick session %d is\n%+v\nwant\n%+v", i, got[i], want[i])
		}
	}
}

func checkFollows(t *testing.T, got []agenda.SessionPlan, note agenda.Plan) {
	t.Helper()
	if len(got) != len(note.Sessions) {
		t.Errorf("%d sessions, want %d", len(got), len(note.Sessions))
		return
	}
	for i, want := range note.Sessions {
		if got[i].Session.Position != i+1 || plainMarks(got[i].Session.Label.Text) != plainMarks(want.Session.Label.Text) {
			t.Errorf("session %d is %+v, want %q", i, got[i].Session, want.Session.Label.Text)
		}
	}
	checkAsked(t, got, note)
}

func checkAsked(t *testing.T, got []agenda.SessionPlan, note agenda.Plan) {
	t.Helper()
	for i, want := range note.Sessions {
		texts := func(questions []agenda.KeyQuestion) []string {
			return keysOf(questions, func(q agenda.KeyQuestion) string { return plainMarks(q.Text.Text) })
		}
		if !slices.Equal(texts(got[i].KeyQuestions), texts(want.KeyQuestions)) {
			t.Errorf("session %q asks\n%q\nwant\n%q", want.Session.Label.Text, texts(got[i].KeyQuestions), texts(want.KeyQuestions))
		}
	}
}

// checkComplete: whatever is ticked, each stored one is there once unless its removal was ticked.
func checkComplete(t *testing.T, c Comparison, ticked map[string]bool) {
	t.Helper()
	seen := map[int64]int{}
	for _, plan := range c.With(ticked) {
		seen[plan.Session.ID]++
		for _, question := range plan.KeyQuestions {
			seen[question.ID]++
		}
	}
	for _, session := range c.Sessions {
		gone := has(session.Changes, Missing, ticked)
		checkOnce(t, seen, session.Stored.ID, gone)
		for _, question := range session.KeyQuestions {
			checkOnce(t, seen, question.Stored.ID, gone || has(question.Changes, Missing, ticked))
		}
	}
}

func checkOnce(t *testing.T, seen map[int64]int, id int64, gone bool) {
	t.Helper()
	want := 1
	if gone {
		want = 0
	}
	if id != 0 && seen[id] != want {
		t.Fatalf("%d is there %d times, want %d", id, seen[id], want)
	}
}

func TestTheSampleNoteComparedWithItselfAndWithSmallMendings(t *testing.T) {
	t.Parallel()
	note := string(sharedNote(t))
	programme := stored(mustRead(t, []byte(note)).Plan())
	for name, c := range map[string]struct {
		from, to string
		want     int
	}{
		"itself":                      {"", "", 0},
		"straight quotation marks":    {"’", "'", 0},
		"the second of twins mended":  {"due to measures adopted", "because of measures adopted", 1},
		"the first of twins reworded": {"including countering terrorist narratives, building societal resilience", "including terrorist narratives and societal resilience", 1},
	} {
		after := mustRead(t, []byte(strings.ReplaceAll(note, c.from, c.to))).Plan()
		got := Compare(programme, after)
		if len(got.Changes()) != c.want || slices.ContainsFunc(got.Changes(), func(c Change) bool { return c.Kind != Changed }) {
			t.Errorf("%s: %v", name, linesOf(got))
		}
	}
}

func TestLongNotesAreComparedQuickly(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("member states strengthen resilience of institutions and how can they best do what regional cooperation needs")
	text := func() string {
		picked := make([]string, 200)
		for i := range picked {
			picked[i] = words[random.IntN(len(words))]
		}
		return strings.Join(picked, " ")
	}
	plan := func() agenda.Plan {
		session := agenda.SessionPlan{Session: agenda.Session{Label: agenda.Plain("en", "Session I"), Number: "I"}}
		for range MaxBytes / 1500 {
			session.KeyQuestions = append(session.KeyQuestions, agenda.KeyQuestion{Text: agenda.Plain("en", text())})
		}
		return agenda.Plan{Sessions: []agenda.SessionPlan{session}}
	}
	before, after := stored(plan()), plan()
	start := time.Now()
	got := Compare(before, after)
	took := time.Since(start)
	t.Logf("%d key questions of 200 words, none the same: %v, %d changes", len(before[0].KeyQuestions), took, len(got.Changes()))
	if took > time.Minute {
		t.Errorf("comparing took %v", took)
	}
}
