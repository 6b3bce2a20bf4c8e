package handlers_test

import (
	"fmt"
	"html"
	"maps"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"soundings/agenda"
	"soundings/poll"
)

// fields are the fields of the last form of a page that edits something, as a browser would send them.
func fields(t *testing.T, page string) url.Values {
	t.Helper()
	_, form, found := strings.Cut(page, `<form class="card sheet edit"`)
	if !found {
		t.Fatalf("no form in %s", page)
	}
	form, _, _ = strings.Cut(form, "</form>")
	values := url.Values{}
	for _, input := range regexp.MustCompile(`<input ([^>]*)>`).FindAllStringSubmatch(form, -1) {
		name, value := attribute(input[1], "name"), attribute(input[1], "value")
		if boxed := strings.Contains(input[1], "checkbox") || strings.Contains(input[1], "radio"); !boxed || strings.Contains(input[1], " checked") {
			values.Add(name, value)
		}
	}
	for _, area := range regexp.MustCompile(`(?s)<textarea ([^>]*)>(.*?)</textarea>`).FindAllStringSubmatch(form, -1) {
		values.Set(attribute(area[1], "name"), html.UnescapeString(area[2]))
	}
	for _, choice := range regexp.MustCompile(`(?s)<select ([^>]*)>(.*?)</select>`).FindAllStringSubmatch(form, -1) {
		if chosen := regexp.MustCompile(`<option ([^>]*) selected`).FindStringSubmatch(choice[2]); chosen != nil {
			values.Set(attribute(choice[1], "name"), attribute(chosen[1], "value"))
		}
	}
	return values
}

