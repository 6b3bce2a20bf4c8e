package programme

import (
	"regexp"
	"strings"

	"soundings/agenda"
)

// strictness is the order in which the rules of access are tried: the narrower wording first.
var strictness = []agenda.Access{
	agenda.StatesObservers, agenda.StatesAndIGOs, agenda.MemberStatesOnly, agenda.ByInvitation, agenda.Closed, agenda.Open,
}

var (
	accessRules = func() map[agenda.Access]*regexp.Regexp {
		rules := map[agenda.Access]*regexp.Regexp{}
		for _, rule := range strictness {
			rules[rule] = anywhere(func(l language) phrases { return l.access[rule] })
		}
		return rules
	}()
	accessNote = anywhere(func(l language) phrases { return l.accessNote })
	noAccess   = anywhere(func(l language) phrases { return l.noAccess })
	notOpen    = regexp.MustCompile(`(?i)\bnot\s+(?:be\s+)?(?:open|attended|accessible)\b|\bno\s+(?:observers|media)\b|\bclosed\s+to\s+(?:observers|non|media|press|civil|the\s+(?:media|press))|^restricted|без\s`)
	limiting   = regexp.MustCompile(`(?i)\b(?:only|limited|restricted|reserved|exclusively|solo|sólo|únicamente|uniquement|réservée?|limitée?|limitada|reservada)\b|только|فقط|تقتصر|مقصورة|仅|只|限`)
	bareAccess = regexp.MustCompile(`(?i)^(?:session\s+|meeting\s+)?(?:closed|open|public|private|restricted)(?:[\s-](?:session|meeting|segment|plenary|door|doors|part))*$`)
	onlyNote   = regexp.MustCompile(`(?i)\bonly(?:$|\s+(?:for|to|by|with)\b)`)
	openTo     = regexp.MustCompile(`(?i)\bopen\s+(?:to|via|for)\b`)
)

// classify says which rule of access a programme's own words state.
func classify(words string) agenda.Access {
	if notOpen.MatchString(words) {
		return agenda.Restricted
	}
	for _, rule := range strictness {
		if !accessRules[rule].MatchString(words) {
			continue
		}
		if rule == agenda.Open && limiting.MatchString(words) {
			return agenda.Restricted
		}
		if rule == agenda.Open && openTo.MatchString(words) && !accessRules[rule].MatchString(openTo.ReplaceAllString(words, "")) {
			return openToSome(words)
		}
		return rule
	}
	return agenda.Restricted
}

var openToAll = regexp.MustCompile(`(?i)\bopen\s+(?:via\b|(?:to|for)\s+(?:all|any|the\s+(?:public|media|press)|public|everyone|media|press|registered|participants))`)

// openToSome reads "open to …": everybody, or some that no other rule covers.
func openToSome(words string) agenda.Access {
	if openToAll.MatchString(words) {
		return agenda.Open
	}
	return agenda.Restricted
}

// accessWords reports whether the words inside a bracket, or of a short line, are a note on
// access and not a part of the title, a reference or a remark on languages.
func accessWords(words string) bool {
	if len(words) > 160 || !accessNote.MatchString(words) && !bareAccess.MatchString(words) && !onlyNote.MatchString(words) {
		return false
	}
	return !noAccess.MatchString(words) || openTo.MatchString(words)
}

var (
	bracketAtEnd = regexp.MustCompile(`\s*[\[(（【]([^\[\](（）)【】]+)[\])）】]\s*$`)
	bracketLine  = regexp.MustCompile(`^[\[(（【]([^\[\](（）)【】]+)[\])）】]\.?$`)
	tailAccess   = regexp.MustCompile(`(?i)\s*(?:\s[-–—]|[–—,.;|])\s*((?:not\s+)?open\s+(?:to|via)\s[^.,;:–—]{3,80}|closed(?:\s+(?:session|meeting|door))?|closed[- ]door\s+session|by\s+invitation(?:\s+only)?|invitation[- ]only|member\s+states\s+only|restricted(?:\s+session)?)\s*$`)
)

// peelAccess takes a note on access off the end of a heading.
func peelAccess(text string) (rest, note string, ok bool) {
	if at := bracketAtEnd.FindStringSubmatchIndex(text); at != nil {
		if words := strings.TrimSpace(text[at[2]:at[3]]); accessWords(words) {
			return text[:at[0]], words, true
		}
	}
	if at := tailAccess.FindStringSubmatchIndex(text); at != nil {
		return text[:at[0]], strings.TrimSpace(text[at[2]:at[3]]), true
	}
	return text, "", false
}

// accessLine reports whether a whole line states access: in brackets, or in so many words.
func accessLine(text string) (note string, ok bool) {
	if at := bracketLine.FindStringSubmatch(text); at != nil {
		words := strings.TrimSpace(at[1])
		return words, accessWords(words)
	}
	words := strings.TrimSuffix(text, ".")
	if wholeAccess.MatchString(words) {
		return words, true
	}
	return "", false
}

var wholeAccess = regexp.MustCompile(`(?i)^(?:(?:this\s+)?session\s+)?(?:(?:not\s+)?open\s+(?:only\s+)?to\s[^.:;?]{3,80}|closed\s+(?:session|meeting)|open\s+(?:session|meeting)|by\s+invitation(?:\s+only)?|invitation[- ]only|member\s+states\s+only|for\s+member\s+states\s+only|closed|(?:séance|session)\s+(?:à\s+huis\s+clos|privée|fermée)|(?:sesión\s+)?(?:a\s+puerta\s+cerrada|cerrada))$`)

// statement is what running text says on access.
type statement struct {
	words string
	rule  agenda.Access
	line  int
}

var stated = regexp.MustCompile(`(?i)\b(?:not\s+)?open\s+(?:only\s+)?to\s+[^.,;:()\[\]]{3,80}|\bclosed\s+(?:session|meeting)|\b(?:not|no)\s+(?:be\s+)?(?:attended|open)\s+(?:by|to)\s+(?:the\s+)?(?:observers|media|press)[^.,;:]{0,40}|\bby\s+invitation\s+only|\bmember\s+states\s+only|\bclosed\s+to\s+[^.,;:()\[\]]{3,60}|huis\s+clos|puerta\s+cerrada|только\s+для\s+государств-членов|закрытое\s+заседание|للدول\s+الأعضاء\s+فقط|جلسة\s+مغلقة|仅限会员国|闭门会议`)

// statedIn finds what a paragraph says on access.
func statedIn(text string, line int) (statement, bool) {
	if len(text) > 4*maxStructure {
		return statement{}, false
	}
	words := stated.FindString(text)
	if words == "" || strings.HasPrefix(strings.ToLower(words), "open to ") && !strings.Contains(strings.ToLower(text), "session") {
		return statement{}, false
	}
	return statement{words, classify(words), line}, true
}
