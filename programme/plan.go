package programme

import (
	"strings"
	"unicode/utf8"

	"soundings/agenda"
)

// Plan is what a confirmed import writes: every session and key question of the preview, none of
// its suggestions.
func (p *Preview) Plan() agenda.Plan {
	plan := agenda.Plan{Conference: p.Conference.plan()}
	for _, session := range p.Sessions {
		plan.Sessions = append(plan.Sessions, session.plan(p.Conference.Language))
	}
	return plan
}

func (c ConferencePreview) plan() agenda.Conference {
	conference := agenda.Conference{
		Name:     agenda.Plain(c.Language, c.Title),
		Place:    said(c.Venue),
		Room:     said(c.Room),
		Language: c.Language,
	}
	if c.Theme != nil {
		conference.Theme = agenda.Plain(c.Language, *c.Theme)
	}
	if len(c.Dates) > 0 {
		conference.Starts, conference.Ends = c.Dates[0], c.Dates[len(c.Dates)-1]
	}
	return conference
}

func (s SessionPreview) plan(lang string) agenda.SessionPlan {
	plan := agenda.SessionPlan{Session: agenda.Session{
		Position:   s.Order,
		Number:     said(s.Number),
		Label:      agenda.Plain(lang, s.Label),
		Title:      agenda.Plain(lang, s.Title),
		Type:       s.Type,
		Access:     s.Access,
		AccessText: said(s.AccessText),
		Starts:     said(s.Start),
		Ends:       said(s.End),
		Progress:   agenda.Planned,
	}}
	for _, item := range s.Items {
		for _, text := range item.Whole() {
			plan.KeyQuestions = append(plan.KeyQuestions, keyQuestion(text, len(plan.KeyQuestions)+1, lang))
		}
	}
	return plan
}

func keyQuestion(text string, position int, lang string) agenda.KeyQuestion {
	kind, compound := itemKind(text)
	return agenda.KeyQuestion{
		Position: position,
		Text:     agenda.Plain(lang, text),
		Short:    agenda.Plain(lang, agenda.ShortLabel(text)),
		Kind:     kind,
		Compound: compound,
	}
}

// Whole are the texts of the key questions that an item becomes: it is kept together with its
// sub-questions; only where that would be longer than a key question may be does each stand alone.
func (i Item) Whole() []string {
	texts := []string{i.Text}
	for _, sub := range i.Sub {
		texts = append(texts, sub.Text)
	}
	together := strings.Join(texts, " – ")
	if !fits(together) {
		return texts
	}
	return []string{together}
}

// fits reports whether a text may be stored as a key question.
func fits(text string) bool {
	if utf8.RuneCountInString(text) <= agenda.MaxKeyQuestion/2 {
		return true
	}
	_, err := agenda.Clean(text, agenda.MaxKeyQuestion)
	return err == nil
}

func said(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
