package programme

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxCoverLines = 60
	maxCoverLine  = 200
	maxTitleBlock = 4
)

// cover is what stands before the first session and the first running text.
type cover struct {
	doc   *document
	lines []line
	used  map[int]bool // lines that are not the title
	ConferencePreview
}

// readCover reads the conference from the cover and the introduction.
func readCover(doc *document, all *found) ConferencePreview {
	c := &cover{doc: doc, used: map[int]bool{}}
	c.Dates, c.FloorSpeakers = []string{}, []string{}
	c.Language = languageOf(doc)
	c.lines = coverLines(doc, coverEnd(doc, all.sessions[0]))
	c.readLabels()
	c.readType()
	c.readDates(all.front)
	c.readRoom(all.front)
	c.readVenue()
	c.readTitle()
	c.readTheme(all.front)
	c.readFloor(all.spoken)
	return c.ConferencePreview
}

var introduction = regexp.MustCompile(`(?i)^(?:[IVX\d.]{1,4}\s+)?(?:introduction|background|context|rationale|overview|contexte|antecedentes|introducción|введение|справочная информация|المقدمة|مقدمة|خلفية|背景|引言|导言)\b?`)

const linesUnderTitle = 6

// coverEnd is where the cover ends: at the first session, or a few lines under it where the
// note starts with a title that had to be taken for a session.
func coverEnd(doc *document, first *session) int {
	if first.assumed && doc.after(0) == first.at {
		return min(first.at+linesUnderTitle, len(doc.lines))
	}
	return first.at
}

// coverLines are the lines before the first session, up to the running text.
func coverLines(doc *document, session int) []line {
	var lines []line
	for _, l := range doc.lines[:session] {
		number, _ := numberedParagraph(l.text)
		if len(lines) >= maxCoverLines || number > 0 || introduction.MatchString(l.text) && len(lines) > 0 && len(l.text) < 80 {
			break
		}
		lines = append(lines, l)
	}
	return lines
}

var conferenceWord = anywhere(func(l language) phrases { return l.events })

// readLabels reads "Theme: …", "Venue: …", "Date: …" on the cover.
func (c *cover) readLabels() {
	for i, l := range c.lines {
		if quoted := cleanTitle(l.text); quoted != l.text && len(quoted) == len(strings.Trim(l.text, "\"“”«»„")) {
			c.setOnce(&c.Theme, strings.TrimRight(quoted, "."), i)
		}
		read := labelOf(l.text)
		if !read.found || read.text == "" {
			continue
		}
		switch read.role {
		case titleLabel:
			c.setOnce(&c.Theme, strings.Trim(cleanTitle(read.text), "."), i)
		case placeLabel:
			c.setOnce(&c.Venue, strings.TrimRight(read.text, ". "), i)
		case roomLabel:
			c.setOnce(&c.Room, strings.TrimRight(read.text, ". "), i)
		case dateLabel:
			c.readDateLine(i, read.text)
		}
	}
}

func (c *cover) setOnce(field **string, value string, at int) {
	c.used[at] = true
	if *field == nil && value != "" && len(value) <= maxCoverLine {
		*field = &value
	}
}

var documentStart = atStart(func(l language) phrases { return l.documents })

var documentWord = anywhere(func(l language) phrases { return l.documents })

// readType finds "Concept Note": a line of its own, else words in a line of the cover.
func (c *cover) readType() {
	for i, l := range c.lines {
		if at := documentStart.FindString(l.text + " "); at != "" && utf8.RuneCountInString(l.text) <= utf8.RuneCountInString(at)+2 {
			c.setOnce(&c.DocumentType, c.restoreCase(strings.Trim(at, " :.-–—()*")), i)
			return
		}
	}
	for _, l := range c.lines {
		if found := documentWord.FindString(l.text); found != "" && len(l.text) <= maxCoverLine {
			words := c.restoreCase(strings.TrimFunc(found, func(r rune) bool { return !unicode.IsLetter(r) }))
			c.DocumentType = &words
			return
		}
	}
}

