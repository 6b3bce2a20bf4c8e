package programme

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"soundings/agenda"
)

// heading is a line that opens a session.
type heading struct {
	label    string
	number   string
	title    string
	kind     agenda.SessionType
	access   string // its note on access, "" for none
	times    times
	loose    bool // nothing but a space between the number and the title
	function bool // an opening or a closing
}

// depth says how far the reader goes to find sessions in a note.
type depth int

// A note is read again at the next depth when one depth finds no numbered session in it.
const (
	named      depth = iota // "Session II"
	lesser                  // also "Theme 2"
	assumed                 // also a heading over a list of key questions, or beside a time
	anyHeading = lesser
)

const (
	maxHeading    = 320
	maxLabelWords = 9
)

var (
	paragraphNumber = regexp.MustCompile(`^(?:\d{1,3}(?:\.\d{1,2})*[.)]?|[A-Z][.)]|[IVX]{1,5}[.)])\s+`)
	gapMark         = regexp.MustCompile(`^[\s|:,–—-]+`)
	titleGap        = regexp.MustCompile(`^\s*(?:[:：.]\s*|[–—]\s*|\s[-|•·/]\s*|-\s+|[|]\s*)`)
	noteAfterNumber = regexp.MustCompile(`^\s*[(\[（]([^()\[\]（）]{1,120})[)\]）]`)
	contentsLine    = regexp.MustCompile(`\.{4,}|(?:\s\.){4,}|…{2,}|_{4,}`)
	quoteOpeners    = "\"“«„‘「『"
	verbWord        = anywhere(func(l language) phrases { return l.verbs })
	articleStart    = atStart(func(l language) phrases { return l.articles })
	breakStart      = atStart(func(l language) phrases { return l.breaks })
)

// roman I to XX; "I" also before a letter: "IIa".
const roman = `(?-i:XX|X?(?:IX|IV|VI{0,3}|I{1,3})|X)(?-i:\.?[A-D]|[a-d])?`

// Unit numbers by depth: the label of a session up to and with its number.
var numberedUnit = map[depth]*regexp.Regexp{
	named:  unitPattern(func(l language) phrases { return l.kinds + "|" + l.sideEvents }),
	lesser: unitPattern(func(l language) phrases { return l.kinds + "|" + l.sideEvents + "|" + l.lesser }),
}

func unitPattern(kinds func(language) phrases) *regexp.Regexp {
	spoken := inAll(func(l language) phrases {
		if l.unspaced {
			return ""
		}
		return l.cardinals
	}).pattern()
	qualifiers := english.qualifiers.pattern()
	number := `(?:` + roman + `|[\d٠-٩]{1,2}(?:\.\d{1,2})?(?-i:[A-Za-z])?|` + spoken + `|(?-i:[A-H]))`
	unit := inAll(func(l language) phrases {
		if l.unspaced {
			return ""
		}
		return kinds(l)
	}).pattern()
	ordinals := inAll(func(l language) phrases { return l.ordinals }).pattern()
	han := `第\s*([一二三四五六七八九十\d]{1,3})\s*(?:次|场|节|个)?\s*(?:` + kinds(chinese).pattern() + `)|(?:` + kinds(chinese).pattern() + `)\s*([一二三四五六七八九十\d]{1,3})`
	return regexp.MustCompile(`^(?i)(?:` +
		`(?:(?:` + qualifiers + `)\s+)*(?:` + unit + `)\s+(?:No\.?\s*|n[°º]\s*|#\s?|№\s*)?(` + number + `)(?:$|[^\pL\pN])|` +
		`(` + ordinals + `)\s+(?:(?:` + qualifiers + `)\s+)*(?:` + unit + `)(?:$|[^\pL\pN])|` +
		`(\d{1,3})(?:st|nd|rd|th)\s+meeting(?:$|[^\pL\pN])|` + han + `)`)
}

