package programme

import (
	"regexp"
	"strings"
)

var (
	beside = regexp.MustCompile(`(?i)side[- ]events?|distr\.|deadline|registration|as of|updated|version|draft of`)
	held   = regexp.MustCompile(`(?i)\b(?:held|take place|takes place|convene[ds]?|hosted?|scheduled|meets?|organi[sz]ed?|tendrá lugar|se celebrará|aura lieu|se tiendra)\b|состоится|пройд[её]т|سيعقد|يعقد|ينعقد|举行|召开`)
)

// readDates prefers a range on a line of the cover, then a single day there, then what the
// introduction says on when the conference is held. It never takes the days of side events.
func (c *cover) readDates(front []string) {
	if len(c.Dates) > 0 {
		return
	}
	var single int
	for i, l := range c.lines {
		if len(l.text) > maxCoverLine || beside.MatchString(l.text) {
			continue
		}
		found, ok := findDates(l.text)
		if !ok || len(strings.Fields(found.around)) > 14 {
			continue
		}
		if len(found.days) == 2 {
			c.Dates = found.days
			c.readDateLine(i, l.text)
			return
		}
		if single == 0 {
			single = i + 1
		}
	}
	if single > 0 {
		c.readDateLine(single-1, c.lines[single-1].text)
		return
	}
	c.datesInProse(front)
}

func (c *cover) datesInProse(front []string) {
	for _, paragraph := range front {
		if len(paragraph) > 2*maxStructure {
			continue
		}
		for _, sentence := range sentences(paragraph) {
			if !held.MatchString(sentence) || beside.MatchString(sentence) {
				continue
			}
			if found, ok := findDates(sentence); ok {
				c.Dates = found.days
				return
			}
		}
	}
}

// readDateLine takes the days of a line, and the place that may stand beside them.
func (c *cover) readDateLine(i int, text string) {
	found, ok := findDates(text)
	if !ok {
		return
	}
	c.used[i] = true
	c.Dates = found.days
	rest, _, _ := peelTimes(strings.TrimSpace(dateLead.ReplaceAllString(weekdayAlone.ReplaceAllString(found.around, " "), " ")))
	if rest = strings.Trim(strings.TrimSpace(rest), " ,;:.|•·–—()/-،，、"); placeLike(rest) {
		c.setOnce(&c.Venue, c.placeText(rest), i)
	}
}

var dateLead = regexp.MustCompile(`(?i)(?:^|[\s,(])(?:from|on|du|le|les|del|el|с|من)(?:\s|$)`)

var weekdayAlone = anywhere(func(l language) phrases { return l.weekdays })
