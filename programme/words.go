package programme

import (
	"regexp"
	"strings"

	"soundings/agenda"
)

// phrases are words or phrases of one language, separated by "|". A star at the end of a word
// stands for any ending.
type phrases string

// language holds the words by which a note in that language shows its structure.
type language struct {
	tag string
	// proclitics are letters that may stand before a word without a space, as in Arabic.
	proclitics string
	// unspaced languages write without spaces, so that a word has no edges.
	unspaced bool

	kinds      phrases // units that carry a number: "Session II"
	lesser     phrases // units that count only where the note has none of kinds
	sideEvents phrases // units beside the programme
	qualifiers phrases // stand before a unit: "High-Level"
	ordinals   phrases // "Second Session"
	cardinals  phrases // "Session Two"
	opening    phrases
	closing    phrases
	units      phrases // "Ceremony", for opening and closing
	joiners    phrases // small words inside the label of an opening or closing
	verbs      phrases // only prose has them
	articles   phrases // a heading does not start with them

	announcers     phrases // "following", "key", "guiding"
	following      phrases // of these, the ones that promise a list without a colon
	questionNouns  phrases
	issueNouns     phrases
	fillers        phrases // other words of a short list header
	interrogatives phrases // start a question
	softStarts     phrases // of these, the ones that also start prose
	conjunctions   phrases // "and", before a second question

	labels       phrases // start a line about a session: "Moderator:"
	titleLabels  phrases
	timeLabels   phrases
	accessLabels phrases
	dateLabels   phrases
	placeLabels  phrases
	roomLabels   phrases
	appendices   phrases // end the programme
	breaks       phrases // stand in a programme and are no session

	months     [12]phrases
	weekdays   phrases
	events     phrases // "Conference", "Forum": what a title names
	places     phrases // "Headquarters", "Palais"
	documents  phrases // "Concept Note"
	frequent   phrases // tell languages of one script apart
	access     map[agenda.Access]phrases
	accessNote phrases // a bracket with one of these is about access
	noAccess   phrases // "English only"
}

// pattern is a regular expression for any of the phrases, longest first as written.
func (p phrases) pattern() string {
	var words []string
	for _, word := range strings.Split(string(p), "|") {
		if word == "" {
			continue
		}
		open := strings.HasSuffix(word, "*")
		word = regexp.QuoteMeta(strings.TrimSuffix(word, "*"))
		word = strings.NewReplacer(" ", `\s+`, "'", `['’]\s?`, "-", `[- ]?`).Replace(word)
		if open {
			word += `\pL*`
		}
		words = append(words, word)
	}
	if len(words) == 0 {
		return `[^\s\S]`
	}
	return strings.Join(words, "|")
}

// Edges of a word; Go's \b knows only ASCII letters.
const (
	wordStart = `(?:^|[^\pL\pN])`
	wordEnd   = `(?:$|[^\pL\pN])`
)

// anywhere matches the phrases that pick chooses, as whole words, in any language.
func anywhere(pick func(language) phrases) *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + anyLanguage(func(l language) string {
		if pick(l) == "" {
			return ""
		}
		return l.word(pick(l).pattern())
	}))
}

// atStart matches the phrases that pick chooses at the start of a text.
func atStart(pick func(language) phrases) *regexp.Regexp {
	return regexp.MustCompile(`^(?i)(?:` + anyLanguage(func(l language) string {
		if pick(l) == "" {
			return ""
		}
		if l.unspaced {
			return `(?:` + pick(l).pattern() + `)`
		}
		return `(?:` + pick(l).pattern() + `)` + wordEnd
	}) + `)`)
}

func (l language) word(pattern string) string {
	if l.unspaced {
		return `(?:` + pattern + `)`
	}
	return wordStart + l.proclitics + `(?:` + pattern + `)` + wordEnd
}

// anyLanguage joins what build gives for each language.
func anyLanguage(build func(language) string) string {
	var all []string
	for _, l := range languages {
		if pattern := build(l); pattern != "" {
			all = append(all, pattern)
		}
	}
	return strings.Join(all, "|")
}

// inAll is every language's phrases as one.
func inAll(pick func(language) phrases) phrases {
	return phrases(anyPhrases(pick))
}

func anyPhrases(pick func(language) phrases) string {
	var all []string
	for _, l := range languages {
		if pick(l) != "" {
			all = append(all, string(pick(l)))
		}
	}
	return strings.Join(all, "|")
}