var bareUnit = regexp.MustCompile(`^(?i)(?:(?:` + english.qualifiers.pattern() + `)\s+)*(?:` +
	inAll(func(l language) phrases { return l.kinds + "|" + l.sideEvents }).pattern() + `)(?:$|[^\pL\pN])`)

var sideEvent = atStart(func(l language) phrases { return l.sideEvents })

// parseHeading reads a line, or a title joined from two or three, as the heading of a session.
func parseHeading(l line, how depth) (heading, bool) {
	text := l.text
	if l.blank() || len(text) > 4*maxHeading || utf8.RuneCountInString(text) > maxHeading || !knowsWord(text, headingWords) || contentsLine.MatchString(text) {
		return heading{}, false
	}
	if _, marked := readBullet(text); marked {
		return heading{}, false
	}
	for _, part := range pipeParts(text) {
		if found, ok := parseSingle(part, l, how); ok {
			found.borrow(text, part)
			return found, true
		}
	}
	return heading{}, false
}

// pipeParts are the ways to read "10.05 am | Panel 1 | Room 3": whole, then part by part.
func pipeParts(text string) []string {
	if !strings.Contains(text, " | ") {
		return []string{text}
	}
	return strings.Split(text, " | ")
}

// borrow takes times and access from the other parts of a line with pipes.
func (h *heading) borrow(whole, own string) {
	if whole == own {
		return
	}
	for _, part := range strings.Split(whole, " | ") {
		if read, _, ok := takeTimes(strings.TrimSpace(part)); ok && !h.times.known() {
			h.times = read
		}
		if note, ok := accessLine(strings.TrimSpace(part)); ok && h.access == "" {
			h.access = note
		}
	}
}

func parseSingle(text string, l line, how depth) (heading, bool) {
	var h heading
	text, timed := h.takePrefix(strings.TrimSpace(text))
	text = h.peel(text)
	if !startsUpper(text) || articleStart.MatchString(text) {
		return h, false
	}
	ok := h.numbered(text, how) || h.functional(text, timed || l.marked()) ||
		(timed || l.marked()) && h.unnumbered(text)
	return h, ok && h.plausible(text, l)
}

// takePrefix takes numbers of paragraphs, dates and times off the start.
func (h *heading) takePrefix(text string) (rest string, timed bool) {
	for range 4 {
		before := text
		if read, rest, ok := takeTimes(text); ok {
			h.times, timed = read, true
			text = gapMark.ReplaceAllString(rest, "")
		}
		if rest, ok := takeDay(text); ok && rest != "" {
			text = gapMark.ReplaceAllString(rest, "")
		}
		if !timed {
			text = paragraphNumber.ReplaceAllString(text, "")
		}
		if text == before {
			break
		}
	}
	return text, timed
}

// peel takes times and the note on access off the end, in either order.
func (h *heading) peel(text string) string {
	for range 4 {
		before := text
		if rest, read, ok := peelTimes(text); ok && !h.times.known() {
			text, h.times = withoutOpenDay(rest), read
		}
		if rest, note, ok := peelAccess(text); ok && h.access == "" {
			text, h.access = rest, note
		}
		text = strings.TrimRight(text, " \t|")
		if text == before {
			break
		}
	}
	return text
}

// withoutOpenDay drops the day of "(9 June, 10:00–11:30)" once the times are off.
func withoutOpenDay(text string) string {
	open := strings.LastIndexAny(text, "([")
	if open < 0 || strings.ContainsAny(text[open:], ")]") {
		return text
	}
	if rest, ok := takeDay(strings.TrimRight(text[open+1:], " ,;")); ok && rest == "" {
		return strings.TrimRight(text[:open], " ")
	}
	return text
}

func startsUpper(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r) || unicode.IsLetter(r) && !unicode.IsLower(r) || unicode.IsDigit(r)
}

