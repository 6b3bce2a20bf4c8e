package feedback

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// address is an e-mail address or a handle: it names one person.
var address = regexp.MustCompile(`[\pL\pN._%+-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)+|@[\pL\pN_]{3,}`)

func (r *reading) findAddresses() {
	if !strings.Contains(r.text, "@") {
		return
	}
	for _, at := range address.FindAllStringIndex(r.text, -1) {
		r.mark(at[0], at[1], PersonName)
	}
}

type titleStrength int

const (
	noTitle titleStrength = iota
	weakTitle
	strongTitle
)

// titleFor says how surely a word announces a person's name.
func titleFor(w word) titleStrength {
	switch {
	case strongTitles[w.folded], w.text == "M" || w.text == "Mme" || w.text == "Mlle":
		return strongTitle
	case w.capital && titles[w.folded], w.script == cyrillic && titles[w.folded]:
		return weakTitle
	case titles[w.folded]:
		return weakTitle
	}
	return noTitle
}

// findPersons finds names behind titles, and two capitalised words or more that no sentence begins.
func (r *reading) findPersons() {
	loud := r.shouting() || r.headline()
	for i := 0; i < len(r.words); i++ {
		w := r.words[i]
		switch {
		case w.script == arabic:
			i = r.findArabicPerson(i)
		case titleFor(w) != noTitle:
			i = r.findTitled(i)
		case !loud:
			i = r.findRun(i)
		}
	}
}

// headline: most words have a capital letter, so that it tells nothing.
func (r *reading) headline() bool {
	capital, long := 0, 0
	for _, w := range r.words {
		if w.script <= cyrillic && len(w.text) >= 4 {
			long++
			if w.capital {
				capital++
			}
		}
	}
	return long >= 5 && capital*3 > long*2
}

// findTitled marks a title with the names behind it; a weak one needs a capital letter there. It
// returns the last word that it looked at.
func (r *reading) findTitled(at int) int {
	last, title := at, at
	for title+1 < len(r.words) && titleFor(r.words[title+1]) != noTitle && joins(r.words[title+1].gap) {
		title++
	}
	strong := titleFor(r.words[at]) == strongTitle || titleFor(r.words[title]) == strongTitle
	last = r.endOfPerson(title)
	if next := title + 1; last == title && strong && next < len(r.words) && !r.taken[next] && joins(r.words[next].gap) && !ordinaryWords[r.words[next].folded] {
		last = next
	}
	if last == title {
		return title
	}
	r.markWords(at, last, PersonName)
	return last
}

// endOfPerson is the last of the names that follow a word.
func (r *reading) endOfPerson(at int) int {
	last := at
	for i := at + 1; i < len(r.words) && i <= at+7; i++ {
		w := r.words[i]
		switch {
		case !joins(w.gap) || w.begins && !strings.HasPrefix(w.gap, "."), r.taken[i], strings.HasPrefix(w.gap, ".") && !initialBefore(r.words[i-1]):
			return last
		case particles[w.folded] && !w.capital:
			continue
		case !w.capital || ordinaryWords[w.folded] || isHead(w):
			return last
		}
		last = i
	}
	return last
}

func initialBefore(w word) bool {
	return utf8.RuneCountInString(w.text) == 1 || titleFor(w) != noTitle
}

// findRun marks a run of capitalised words. It returns the last word that it looked at.
func (r *reading) findRun(at int) int {
	if w := r.words[at]; !w.capital || r.taken[at] || isHead(w) {
		return at
	}
	first, last := at, r.endOfPerson(at)
	if w := r.words[at]; w.begins && !givenNames[w.folded] && (first == last || ordinaryWords[w.folded] || !likeAName(w)) {
		first = r.nextCapital(at, last)
	}
	names := r.words[first : last+1]
	alone := first == last
	ordinary := !slices.ContainsFunc(names, func(w word) bool { return w.capital && !ordinaryWords[w.folded] && !w.shouted && len(w.text) > 1 })
	if first > last || ordinary || alone && !givenNames[names[0].folded] {
		return last
	}
	r.markWords(first, last, PersonName)
	return last
}

// likeAName reports whether a word that begins a sentence does not end as ordinary ones do.
func likeAName(w word) bool {
	if w.script != latin || len(w.folded) < 2 {
		return false
	}
	for _, ending := range []string{"ing", "ion", "ions", "ment", "ty", "al", "ed", "s", "ly", "er", "th", "ive", "que", "ic", "ent", "ble"} {
		if strings.HasSuffix(w.folded, ending) {
			return false
		}
	}
	return true
}

// nextCapital is the next word of a run that has a capital letter, one past its end when none has.
func (r *reading) nextCapital(at, last int) int {
	for i := at + 1; i <= last; i++ {
		if r.words[i].capital {
			return i
		}
	}
	return last + 1
}

// findArabicPerson marks a title with up to two names behind it.
func (r *reading) findArabicPerson(at int) int {
	if r.taken[at] || !slices.ContainsFunc(r.words[at].keys, func(key string) bool { return arabicTitles[key] }) {
		return at
	}
	last, names := at, 0
	for i := at + 1; i < len(r.words) && names < 2 && strings.Trim(r.words[i].gap, " .") == ""; i++ {
		w := r.words[i]
		if arabicSmall[w.folded] || r.taken[i] {
			break
		}
		if !arabicTitles[w.folded] {
			names++
		}
		last = i
	}
	if names == 0 {
		return at
	}
	r.markWords(at, last, PersonName)
	return last
}