func attribute(tag, name string) string {
	found := regexp.MustCompile(`(?:^|\s)` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

func with(values url.Values, pairs ...string) url.Values {
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

// edit opens a form, changes fields in it and posts it.
func (b *browser) edit(path string, pairs ...string) reply {
	b.w.t.Helper()
	return b.post(path, with(fields(b.w.t, b.get(path).body), pairs...))
}

// undoes presses Undo as the programme's page offers it.
func (b *browser) undoes() reply {
	b.w.t.Helper()
	change := regexp.MustCompile(`name="change" value="(\d+)"`).FindStringSubmatch(b.get("/organise").body)
	if change == nil {
		b.w.t.Fatal("there is nothing to take back")
	}
	return b.post("/organise/undo", url.Values{"change": {change[1]}})
}

func sessionPath(s agenda.Session, rest string) string {
	return fmt.Sprintf("/organise/sessions/%d%s", s.ID, rest)
}

func TestAProgrammeIsWrittenFromBlankToReady(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.organiser()
	blank := url.Values{"name": {"Water"}, "title": {"Wells"}, "access": {"open"}, "lang": {"en"}, "key_questions": {"What helps?\nWho pays?"}}
	if r := o.post("/organise/blank", blank); r.status != 303 {
		t.Fatalf("blank: %d", r.status)
	}
	if r := o.edit("/organise/conference", "zone", "Europe/Vienna", "starts", "2026-06-17", "into", "ar"); r.status != 303 {
		t.Fatalf("conference: %d %s", r.status, r.body)
	}
	if r := o.edit("/organise/conference", "name-ar", "الماء"); r.status != 303 {
		t.Fatalf("translation: %d", r.status)
	}
	added := o.edit("/organise/sessions/new", "title", "Opening", "title-ar", "افتتاح", "type", "opening", "access", "open",
		"slot-1-day", "2026-06-17", "slot-1-from", "09:00", "slot-1-to", "10:30", "slot-2-day", "2026-06-17", "slot-2-from", "14:00", "slot-2-to", "15:00")
	if added.status != 303 || !strings.HasPrefix(added.location, "/organise/sessions/2") {
		t.Fatalf("session: %d %s", added.status, added.body)
	}
	page := o.get("/organise").body
	for _, want := range []string{"Wednesday 17 June", "09:00", "continued 17 June, 14:00 to 15:00", "Opening"} {
		if !strings.Contains(page, want) {
			t.Errorf("the programme lacks %q", want)
		}
	}
	phone := w.phone().speaking("ar")
	if body := phone.get("/s/2").body; !strings.Contains(body, "افتتاح") || !strings.Contains(body, "17 حزيران/يونيه، من 09:00 إلى 10:30") || !strings.Contains(body, "الماء") {
		t.Errorf("the phone shows %s", body)
	}
	sessions, err := w.file.Sessions(t.Context(), lead())
	must(t, err)
	if s := sessions[1].Slots; len(s) != 2 || s[0].Starts.UTC().Hour() != 7 {
		t.Errorf("slots are %v", s)
	}
}

func TestEveryFaultOfASessionIsMarkedAndNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	o := w.organiser()
	if r := o.edit("/organise/conference", "name", "Water", "zone", "Europe/Vienna"); r.status != 303 {
		t.Fatal(r.status)
	}
	before := len(o.get("/organise").body)
	for name, c := range map[string]struct {
		field, says string
		typed       []string
	}{
		"backwards":  {"slot-1-to", "ends before it begins", []string{"slot-1-day", "2026-06-17", "slot-1-from", "12:00", "slot-1-to", "10:00"}},
		"no length":  {"slot-1-to", "ends before it begins", []string{"slot-1-day", "2026-06-17", "slot-1-from", "12:00", "slot-1-to", "12:00"}},
		"skipped":    {"slot-1-from", "skip this time", []string{"slot-1-day", "2026-03-29", "slot-1-from", "02:30", "slot-1-to", "04:00"}},
		"overlap":    {"slot-2-from", "overlaps", []string{"slot-1-day", "2026-06-17", "slot-1-from", "10:00", "slot-1-to", "12:00", "slot-2-day", "2026-06-17", "slot-2-from", "11:59", "slot-2-to", "13:00"}},
		"half a row": {"slot-2-to", "leave the whole row empty", []string{"slot-2-day", "2026-06-17", "slot-2-from", "10:00"}},
		"no day":     {"slot-1-day", "Give a day", []string{"slot-1-day", "2026-02-30", "slot-1-from", "10:00", "slot-1-to", "11:00"}},
		"no time":    {"slot-1-from", "Give a time", []string{"slot-1-day", "2026-06-17", "slot-1-from", "25:00", "slot-1-to", "11:00"}},
		"no title":   {"title", "write something", []string{"title", "\u200b\u202e "}},
		"long":       {"title", "at most 500", []string{"title", strings.Repeat("é", 501)}},
		"number":     {"number", "at most 12", []string{"number", "=HYPERLINK(1)"}},
		"early end":  {"until-day", "cannot end before", []string{"slot-1-day", "2026-06-17", "slot-1-from", "10:00", "slot-1-to", "11:00", "until-day", "2026-06-17", "until-time", "10:30"}},
		"half hour":  {"until-time", "both the day and the hour", []string{"until-day", "2026-06-17"}},
	} {
		r := o.edit(sessionPath(session, "/edit"), c.typed...)
		marked := regexp.MustCompile(`id="` + c.field + `"[^>]*aria-invalid="true"`).MatchString(r.body)
		if r.status != 422 || !marked || !strings.Contains(r.body, c.says) {
			t.Errorf("%s: %d, marked %v, says so %v", name, r.status, marked, strings.Contains(r.body, c.says))
		}
		kept := fields(t, r.body)
		for i := 0; i+1 < len(c.typed); i += 2 {
			if kept.Get(c.typed[i]) != c.typed[i+1] {
				t.Errorf("%s: %s became %q", name, c.typed[i], kept.Get(c.typed[i]))
			}
		}
	}
	if after := len(o.get("/organise").body); after != before {
		t.Error("something was written")
	}
}

func TestATimeThatClocksShowTwiceIsTheFirstAndTheFormSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	o := w.organiser()
	if r := o.edit("/organise/conference", "name", "Water", "zone", "Europe/Vienna"); r.status != 303 {
		t.Fatal(r.status)
	}
	if r := o.edit(sessionPath(session, "/edit"), "slot-1-day", "2026-10-25", "slot-1-from", "02:30", "slot-1-to", "04:00"); r.status != 303 {
		t.Fatal(r.status)
	}
	stored, err := w.file.Session(t.Context(), lead(), session.ID)
	must(t, err)
	if stored.Slots[0].Starts.UTC().Hour() != 0 || !strings.Contains(o.get(sessionPath(session, "/edit")).body, "show 02:30 twice") {
		t.Errorf("slots are %v", stored.Slots)
	}
	if r := o.edit(sessionPath(session, "/edit"), "slot-1-from", "23:00", "slot-1-to", "00:00"); r.status != 303 {
		t.Errorf("a slot until midnight: %d", r.status)
	}
}

// In Santiago the day of 6 September 2026 begins at 01:00.
func TestASlotEndsAtMidnightAlsoWhereClocksSkipIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	b := w.organiser()
	if r := b.edit("/organise/conference", "name", "A conference", "zone", "America/Santiago"); r.status != 303 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	r := b.edit(sessionPath(session, "/edit"), "title", "Into the night",
		"slot-1-day", "2026-09-05", "slot-1-from", "23:00", "slot-1-to", "00:00",
		"slot-2-day", "2026-09-06", "slot-2-from", "20:00", "slot-2-to", "00:00")
	if r.status != 303 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	stored, err := w.file.Session(t.Context(), lead(), session.ID)
	must(t, err)
	if len(stored.Slots) != 2 || stored.Slots[0].Ends.Sub(stored.Slots[0].Starts) != time.Hour || stored.Slots[1].Ends.Sub(stored.Slots[1].Starts) != 4*time.Hour {
		t.Errorf("slots are %v", stored.Slots)
	}
	if r := b.edit(sessionPath(session, "/edit")); r.status != 303 {
		t.Errorf("what is stored is refused: %s", r.body)
	}
}

