package handlers_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"html"
	"mime/multipart"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

const note = `Forum on Quiet Harbours
Concept note

Opening Session: Welcome

Session I: Dredging with care

1. This session will address the following key questions:

- How can small ports dredge without harming reefs?
- What keeps ports from sharing surveys? What would change that?

Session II: Night work [Open to Member States only]

2. The session will take up the following key issues:

- The noise of cranes at night.
`

func upload(t *testing.T, b *browser, path, name string, content []byte, fields url.Values) reply {
	t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	if content != nil {
		file, err := parts.CreateFormFile("note", name)
		must(t, err)
		_, err = file.Write(content)
		must(t, err)
	}
	for field, values := range fields {
		must(t, parts.WriteField(field, values[0]))
	}
	must(t, parts.Close())
	return b.send("POST", path, parts.FormDataContentType(), body.String())
}

func TestAnImportWritesNothingUntilItIsConfirmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organiser := w.organiser()
	for _, r := range []reply{
		organiser.post("/organise/import", url.Values{"text": {note}}),
		upload(t, organiser, "/organise/import", "note.md", []byte(note), nil),
	} {
		if r.status != 200 || !strings.Contains(r.body, "How can small ports dredge without harming reefs?") {
			t.Fatalf("preview: %d %s", r.status, r.body)
		}
	}
	if sessions, err := w.file.Sessions(t.Context(), lead()); err != nil || len(sessions) != 0 {
		t.Fatalf("%d sessions written by a preview, %v", len(sessions), err)
	}
	confirm := url.Values{"text": {note}, "access-1": {"open"}, "access-2": {"open"}, "access-3": {"member_states_only"}}
	if r := upload(t, organiser, "/organise/import/confirm", "", nil, confirm); r.status != 303 {
		t.Fatalf("confirm: %d %s", r.status, r.body)
	}
	sessions, err := w.file.Sessions(t.Context(), lead())
	must(t, err)
	if len(sessions) != 3 || sessions[1].Access != agenda.Open || sessions[2].Access != agenda.MemberStatesOnly {
		t.Fatalf("written: %+v", sessions)
	}
	questions, err := w.file.KeyQuestions(t.Context(), lead(), sessions[1].ID)
	must(t, err)
	if len(questions) != 2 || !questions[1].Compound || questions[0].Kind != agenda.Question {
		t.Errorf("key questions: %+v", questions)
	}
	if page := organiser.get("/organise"); !strings.Contains(page.body, "Forum on Quiet Harbours") {
		t.Error("the programme does not name the conference")
	}
}

// What the preview showed is what is written, whatever the file was encoded in.
func TestANoteInAnotherEncodingIsConfirmedAsItWasPreviewed(t *testing.T) {
	t.Parallel()
	wide := []byte{0xff, 0xfe}
	for _, unit := range utf16Units(strings.ReplaceAll(note, "harming", "h\u00e9rming")) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	for name, content := range map[string][]byte{
		"windows-1252": []byte(strings.ReplaceAll(note, "harming", "h\xe9rming")),
		"utf-16":       wide,
	} {
		w := newWorld(t)
		organiser := w.organiser()
		preview := upload(t, organiser, "/organise/import", "note.txt", content, nil)
		carried := regexp.MustCompile(`(?s)<input type="hidden" name="text" value="([^"]*)"`).FindStringSubmatch(preview.body)
		if preview.status != 200 || carried == nil {
			t.Fatalf("%s: %d", name, preview.status)
		}
		confirm := url.Values{"text": {html.UnescapeString(carried[1])}}
		if r := upload(t, organiser, "/organise/import/confirm", "", nil, confirm); r.status != 303 {
			t.Fatalf("%s: %d %s", name, r.status, r.body)
		}
		questions, err := w.file.KeyQuestions(t.Context(), lead(), 2)
		must(t, err)
		if len(questions) != 2 || !strings.Contains(questions[0].Text.Text, "hérming") {
			t.Errorf("%s: %+v", name, questions)
		}
	}
}

func utf16Units(text string) []uint16 { return utf16.Encode([]rune(text)) }

func TestANoteThatNamesNoConferenceIsAskedForOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organiser := w.organiser()
	const nameless = "Session I: Dredging with care\n\nKey questions:\n\n- How can ports dredge?\n"
	if r := organiser.post("/organise/import", url.Values{"text": {nameless}}); r.status != 200 || !strings.Contains(r.body, `name="name"`) {
		t.Fatalf("%d %s", r.status, r.body)
	}
	confirm := url.Values{"text": {nameless}, "name": {"Forum on Quiet Harbours"}}
	if r := organiser.post("/organise/import/confirm", confirm); r.status != 303 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if page := organiser.get("/organise"); !strings.Contains(page.body, "Forum on Quiet Harbours") {
		t.Error("the conference has no name")
	}
}

