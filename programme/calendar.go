package programme

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Days as they are printed; a month's number is found in the table of languages.
var (
	monthWords = inAll(func(l language) phrases {
		var all []string
		for _, names := range l.months {
			if names != "" {
				all = append(all, string(names))
			}
		}
		return phrases(strings.Join(all, "|"))
	})
	weekdayWords = inAll(func(l language) phrases { return l.weekdays })

	month    = `(` + monthWords.pattern() + `)\.?`
	weekday  = `(?:(?:` + weekdayWords.pattern() + `)[,.]?\s+(?:the\s+|le\s+|el\s+)?)?`
	day      = weekday + `(\d{1,2})(?:st|nd|rd|th|er|º)?`
	of       = `\s+(?:of\s+|de\s+|d')?`
	year     = `(?:,?\s+(?:of\s+|de\s+)?|,\s*)(\d{4})(?:\s*(?:года|г\.))?`
	dayRange = `\s*(?:-|–|—|to|and|&|au|et|al|a|y|по|и|إلى|و)\s*`

	datePatterns = []datePattern{
		{`(\d{4})-(\d\d)-(\d\d)(?:\s*(?:to|-|–|—|/|until)\s*(\d{4})-(\d\d)-(\d\d))?`, "YNDynd"},
		{`(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?(?:\s*(?:至|-|–|—|到|－|~)\s*(?:(\d{1,2})\s*月\s*)?(\d{1,2})\s*日)?`, "YNDnd"},
		{day + of + month + year + dayRange + day + of + month + year, "DMYdmy"},
		{day + of + month + dayRange + day + of + month + year, "DMdmY"},
		{day + dayRange + day + of + month + year, "DdMY"},
		{month + `\s+` + day + dayRange + month + `\s+` + day + year, "MDmdY"},
		{month + `\s+` + day + dayRange + day + year, "MDdY"},
		{day + of + month + year, "DMY"},
		{month + `\s+` + day + year, "MDY"},
	}
)

// datePattern is a way of printing a day or a range; fields says what each group holds, small
// letters for the last day.
type datePattern struct {
	expression, fields string
}

var dateMatchers = compileDates(datePatterns)

type dateMatcher struct {
	pattern *regexp.Regexp
	fields  string
}

func compileDates(patterns []datePattern) []dateMatcher {
	var matchers []dateMatcher
	for _, p := range patterns {
		edged := regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:` + p.expression + `)`)
		matchers = append(matchers, dateMatcher{edged, p.fields})
	}
	return matchers
}

// dates are the first and last day that a text names, and the text around them.
type dates struct {
	days   []string
	around string
}

func findDates(text string) (dates, bool) {
	text = westernDigits.Replace(text)
	if !strings.ContainsAny(text, "0123456789") {
		return dates{}, false
	}
	for _, matcher := range dateMatchers {
		at := matcher.pattern.FindStringSubmatchIndex(text)
		if at == nil {
			continue
		}
		groups := make([]string, len(matcher.fields))
		for i := range groups {
			if from := at[2*i+2]; from >= 0 {
				groups[i] = text[from:at[2*i+3]]
			}
		}
		days, ok := matcher.days(groups)
		return dates{days, text[:at[0]] + " " + text[at[1]:]}, ok
	}
	return dates{}, false
}

func (m dateMatcher) days(groups []string) ([]string, bool) {
	field := map[rune]string{}
	for i, name := range m.fields {
		field[name] = groups[i]
	}
	first, ok := isoDay(field['Y'], field['M'], field['N'], field['D'])
	if !ok {
		return nil, false
	}
	if field['d'] == "" {
		return []string{first}, true
	}
	last, ok := isoDay(or(field['y'], field['Y']), or(field['m'], field['M']), or(field['n'], field['N']), field['d'])
	if !ok || last < first {
		return nil, false
	}
	return []string{first, last}, true
}

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

func isoDay(year, name, number, day string) (string, bool) {
	if number == "" {
		number = strconv.Itoa(monthNumber(name))
	}
	if len(number) == 1 {
		number = "0" + number
	}
	if len(day) == 1 {
		day = "0" + day
	}
	iso := fmt.Sprintf("%s-%s-%s", year, number, day)
	_, err := time.Parse(time.DateOnly, iso)
	return iso, err == nil
}

func monthNumber(name string) int {
	for _, l := range languages {
		for i, names := range l.months {
			for _, known := range strings.Split(string(names), "|") {
				if strings.EqualFold(known, name) {
					return i + 1
				}
			}
		}
	}
	return 0
}

var (
	dayAtStart = regexp.MustCompile(`(?i)^(?:` + weekday + `\d{1,2}(?:st|nd|rd|th)?` + of + month + `(?:,?\s*\d{4})?|` +
		weekday + month + `\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|` +
		`(?:day|jour|día|день)\s+(?:\d{1,2}|one|two|three|four|five|[IV]{1,3})|(?:` + weekdayWords.pattern() + `))(?:$|\s*[-–—:,|•/]+\s*|\s+)`)
)

// takeDay takes a date, a weekday or "Day 2" off the start of a text.
func takeDay(text string) (string, bool) {
	if !digitWithin(text, 4) && !startsWithWord(text, dayWords, 40) {
		return text, false
	}
	at := dayAtStart.FindStringIndex(text)
	if at == nil {
		return text, false
	}
	return text[at[1]:], true
}

func startsWithDay(text string) bool {
	_, ok := takeDay(text)
	return ok
}