func TestFortySlotsAreKeptAndOneMoreIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	o := w.organiser()
	form := fields(t, o.get(sessionPath(session, "/edit")).body)
	for range 14 {
		form = fields(t, o.post(sessionPath(session, "/edit"), with(form, "then", "slot")).body)
	}
	for i := range 40 {
		name := fmt.Sprintf("slot-%d-", i+1)
		with(form, name+"day", fmt.Sprintf("2026-06-%02d", i%20+1), name+"from", fmt.Sprintf("%02d:00", 9+i/20), name+"to", fmt.Sprintf("%02d:30", 9+i/20))
	}
	more := with(maps.Clone(form), "slot-41-day", "2026-07-01", "slot-41-from", "09:00", "slot-41-to", "10:00")
	if r := o.post(sessionPath(session, "/edit"), more); r.status != 422 || !strings.Contains(r.body, "at most 40 slots") {
		t.Errorf("41: %d", r.status)
	}
	if r := o.post(sessionPath(session, "/edit"), form); r.status != 303 {
		t.Fatalf("40: %d", r.status)
	}
	stored, err := w.file.Session(t.Context(), lead(), session.ID)
	must(t, err)
	if len(stored.Slots) != 40 || !strings.Contains(o.get(sessionPath(session, "/edit")).body, `name="slot-43-day"`) {
		t.Errorf("%d slots", len(stored.Slots))
	}
}

func TestTheSecondOfTwoOrganisersSeesTheFirstsTextAndLosesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	first := w.organiser()
	questions, err := w.file.KeyQuestions(t.Context(), lead(), session.ID)
	must(t, err)
	for path, field := range map[string]string{
		fmt.Sprintf("/organise/questions/%d", questions[0].ID): "text", sessionPath(session, "/edit"): "title", "/organise/conference": "name",
	} {
		second := with(fields(t, first.get(path).body), field, "Mine & nobody else’s?")
		if r := first.edit(path, field, "The <first> one’s?"); r.status != 303 {
			t.Fatalf("%s: %d %s", path, r.status, r.body)
		}
		r := first.post(path, second)
		if r.status != 409 || !strings.Contains(r.body, "The &lt;first&gt; one’s?") || fields(t, r.body).Get(field) != "Mine & nobody else’s?" {
			t.Fatalf("%s: %d %s", path, r.status, r.body)
		}
		if fields(t, first.get(path).body).Get(field) != "The <first> one’s?" {
			t.Errorf("%s: something was written", path)
		}
		if again := first.post(path, fields(t, r.body)); again.status != 303 || fields(t, first.get(path).body).Get(field) != "Mine & nobody else’s?" {
			t.Errorf("%s: knowingly replaced: %d", path, again.status)
		}
	}
}

// A fault that is mended must not make one who began earlier the one who wrote last.
func TestTheSecondOfTwoOrganisersIsToldAlsoAfterAFault(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	b := w.organiser()
	questions, err := w.file.KeyQuestions(t.Context(), lead(), session.ID)
	must(t, err)
	for path, field := range map[string]string{
		fmt.Sprintf("/organise/questions/%d", questions[0].ID): "text", sessionPath(session, "/edit"): "title", "/organise/conference": "name",
	} {
		second := with(fields(t, b.get(path).body), field, "")
		if r := b.edit(path, field, "The first one’s?"); r.status != 303 {
			t.Fatalf("%s: %d %s", path, r.status, r.body)
		}
		faulty := b.post(path, second)
		if faulty.status != 422 {
			t.Fatalf("%s: %d %s", path, faulty.status, faulty.body)
		}
		if r := b.post(path, with(fields(t, faulty.body), field, "Mine?")); r.status != 409 || !strings.Contains(r.body, "The first one’s?") {
			t.Errorf("%s: %d, and what the first wrote is gone", path, r.status)
		}
	}
}

