package programme

import "regexp"

// found is all that was read.
type found struct {
	doc       *document
	sessions  []*session
	footnotes []Warning
	front     []string // paragraphs before the first session
	spoken    []string // paragraphs that may hold the floor's time limit
}

// preview numbers the sessions and gathers what to check.
func (f *found) preview() *Preview {
	p := &Preview{Sessions: []SessionPreview{}, FootnotesDropped: []int{}}
	labels := map[string]bool{}
	for i, s := range f.sessions {
		s.Order = i + 1
		s.finish()
		p.Sessions = append(p.Sessions, s.SessionPreview)
		p.Warnings = append(p.Warnings, s.check()...)
		if key := fold(s.Label); s.numbered && labels[key] {
			p.Warnings = append(p.Warnings, s.warn(CheckDuplicateNumber, map[string]any{"Label": s.Label}))
		} else {
			labels[key] = true
		}
		for _, suggestion := range s.suggestions {
			suggestion.Session = s.Order
			p.Suggestions = append(p.Suggestions, suggestion)
		}
	}
	for _, note := range f.footnotes {
		p.FootnotesDropped = append(p.FootnotesDropped, note.Line)
	}
	p.Warnings = append(p.Warnings, f.footnotes...)
	p.Counts = counts(p.Sessions)
	p.Lines = f.doc.sourceLines()
	return p
}

// sourceLines gives each line of the note with what it, or the first telling cell of its row,
// was taken for.
func (d *document) sourceLines() []SourceLine {
	shown := make([]SourceLine, len(d.source))
	for i, text := range d.source {
		shown[i] = SourceLine{N: i + 1, Text: text, Class: LineOther}
	}
	for _, l := range d.lines {
		if at := &shown[l.n-1]; at.Class == LineOther {
			at.Class = l.class
		}
	}
	return shown
}

var pageTail = regexp.MustCompile(`\s+\d{1,3}$`)

// withoutContents drops the entries of a list of contents or an overview: the same label and
// title again, one of them with nothing under it. What it alone says on times and access stays.
func withoutContents(sessions []*session) []*session {
	last := map[string]*session{}
	var kept []*session
	for _, s := range sessions {
		key := fold(s.Label) + "/" + fold(pageTail.ReplaceAllString(s.Title, ""))
		if before := last[key]; before != nil && (before.hollow() || s.hollow()) {
			kept = before.merge(s, kept)
			continue
		}
		last[key] = s
		kept = append(kept, s)
	}
	return kept
}

func (s *session) hollow() bool { return len(s.Items) == 0 && len(s.suggestions) == 0 }

// merge makes one session of two; it stands where the fuller one stands.
func (s *session) merge(again *session, kept []*session) []*session {
	first := *s
	if s.hollow() && (again.body || !s.body) {
		kept = append(remove(kept, s), s)
		*s = *again
		again = &first
	}
	if !s.times.known() {
		s.times = again.times
	}
	if again.AccessText != nil {
		s.admit(*again.AccessText)
	}
	return kept
}

func remove(sessions []*session, gone *session) []*session {
	var kept []*session
	for _, s := range sessions {
		if s != gone {
			kept = append(kept, s)
		}
	}
	return kept
}
