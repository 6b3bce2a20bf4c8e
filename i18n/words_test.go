package i18n

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"unicode"
)

// banned is a word that the interface does not use, in any form, and what it says instead.
type banned struct {
	word    string
	pattern string // a regular expression for whole words, without case
	instead string
}

// allowed is a phrase in which a banned word stands all the same.
type allowed struct {
	phrase string // a regular expression
	reason string
}

func bannedWords() map[string][]banned {
	return map[string][]banned{
		"en": {
			{"vote", `(?:out)?vot(?:e|es|ed|er|ers|ing|ings)`, "answer"},
			{"ballot", `ballot(?:s|ed|ing)?`, "answer"},
			{"election", `elect(?:s|ed|ion|ions|ing|or|ors|oral|orate)?`, "poll"},
			{"decision", `decisions?|decid(?:e|es|ed|er|ing)|undecided`, "choice, result"},
			{"audience", `audiences?`, "participants"},
			{"event", `events?`, "conference, session"},
			{"user", `users?|user ?names?`, "participant, moderator, organiser"},
			{"country", `countr(?:y|ies)`, "State"},
			{"winner", `win(?:s|ner|ners|ning)?|los(?:er|ers)`, "the option with most answers"},
			{"agenda", `agendas?`, "programme, running order"},
			{"merge", `merg(?:e|es|ed|er|ing)`, "consolidate"},
			{"confidential", `confidential(?:ly|ity)?`, "answers not linked to persons"},
			{"anonymous", `anonym(?:ous|ously|ity|ise|ised|ize|ized|isation|ization)`, "answers not linked to persons"},
			{"an open poll", `(?:re)?open(?:s|ed|ing)? (?:the |this |a |all |for )*(?:polls?|answers|answering)|polls? (?:is |are |was |were |stays? |now )*(?:re)?open(?:s|ed)?`, "takes answers"},
			{"a closed poll", `clos(?:e|es|ed|ing) (?:the |this |a |all )*polls?|polls? (?:is |are |was |were |now )*clos(?:e|es|ed|ing)`, "answers closed"},
		},
		"ar": {
			{"تصويت", `تصويت(?:ات|كم|ك|هم|ه)?|صوت(?:وا|ت|ك|كم)?|[يتن]صوت(?:وا|ون)?|اصوات(?:كم|هم)?|مصوت(?:ون|ين)?`, "إجابة"},
			{"اقتراع", `اقتراع(?:ات)?|[يتن]?قترع(?:وا|ون)?`, "استطلاع"},
			{"انتخاب", `انتخاب(?:ات)?|ناخب(?:ون|ين|ات|ة)?|[يتن]نتخب(?:وا|ون)?`, "استطلاع"},
			{"قرار", `قرار(?:ات|كم|ك|هم|ه)?|[يتن]قرر(?:وا|ون)?`, "اختيار"},
			{"جمهور", `جمهور(?:كم)?|جماهير|متفرج(?:ون|ين)?`, "المشاركون"},
			{"حدث", `حدث(?:ان|ين)?|احداث|فعالي(?:ة|ات)`, "مؤتمر، جلسة"},
			{"مستخدم", `مستخدم(?:ون|ين|ي|و|ات)?`, "مشارك"},
			{"بلد", `بلد(?:ك|كم|ه|هم)?|بلدان(?:كم)?|بلاد(?:كم)?`, "دولة"},
			{"فائز", `فا[ئي]ز(?:ة|ون|ين|ات)?|فاز(?:ت|وا)?|[يت]فوز|فوز|خاسر(?:ون|ين)?`, "ما نال أكثر الإجابات"},
			{"جدول الأعمال", `جدول (?:ال)?اعمال|اجندة`, "برنامج"},
			{"دمج", `دمج(?:ها|ه)?|[يتن]دمج(?:وا|ون|ها|ه)?|ادمج(?:وا)?|مدمج(?:ة)?|مدموج(?:ة)?`, "ضم، توحيد"},
			{"سري", `سري(?:ة|ا|تها|ته|ات)?`, "إجابات غير مرتبطة بأشخاص"},
			{"مجهول", `مجهول(?:ة|ون|ين|ي|و)?|مجهولية|مغفل(?:ة)?`, "إجابات غير مرتبطة بأشخاص"},
			{"استطلاع مفتوح", `استطلاع(?:ات)? (?:ال)?مفتوح(?:ة)?|(?:فتح|افتح|افتحوا|[يت]فتح) (?:ال)?استطلاع(?:ات)?`, "يتلقى الإجابات"},
			{"استطلاع مغلق", `استطلاع(?:ات)? (?:ال)?مغلق(?:ة)?|(?:اغلاق|اغلق|اغلقوا|[يت]غلق) (?:ال)?استطلاع(?:ات)?`, "إغلاق باب الإجابات"},
		},
	}
}

// Only what conference people themselves call so.
func allowedPhrases() map[string][]allowed {
	return map[string][]allowed{
		"en": {{`side events?`, "a side event is a type of session; the conference itself is never called an event"}},
		"ar": {{`(?:ال)?(?:حدث|احداث) (?:ال)?جانبي(?:ة)?`, "the same: a type of session"}},
	}
}

// edges: a word stands between what is no letter; in Arabic "and", "so", "in", "like", "for", "will"
// and the article may be attached to it.
func (b banned) expression(lang string) *regexp.Regexp {
	before := ""
	if lang == "ar" {
		before = `[وف]?(?:[بكلس]|لل)?(?:ال)?`
	}
	return regexp.MustCompile(`(?i)(?:^|[^\pL\pM])` + before + `(?:` + b.pattern + `)(?:$|[^\pL\pM])`)
}

