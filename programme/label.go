package programme

import (
	"regexp"
	"strings"
)

// label is a line that tells something about a session: "Moderator: …", "Time: …".
type label struct {
	found bool
	role  labelRole
	text  string // after the colon
}

// labelRole is what a label is good for, beside ending a list.
type labelRole int

// The roles of labels.
const (
	anyLabel labelRole = iota
	titleLabel
	timeLabel
	accessLabel
	dateLabel
	placeLabel
	roomLabel
)

var labelPatterns = []struct {
	role    labelRole
	pattern *regexp.Regexp
}{
	{titleLabel, labelPattern(func(l language) phrases { return l.titleLabels })},
	{timeLabel, labelPattern(func(l language) phrases { return l.timeLabels })},
	{accessLabel, labelPattern(func(l language) phrases { return l.accessLabels })},
	{dateLabel, labelPattern(func(l language) phrases { return l.dateLabels })},
	{placeLabel, labelPattern(func(l language) phrases { return l.placeLabels })},
	{roomLabel, labelPattern(func(l language) phrases { return l.roomLabels })},
	{anyLabel, labelPattern(func(l language) phrases { return l.labels })},
}

func labelPattern(pick func(language) phrases) *regexp.Regexp {
	return regexp.MustCompile(`^(?i)(?:[A-Z0-9]{1,2}[.)]\s+)?(?:` + inAll(pick).pattern() + `)(?:\s*\([^()]*\))?\s*(?:[:：]|\s[–—-]\s|$)\s*`)
}

// labelOf reads a line as a label: a known word before a colon or a dash, or alone.
func labelOf(text string) label {
	if len(text) > maxStructure || !startsUpper(text) || !startsWithWord(text, labelWords, 80) {
		return label{}
	}
	for _, known := range labelPatterns {
		if at := known.pattern.FindStringIndex(text); at != nil {
			return label{true, known.role, strings.TrimSpace(text[at[1]:])}
		}
	}
	return label{}
}
