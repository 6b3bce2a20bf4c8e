package programme

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Times as they are printed: 10:30, 9.00, 10h30, 2 pm. A number alone is no time.
const (
	halfDay   = `(?:\s?(?:[ap]\.?m\.?))`
	clockTime = `\d{1,2}(?:\s?[:.h]\s?\d{2}` + halfDay + `?|\s?h\b|` + halfDay + `)`
	fourDigit = `0\d[0-5]\d`
	rangeMark = `\s*(?:-|–|—|－|~|\bto\b|\buntil\b|à|\ba\b|\bbis\b|до|إلى|至|到)\s*`
	hoursWord = `(?:\s?(?:hrs|hours|uhr|h)\b\.?)?`
	timeRange = `(?:` + clockTime + `|\d{1,2})` + rangeMark + clockTime + hoursWord + `|` +
		fourDigit + rangeMark + `\d{4}` + hoursWord
)

var (
	rangeAtStart = regexp.MustCompile(`(?i)^(?:from\s+|de\s+|с\s+)?[(\[]?(` + timeRange + `)[)\]]?\.?`)
	timeAtStart  = regexp.MustCompile(`(?i)^(?:at\s+)?(\d{1,2}(?:[:h]\d{2}` + halfDay + `?|\.\d{2}` + halfDay + `|` + halfDay + `))` + hoursWord)
	rangeAtEnd   = regexp.MustCompile(`(?i)[\s,;|–—-]*[(\[]?(` + timeRange + `)[)\]]?\.?$`)
	timeAtEnd    = regexp.MustCompile(`(?i)(?:\s*[,;|–—]\s*|\s+[(\[]?)(\d{1,2}(?::\d{2}` + halfDay + `?|(?:\.\d{2})?` + halfDay + `))[)\]]?$`)
	timeParts    = regexp.MustCompile(`(?i)(\d{1,2})(?:\s?[:.h]?\s?(\d{2}))?\s?h?\s?([ap])?`)
	rangeSplit   = regexp.MustCompile(`(?i)` + rangeMark)
	clockMark    = regexp.MustCompile(`(?i)^\d{1,2}(?:\s?[:.h]\s?\d{2}|\s?h\b|\s?[ap]\.?m)|^` + fourDigit)
)

// times are the start and end of a session as HH:MM, "" where the note does not say.
type times struct{ start, end string }

func (t times) known() bool { return t.start != "" }

var westernDigits = strings.NewReplacer("٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5",
	"٦", "6", "٧", "7", "٨", "8", "٩", "9", "：", ":")

// readTimes reads "9.00 – 12.00", "2:00 - 3:30 pm" or one time.
func readTimes(printed string) (times, bool) {
	printed = westernDigits.Replace(printed)
	parts := rangeSplit.Split(printed, 2)
	if len(parts) == 1 {
		start, _, ok := readTime(parts[0], "")
		return times{start: start}, ok
	}
	end, half, ok := readTime(parts[1], "")
	if !ok {
		return times{}, false
	}
	start, own, ok := readTime(parts[0], half)
	if ok && own == "" && half != "" && start > end {
		start, _, ok = readTime(parts[0], "a") // "11:00 - 1:00 pm"
	}
	return times{start, end}, ok
}

// readTime reads one time; half is "a" or "p" where the other end of the range says it.
func readTime(printed, half string) (clock, own string, ok bool) {
	parts := timeParts.FindStringSubmatch(printed)
	if parts == nil {
		return "", "", false
	}
	hour, _ := strconv.Atoi(parts[1])
	minute, _ := strconv.Atoi(parts[2])
	own = strings.ToLower(parts[3])
	if own != "" {
		half = own
	}
	switch {
	case half == "p" && hour < 12:
		hour += 12
	case half == "a" && hour == 12:
		hour = 0
	}
	if hour > 24 || minute > 59 {
		return "", own, false
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), own, true
}

// takeTimes takes a time or a range of times off the start of a text.
func takeTimes(text string) (times, string, bool) {
	if !digitWithin(text, 12) {
		return times{}, text, false
	}
	folded := westernDigits.Replace(text)
	for _, pattern := range []*regexp.Regexp{rangeAtStart, timeAtStart} {
		if at := pattern.FindStringSubmatchIndex(folded); at != nil {
			if read, ok := readTimes(folded[at[2]:at[3]]); ok {
				return read, folded[at[1]:], true
			}
		}
	}
	return times{}, text, false
}

// peelTimes takes them off the end.
func peelTimes(text string) (string, times, bool) {
	if !digitWithin(text, -24) {
		return text, times{}, false
	}
	folded := westernDigits.Replace(text)
	for _, pattern := range []*regexp.Regexp{rangeAtEnd, timeAtEnd} {
		if at := pattern.FindStringSubmatchIndex(folded); at != nil {
			if read, ok := readTimes(folded[at[2]:at[3]]); ok {
				return folded[:at[0]], read, true
			}
		}
	}
	return text, times{}, false
}

// startsWithTime reports whether a line is a programme's time, alone or before something short.
func startsWithTime(text string) bool {
	_, _, ok := takeTimes(text)
	return ok && clockMark.MatchString(westernDigits.Replace(text)) || ok && len(text) < 40
}
