package programme

import "soundings/agenda"

// closeList hands the items of the open list to its session.
func (r *reader) closeList() {
	open := r.list
	r.list = nil
	if open == nil || r.now == nil {
		return
	}
	asks := open.asks()
	for _, e := range open.entries {
		switch {
		case open.announced:
			r.now.take(r.doc, e)
		case asks:
			r.now.suggestEntry(r.doc, e)
		}
	}
}

// suggestEntry offers an item of a list that nothing announced, and what is under it.
func (s *session) suggestEntry(doc *document, e *entry) {
	for _, each := range append([]*entry{e}, e.subs...) {
		s.offer(doc.withoutRefs(each.text), each.line)
	}
}

// take makes an item of an entry; one too long to be stored is offered as a suggestion.
func (s *session) take(doc *document, e *entry) {
	text := doc.withoutRefs(e.text)
	if text == "" {
		return
	}
	if !fits(text) {
		s.offer(text, e.line)
		s.warnings = append(s.warnings, Warning{Line: e.line, Key: CheckTooLong, Args: map[string]any{"Max": agenda.MaxKeyQuestion}})
		return
	}
	item := newItem(len(s.Items)+1, e.line, text)
	for _, sub := range e.subs {
		if text := doc.withoutRefs(sub.text); text != "" && fits(text) {
			item.Sub = append(item.Sub, newItem(len(item.Sub)+1, sub.line, text))
		}
	}
	s.Items = append(s.Items, item)
}
