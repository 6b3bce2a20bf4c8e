package programme

import "soundings/agenda"

// Preview is what was found in a note. Nothing is written from it until it is confirmed; its
// JSON is what `import --dry-run --format json` prints.
type Preview struct {
	Conference       ConferencePreview `json:"conference"`
	Sessions         []SessionPreview  `json:"sessions"`
	FootnotesDropped []int             `json:"footnotes_dropped"` // line of each, in order
	Counts           Counts            `json:"counts"`
	// Suggestions look like key questions but no list announced them: a confirmed import leaves
	// them out unless they are ticked.
	Suggestions []Suggestion `json:"suggestions,omitempty"`
	Warnings    []Warning    `json:"-"`
	Lines       []SourceLine `json:"-"` // the note itself, one for each line
	Note        string       `json:"-"` // the note as text in UTF-8: read again, it gives the same preview
}

// ConferencePreview is what the cover and the introduction say of the conference.
type ConferencePreview struct {
	Title                 string   `json:"title"`
	Theme                 *string  `json:"theme"`
	Dates                 []string `json:"dates"` // ISO; first and last day, or the one day
	Venue                 *string  `json:"venue"`
	Room                  *string  `json:"room"`
	DocumentType          *string  `json:"document_type"`
	FloorTimeLimitMinutes *int     `json:"floor_time_limit_minutes"`
	FloorSpeakers         []string `json:"floor_speakers"`
	Language              string   `json:"language"`
}

// SessionPreview is one session as the note gives it; nil is what the note does not say.
type SessionPreview struct {
	Order      int                `json:"order"`
	Line       int                `json:"line"`
	Label      string             `json:"label"`
	Number     *string            `json:"number"`
	Title      string             `json:"title"`
	Type       agenda.SessionType `json:"type"`
	Access     agenda.Access      `json:"access"`
	AccessText *string            `json:"access_text"`
	Start      *string            `json:"start"`
	End        *string            `json:"end"`
	ListHeader *string            `json:"list_header"`
	ListKind   *string            `json:"list_kind"`
	Items      []Item             `json:"items"`
}

// Item is one key question or key issue.
type Item struct {
	N        int             `json:"n"`
	Line     int             `json:"line"`
	Kind     agenda.ItemKind `json:"kind"`
	Compound bool            `json:"compound"` // more than one question in it
	Text     string          `json:"text"`
	Sub      []Item          `json:"sub_questions,omitempty"`
}

// Suggestion is a question found outside every announced list.
type Suggestion struct {
	Line     int             `json:"line"`
	Session  int             `json:"session"` // order of its session
	Kind     agenda.ItemKind `json:"kind"`
	Compound bool            `json:"compound"`
	Text     string          `json:"text"`
}

// Counts sums the preview up.
type Counts struct {
	Sessions  int `json:"sessions"`
	Thematic  int `json:"thematic"`
	Items     int `json:"items"`
	Questions int `json:"questions"`
	Issues    int `json:"issues"`
	Compound  int `json:"compound"`
}

// SourceLine is one line of the note without its markup, and what it was taken for.
type SourceLine struct {
	N     int
	Text  string
	Class LineClass
}

// LineClass is what a line was taken for.
type LineClass string

// The classes that a page marks.
const (
	LineOther    LineClass = "other"
	LineHeading  LineClass = "heading"
	LineItem     LineClass = "item"
	LineAccess   LineClass = "access"
	LineFootnote LineClass = "footnote" // dropped
)

// Read turns a concept note or programme into a preview. Its error is always a *Fault.
func Read(data []byte) (*Preview, error) {
	text, windows, fault := decode(data)
	if fault != nil {
		return nil, fault
	}
	doc := normalise(text)
	found := readSessions(doc)
	if len(found.sessions) == 0 {
		return nil, &Fault{Key: FaultNoSessions}
	}
	preview := found.preview()
	preview.Note = text
	preview.Conference = readCover(doc, found)
	if windows {
		preview.Warnings = append([]Warning{{Key: CheckEncoding}}, preview.Warnings...)
	}
	return preview, nil
}

func counts(sessions []SessionPreview) Counts {
	sum := Counts{Sessions: len(sessions)}
	for _, session := range sessions {
		if session.Type == agenda.Thematic {
			sum.Thematic++
		}
		for _, item := range session.Items {
			sum.add(item)
		}
	}
	return sum
}

func (c *Counts) add(item Item) {
	c.Items++
	if item.Kind == agenda.Question {
		c.Questions++
	} else {
		c.Issues++
	}
	if item.Compound {
		c.Compound++
	}
}
