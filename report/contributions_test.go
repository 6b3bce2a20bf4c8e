package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/agenda"
	"soundings/disclosure"
	"soundings/feedback"
)

// full adds to the sample slots over a change of clocks, translations, and a contribution of
// every type, state, reason and hostile text.
func full(t fataler) disclosure.Dossier {
	t.Helper()
	d := sample(t)
	d.Conference.Languages = []string{"fr", "ar"}
	session := &d.Sessions[0]
	session.Session.Slots = []agenda.Slot{
		{Starts: time.Date(2026, 3, 28, 9, 0, 0, 0, time.UTC), Ends: time.Date(2026, 3, 28, 10, 30, 0, 0, time.UTC)},
		{Starts: time.Date(2026, 3, 29, 8, 0, 0, 0, time.UTC), Ends: time.Date(2026, 3, 29, 9, 0, 0, 0, time.UTC)},
	}
	session.Session.Windows = agenda.Windows{Before: true, Until: time.Date(2026, 4, 1, 22, 0, 0, 0, time.UTC)}
	session.Session.Title.Translations = map[string]string{"en": "Cooperation"}
	session.KeyQuestions[0].Short = agenda.Text{Lang: "en", Text: "How?", Translations: map[string]string{"ar": "كيف؟"}}
	session.KeyQuestions[0].Text.Translations = map[string]string{"fr": "Comment, « exactement » ?"}
	for i, text := range hostile() {
		session.Contributions = append(session.Contributions, contribution(i, text))
	}
	slices.SortStableFunc(session.Contributions, func(a, b feedback.Contribution) int { return int(a.KeyQuestionID - b.KeyQuestionID) })
	return d
}

func contribution(i int, text string) feedback.Contribution {
	c := feedback.Contribution{
		ID: int64(9000 + i), SessionID: 3, KeyQuestionID: int64(31 + i%2), Number: i + 1, Minute: 29_681_234,
		Type: feedback.Types()[i%len(feedback.Types())], Text: agenda.Plain([]string{"en", "ar", ""}[i%3], text),
		Quotable: i%2 == 0, Window: []agenda.Window{agenda.Before, agenda.During, agenda.After}[i%3],
		State: feedback.States()[i%3], Pinned: i%4 == 0, Revision: int64(i + 1),
	}
	if c.Type == feedback.Recommendation {
		c.Addressee = feedback.Addressees()[i%len(feedback.Addressees())]
	}
	if c.State == feedback.SetAside {
		c.Reason = feedback.Reasons()[i%len(feedback.Reasons())]
	}
	return c
}

func TestAContributionStandsWithItsQuestionAndWithoutItsAuthor(t *testing.T) {
	t.Parallel()
	d := full(t)
	all := lines(t, export(t, "contributions.csv", d))
	if len(all) != len(d.Sessions[0].Contributions) {
		t.Fatalf("%d lines for %d contributions", len(all), len(d.Sessions[0].Contributions))
	}
	for i, c := range d.Sessions[0].Contributions {
		question := d.Sessions[0].KeyQuestions[c.KeyQuestionID-31]
		quoted := map[bool]string{true: "yes", false: "no"}[c.Quotable]
		want := map[string]string{
			"session_number": "III", "session_label": "Session III", "session_label_language": "en",
			"session_title": "Coopération", "session_title_language": "fr",
			"key_question_number": fmt.Sprint(question.Position), "key_question": question.Text.Text, "key_question_language": question.Text.Lang,
			"contribution_number": fmt.Sprint(c.Number), "type": string(c.Type), "addressee": string(c.Addressee),
			"contribution": strings.ReplaceAll(c.Text.Text, "\r\n", "\n"), "contribution_language": c.Text.Lang, "may_be_quoted": quoted,
			"window": string(c.Window), "state": string(c.State), "reason": string(c.Reason),
		}
		for column, text := range want {
			if got, there := all[i][column]; !there || got != text {
				t.Errorf("line %d: %s = %q, want %q", i, column, got, text)
			}
			delete(all[i], column)
		}
		if len(all[i]) != 0 {
			t.Errorf("columns without a test: %v", all[i])
		}
	}
}

func TestTheProgrammeSaysTimesInTheConferencesZoneAndInUTC(t *testing.T) {
	t.Parallel()
	all := lines(t, export(t, "programme.csv", full(t)))
	if len(all) != 3 {
		t.Fatalf("%d lines, want two key questions and a session without any", len(all))
	}
	for column, want := range map[string]string{
		"slots":     "2026-03-28T10:00:00+01:00/2026-03-28T11:30:00+01:00; 2026-03-29T10:00:00+02:00/2026-03-29T11:00:00+02:00",
		"slots_utc": "2026-03-28T09:00:00Z/2026-03-28T10:30:00Z; 2026-03-29T08:00:00Z/2026-03-29T09:00:00Z",
		"time_zone": "Europe/Vienna", "key_question": `How, "exactly"?`, "short_label": "How?", "short_label_ar": "كيف؟",
		"key_question_fr": "Comment, « exactement » ?", "session_title_en": "Cooperation", "session_title_ar": "", "kind": "question",
		"session_type": "thematic", "access": "member_states_only", "progress": "in_progress",
	} {
		if got, there := all[0][column]; !there || got != want {
			t.Errorf("%s = %q, want %q", column, got, want)
		}
	}
	if last := all[2]; last["session_label"] != "Closing" || last["key_question_number"] != "" || last["kind"] != "" || last["slots"] != "" {
		t.Errorf("a session without key questions: %v", last)
	}
}

// TestEveryFileIsReadTheSameByAnotherParser: what is written, formulas guarded or not, is RFC 4180.
func TestEveryFileIsReadTheSameByAnotherParser(t *testing.T) {
	t.Parallel()
	d := full(t)
	for _, name := range []string{"contributions", "programme"} {
		machine := parseRFC4180(string(export(t, name+".csv", d)), "\n")
		excel := parseRFC4180(strings.TrimPrefix(string(export(t, name+"-excel.csv", d)), "\uFEFF"), "\r\n")
		if len(machine) != len(excel) {
			t.Fatalf("%s: %d lines and %d", name, len(machine), len(excel))
		}
		for i := range machine {
			if len(machine[i]) != len(machine[0]) || len(excel[i]) != len(machine[0]) {
				t.Fatalf("%s, line %d: %q and %q", name, i, machine[i], excel[i])
			}
			for j, cell := range machine[i] {
				if want := guard(cell); excel[i][j] != want && !(number.MatchString(cell) && excel[i][j] == cell) {
					t.Errorf("%s, line %d: %q became %q", name, i, cell, excel[i][j])
				}
			}
		}
	}
	texts := parseRFC4180(string(export(t, "contributions.csv", d)), "\n")
	column := slices.Index(texts[0], "contribution")
	for i, c := range d.Sessions[0].Contributions {
		if got := texts[i+1][column]; got != c.Text.Text {
			t.Errorf("%q came back as %q", c.Text.Text, got)
		}
	}
}
