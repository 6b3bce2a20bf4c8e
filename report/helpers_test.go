package report

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"strconv"
	"strings"
	"time"

	"soundings/agenda"
	"soundings/disclosure"
	"soundings/poll"
	"soundings/poll/kinds"
)

// fataler is what *testing.T, *testing.F and *rapid.T share.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func meta() Meta {
	return Meta{
		Build:    "1.2.3-test",
		Exported: time.Date(2026, 6, 19, 10, 30, 0, 0, time.FixedZone("", 2*60*60)),
		Kind:     kinds.ByName,
	}
}

// anyPoll drafts a poll of a kind by a form that every kind is meant to understand.
func anyPoll(t fataler, kind poll.Kind, id int64, options int) poll.Poll {
	t.Helper()
	lines := make([]string, options)
	for i := range lines {
		lines[i] = "Option " + strconv.Itoa(i+1)
	}
	content, err := kind.Draft(url.Values{
		poll.FieldLanguage: {"en"},
		poll.FieldQuestion: {"What comes first?"},
		poll.FieldOptions:  {strings.Join(lines, "\n")},
	})
	if err != nil {
		t.Fatalf("kind %s does not understand the common draft: %v", kind.Name(), err)
	}
	return poll.Poll{ID: id, Kind: kind.Name(), Content: content, State: poll.TakingAnswers}
}

// anyAnswers are answers that a kind accepts for a poll, in their order.
func anyAnswers(t fataler, kind poll.Kind, p poll.Poll) []poll.Answer {
	t.Helper()
	forms := []url.Values{{poll.FieldAnswer: {"1", "2"}}}
	for _, option := range append(p.Content.Options, p.Content.Items...) {
		forms = append(forms, url.Values{poll.FieldAnswer: {strconv.Itoa(option.ID)}})
	}
	var accepted []poll.Answer
	for _, form := range forms {
		if answer, err := kind.Read(p, form); err == nil {
			accepted = append(accepted, answer)
		}
	}
	if len(accepted) == 0 {
		t.Fatalf("kind %s accepts none of the answers %v", kind.Name(), forms)
	}
	return accepted
}

// dossierOf counts and discloses a poll as the store does for organisers.
func dossierOf(kind poll.Kind, p poll.Poll, answers []poll.Answer) disclosure.PollDossier {
	counts := poll.CountAnswers(answers)
	if p.State == poll.Closed {
		p.Respondents, p.Digest = poll.Respondents(counts), poll.Digest(counts)
	}
	return disclosure.PollDossier{
		Poll: p, Answers: counts,
		Result: disclosure.Of(p, kind.Tally(p, counts), disclosure.Moderators),
	}
}

// repeat gives each answer as often as people say, in turn.
func repeat(answers []poll.Answer, people ...int) []poll.Answer {
	var all []poll.Answer
	for i, n := range people {
		for range n {
			all = append(all, answers[i%len(answers)])
		}
	}
	return all
}

// sample is a conference of two sessions: a closed poll, one that takes answers from few, one
// under no key question, and a session with nothing.
func sample(t fataler) disclosure.Dossier {
	kind := kinds.All()[0]
	closed := anyPoll(t, kind, 7, 4)
	closed.KeyQuestionID, closed.State, closed.OnScreen = 31, poll.Closed, true
	closed.Content.Question.Translations = map[string]string{"fr": "Par quoi commencer ?", "ar": "بماذا نبدأ؟"}
	closed.Content.Settings = []byte(`{"unit": "<day>"}`)
	few := anyPoll(t, kind, 8, 2)
	few.KeyQuestionID = 32
	loose := anyPoll(t, kind, 9, 3)
	loose.State, loose.OnPhones = poll.Closed, true
	answers := anyAnswers(t, kind, closed)
	return disclosure.Dossier{
		Conference: agenda.Conference{
			Name: agenda.Plain("en", "A <Conference> & more"), Starts: "2026-06-19", TimeZone: "Europe/Vienna",
			Language: "en", JoinCode: "SECRET", PublicURL: "http://10.0.0.9:8080",
		},
		Sessions: []disclosure.SessionDossier{
			{
				Session: agenda.Session{
					ID: 3, Position: 1, Number: "III", Label: agenda.Plain("en", "Session III"),
					Title: agenda.Plain("fr", "Coopération"), Type: agenda.Thematic, Access: agenda.MemberStatesOnly, Progress: agenda.InProgress,
				},
				KeyQuestions: []agenda.KeyQuestion{
					{ID: 31, SessionID: 3, Position: 1, Text: agenda.Plain("en", "How, \"exactly\"?"), Kind: agenda.Question, Compound: true},
					{ID: 32, SessionID: 3, Position: 2, Text: agenda.Plain("ar", "كيف؟"), Kind: agenda.Issue},
				},
				Polls: []disclosure.PollDossier{
					dossierOf(kind, closed, repeat(answers, 1, 170, 30)),
					dossierOf(kind, few, repeat(answers[:1], 9)),
					dossierOf(kind, loose, nil),
				},
			},
			{Session: agenda.Session{
				ID: 4, Position: 2, Label: agenda.Plain("en", "Closing"), Type: agenda.Closing, Access: agenda.NotStated, Progress: agenda.Planned,
			}},
		},
	}
}

// polls lists the polls of a dossier.
func polls(d disclosure.Dossier) []disclosure.PollDossier {
	var all []disclosure.PollDossier
	for _, session := range d.Sessions {
		all = append(all, session.Polls...)
	}
	return all
}

func export(t fataler, name string, d disclosure.Dossier) []byte {
	t.Helper()
	file, found := Find(name)
	if !found {
		t.Fatalf("no file %s", name)
	}
	var written bytes.Buffer
	if err := file.Write(&written, d, meta()); err != nil {
		t.Fatalf("%v", err)
	}
	return written.Bytes()
}

// lines reads a CSV file as a list of cells by column name.
func lines(t fataler, raw []byte) []map[string]string {
	t.Helper()
	records := readCSV(t, raw)
	var all []map[string]string
	for _, record := range records[1:] {
		line := map[string]string{}
		for i, column := range records[0] {
			line[column] = record[i]
		}
		all = append(all, line)
	}
	return all
}

func readCSV(t fataler, raw []byte) [][]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\uFEFF")))).ReadAll()
	if err != nil {
		t.Fatalf("reading back: %v", err)
	}
	return records
}

// parseRFC4180 is a second reader, which unlike encoding/csv leaves every byte of a quoted cell
// as it is.
func parseRFC4180(raw, lineEnd string) [][]string {
	var records [][]string
	var record []string
	for raw != "" {
		var cell string
		if strings.HasPrefix(raw, `"`) {
			cell, raw = quotedCell(raw[1:])
		} else {
			end := strings.IndexAny(raw, ",\r\n")
			cell, raw = raw[:end], raw[end:]
		}
		record = append(record, cell)
		if rest, more := strings.CutPrefix(raw, ","); more {
			raw = rest
			continue
		}
		rest, ended := strings.CutPrefix(raw, lineEnd)
		if !ended {
			return append(records, record, []string{"broken line: " + raw})
		}
		records, record, raw = append(records, record), nil, rest
	}
	return records
}

func quotedCell(raw string) (cell, rest string) {
	var text strings.Builder
	for {
		part, after, _ := strings.Cut(raw, `"`)
		text.WriteString(part)
		if !strings.HasPrefix(after, `"`) {
			return text.String(), after
		}
		text.WriteByte('"')
		raw = after[1:]
	}
}
