package disclosure

import "strconv"

// Bound says how a share's figure relates to the true value.
type Bound int

// None has no figure; Rounded and Exact print it; Under and Over print "<1" and ">99".
const (
	None Bound = iota
	Exact
	Rounded
	Under
	Over
)

// Share is a part of the whole as every display prints it: rounded by itself to whole per cent,
// half up; under 1 % and over 99 % written so unless exact; no figure below ten respondents.
type Share struct {
	Percent int
	Bound   Bound
}

// ShareOf is the one function that turns people into per cent.
func ShareOf(people, base int) Share {
	if base < FewRespondents || people < 0 || people > base {
		return Share{}
	}
	switch hundredfold := people * 100; {
	case hundredfold%base == 0:
		return Share{Percent: hundredfold / base, Bound: Exact}
	case hundredfold < base:
		return Share{Percent: 1, Bound: Under}
	case hundredfold > 99*base:
		return Share{Percent: 99, Bound: Over}
	default:
		return Share{Percent: (2*hundredfold + base) / (2 * base), Bound: Rounded}
	}
}

// Figure is the share as printed, without its unit: "33", "<1", ">99", "" where none is shown.
func (s Share) Figure() string {
	switch s.Bound {
	case None:
		return ""
	case Under:
		return "<" + strconv.Itoa(s.Percent)
	case Over:
		return ">" + strconv.Itoa(s.Percent)
	default:
		return strconv.Itoa(s.Percent)
	}
}
