package programme

import (
	"strings"

	"soundings/agenda"
)

// session is a session under construction.
type session struct {
	SessionPreview
	at          int // index of its heading's line
	level       int // of its Markdown heading, 0 for none
	numbered    bool
	assumed     bool
	untitled    bool
	body        bool // something other than times and access has followed the heading
	times       times
	statements  []statement
	suggestions []Suggestion
	warnings    []Warning
}

func newSession(h heading, at line, index int) *session {
	s := &session{at: index, level: at.level, numbered: h.number != ""}
	s.Line, s.Label, s.Type, s.Title = at.n, h.label, h.kind, h.title
	s.Access, s.Items = agenda.NotStated, []Item{}
	if h.number != "" {
		s.Number = &h.number
	}
	s.times = h.times
	s.admit(h.access)
	return s
}

// admit takes a note on access, unless the heading has already stated it.
func (s *session) admit(note string) {
	if note == "" || s.AccessText != nil {
		return
	}
	s.AccessText = &note
	s.Access = classify(note)
}

// state keeps what running text says on access.
func (s *session) state(text string, line int) {
	if said, ok := statedIn(text, line); ok {
		s.statements = append(s.statements, said)
	}
}

// announce records the first header of a list.
func (s *session) announce(header announcement) {
	if s.ListHeader != nil {
		return
	}
	kind := string(header.kind)
	s.ListHeader, s.ListKind = &header.text, &kind
}

// finish completes a session when all of it has been read.
func (s *session) finish() {
	if s.Title == "" {
		s.untitled = s.numbered
		s.Title = s.Label
	}
	if s.Label == "" {
		s.Label = s.Title
	}
	if s.times.start != "" {
		s.Start = &s.times.start
	}
	if s.times.end != "" {
		s.End = &s.times.end
	}
	if s.numbered && len(s.Items) == 0 && functionalLabel(s.Title, true) {
		s.Type = functionOf(s.Title)
	}
	if s.Type == agenda.Other && len(s.Items) > 0 {
		s.Type = agenda.Thematic
	}
}

// check lists what an organiser should look at.
func (s *session) check() []Warning {
	all := s.accessChecks()
	if s.assumed {
		all = append(all, s.warn(CheckSessionAssumed, nil))
	}
	if s.untitled {
		all = append(all, s.warn(CheckNoTitle, nil))
	}
	if s.Type == agenda.Thematic && len(s.Items) == 0 {
		all = append(all, s.warn(CheckNoItems, nil))
	}
	for _, warning := range s.warnings {
		warning.Session = s.Order
		all = append(all, warning)
	}
	for _, item := range s.Items {
		all = append(all, s.itemChecks(item)...)
	}
	return all
}

func (s *session) warn(key string, args map[string]any) Warning {
	return Warning{Line: s.Line, Session: s.Order, Key: key, Args: args}
}

// accessChecks compares the heading's note with what the running text says.
func (s *session) accessChecks() []Warning {
	var all []Warning
	if s.AccessText == nil {
		all = append(all, s.warn(CheckAccessNotStated, nil))
	}
	for _, said := range s.statements {
		warning := Warning{Line: said.line, Session: s.Order, Args: map[string]any{"Text": said.words}}
		switch {
		case s.AccessText == nil:
			warning.Key = CheckAccessInText
		case said.rule != s.Access:
			warning.Key = CheckAccessDisagrees
			warning.Args["Heading"] = *s.AccessText
		default:
			continue
		}
		return append(all, warning)
	}
	return all
}

func (s *session) itemChecks(item Item) []Warning {
	var all []Warning
	add := func(key string, args map[string]any) {
		all = append(all, Warning{Line: item.Line, Session: s.Order, Item: item.N, Key: key, Args: args})
	}
	switch {
	case item.Compound:
		add(CheckCompound, nil)
	case item.Kind == agenda.Question && mayHoldTwo(item.Text):
		add(CheckMayHoldTwo, nil)
	}
	if len(item.Sub) > 0 {
		add(CheckSubQuestions, map[string]any{"Count": len(item.Sub)})
	}
	return all
}

// suggest adds the questions of a text that no list announced.
func (s *session) suggest(text string, at int) {
	if !strings.ContainsAny(text, "?؟？") && !asks(text) || len(text) > 4*maxStructure {
		return
	}
	all := sentences(text)
	if kind, _ := itemKind(text); kind == agenda.Question && len(all) <= 2 && endsAsking(text) && asks(text) {
		all = []string{text}
	}
	for _, sentence := range all {
		if sentence = questionPart(sentence); sentence != "" && fits(sentence) {
			s.offer(sentence, at)
		}
	}
}

// offer adds a suggestion.
func (s *session) offer(text string, at int) {
	kind, compound := itemKind(text)
	s.suggestions = append(s.suggestions, Suggestion{Line: at, Kind: kind, Compound: compound, Text: text})
}

// questionPart is a sentence that asks, without the words that lead to it.
func questionPart(sentence string) string {
	_, sentence = numberedParagraph(sentence)
	if !endsAsking(sentence) {
		return ""
	}
	if at := strings.LastIndex(sentence, ": "); at > 0 && asks(sentence[at+2:]) {
		return sentence[at+2:]
	}
	return sentence
}
