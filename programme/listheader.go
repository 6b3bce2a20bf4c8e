package programme

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"soundings/agenda"
)

// announcement is a line or sentence that announces a list of key questions or issues.
type announcement struct {
	found     bool
	text      string // as stored: without the paragraph's number
	kind      agenda.ItemKind
	paragraph int    // number of its paragraph, 0 for none
	rest      string // what follows the colon on the same line
	needsList bool   // counts only where a list follows, because it has no colon
}

const maxShortHeader = 60

var (
	announced     = regexp.MustCompile(`(?i)` + anyLanguage(announcedPattern))
	followingWord = anywhere(func(l language) phrases { return l.following })
	questionNoun  = anywhere(func(l language) phrases { return l.questionNouns })
	shortHeader   = regexp.MustCompile(`^(?i)(?:` + anyLanguage(shortPattern) + `)$`)
	questionTail  = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:questions|preguntas|вопросы|الأسئلة|أسئلة|问题)$`)
	loneHeader    = regexp.MustCompile(`^(?i)(?:questions|preguntas|вопросы|الأسئلة|أسئلة|问题)$`)
	loneNouns     = regexp.MustCompile(`^(?i)(?:questions|issues|topics|themes|points for discussion|preguntas|temas|thèmes|вопросы|темы|الأسئلة|القضايا|المحاور|问题|议题)$`)
	inlineHeader  = regexp.MustCompile(`^([^:：?？؟]{3,60})[:：]\s*(\S.*)$`)
	sentenceEnd   = regexp.MustCompile(`[.?!؟。？！]["”’»)]*\s+["“«(]?[\p{Lu}\p{Lo}¿]|[。？！]`)
)

// announcedPattern: an announcing word within four words of the noun, in either order.
func announcedPattern(l language) string {
	nouns := (l.questionNouns + "|" + l.issueNouns).pattern()
	announcers := l.announcers.pattern()
	gap := `[^\pL\pN.?!]+(?:[\pL\pN'’/&-]+[^\pL\pN.?!]+){0,4}`
	if l.unspaced {
		return `(?:` + announcers + `)\pL{0,6}(?:` + nouns + `)|(?:` + nouns + `)\pL{0,4}(?:` + announcers + `)`
	}
	before := l.proclitics
	return wordStart + before + `(?:` + announcers + `)` + gap + before + `(?:` + nouns + `)` + wordEnd + `|` +
		wordStart + before + `(?:` + nouns + `)` + gap + before + `(?:` + announcers + `)` + wordEnd
}

// shortPattern: a line made of nothing but announcing words, nouns and small words.
func shortPattern(l language) string {
	words := (l.announcers + "|" + l.questionNouns + "|" + l.issueNouns + "|" + l.fillers).pattern()
	return `(?:` + l.proclitics + `(?:` + words + `)(?:$|[^\pL\pN]+|` + unspacedGap(l) + `))+`
}

func unspacedGap(l language) string {
	if l.unspaced {
		return ``
	}
	return `$`
}

// listHeader reads a line or paragraph as the announcement of a list.
func listHeader(text string) announcement {
	if len(text) > 4*maxStructure || !hasStem(text) {
		return announcement{}
	}
	number, body := numberedParagraph(text)
	body = strings.TrimSpace(body)
	if at := colonAtEnd(body); at >= 0 {
		return longHeader(lastSentence(body), number, false)
	}
	if bare := strings.TrimRight(body, ". "); utf8.RuneCountInString(bare) < maxShortHeader && isShortHeader(bare) && !strings.HasSuffix(body, ".") {
		return announcement{found: true, text: body, kind: headerKind(body), paragraph: number}
	}
	if parts := inlineHeader.FindStringSubmatch(body); parts != nil && (isShortHeader(parts[1]) || loneNouns.MatchString(parts[1])) {
		return announcement{found: true, text: parts[1] + ":", kind: headerKind(parts[1]), paragraph: number, rest: parts[2]}
	}
	if !strings.HasSuffix(body, "?") && followingWord.MatchString(body) {
		if sentence := lastSentence(body); followingWord.MatchString(sentence) {
			return longHeader(sentence, number, true)
		}
	}
	return announcement{}
}

// longHeader reads one sentence: "This session will address the following key questions:".
func longHeader(sentence string, number int, needsList bool) announcement {
	words := strings.TrimRight(sentence, ":：- .")
	found := announced.MatchString(words) || loneNouns.MatchString(words) || questionNoun.MatchString(words)
	return announcement{found: found, text: sentence, kind: headerKind(sentence), paragraph: number, needsList: needsList}
}

// questionsHeading reads a short line that ends with the word for questions, such as "Research
// questions". It counts only where a list follows.
func questionsHeading(text string) announcement {
	number, body := numberedParagraph(text)
	if len(body) >= 4*maxShortHeader || !hasStem(body) || utf8.RuneCountInString(body) >= maxShortHeader || finished(body) || verbWord.MatchString(body) || !questionTail.MatchString(body) {
		return announcement{}
	}
	return announcement{found: true, text: body, kind: agenda.Question, paragraph: number, needsList: true}
}

func isShortHeader(text string) bool {
	if loneHeader.MatchString(text) {
		return true
	}
	return strings.ContainsAny(text, " -") && shortHeader.MatchString(text) && announcedOrAimed(text) ||
		strings.ContainsFunc(text, han) && shortHeader.MatchString(text) && announced.MatchString(text) ||
		!latin(text) && shortHeader.MatchString(text) && announced.MatchString(text)
}

func latin(words string) bool {
	return !strings.ContainsFunc(words, func(r rune) bool { return r > 0x24f && r < 0x2000 || r > 0x2e80 })
}

var aimed = regexp.MustCompile(`(?i)^(?:questions|issues|topics|themes|points|matters|preguntas|temas|puntos|thèmes|вопросы|темы)\s+(?:for|to|pour|para|à|для|de)\s`)

func announcedOrAimed(text string) bool {
	return announced.MatchString(text) || aimed.MatchString(text)
}

func headerKind(text string) agenda.ItemKind {
	if questionNoun.MatchString(text) {
		return agenda.Question
	}
	return agenda.Issue
}

// colonAtEnd is the place of a colon that ends a text, or -1.
func colonAtEnd(text string) int {
	trimmed := strings.TrimRight(text, " -–—*")
	if strings.HasSuffix(trimmed, ":") || strings.HasSuffix(trimmed, "：") {
		return len(trimmed) - 1
	}
	return -1
}

// numberedParagraph splits "18. Text" into its number and its text.
func numberedParagraph(text string) (int, string) {
	found, ok := readDigits(text)
	if !ok {
		return 0, text
	}
	return found.number, found.text
}

// lastSentence is what follows the last full stop inside a text.
func lastSentence(text string) string {
	all := sentences(text)
	return all[len(all)-1]
}

// sentences splits a text after each mark that a capital letter follows.
func sentences(text string) []string {
	var all []string
	start := 0
	for _, at := range sentenceEnd.FindAllStringIndex(text, -1) {
		end := at[1]
		if _, size := utf8.DecodeLastRuneInString(text[:end]); !strings.HasSuffix(text[:end], "。") &&
			!strings.HasSuffix(text[:end], "？") && !strings.HasSuffix(text[:end], "！") {
			end -= size
			for end > at[0] && strings.ContainsRune("\"“«(¿", lastRune(text[:end])) {
				_, size = utf8.DecodeLastRuneInString(text[:end])
				end -= size
			}
		}
		if end > start {
			all = append(all, strings.TrimSpace(text[start:end]))
			start = end
		}
	}
	if rest := strings.TrimSpace(text[start:]); rest != "" || len(all) == 0 {
		all = append(all, rest)
	}
	return all
}

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}
