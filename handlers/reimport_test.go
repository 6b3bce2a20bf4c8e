package handlers_test

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"soundings/agenda"
	"soundings/poll"
)

// differs uploads a note and returns the page and the form that confirms what it shows.
func (b *browser) differs(note string) (string, url.Values) {
	b.w.t.Helper()
	r := b.post("/organise/import", url.Values{"text": {note}})
	if r.status != 200 {
		b.w.t.Fatalf("note: %d %s", r.status, r.body)
	}
	return r.body, confirmation(r.body)
}

func confirmation(page string) url.Values {
	values := url.Values{}
	for _, input := range regexp.MustCompile(`<input ([^>]*)>`).FindAllStringSubmatch(page, -1) {
		if attribute(input[1], "type") == "hidden" || strings.Contains(input[1], " checked") {
			values.Add(attribute(input[1], "name"), attribute(input[1], "value"))
		}
	}
	return values
}

func (w *world) programme() []agenda.SessionPlan {
	w.t.Helper()
	all, err := w.file.Programme(w.t.Context(), lead())
	must(w.t, err)
	return all
}

func imported(t *testing.T) (*world, *browser) {
	t.Helper()
	w := newWorld(t)
	o := w.organiser()
	if r := upload(t, o, "/organise/import/confirm", "", nil, url.Values{"text": {note}, "access-2": {"open"}}); r.status != 303 {
		t.Fatalf("import: %d", r.status)
	}
	return w, o
}

func TestAnIdenticalNoteDiffersInNothing(t *testing.T) {
	t.Parallel()
	w, o := imported(t)
	before := w.programme()
	page, _ := o.differs(note)
	if !strings.Contains(page, "Nothing differs") || len(w.programme()) != len(before) {
		t.Errorf("the page is %s", page)
	}
}