// numbered reads "Session II: Title".
func (h *heading) numbered(text string, how depth) bool {
	at := numberedUnit[min(how, lesser)].FindStringSubmatchIndex(text)
	if at == nil {
		return false
	}
	for group := 1; group < len(at)/2; group++ {
		if at[2*group] >= 0 {
			h.number = text[at[2*group]:at[2*group+1]]
		}
	}
	end := at[1]
	if last, size := utf8.DecodeLastRuneInString(text[:end]); !wordRune(last) {
		end -= size
	}
	if rest, _, timed := takeTimes(text[strings.LastIndex(text[:end], " ")+1:]); timed && rest.known() {
		return false // "Morning session 9.00 – 12.00"
	}
	h.label, h.kind = text[:end], agenda.Thematic
	if sideEvent.MatchString(text) {
		h.kind = agenda.SideEvent
	}
	return h.titled(text[end:])
}

// titled reads what follows the number: a note in brackets, a separator, the title.
func (h *heading) titled(rest string) bool {
	if note := noteAfterNumber.FindStringSubmatchIndex(rest); note != nil {
		if words := rest[note[2]:note[3]]; accessWords(words) && h.access == "" {
			h.access = words
			rest = rest[note[1]:]
		} else if after := rest[note[1]:]; strings.TrimSpace(after) == "" || titleGap.MatchString(after) {
			rest = after
		}
	}
	if strings.TrimSpace(rest) == "" {
		return true
	}
	if gap := titleGap.FindString(rest); gap != "" {
		h.title = cleanTitle(rest[len(gap):])
		return true
	}
	h.loose = true
	h.title = cleanTitle(rest)
	return len(h.number) != 1 || h.number[0] < 'A' || strings.Contains("IVX", h.number)
}

var includingTail = regexp.MustCompile(`(?i)[,;]?\s*\(?(?:including|such as)\s*$`)

// cleanTitle drops the quotes around a whole title, and a colon that only announces a list.
func cleanTitle(title string) string {
	title = strings.TrimSpace(title)
	if trimmed := strings.TrimRight(title, ":： "); trimmed != title {
		title = includingTail.ReplaceAllString(trimmed, "")
	}
	first, size := utf8.DecodeRuneInString(title)
	last, end := utf8.DecodeLastRuneInString(title)
	if strings.ContainsRune(quoteOpeners, first) && strings.ContainsRune("\"”»“’」』", last) && len(title) > size+end {
		inner := title[size : len(title)-end]
		if !strings.ContainsAny(inner, "\"“”«»„「」") {
			return strings.TrimSpace(inner)
		}
	}
	return title
}

// unnumbered reads "Special Session: Title" where the line is surely a heading.
func (h *heading) unnumbered(text string) bool {
	at := bareUnit.FindStringIndex(text)
	gap := firstGap(text)
	if at == nil || gap < 0 || gap < at[1]-1 && gap != at[1]-1 || strings.TrimSpace(text[at[1]-1:max(gap, at[1]-1)]) != "" {
		return false
	}
	h.label, h.kind = strings.TrimSpace(text[:gap]), agenda.Thematic
	if sideEvent.MatchString(text) {
		h.kind = agenda.SideEvent
	}
	h.title = cleanTitle(titleGap.ReplaceAllString(text[gap:], ""))
	return h.title != ""
}

// plausible keeps prose from becoming a session.
func (h *heading) plausible(text string, l line) bool {
	title := strings.TrimRight(h.title, closers)
	if !l.marked() && title != "" && strings.ContainsRune(".;,", rune(title[len(title)-1])) && !abbreviated(title) {
		return false
	}
	if (h.title == "" || h.loose) && verbWord.MatchString(text) {
		return false
	}
	if h.loose && !startsUpper(h.title) && !strings.ContainsAny(h.title[:1], "\"'") && !strings.ContainsRune(quoteOpeners, firstRune(h.title)) {
		return false
	}
	return true
}

var abbreviation = regexp.MustCompile(`(?:\b\pL\.){2,}$|\b(?:etc|Inc|Ltd|Jr)\.$`)

func abbreviated(title string) bool { return abbreviation.MatchString(title) }

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}
