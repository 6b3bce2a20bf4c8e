package client

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Figures are what a screen's frame shows: how many answered, and the people of each row of the
// result, none while it is not shown.
type Figures struct {
	Respondents int
	People      []int
}

var (
	shownCount = regexp.MustCompile(`id="count"[^>]*>([^<]*)<`)
	shownRow   = regexp.MustCompile(`<th scope="row">.*?</th><td>([^<]*)</td>`)
)

// ReadFigures reads the figures out of a screen's frame.
func ReadFigures(frame []byte) (Figures, error) {
	count := shownCount.FindSubmatch(frame)
	if count == nil {
		return Figures{}, errors.New("the screen shows no count")
	}
	shown := Figures{}
	var err error
	if shown.Respondents, err = readNumber(count[1]); err != nil {
		return Figures{}, err
	}
	for _, row := range shownRow.FindAllSubmatch(frame, -1) {
		people, err := readNumber(row[1])
		if err != nil {
			return Figures{}, err
		}
		shown.People = append(shown.People, people)
	}
	return shown, nil
}

// readNumber reads a number as people write it, whatever separates its thousands.
func readNumber(written []byte) (int, error) {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, string(written))
	return strconv.Atoi(digits)
}