// plainWords drops vowel signs and gives each letter one form, so that none hides a word.
func plainWords(text string) string {
	return strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ـ", "", "’", "'").Replace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, text))
}

// rules are what bannedWords and allowedPhrases become; they are the same for all texts.
type rules struct {
	words   []*regexp.Regexp // in the order of bannedWords
	phrases []*regexp.Regexp
}

var compiled = sync.OnceValue(func() map[string]rules {
	all := map[string]rules{}
	for lang, words := range bannedWords() {
		var r rules
		for _, b := range words {
			r.words = append(r.words, b.expression(lang))
		}
		for _, phrase := range allowedPhrases()[lang] {
			r.phrases = append(r.phrases, regexp.MustCompile(`(?i)`+phrase.phrase))
		}
		all[lang] = r
	}
	return all
})

// bannedIn is the first banned word of a text, and what to say instead.
func bannedIn(lang, text string) (found, instead string) {
	spoken := plainWords(argument.ReplaceAllString(text, "1"))
	for _, phrase := range compiled()[lang].phrases {
		spoken = phrase.ReplaceAllString(spoken, "")
	}
	for i, word := range compiled()[lang].words {
		if found := word.FindString(spoken); found != "" {
			return strings.TrimSpace(found), bannedWords()[lang][i].instead
		}
	}
	return "", ""
}

// TestWhatIsAllowedIsSaidSomewhere: an exception that nothing needs is taken out.
func TestWhatIsAllowedIsSaidSomewhere(t *testing.T) {
	t.Parallel()
	for lang, phrases := range allowedPhrases() {
		var all strings.Builder
		for _, forms := range catalogueOf(t, lang) {
			for _, text := range forms {
				all.WriteString(plainWords(text) + "\n")
			}
		}
		for i, phrase := range phrases {
			if !compiled()[lang].phrases[i].MatchString(all.String()) {
				t.Errorf("%s: nothing says %q, which is allowed because %s", lang, phrase.phrase, phrase.reason)
			}
		}
	}
}

func TestNoForbiddenWord(t *testing.T) {
	t.Parallel()
	for _, lang := range Languages() {
		if len(bannedWords()[lang.Tag]) == 0 {
			t.Errorf("%s has no list of words that the interface does not use", lang.Tag)
		}
		for key, forms := range catalogueOf(t, lang.Tag) {
			for _, text := range forms {
				if word, instead := bannedIn(lang.Tag, text); word != "" {
					t.Errorf("%s: %q says %q (rather: %s): %s", lang.Tag, key, word, instead, text)
				}
			}
		}
	}
}

// code is what a document quotes and does not say itself.
var code = regexp.MustCompile("(?s)```.*?```|`[^`]*`|\\[docs/[^]]*\\]\\([^)]*\\)|\\]\\([^)]*\\)|<!--.*?-->|https?://\\S+")

// TestNoForbiddenWordInWhatPeopleRead holds for the documents of those who run a conference.
func TestNoForbiddenWordInWhatPeopleRead(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"README.md", "docs/hall.md", "docs/configuration.md", "docs/export.md"} {
		page, err := os.ReadFile(filepath.Join("..", name))
		if os.IsNotExist(err) && name == "docs/hall.md" {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(code.ReplaceAllStringFunc(string(page), sameLines), "\n") {
			if word, instead := bannedIn("en", line); word != "" {
				t.Errorf("%s:%d says %q (rather: %s)", name, i+1, word, instead)
			}
		}
	}
}

func sameLines(quoted string) string { return strings.Repeat("\n", strings.Count(quoted, "\n")) }

func TestTheListOfForbiddenWordsFindsThemInEveryForm(t *testing.T) {
	t.Parallel()
	for lang, texts := range map[string][]string{
		"en": {
			"Vote now", "three votes", "VOTING", "your Ballot", "Decide!", "the decision", "our audience", "Events today", "a user’s page",
			"every country", "Countries", "the winner is", "option B wins", "anonymised answers", "Anonymously", "in confidence: confidentially",
			"the agenda", "merge both", "merged", "Open the poll", "Polls are open", "the poll is now closed", "close this poll",
			"opens for answers", "Reopen poll", "the elected option",
		},
		"ar": {
			"صوِّت الآن", "التصويت", "وبالتصويت", "أصواتكم", "الاقتراع", "للناخبين", "القرار", "سنقرر", "الجمهور", "الحدث", "وأحداث اليوم",
			"المستخدم", "مستخدمون", "البلدان", "في بلدكم", "الفائز", "فازت", "جدول الأعمال", "دمج المساهمات", "سرّي", "بسرية", "إجابات مجهولة",
			"الاستطلاع مفتوح", "إغلاق الاستطلاع", "افتحوا الاستطلاع",
		},
	} {
		for _, text := range texts {
			if word, _ := bannedIn(lang, text); word == "" {
				t.Errorf("%s: %q passes", lang, text)
			}
		}
	}
}

func TestTheListOfForbiddenWordsLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	for lang, texts := range map[string][]string{
		"en": {
			"Answers closed", "Close answers", "The open code", "Closed session", "Open the link", "Side event", "prevent", "eventually", "merchant",
			"select one", "{{.Count}} polls taking answers", "window", "won’t", "Opening session",
		},
		"ar": {
			"رمز الاستجابة السريعة", "أحدث نسخة", "حدث جانبي", "إغلاق باب الإجابات", "الدول الأعضاء", "الرمز المفتوح", "سرّ الرابط", "استمرار", "تقرير",
		},
	} {
		for _, text := range texts {
			if word, _ := bannedIn(lang, text); word != "" {
				t.Errorf("%s: %q is said to hold %q", lang, text, word)
			}
		}
	}
}
