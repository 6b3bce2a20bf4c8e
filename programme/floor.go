package programme

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	minutes     = regexp.MustCompile(`(?i)\bmin(?:ute)?s?\b|minutos?\b|минут|دقائق|دقيقة|分钟`)
	floorLimit  = regexp.MustCompile(`(?i)(?:maximum\s+of|limited\s+to|limit\s+of|no\s+more\s+than|not\s+(?:to\s+)?exceed(?:ing)?|up\s+to|at\s+most|within|maximum|máximo\s+de|maximum\s+de|más\s+de|не\s+более)\s+(?:a\s+)?(\pL+|\d{1,2})(?:\s*\(\d{1,2}\))?[\s-]+(?:min|минут)|(?:^|[^\pL\pN-])(\pL+|\d{1,2})[\s-]minutes?[\s-](?:limit|maximum|interventions?|remarks|statements?)`)
	floorWords  = regexp.MustCompile(`(?i)\b(?:floor|interven\pL+|remarks|statements?|speak\pL*|deliver|declaraci\pL+|déclaration\pL*|orador\pL*)\b|выступлен|(?:^|\s)مداخل`)
	floorInvite = regexp.MustCompile(`(?i)^(.{3,220}?)\s+(?:(?:are|is|will\s+be|shall\s+be)\s+(?:also\s+)?(?:invited|requested|encouraged|asked|allowed|permitted)|may|can|should|will\s+have)\b`)
	speakerCut  = regexp.MustCompile(`,\s*(?:and\s+|as\s+well\s+as\s+)?|\s+and\s+|\s+as\s+well\s+as\s+`)
	notSpeaker  = regexp.MustCompile(`(?i)intervention|remarks|statement|speech|\bfloor\b|\btime\b|presentation|session|discussion|^(?:they|each|all|it|this|these)\b`)
	numberWords = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve")
)

// readFloor reads how long a statement from the floor may be, and who is invited to make one.
func (c *cover) readFloor(spoken []string) {
	for _, paragraph := range spoken {
		for _, sentence := range sentences(paragraph) {
			limit, ok := limitIn(sentence)
			if !ok || c.FloorTimeLimitMinutes != nil && limit != *c.FloorTimeLimitMinutes {
				continue
			}
			c.FloorTimeLimitMinutes = &limit
			if c.FloorSpeakers = speakers(sentence); len(c.FloorSpeakers) > 0 {
				return
			}
		}
	}
}

const maxFloorLimit = 30

// limitIn finds the minutes that one sentence grants to a statement.
func limitIn(sentence string) (int, bool) {
	found := floorLimit.FindStringSubmatch(sentence)
	if found == nil || !floorWords.MatchString(sentence) {
		return 0, false
	}
	limit := spokenNumber(found[1] + found[2])
	return limit, limit > 0 && limit <= maxFloorLimit
}

func spokenNumber(word string) int {
	if n, err := strconv.Atoi(word); err == nil {
		return n
	}
	for n, known := range numberWords {
		if strings.EqualFold(known, word) {
			return n
		}
	}
	return 0
}

// speakers are the subjects of "… are invited to make remarks".
func speakers(sentence string) []string {
	named := []string{}
	_, sentence = numberedParagraph(sentence)
	found := floorInvite.FindStringSubmatch(sentence)
	if found == nil || notSpeaker.MatchString(found[1]) {
		return named
	}
	for _, who := range speakerCut.Split(found[1], -1) {
		if who = strings.TrimSpace(who); who != "" {
			named = append(named, who)
		}
	}
	return named
}