var (
	roomName   = regexp.MustCompile(`(?i)\b(?:(?:conference|meeting|committee|plenary|assembly)\s+(?:room|hall)s?|room|salle|sala(?:\s+de\s+conferencias)?|hall)\s+(?:n[°º]\s*|no\.\s*)?(?-i:[A-Z]{0,3}-?\d{1,4}[A-Z]?|[IVX]+|[A-Z]\b)`)
	chamber    = regexp.MustCompile(`(?:\p{Lu}[\pL'’-]+\s+){1,4}(?:Chamber|Auditorium|Ballroom|Hall)\b`)
	cityLike   = regexp.MustCompile(`^\p{Lu}[\pL.'’ -]+(?:,\s*\p{Lu}[\pL.'’() -]+){1,3}$`)
	placeSplit = regexp.MustCompile(`\s*[•·|/]\s*|\s+[–—-]\s+`)
)

var placeWord = anywhere(func(l language) phrases { return l.places })

// readRoom finds the room in the first lines and paragraphs.
func (c *cover) readRoom(front []string) {
	if c.Room != nil {
		return
	}
	var texts []string
	for _, l := range c.lines {
		texts = append(texts, l.text)
	}
	texts = append(texts, front[:min(len(front), maxCoverLines)]...)
	for _, pattern := range []*regexp.Regexp{roomName, chamber} {
		for _, text := range texts {
			if len(text) > 2*maxCoverLine {
				continue
			}
			if room := pattern.FindString(text); room != "" {
				c.Room = &room
				return
			}
		}
	}
}

// readVenue finds the place on a line of its own, best beside the date.
func (c *cover) readVenue() {
	if c.Venue != nil {
		return
	}
	for _, likely := range []func(string) bool{placeWord.MatchString, cityLike.MatchString} {
		for i, l := range c.lines {
			if c.used[i] || l.blank() || len(l.text) > 120 || !likely(l.text) || !placeLike(l.text) || finished(l.text) {
				continue
			}
			if verbWord.MatchString(l.text) || conferenceWord.MatchString(l.text) && !placeWord.MatchString(l.text) {
				continue
			}
			if len(c.titleLines()) > 0 && c.titleLines()[0] == i {
				continue
			}
			c.setOnce(&c.Venue, c.placeText(l.text), i)
			return
		}
	}
}

// placeLike reports whether a text could name a place.
func placeLike(text string) bool {
	return text != "" && len(text) <= 120 && startsUpper(text) && !strings.ContainsAny(text, "@?") &&
		!strings.Contains(text, "www.") && !strings.Contains(text, "://") && !strings.ContainsFunc(text, unicode.IsDigit) &&
		!documentWord.MatchString(text)
}

func (c *cover) placeText(text string) string {
	return c.restoreCase(strings.Join(placeSplit.Split(text, -1), ", "))
}

// restoreCase writes capitals as the note writes the same words elsewhere.
func (c *cover) restoreCase(text string) string {
	if text != strings.ToUpper(text) {
		return text
	}
	words := strings.Fields(text)
	spelled := c.spellings(words)
	for i, word := range words {
		words[i] = spelled[word]
	}
	return strings.Join(words, " ")
}

// spellings finds each word in capitals elsewhere in the note with a capital first letter; a
// word that stands nowhere else is written so.
func (c *cover) spellings(words []string) map[string]string {
	spelled := map[string]string{}
	for _, word := range words {
		bare := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
		lower := strings.ToLower(bare)
		_, size := utf8.DecodeRuneInString(lower)
		switch {
		case smallWord(lower):
			spelled[word] = strings.ToLower(word)
		case c.doc.acronyms[bare]:
			spelled[word] = word
		default:
			spelled[word] = strings.Replace(word, bare, strings.ToUpper(lower[:size])+lower[size:], 1)
		}
	}
	return spelled
}

func smallWord(word string) bool {
	switch word {
	case "of", "and", "the", "for", "in", "on", "to", "at", "de", "des", "du", "la", "el", "et", "y":
		return true
	}
	return false
}