func TestAChangedNoteShowsOldAndNewAndOnlyWhatIsTickedIsWritten(t *testing.T) {
	t.Parallel()
	w, o := imported(t)
	session := w.programme()[1]
	p, err := w.file.AddPoll(t.Context(), lead(), session.Session.ID, session.KeyQuestions[0].ID, "choice", w.poll(session.Session, poll.Draft).Content)
	must(t, err)
	must(t, w.file.TakeAnswers(t.Context(), lead(), p.ID))
	phone := w.phone()
	if r := phone.post(answerPath(p), tap(p, "1", 0, "n1")); r.status != 200 && r.status != 303 {
		t.Fatalf("answer: %d %s", r.status, r.body)
	}
	changed := strings.NewReplacer("harming reefs", "harming coral reefs", "Forum on Quiet Harbours", "Forum on Calm Harbours",
		"- The noise of cranes at night.", "- The noise of cranes at night.\n- Light over the water.").Replace(note)
	page, form := o.differs(changed)
	for _, want := range []string{"harming reefs?", "harming coral reefs?", "Forum on Calm Harbours", "Light over the water.", "3</dd>"} {
		if !strings.Contains(html.UnescapeString(page), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if len(w.programme()[2].KeyQuestions) != 1 {
		t.Fatal("something was written before it was confirmed")
	}
	form["tick"] = slices.DeleteFunc(form["tick"], func(key string) bool { return strings.Contains(key, "name") })
	if r := o.post("/organise/import/confirm", form); r.status != 303 {
		t.Fatalf("confirm: %d %s", r.status, r.body)
	}
	after := w.programme()
	question := after[1].KeyQuestions[0]
	if len(after) != 3 || question.ID != session.KeyQuestions[0].ID || !strings.Contains(question.Text.Text, "coral") || len(after[2].KeyQuestions) != 2 {
		t.Errorf("programme is %+v", after)
	}
	if w.answers(p.ID)["1"] != 1 || !strings.Contains(o.get("/organise").body, "Forum on Quiet Harbours") {
		t.Error("an answer or what was not ticked was touched")
	}
	if r := o.undoes(); r.status != 303 || len(w.programme()[2].KeyQuestions) != 1 || w.answers(p.ID)["1"] != 1 {
		t.Errorf("taken back: %d %+v", r.status, w.programme())
	}
}

func TestWhatTheNoteLacksStaysWhereItHoldsAnswersAndIsElseOnlyOffered(t *testing.T) {
	t.Parallel()
	w, o := imported(t)
	w.poll(w.programme()[1].Session, poll.TakingAnswers)
	without := note[:strings.Index(note, "Session I:")] + note[strings.Index(note, "Session II:"):]
	page, form := o.differs(without)
	if !strings.Contains(page, "so it stays") || slices.ContainsFunc(form["tick"], func(key string) bool { return strings.HasPrefix(key, "missing") }) {
		t.Errorf("ticks are %v", form["tick"])
	}
	other := note[:strings.Index(note, "Session II:")]
	page, form = o.differs(other)
	missing := regexp.MustCompile(`value="(missing-[^"]*)"`).FindStringSubmatch(page)
	if missing == nil {
		t.Fatalf("a session without answers is not offered to be deleted: %s", page)
	}
	form.Add("tick", missing[1])
	if r := o.post("/organise/import/confirm", form); r.status != 303 || len(w.programme()) != 2 {
		t.Errorf("%d, %d sessions", r.status, len(w.programme()))
	}
}

func TestANoteThatIsConfirmedTwiceAtOnceIsImportedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.organiser()
	form := confirmation(o.post("/organise/import", url.Values{"text": {note}}).body)
	statuses := make(chan int, 4)
	for range cap(statuses) {
		go func() { statuses <- o.post("/organise/import/confirm", form).status }()
	}
	written := 0
	for range cap(statuses) {
		switch status := <-statuses; status {
		case 303:
			written++
		case 409:
		default:
			t.Errorf("status %d", status)
		}
	}
	if written != 1 || len(w.programme()) != 3 {
		t.Errorf("written %d times, %d sessions", written, len(w.programme()))
	}
}

func TestADifferenceThatIsNotTheOneShownIsShownAnew(t *testing.T) {
	t.Parallel()
	w, o := imported(t)
	_, form := o.differs(strings.Replace(note, "harming reefs", "harming coral reefs", 1))
	if r := o.edit("/organise/questions/1", "text", "Edited meanwhile by somebody else entirely"); r.status != 303 {
		t.Fatal(r.status)
	}
	r := o.post("/organise/import/confirm", form)
	if r.status != 409 || !strings.Contains(r.body, "changed meanwhile") || w.programme()[1].KeyQuestions[0].Text.Text != "Edited meanwhile by somebody else entirely" {
		t.Errorf("%d %s", r.status, r.body)
	}
	if again := o.post("/organise/import/confirm", confirmation(r.body)); again.status != 303 {
		t.Errorf("again: %d", again.status)
	}
}

func TestTextsAreCorrectedAndSplitBeforeTheyAreImported(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.organiser()
	page := o.post("/organise/import", url.Values{"text": {note}}).body
	for _, field := range []string{"text-2-0", "text-2-1", "second-2-2"} {
		if !strings.Contains(page, `name="`+field+`"`) {
			t.Errorf("the preview has no field %s", field)
		}
	}
	sent := url.Values{
		"text": {note}, "text-2-0": {"Dredging with great care"}, "text-2-1": {"How can small ports dredge\r\nwithout harming reefs?"},
		"text-2-2": {"What keeps ports from sharing surveys?"}, "second-2-2": {strings.Repeat("é", 1501)}, "access-1": {"by_invitation"},
	}
	r := o.post("/organise/import/confirm", sent)
	if r.status != 422 || !strings.Contains(r.body, `id="second-2-2-fault"`) || !strings.Contains(r.body, "Dredging with great care") ||
		!strings.Contains(r.body, `<option value="by_invitation" selected>`) || len(w.programme()) != 0 {
		t.Fatalf("a fault: %d", r.status)
	}
	sent.Set("second-2-2", "What would change that?")
	if r := o.post("/organise/import/confirm", sent); r.status != 303 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	session := w.programme()[1]
	var texts []string
	for _, question := range session.KeyQuestions {
		texts = append(texts, question.Text.Text)
		if question.Compound {
			t.Errorf("%q is still two in one", question.Text.Text)
		}
	}
	want := []string{"How can small ports dredge without harming reefs?", "What keeps ports from sharing surveys?", "What would change that?"}
	if session.Session.Title.Text != "Dredging with great care" || !slices.Equal(texts, want) {
		t.Errorf("imported %q with %q", session.Session.Title.Text, texts)
	}
}