func TestWhatAnOrganiserWroteComesBackAlsoWhereItCannotBeSaved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	b := w.organiser()
	questions, err := w.file.KeyQuestions(t.Context(), lead(), session.ID)
	must(t, err)
	path := fmt.Sprintf("/organise/questions/%d", questions[0].ID)
	sent := with(fields(t, b.get(path).body), "text", "Mine & <nobody> else’s?", "short", "Mine")
	if r := w.browser().post(path, sent); r.status != 401 || !strings.Contains(r.body, "Mine &amp; &lt;nobody&gt; else’s?") {
		t.Errorf("signed out: %d %s", r.status, r.body)
	}
	if r := b.post(path+"/remove", nil); r.status != 303 {
		t.Fatal(r.status)
	}
	if r := b.post(path, sent); r.status != 404 || !strings.Contains(r.body, "Mine &amp; &lt;nobody&gt; else’s?") {
		t.Errorf("deleted by another: %d %s", r.status, r.body)
	}
}

func TestKeyQuestionsAreAddedEditedSplitMovedDeletedAndTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	o := w.organiser()
	texts := func() string {
		all, err := w.file.KeyQuestions(t.Context(), lead(), session.ID)
		must(t, err)
		var said []string
		for _, q := range all {
			said = append(said, fmt.Sprint(q.Position, q.Text.Text, "/", q.Short.Text, "/", q.Kind))
		}
		return strings.Join(said, "\n")
	}
	var states []string
	step := func(r reply) {
		t.Helper()
		if r.status != 303 {
			t.Fatalf("%d %s", r.status, r.body)
		}
	}
	long := strings.Repeat("How does water reach the last house, ", 40) + "and when?"
	for _, do := range []func() reply{
		func() reply { return o.edit(sessionPath(session, "/questions"), "text", long, "kind", "issue") },
		func() reply { return o.edit("/organise/questions/2", "short", "The last house") },
		func() reply { return o.edit("/organise/questions/2?split", "text", "How?", "second", "And when?") },
		func() reply { return o.post("/organise/questions/3/move", url.Values{"to": {"up"}}) },
		func() reply { return o.post("/organise/questions/2/remove", nil) },
	} {
		states = append(states, texts())
		step(do())
	}
	if got := texts(); got != "1What keeps wells usable?/What keeps wells usable?/question\n2And when?/And when?/issue" {
		t.Errorf("key questions are\n%s", got)
	}
	for i := len(states) - 1; i >= 0; i-- {
		step(o.undoes())
		if got := texts(); got != states[i] {
			t.Errorf("undo %d gives\n%s\nwant\n%s", i, got, states[i])
		}
	}
	r := o.edit(sessionPath(session, "/questions"), "text", strings.Repeat("字", 1501))
	if r.status != 422 || !strings.Contains(r.body, "1500") || fields(t, r.body).Get("text") != strings.Repeat("字", 1501) {
		t.Errorf("1501 characters: %d", r.status)
	}
}

func TestWhatHoldsAnswersIsNotDeletedAndThePageSaysWhatToDoInstead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	w.poll(session, poll.TakingAnswers)
	o := w.organiser()
	if r := o.post(sessionPath(session, "/remove"), nil); r.status != 409 || !strings.Contains(r.body, "never deleted") {
		t.Errorf("%d %s", r.status, r.body)
	}
	page := o.get(sessionPath(session, "/edit")).body
	if strings.Contains(page, sessionPath(session, "/remove")) || !strings.Contains(page, "never deleted") {
		t.Error("the form offers to delete it")
	}
}

func TestASecondUndoOfTheSameChangeTakesNothingElseBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	o := w.organiser()
	step := o.edit(sessionPath(session, "/edit"), "title", "Other")
	change := regexp.MustCompile(`name="change" value="(\d+)"`).FindStringSubmatch(o.get("/organise").body)
	first, second := o.post("/organise/undo", url.Values{"change": {change[1]}}), o.post("/organise/undo", url.Values{"change": {change[1]}})
	if step.status != 303 || first.status != 303 || second.status != 409 {
		t.Errorf("%d, then %d, then %d", step.status, first.status, second.status)
	}
	if sessions, err := w.file.Sessions(t.Context(), lead()); err != nil || len(sessions) != 1 {
		t.Errorf("sessions are %v, %v", sessions, err)
	}
}

func TestSessionsAreOrderedByHandAndByTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, second := w.session(agenda.Open), w.session(agenda.Open)
	o := w.organiser()
	if r := o.edit(sessionPath(second, "/edit"), "title", "Early", "slot-1-day", "2026-06-17", "slot-1-from", "08:00", "slot-1-to", "09:00"); r.status != 303 {
		t.Fatal(r.status)
	}
	if r := o.edit(sessionPath(first, "/edit"), "title", "Late", "slot-1-day", "2026-06-17", "slot-1-from", "10:00", "slot-1-to", "11:00"); r.status != 303 {
		t.Fatal(r.status)
	}
	order := func() string {
		var ids []string
		for _, found := range regexp.MustCompile(`id="session-(\d+)"`).FindAllStringSubmatch(o.get("/organise").body, -1) {
			ids = append(ids, found[1])
		}
		return strings.Join(ids, " ")
	}
	if r := o.post("/organise/sort", nil); r.status != 303 || order() != "2 1" {
		t.Errorf("sorted: %d, %s", r.status, order())
	}
	r := o.post(sessionPath(first, "/move"), url.Values{"to": {"up"}})
	if r.status != 303 || order() != "1 2" {
		t.Errorf("moved: %d, %s", r.status, order())
	}
	if page := o.get(r.location).body; !strings.Contains(page, "autofocus") {
		t.Error("the focus does not stay with what was moved")
	}
}

func TestHostileTextsAreStoredCleanAndFormulasAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	o := w.organiser()
	for typed, stored := range map[string]string{
		"left\u202eright":                  "leftright",
		"=1+1":                             "=1+1",
		"Z" + strings.Repeat("\u0310", 40): "Z" + strings.Repeat("\u0310", 4),
		"👩🏽\u200d🚀 و \u2066x\u2069":        "👩🏽\u200d🚀 و x",
		"two\r\nlines":                     "two lines",
		"<script>alert(1)</script>":        "<script>alert(1)</script>",
	} {
		if r := o.edit(sessionPath(session, "/edit"), "title", typed); r.status != 303 {
			t.Fatalf("%q: %d", typed, r.status)
		}
		if kept, err := w.file.Session(t.Context(), lead(), session.ID); err != nil || kept.Title.Text != stored {
			t.Errorf("%q is stored as %q, %v", typed, kept.Title.Text, err)
		}
	}
	if r := o.edit("/organise/conference", "name", "W", "zone", "Mars/Olympus"); r.status != 422 {
		t.Errorf("an unknown zone: %d", r.status)
	}
}

func TestTheTimesOfANoteAreProposedWhereTheDayIsCertainAndElseSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.organiser()
	const timed = "Forum on Quiet Harbours\n\nSession I: Dredging, 10:00–12:30\n\nKey questions:\n\n- How can ports dredge?\n"
	if r := o.post("/organise/import/confirm", url.Values{"text": {timed}}); r.status != 303 {
		t.Fatal(r.status)
	}
	page := o.get("/organise/sessions/1/edit").body
	if form := fields(t, page); form.Get("slot-1-from") != "" || !strings.Contains(page, "In the note: 10:00 to 12:30.") {
		t.Errorf("from %q without a day", form.Get("slot-1-from"))
	}
	if r := o.edit("/organise/conference", "starts", "2026-06-17", "ends", "2026-06-17"); r.status != 303 {
		t.Fatal(r.status)
	}
	form := fields(t, o.get("/organise/sessions/1/edit").body)
	if form.Get("slot-1-day") != "2026-06-17" || form.Get("slot-1-from") != "10:00" || form.Get("slot-1-to") != "12:30" {
		t.Errorf("proposed: %v", form)
	}
}

func TestTheLastSessionThatWasDeletedCanBeTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	o := w.organiser()
	if r := o.post(sessionPath(session, "/remove"), nil); r.status != 303 {
		t.Fatal(r.status)
	}
	if r := o.undoes(); r.status != 303 {
		t.Errorf("undo: %d", r.status)
	}
	if sessions, err := w.file.Sessions(t.Context(), lead()); err != nil || len(sessions) != 1 {
		t.Errorf("sessions are %v, %v", sessions, err)
	}
}
