package programme

import (
	"regexp"
	"strings"
	"unicode"

	"soundings/agenda"
)

var (
	openingWord = anywhere(func(l language) phrases { return l.opening })
	closingWord = anywhere(func(l language) phrases { return l.closing })
	unitWord    = anywhere(func(l language) phrases { return l.units + "|" + l.kinds })
)

// functional reads an opening or a closing, whose label is made of known words only.
func (h *heading) functional(text string, sure bool) bool {
	label, title := text, ""
	if !functionalLabel(label, sure) {
		at := firstGap(text)
		if at < 0 || !functionalLabel(text[:at], sure) {
			return false
		}
		label = text[:at]
		title = cleanTitle(titleGap.ReplaceAllString(text[at:], ""))
	}
	if title != "" && !sure && person.MatchString(title) {
		return false // "Opening remarks: Ms. Doe" says who speaks
	}
	h.label, h.title, h.function = strings.Trim(label, " :"), title, true
	h.kind = functionOf(label)
	return true
}

var person = regexp.MustCompile(`^(?:H\.?\s?E\.?|Mr|Ms|Mrs|Mx|Dr|Prof|Professor|Ambassador|Amb|Hon|Sir|Dame|M\.|Mme|Sr|Sra|Г-н|Г-жа|السيد|السيدة)[.\s]`)

func functionOf(label string) agenda.SessionType {
	opens, closes := openingWord.FindStringIndex(label), closingWord.FindStringIndex(label)
	if closes == nil || opens != nil && opens[0] < closes[0] {
		return agenda.Opening
	}
	return agenda.Closing
}

// firstGap is where the first separator between a label and its title stands.
func firstGap(text string) int {
	if at := gapInside.FindStringIndex(text); at != nil {
		return at[0]
	}
	return -1
}

var gapInside = regexp.MustCompile(`\s*[:：]|\.\s|\s*[–—]|\s[-|•·/]\s`)

var functionWords = functionVocabulary()

func functionVocabulary() map[string]bool {
	known := map[string]bool{}
	for _, l := range languages {
		all := []phrases{l.opening, l.closing, l.units, l.joiners, l.kinds, l.qualifiers}
		for _, list := range all {
			for _, word := range letters(strings.ToLower(string(list))) {
				known[word] = true
			}
		}
	}
	return known
}

// functionalLabel reports whether a text is made only of the words of an opening or a closing.
// Without a unit such as "Session" it counts only where the line is surely a heading.
func functionalLabel(label string, sure bool) bool {
	if !openingWord.MatchString(label) && !closingWord.MatchString(label) {
		return false
	}
	if !sure && !unitWord.MatchString(label) && !strings.ContainsFunc(label, han) {
		return false
	}
	if strings.ContainsFunc(label, han) {
		return hanFunction.MatchString(label)
	}
	words := letters(strings.ToLower(label))
	for _, word := range words {
		if !functionWords[word] {
			return false
		}
	}
	return len(words) <= maxLabelWords && !strings.ContainsFunc(label, unicode.IsDigit)
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

var hanFunction = regexp.MustCompile(`^(?:` + inAllHan() + `)+$`)

func inAllHan() string {
	l := chinese
	return (l.opening + "|" + l.closing + "|" + l.units + "|" + l.joiners).pattern()
}
