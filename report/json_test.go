package report

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soundings/disclosure"
	"soundings/feedback"
)

func readJSON(t fataler, raw []byte) document {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	var read document
	if err := decoder.Decode(&read); err != nil {
		t.Fatalf("reading back: %v", err)
	}
	return read
}

func TestJSONHoldsTheWholeDossier(t *testing.T) {
	t.Parallel()
	d := sample(t)
	read := readJSON(t, export(t, "soundings.json", d))
	if read.Schema != schemaID || read.SchemaVersion != schemaVersion || read.Build != "1.2.3-test" {
		t.Errorf("head %+v", read)
	}
	if want := time.Date(2026, 6, 19, 8, 30, 0, 0, time.UTC); read.Exported != want {
		t.Errorf("exported %v, want %v", read.Exported, want)
	}
	if !strings.Contains(read.Notes.Digest, "LC_ALL=C sort | sha256sum") {
		t.Errorf("the notes do not say how to recompute the digest: %s", read.Notes.Digest)
	}
	if !reflect.DeepEqual(read.Conference.Name, d.Conference.Name) || read.Conference.TimeZone != d.Conference.TimeZone {
		t.Errorf("conference %+v", read.Conference)
	}
	checkSessions(t, read, d)
}

// checkSessions compares what was read with the dossier, figure by figure.
func checkSessions(t fataler, read document, d disclosure.Dossier) {
	t.Helper()
	if len(read.Sessions) != len(d.Sessions) {
		t.Fatalf("%d sessions, want %d", len(read.Sessions), len(d.Sessions))
	}
	for i, want := range d.Sessions {
		got := read.Sessions[i]
		if got.ID != want.Session.ID || got.Number != want.Session.Number || got.Access != want.Session.Access ||
			!reflect.DeepEqual(got.Label, want.Session.Label) || !reflect.DeepEqual(got.Title, want.Session.Title) {
			t.Fatalf("session %+v, want %+v", got, want.Session)
		}
		if len(got.KeyQuestions) != len(want.KeyQuestions) || len(got.Polls) != len(want.Polls) {
			t.Fatalf("session %d: %d key questions and %d polls", got.ID, len(got.KeyQuestions), len(got.Polls))
		}
		for j, question := range want.KeyQuestions {
			if q := got.KeyQuestions[j]; q.ID != question.ID || q.Number != question.Position || q.Compound != question.Compound ||
				q.Kind != question.Kind || !reflect.DeepEqual(q.Text, question.Text) || !reflect.DeepEqual(q.Short, question.Short) {
				t.Fatalf("key question %+v, want %+v", q, question)
			}
		}
		for j, p := range want.Polls {
			checkPoll(t, got.Polls[j], p)
		}
		checkContributions(t, got.Contributions, want.Contributions)
	}
}

func checkContributions(t fataler, got []contributionDocument, want []feedback.Contribution) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d contributions, want %d", len(got), len(want))
	}
	for i, c := range want {
		if g := got[i]; g.Number != c.Number || g.KeyQuestion != c.KeyQuestionID || g.Type != c.Type || !reflect.DeepEqual(g.Text, c.Text) ||
			g.Addressee != c.Addressee || g.MayBeQuoted != c.Quotable || g.Window != c.Window || g.State != c.State || g.Reason != c.Reason {
			t.Fatalf("contribution %+v, want %+v", g, c)
		}
	}
}

func TestJSONHoldsTheProgrammesTimesAndTranslations(t *testing.T) {
	t.Parallel()
	d := full(t)
	read := readJSON(t, export(t, "soundings.json", d))
	checkSessions(t, read, d)
	session := read.Sessions[0]
	want := slotDocument{
		Starts: time.Date(2026, 3, 29, 8, 0, 0, 0, time.UTC), Ends: time.Date(2026, 3, 29, 9, 0, 0, 0, time.UTC),
		LocalStarts: "2026-03-29T10:00:00+02:00", LocalEnds: "2026-03-29T11:00:00+02:00",
	}
	if len(session.Slots) != 2 || session.Slots[1] != want {
		t.Errorf("slots %+v", session.Slots)
	}
	if w := session.Windows; !w.Before || w.During || !w.After || w.Until == nil || !w.Until.Equal(d.Sessions[0].Session.Windows.Until) {
		t.Errorf("windows %+v", w)
	}
	if session.KeyQuestions[0].Short.Translations["ar"] != "كيف؟" || !reflect.DeepEqual(read.Conference.Languages, []string{"fr", "ar"}) {
		t.Errorf("translations %+v of %v", session.KeyQuestions[0].Short, read.Conference.Languages)
	}
}

// TestNoFileSaysWhoWroteOrWhen: a contribution's number in the file, its time and revision are none
// of what is passed on.
func TestNoFileSaysWhoWroteOrWhen(t *testing.T) {
	t.Parallel()
	for _, file := range Files() {
		raw := string(export(t, file.Name, full(t)))
		for _, secret := range []string{"29681234", "9001", `"author"`, `"minute"`, `"revision"`, `"pinned"`} {
			if strings.Contains(raw, secret) {
				t.Errorf("%s holds %s", file.Name, secret)
			}
		}
	}
}

// compact compares settings by what they hold, since a file is indented.
func compact(t fataler, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return string(raw)
}

func checkPoll(t fataler, got pollDocument, want disclosure.PollDossier) {
	t.Helper()
	p, result := want.Poll, want.Result
	if got.ID != p.ID || got.KeyQuestion != p.KeyQuestionID || got.Kind != p.Kind || got.State != p.State ||
		got.Shown != (shownDocument{Screen: p.OnScreen, Phones: p.OnPhones}) || compact(t, got.Content) != compact(t, p.Content) {
		t.Fatalf("poll %+v, want %+v", got, p)
	}
	if got.Respondents != result.Respondents || got.Base != result.Base || got.Digest != result.Digest ||
		len(got.Rows) != len(result.Rows) || len(got.Answers) != len(want.Answers) {
		t.Fatalf("result %+v, want %+v", got, result)
	}
	for i, row := range result.Rows {
		if r := got.Rows[i]; r.Key != row.Key || r.People != row.People || r.Share != row.Share.Figure() || !reflect.DeepEqual(r.Label, row.Label) {
			t.Fatalf("row %+v, want %+v", r, row)
		}
	}
	for i, count := range want.Answers {
		if a := got.Answers[i]; a.Answer != count.Answer || a.People != count.People {
			t.Fatalf("answer %+v, want %+v", a, count)
		}
	}
}

func TestEveryFigureInTheJSONIsTheDisclosedOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := dossiers(t)
		checkSessions(t, readJSON(t, export(t, "soundings.json", d)), d)
	})
}

func TestJSONHoldsNothingThatLetsPeopleIn(t *testing.T) {
	t.Parallel()
	raw := string(export(t, "soundings.json", sample(t)))
	for _, secret := range []string{"SECRET", "10.0.0.9"} {
		if strings.Contains(raw, secret) {
			t.Errorf("the file holds %s", secret)
		}
	}
}

func TestJSONIsPlainToReadAndHasNoNull(t *testing.T) {
	t.Parallel()
	raw := string(export(t, "soundings.json", sample(t)))
	for _, want := range []string{"A <Conference> & more", `"share": "<1"`, "بماذا نبدأ؟", "\n  \"sessions\": [\n"} {
		if !strings.Contains(raw, want) {
			t.Errorf("no %s in the file", want)
		}
	}
	if strings.Contains(raw, "null") {
		t.Error("a list is null where it is empty")
	}
}
