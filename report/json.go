package report

import (
	"encoding/json"
	"io"
	"time"

	"soundings/agenda"
	"soundings/disclosure"
	"soundings/feedback"
	"soundings/poll"
)

// The schema of soundings.json. The version grows with every change that a reader could notice.
const (
	schemaID      = "soundings-export"
	schemaVersion = 2
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
	// Languages are those of the translations.
	Languages []string `json:"languages"`
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
	Slots        []slotDocument        `json:"slots"`
	Windows      windowsDocument       `json:"windows"`
	KeyQuestions []keyQuestionDocument `json:"key_questions"`
	Polls        []pollDocument        `json:"polls"`

	Contributions []contributionDocument `json:"contributions"`
}

// slotDocument gives both the moments, in UTC, and what a clock at the conference shows then.
type slotDocument struct {
	Starts      time.Time `json:"starts"`
	Ends        time.Time `json:"ends"`
	LocalStarts string    `json:"local_starts"`
	LocalEnds   string    `json:"local_ends"`
}

// windowsDocument says when contributions may be written.
type windowsDocument struct {
	Before bool       `json:"before"`
	During bool       `json:"during"`
	After  bool       `json:"after"`
	Until  *time.Time `json:"until,omitempty"` // absent: the end of the session's last day
}

type contributionDocument struct {
	Number      int                `json:"number"`
	KeyQuestion int64              `json:"key_question"`
	Type        feedback.Type      `json:"type"`
	Text        agenda.Text        `json:"text"`
	Addressee   feedback.Addressee `json:"addressee,omitempty"` // absent where none is named
	MayBeQuoted bool               `json:"may_be_quoted"`
	Window      agenda.Window      `json:"window"`
	State       feedback.State     `json:"state"`
	Reason      feedback.Reason    `json:"reason,omitempty"` // absent unless it was set aside
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
		Sessions: each(d.Sessions, func(s disclosure.SessionDossier) sessionDocument {
			return documentSession(s, d.Conference.Zone())
		}),
	})
}

func documentConference(c agenda.Conference) conferenceDocument {
	return conferenceDocument{
		Name: c.Name, Theme: c.Theme, Starts: c.Starts, Ends: c.Ends,
		Place: c.Place, Room: c.Room, TimeZone: c.Zone().String(), Language: c.Language,
		Languages: each(c.Languages, func(tag string) string { return tag }),
	}
}

func documentSession(d disclosure.SessionDossier, zone *time.Location) sessionDocument {
	s := d.Session
	return sessionDocument{
		ID: s.ID, Position: s.Position, Number: s.Number, Label: s.Label, Title: s.Title,
		Type: s.Type, Access: s.Access, AccessText: s.AccessText,
		Starts: s.Starts, Ends: s.Ends, Progress: s.Progress,
		Slots:         each(s.Slots, func(slot agenda.Slot) slotDocument { return documentSlot(slot, zone) }),
		Windows:       documentWindows(s.Windows),
		KeyQuestions:  each(d.KeyQuestions, documentKeyQuestion),
		Polls:         each(d.Polls, documentPoll),
		Contributions: each(d.Contributions, documentContribution),
	}
}

func documentSlot(slot agenda.Slot, zone *time.Location) slotDocument {
	return slotDocument{
		Starts: slot.Starts.UTC(), Ends: slot.Ends.UTC(),
		LocalStarts: slot.Starts.In(zone).Format(time.RFC3339), LocalEnds: slot.Ends.In(zone).Format(time.RFC3339),
	}
}

func documentWindows(w agenda.Windows) windowsDocument {
	written := windowsDocument{Before: w.Before, During: w.During, After: !w.NotAfter}
	if !w.Until.IsZero() {
		until := w.Until.UTC()
		written.Until = &until
	}
	return written
}

func documentContribution(c feedback.Contribution) contributionDocument {
	return contributionDocument{
		Number: c.Number, KeyQuestion: c.KeyQuestionID, Type: c.Type, Text: c.Text, Addressee: c.Addressee,
		MayBeQuoted: c.Quotable, Window: c.Window, State: c.State, Reason: c.Reason,
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