func TestTheSampleNoteIsPreviewedWhole(t *testing.T) {
	t.Parallel()
	shared, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "concept-note.md"))
	if err != nil {
		t.Skip("the sample note is not beside this checkout")
	}
	w := newWorld(t)
	r := upload(t, w.organiser(), "/organise/import", "concept-note.md", shared, nil)
	if got := strings.Count(r.body, `name="access-`); r.status != 200 || got < 6 {
		t.Errorf("%d, %d choices of access", r.status, got)
	}
}

func TestANoteThatCannotBeReadGetsOneSentence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organiser := w.organiser()
	for name, content := range map[string][]byte{
		"blank":           []byte("  \n\n"),
		"binary":          append([]byte("PK\x03\x04"), bytes.Repeat([]byte{0, 1, 2}, 1000)...),
		"no sessions":     []byte("Just a letter.\nIt says nothing of sessions.\n"),
		"100,000 lines":   bytes.Repeat([]byte("a line of text\n"), 100_000),
		"nearly 5 MiB":    bytes.Repeat([]byte("x"), 5<<20-1000),
		"more than 5 MiB": bytes.Repeat([]byte("x"), 5<<20+1000),
	} {
		r := upload(t, organiser, "/organise/import", "note.md", content, nil)
		if (r.status != 422 && r.status != 413) || !strings.Contains(r.body, "<h1") || strings.Contains(r.body, "[import") {
			t.Errorf("%s: %d %.300s", name, r.status, r.body)
		}
	}
	if r := organiser.post("/organise/import/confirm", url.Values{"text": {note}, "access-1": {"everyone"}}); r.status != 422 {
		t.Errorf("an unknown access is taken: %d", r.status)
	}
}

func TestABlankStartAsksForWhatItNeedsAndKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organiser := w.organiser()
	typed := url.Values{"title": {"Dredging with care"}, "access": {"open"}, "lang": {"en"}}
	if r := organiser.post("/organise/blank", typed); r.status != 422 || !strings.Contains(r.body, "Dredging with care") {
		t.Errorf("without a name: %d", r.status)
	}
	typed.Set("name", "Forum on Quiet Harbours")
	typed.Set("key_questions", "How can ports dredge?\n\nWhat keeps them?\n")
	if r := organiser.post("/organise/blank", typed); r.status != 303 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	questions, err := w.file.KeyQuestions(t.Context(), lead(), 1)
	must(t, err)
	if len(questions) != 2 || questions[1].Text.Text != "What keeps them?" {
		t.Errorf("%+v", questions)
	}
}

func TestTheSampleShowsModeratorScreenAndPhoneWithAPollTakingAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organiser := w.organiser()
	r := organiser.post("/organise/sample", nil)
	if r.status != 303 || r.location != "/organise/sample/1" {
		t.Fatalf("%d to %s", r.status, r.location)
	}
	page := organiser.get(r.location)
	panes := regexp.MustCompile(`<iframe[^>]* src="([^"]+)"`).FindAllStringSubmatch(page.body, -1)
	if len(panes) != 3 {
		t.Fatalf("%d panes: %s", len(panes), page.body)
	}
	for _, pane := range panes {
		if got := organiser.get(pane[1]); got.status != 200 {
			t.Errorf("pane %s: %d", pane[1], got.status)
		}
	}
	if p := w.readPoll(1); p.State != poll.TakingAnswers {
		t.Errorf("the first poll is %s", p.State)
	}
	if page := organiser.get("/organise"); !strings.Contains(page.body, `action="/organise/sample/remove"`) {
		t.Error("the programme does not offer to remove the sample")
	}
	if r := organiser.post("/organise/sample/remove", nil); r.status != 303 {
		t.Fatalf("remove: %d %s", r.status, r.body)
	}
	if page := organiser.get("/organise"); !strings.Contains(page.body, `action="/organise/sample"`) || strings.Contains(page.body, "Coastal Cities") {
		t.Error("after removing the sample the three ways to begin are not offered")
	}
}

func TestAccessIsChosenByTheOrganiserAndAdmitsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.NotStated)
	organiser, phone := w.organiser(), w.phone()
	path := fmt.Sprintf("/s/%d", session.ID)
	if r := phone.get(path); r.status != 404 {
		t.Errorf("before: %d", r.status)
	}
	if r := organiser.post(fmt.Sprintf("/organise/sessions/%d/access", session.ID), url.Values{"access": {"open"}}); r.status != 303 {
		t.Fatalf("choose: %d %s", r.status, r.body)
	}
	if r := phone.get(path); r.status != 200 {
		t.Errorf("after: %d", r.status)
	}
}

