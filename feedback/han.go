package feedback

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest names in characters, before the word that tells what they are.
const (
	longestHanOrganization = 8
	longestHanPerson       = 4
)

// findHan finds names in text that has no spaces: known ones, and what stands before a word that
// ends the name of an organization or follows that of a person.
func (r *reading) findHan() {
	for at, c := range r.text {
		if !unicode.Is(unicode.Han, c) {
			continue
		}
		for _, known := range r.table.han[c] {
			if strings.HasPrefix(r.text[at:], known.text) {
				r.mark(at, at+len(known.text), known.kind)
				break
			}
		}
		for _, head := range hanHeads {
			if strings.HasPrefix(r.text[at:], head) {
				r.markHanOrganization(at, at+len(head))
			}
		}
		for _, title := range hanTitles {
			if strings.HasPrefix(r.text[at:], title) {
				r.markHanPerson(at, at+len(title))
			}
		}
	}
}

func (r *reading) markHanOrganization(head, end int) {
	from := r.back(head, longestHanOrganization)
	if !ordinaryHan(r.text[from:end]) && (from < head || end-head > len("组织")) {
		r.mark(from, end, OrganizationName)
	}
}

// markHanPerson takes the characters from a surname on, or all when none is among them.
func (r *reading) markHanPerson(title, end int) {
	from := r.back(title, longestHanPerson)
	name := r.text[from:title]
	if name == "" || ordinaryHan(r.text[from:end]) || strings.HasSuffix(name, "女士们") || strings.HasPrefix(r.text[end:], "们") {
		return
	}
	for at, c := range name {
		if strings.ContainsRune(hanSurnames, c) && len(name)-at <= 3*len("王") {
			from += at
			break
		}
	}
	r.mark(from, end, PersonName)
}

func ordinaryHan(text string) bool {
	return slices.ContainsFunc(hanOrdinary, func(ordinary string) bool { return strings.HasSuffix(text, ordinary) })
}

// back goes at most so many characters back, to where a small word or a mark stands.
func (r *reading) back(from, most int) int {
	for range most {
		c, size := utf8.DecodeLastRuneInString(r.text[:from])
		if size == 0 || !unicode.Is(unicode.Han, c) || strings.ContainsRune(hanBreaks, c) {
			return from
		}
		from -= size
	}
	return from
}