var masthead = regexp.MustCompile(`(?i)^(?:(?:table of )?contents|sommaire|índice|содержание|morning|afternoon|evening|united nations|african union|european union|organi[sz]ation (?:for|of)\b.*|world bank(?: group)?|council of europe|nations unies|naciones unidas|организация объединенных наций|الأمم المتحدة|联合国|.*\bdistr\.?:?.*|.*https?://.*|www\..*|.*@.*|original:.*|(?:the )?general assembly|security council|economic and social council|human rights council|(?:[\pL]+\s+){0,3}[A-Z]{1,6}(?:/[A-Z0-9.-]+)+(?:\s+\pL+)?)$`)

// titleLines are the indexes of the cover's lines that make its title.
func (c *cover) titleLines() []int {
	first := -1
	for i, l := range c.lines {
		if !c.couldBeTitle(i) {
			continue
		}
		switch {
		case l.level == 1, l.level > 0 && first < 0 && conferenceWord.MatchString(l.text):
			return []int{i}
		case first < 0, !conferenceWord.MatchString(c.block(first)) && conferenceWord.MatchString(c.block(i)):
			first = i
		}
	}
	if first < 0 {
		return nil
	}
	var lines []int
	for i := first; i < len(c.lines) && len(lines) < maxTitleBlock && c.couldBeTitle(i); i++ {
		lines = append(lines, i)
	}
	return lines
}

// block is the text of the lines from first to the next blank one.
func (c *cover) block(first int) string {
	var all []string
	for i := first; i < len(c.lines) && len(all) < maxTitleBlock && c.couldBeTitle(i); i++ {
		all = append(all, c.lines[i].text)
	}
	return strings.Join(all, " ")
}

func (c *cover) couldBeTitle(i int) bool {
	l := c.lines[i]
	return !l.blank() && !c.used[i] && utf8.RuneCountInString(l.text) <= maxCoverLine && !masthead.MatchString(l.text) &&
		!finished(strings.TrimSuffix(l.text, ":")) && !strings.HasSuffix(l.text, ":") && !startsWithTime(l.text) && !contentsLine.MatchString(l.text)
}

var documentEnds = regexp.MustCompile(`^[\s:–—-]+|[\s:,–—-]+$`)

// readTitle joins the title's lines and drops the words that only name the document.
func (c *cover) readTitle() {
	var all []string
	for _, i := range c.titleLines() {
		all = append(all, c.lines[i].text)
		c.used[i] = true
	}
	title := strings.Join(all, " ")
	if at := documentStart.FindString(title); at != "" && len(at) < len(title) {
		if rest := forThe.ReplaceAllString(documentEnds.ReplaceAllString(title[len(at):], ""), ""); rest != "" {
			title = rest
		}
	}
	if at := documentTail.FindStringIndex(title); at != nil && at[0] > 0 {
		title = title[:at[0]]
	}
	c.Title = cleanTitle(c.doc.withoutRefs(title))
}

var (
	forThe       = regexp.MustCompile(`(?i)^(?:for|of)\s+(?:the\s+)?`)
	documentTail = regexp.MustCompile(`(?i)\s*[:,(–—-]\s*(?:` + inAll(func(l language) phrases { return l.documents }).pattern() + `)\)?$`)
	themeQuoted  = regexp.MustCompile(`(?i)(?:theme|thème|tema|темой|тема|شعار|موضوع|主题)[^“"«„”]{0,120}["“«„]([^“”"«»]{5,300})["”»]`)
	overarching  = regexp.MustCompile(`(?i)overarching\s+theme[^“"«„”]{0,120}["“«„]([^“”"«»]{5,300})["”»]`)
)

// readTheme takes the theme from a label, or from a quotation after the word in the text.
func (c *cover) readTheme(front []string) {
	for _, pattern := range []*regexp.Regexp{overarching, themeQuoted} {
		for _, paragraph := range front {
			if c.Theme != nil || len(paragraph) > 4*maxStructure {
				continue
			}
			if found := pattern.FindStringSubmatch(paragraph); found != nil {
				theme := strings.Trim(c.doc.withoutRefs(found[1]), " .,;")
				c.Theme = &theme
			}
		}
	}
}