// The screen, the phone, the podium and the files say the same of one poll.
func TestEveryDisplayAndFileSaysTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	p := w.poll(session, poll.TakingAnswers)
	for i, option := range []string{"1", "1", "1", "1", "1", "1", "1", "2", "2", "2", "3", "1", "2"} {
		if r := w.phone().htmx().post(answerPath(p), tap(p, option, 0, fmt.Sprint("n", i))); r.status != 200 {
			t.Fatalf("answer: %d", r.status)
		}
	}
	_, err := w.file.CloseAnswers(t.Context(), lead(), p.ID)
	must(t, err)
	must(t, w.file.ShowResult(t.Context(), lead(), p.ID, true, true))
	organiser := w.organiser()
	table, err := csv.NewReader(strings.NewReader(organiser.get("/organise/files/results.csv").body)).ReadAll()
	must(t, err)
	column := map[string]int{}
	for i, name := range table[0] {
		column[name] = i
	}
	screen := w.link(session, access.Screen).get(fmt.Sprintf("/screen/%d", session.ID)).body
	phone := w.phone().get(fmt.Sprintf("/p/%d", p.ID)).body
	exported := organiser.get(fmt.Sprintf("/organise/sessions/%d/files/soundings.json", session.ID)).body
	want := map[string][2]string{"Trained staff": {"8", "62"}, "Shared laboratories": {"4", "31"}, "A fund": {"1", "8"}}
	for _, row := range table[1:] {
		label := row[column["option_label"]]
		if got := [2]string{row[column["people"]], row[column["share_percent"]]}; got != want[label] {
			t.Errorf("file: %s has %v, want %v", label, got, want[label])
		}
		for name, page := range map[string]string{"screen": screen, "phone": phone} {
			if got := figuresOf(page, label); got != want[label] {
				t.Errorf("%s: %s has %v, want %v", name, label, got, want[label])
			}
		}
		if !strings.Contains(exported, fmt.Sprintf(`"share_percent": "%s"`, want[label][1])) && !strings.Contains(exported, fmt.Sprintf(`"%s"`, want[label][1])) {
			t.Errorf("json: no %s", want[label][1])
		}
	}
	closed := w.readPoll(p.ID)
	if closed.Respondents != 13 || !strings.Contains(exported, closed.Digest) || table[1][column["digest"]] != closed.Digest {
		t.Error("the digest of the closing is not in every file")
	}
}

// figuresOf reads the row of the table that stands beside every chart: people and per cent.
func figuresOf(page, label string) [2]string {
	row := regexp.MustCompile(`(?s)<tr[^>]*>\s*<th[^>]*>(?:<[^>]*>)*` + regexp.QuoteMeta(label) + `.*?</tr>`).FindString(page)
	cells := regexp.MustCompile(`(?s)<td[^>]*>(.*?)</td>`).FindAllStringSubmatch(row, -1)
	if len(cells) < 2 {
		return [2]string{}
	}
	figure := regexp.MustCompile(`[<>]?\d+`)
	plain := func(cell string) string {
		return figure.FindString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(cell, ""))
	}
	return [2]string{plain(cells[0][1]), plain(cells[1][1])}
}

func TestHealthIsToldApartFromReadiness(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if r := w.browser().get("/healthz"); r.status != 200 {
		t.Errorf("healthz: %d", r.status)
	}
	if r := w.browser().get("/readyz"); r.status != 200 {
		t.Errorf("readyz: %d", r.status)
	}
}

func TestTheLogHoldsNothingPersonal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	phone := w.phone()
	phone.headers["User-Agent"] = "needle-user-agent"
	phone.htmx().post(answerPath(p), tap(p, "2", 0, "needle-nonce"))
	phone.htmx().post(answerPath(p), tap(p, "needle-answer", 0, "needle-nonce"))
	w.browser().post("/join", url.Values{"code": {"NEEDLE"}})
	w.browser().post("/sign-in", url.Values{"passphrase": {"needle-passphrase"}})
	base, err := url.Parse(w.base)
	must(t, err)
	for _, cookie := range phone.client.Jar.Cookies(base) {
		if strings.Contains(w.log.String(), cookie.Value) {
			t.Error("a cookie is in the log")
		}
	}
	for _, needle := range []string{"needle", "NEEDLE", "127.0.0.1", w.code()} {
		if strings.Contains(w.log.String(), needle) {
			t.Errorf("%q is in the log: %s", needle, w.log)
		}
	}
}
