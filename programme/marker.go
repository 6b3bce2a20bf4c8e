package programme

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// style is a family of markers; the items of one list share it.
type style string

// The families of markers.
const (
	bullet     style = "bullet"
	digits     style = "digits"
	alphabet   style = "alphabet"
	romanSmall style = "roman"
	asked      style = "asked" // Q1:
)

// marker is what stands before an item.
type marker struct {
	style  style
	sign   string // the bullet itself, or how the number is printed: "1.", "(1)"
	number int
	text   string // what follows it
}

var (
	bulletMark = regexp.MustCompile(`^(?:([-*+–—·‣§➢➤►▶→❖✓✔◆◇]|\bo)\s+|([•▪●○◦■□◾⁃∙])\s*|([-–])(?:\p{Lu}|¿))`)
	tickBox    = regexp.MustCompile(`^\s*\[[ xX]?\]\s+`)
	digitMark  = regexp.MustCompile(`^(?:(\()?(\d{1,3})([.)]|\.\)|\s?[-–])\s+|([٠-٩]{1,2})[.)-]\s+|(\d{1,2})、\s*|[（(]([一二三四五六七八九十]{1,2})[）)]\s*|([一二三四五六七八九十]{1,2})、\s*|([①-⑳])\s*)`)
	letterMark = regexp.MustCompile(`^(\()?([a-zA-Zа-яА-Я]|أ|ب|ج|د|ه|و)([.)])\s+`)
	romanMark  = regexp.MustCompile(`^(\()?([ivx]{1,5})([.)])\s+`)
	askedMark  = regexp.MustCompile(`^(?i)(?:Q|Question|Pregunta|Вопрос|السؤال|问题)\s?([\d٠-٩]{1,2})\s?[:：.)–-]\s*`)
	askedDash  = regexp.MustCompile(`^(?i)Q\s?(\d{1,2})\s+`)
)

// readBullet reads a bullet and nothing else: a number may also be a paragraph's or an agenda's.
func readBullet(text string) (marker, bool) {
	at := bulletMark.FindStringSubmatchIndex(text)
	if at == nil {
		return marker{}, false
	}
	for group := 1; group <= 3; group++ {
		if at[2*group] >= 0 {
			sign := text[at[2*group]:at[2*group+1]]
			end := at[1]
			if group == 3 {
				end = at[2*group+1]
			}
			return marker{style: bullet, sign: sign, text: strings.TrimSpace(tickBox.ReplaceAllString(text[end:], ""))}, true
		}
	}
	return marker{}, false
}

// readMarker reads any marker of an item.
func readMarker(text string) (marker, bool) {
	if found, ok := readBullet(text); ok {
		return found, true
	}
	for _, pattern := range []*regexp.Regexp{askedMark, askedDash} {
		if at := pattern.FindStringSubmatchIndex(text); at != nil && at[1] < len(text) {
			return marker{asked, "Q", atoi(text[at[2]:at[3]]), text[at[1]:]}, true
		}
	}
	if found, ok := readDigits(text); ok {
		return found, true
	}
	if at := letterMark.FindStringSubmatch(text); at != nil {
		return marker{alphabet, at[1] + "a" + at[3], letterNumber(at[2]), text[len(at[0]):]}, true
	}
	if at := romanMark.FindStringSubmatch(text); at != nil {
		return marker{romanSmall, at[1] + "i" + at[3], 0, text[len(at[0]):]}, true
	}
	return marker{}, false
}

func readDigits(text string) (marker, bool) {
	at := digitMark.FindStringSubmatch(text)
	if at == nil || len(at[0]) == len(text) || strings.ContainsAny(at[3], "-–") && !unicode.IsLetter(firstRune(text[len(at[0]):])) {
		return marker{}, false
	}
	found := marker{style: digits, sign: at[1] + "1" + at[3], text: text[len(at[0]):]}
	for group, printed := range at {
		if group >= 2 && group != 3 && printed != "" {
			found.number = atoi(printed)
		}
	}
	return found, true
}

func letterNumber(letter string) int {
	r := firstRune(strings.ToLower(letter))
	switch {
	case r >= 'a' && r <= 'z':
		return int(r-'a') + 1
	case r >= 'а' && r <= 'я':
		return int(r-'а') + 1
	}
	return 0
}

const hanNumbers = "一二三四五六七八九十"

// atoi reads a small number in western, Arabic or Chinese digits; 0 is none.
func atoi(printed string) int {
	if n, err := strconv.Atoi(westernDigits.Replace(printed)); err == nil {
		return n
	}
	r := firstRune(printed)
	if r >= '①' && r <= '⑳' {
		return int(r-'①') + 1
	}
	for i, digit := range []rune(hanNumbers) {
		if digit == r {
			return i + 1
		}
	}
	return 0
}

// asRoman reads a single letter as a small roman number: "i" under an item, "i" after "h".
func (m marker) asRoman() marker {
	m.style, m.number = romanSmall, 0
	return m
}
