package report

import (
	"encoding/json"
	"io"
	"time"

	"soundings/agenda"
	"soundings/disclosure"
	"soundings/poll"
)

// The schema of soundings.json. The version grows with every change that a reader could notice.
const (
	schemaID      = "soundings-export"
	schemaVersion = 1
)

// document is soundings.json. The open code and the address of the server are left out: a file
// is passed on, and they let people in.
type document struct {
	Schema        string             `json:"schema"`
	SchemaVersion int                `json:"schema_version"`
	Build         string             `json:"build"`
	Exported      time.Time          `json:"exported"`
	Notes         notes              `json:"notes"`
	Conference    conferenceDocument `json:"conference"`
	Sessions      []sessionDocument  `json:"sessions"`
}

// notes tells a reader of the file how to read its figures.
type notes struct {
	CountingUnit string `json:"counting_unit"`
	Base         string `json:"base"`
	Share        string `json:"share"`
	Digest       string `json:"digest"`
}

func readingNotes() notes {
	return notes{
		CountingUnit: countingUnit,
		Base:         "the number of people who are 100 %",
		Share: "per cent of base as every display prints it, each rounded by itself, so shares may not add up to 100; " +
			"<1 and >99 stand for shares that are not exactly 0 or 100; empty below ten respondents",
		Digest: "SHA-256 over the answers of one poll, present once answers are closed. To recompute it: " +
			"print each answer on a line of its own, as often as people gave it, " +
			"and pipe the lines through LC_ALL=C sort | sha256sum",
	}
}

type conferenceDocument struct {
	Name     agenda.Text `json:"name"`
	Theme    agenda.Text `json:"theme"`
	Starts   string      `json:"starts"`
	Ends     string      `json:"ends"`
	Place    string      `json:"place"`
	Room     string      `json:"room"`
	TimeZone string      `json:"time_zone"`
	Language string      `json:"language"`
}

type sessionDocument struct {
	ID           int64                 `json:"id"`
	Position     int                   `json:"position"`
	Number       string                `json:"number"`
	Label        agenda.Text           `json:"label"`
	Title        agenda.Text           `json:"title"`
	Type         agenda.SessionType    `json:"type"`
	Access       agenda.Access         `json:"access"`
	AccessText   string                `json:"access_text"`
	Starts       string                `json:"starts"`
	Ends         string                `json:"ends"`
	Progress     agenda.Progress       `json:"progress"`
	KeyQuestions []keyQuestionDocument `json:"key_questions"`
	Polls        []pollDocument        `json:"polls"`
}

type keyQuestionDocument struct {
	ID       int64           `json:"id"`
	Number   int             `json:"number"`
	Text     agenda.Text     `json:"text"`
	Short    agenda.Text     `json:"short"`
	Kind     agenda.ItemKind `json:"kind"`
	Compound bool            `json:"compound"`
}

type pollDocument struct {
	ID          int64            `json:"id"`
	Position    int              `json:"position"`
	KeyQuestion int64            `json:"key_question,omitempty"` // absent when it stands under none
	Kind        string           `json:"kind"`
	Content     poll.Content     `json:"content"`
	State       poll.State       `json:"state"`
	Shown       shownDocument    `json:"shown"`
	Respondents int              `json:"respondents"`
	Base        int              `json:"base"`
	Rows        []rowDocument    `json:"rows"`
	Digest      string           `json:"digest"`
	Answers     []answerDocument `json:"answers"`
}

type shownDocument struct {
	Screen bool `json:"screen"`
	Phones bool `json:"phones"`
}

type rowDocument struct {
	Key    string      `json:"key"`
	Label  agenda.Text `json:"label"`
	People int         `json:"people"`
	Share  string      `json:"share"`
}

type answerDocument struct {
	Answer poll.Answer `json:"answer"`
	People int         `json:"people"`
}

// writeJSON writes everything that the other files hold, and what they leave out.
func writeJSON(w io.Writer, d disclosure.Dossier, meta Meta) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(document{
		Schema: schemaID, SchemaVersion: schemaVersion,
		Build: meta.Build, Exported: meta.Exported.UTC(), Notes: readingNotes(),
		Conference: documentConference(d.Conference),
		Sessions:   each(d.Sessions, documentSession),
	})
}

func documentConference(c agenda.Conference) conferenceDocument {
	return conferenceDocument{
		Name: c.Name, Theme: c.Theme, Starts: c.Starts, Ends: c.Ends,
		Place: c.Place, Room: c.Room, TimeZone: c.TimeZone, Language: c.Language,
	}
}

func documentSession(d disclosure.SessionDossier) sessionDocument {
	s := d.Session
	return sessionDocument{
		ID: s.ID, Position: s.Position, Number: s.Number, Label: s.Label, Title: s.Title,
		Type: s.Type, Access: s.Access, AccessText: s.AccessText,
		Starts: s.Starts, Ends: s.Ends, Progress: s.Progress,
		KeyQuestions: each(d.KeyQuestions, documentKeyQuestion),
		Polls:        each(d.Polls, documentPoll),
	}
}

func documentKeyQuestion(q agenda.KeyQuestion) keyQuestionDocument {
	return keyQuestionDocument{
		ID: q.ID, Number: q.Position, Text: q.Text, Short: q.Short, Kind: q.Kind, Compound: q.Compound,
	}
}

func documentPoll(d disclosure.PollDossier) pollDocument {
	return pollDocument{
		ID: d.Poll.ID, Position: d.Poll.Position, KeyQuestion: d.Poll.KeyQuestionID,
		Kind: d.Poll.Kind, Content: d.Poll.Content, State: d.Poll.State,
		Shown:       shownDocument{Screen: d.Poll.OnScreen, Phones: d.Poll.OnPhones},
		Respondents: d.Result.Respondents, Base: d.Result.Base, Digest: d.Result.Digest,
		Rows: each(d.Result.Rows, func(r disclosure.Row) rowDocument {
			return rowDocument{Key: r.Key, Label: r.Label, People: r.People, Share: r.Share.Figure()}
		}),
		Answers: each(d.Answers, func(c poll.Count) answerDocument {
			return answerDocument{Answer: c.Answer, People: c.People}
		}),
	}
}

// each maps a list to a list that is [] in JSON when it is empty, never null.
func each[From, To any](list []From, to func(From) To) []To {
	mapped := make([]To, len(list))
	for i, one := range list {
		mapped[i] = to(one)
	}
	return mapped
}
