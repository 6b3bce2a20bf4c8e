// Package disclosure decides what of a tally may be shown to whom. A poll.Tally goes in, a
// Result comes out; screen, phone, file and API read nothing else.
package disclosure

import (
	"soundings/agenda"
	"soundings/poll"
)

// FewRespondents is the number of respondents below which counts are shown and no percentages.
const FewRespondents = 10

// Audience is who a result is drawn for.
type Audience string

// The audiences of a result. Moderators includes organisers and their files.
const (
	Moderators Audience = "moderators"
	TheScreen  Audience = "screen"
	Phones     Audience = "phones"
)

// Level is how much of a result is disclosed.
type Level int

// Hidden tells nothing, CountsOnly how many answered, Full the overall result.
const (
	Hidden Level = iota
	CountsOnly
	Full
)

// Result is what one audience may know of a poll.
type Result struct {
	Poll        int64
	Version     int64 // of the poll that was counted
	State       poll.State
	Level       Level
	Respondents int // 0 at level Hidden
	Base        int // people who are 100 %
	Rows        []Row
	Digest      string // over the sorted answers; "" until answers are closed
}

// Row is one line of a disclosed result.
type Row struct {
	Key    string
	Label  agenda.Text
	People int
	Share  Share
}

// Of discloses a tally to an audience. Moderators and the files read the full result. The screen
// and the phones read it, each apart, once the moderator shows it there; until then the screen
// reads how many have answered, and phones read nothing.
func Of(p poll.Poll, tally poll.Tally, audience Audience) Result {
	result := Result{Poll: p.ID, Version: p.Version, State: p.State, Level: level(p, audience), Digest: p.Digest}
	if result.Level >= CountsOnly {
		result.Respondents = tally.Respondents
	}
	if result.Level < Full {
		result.Digest = ""
		return result
	}
	result.Base = tally.Base
	for _, row := range tally.Rows {
		result.Rows = append(result.Rows, Row{
			Key: row.Key, Label: row.Label, People: row.People, Share: ShareOf(row.People, tally.Base),
		})
	}
	return result
}

func level(p poll.Poll, audience Audience) Level {
	switch {
	case p.State == poll.Draft:
		return Hidden
	case audience == Moderators, audience == TheScreen && p.OnScreen, audience == Phones && p.OnPhones:
		return Full
	case audience == TheScreen:
		return CountsOnly
	default:
		return Hidden
	}
}

// Few reports whether there are too few respondents for percentages.
func (r Result) Few() bool { return r.Base < FewRespondents }

// SharesMayNotAddUp reports whether the rounded shares add up to something else than 100, so
// that a line must say so.
func (r Result) SharesMayNotAddUp() bool {
	if r.Few() || r.Level < Full {
		return false
	}
	sum := 0
	for _, row := range r.Rows {
		if row.Share.Bound != Exact && row.Share.Bound != Rounded {
			return true
		}
		sum += row.Share.Percent
	}
	return sum != 100
}
