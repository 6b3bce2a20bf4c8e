package feedback

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// findOrganizations finds the words that are an organization's name because of what it is called:
// a ministry, a union, a university, with the words that belong to it.
func (r *reading) findOrganizations() {
	for i := range r.words {
		w := r.words[i]
		switch {
		case w.script == arabic:
			r.findArabicOrganization(i)
		case !r.taken[i] && (w.capital || r.ledByCapital(i)) && isHead(w):
			r.findOrganizationAround(i)
		}
	}
}

// ledByCapital: Russian writes only the first word of such a name with a capital letter.
func (r *reading) ledByCapital(i int) bool {
	w := r.words[i]
	return w.script == cyrillic && i > 0 && r.words[i-1].capital && !r.words[i-1].begins && !r.taken[i-1] && joinsWords(w.gap)
}

func isHead(w word) bool {
	return slices.ContainsFunc(heads, func(head string) bool {
		stem, open := strings.CutSuffix(head, "*")
		return w.folded == head || open && strings.HasPrefix(w.folded, stem) && len(w.folded) <= len(stem)+8
	})
}

// findOrganizationAround takes the capitalised words on both sides, and behind the head what small
// words bind to it.
func (r *reading) findOrganizationAround(head int) {
	first, last := head, r.endOfName(head)
	for first > 0 && !r.words[first].begins && joinsWords(r.words[first].gap) && r.leads(first-1) {
		first--
	}
	if r.words[first].begins && first < head && ordinaryWords[r.words[first].folded] {
		first++
	}
	if first == last && (r.words[head].begins || r.shouting()) {
		return // a single word that begins a sentence
	}
	r.markWords(first, last, OrganizationName)
}

// leads: a capitalised word before a head belongs to its name, but for small words and commas.
func (r *reading) leads(i int) bool {
	return r.words[i].capital && !connectors[r.words[i].folded] || r.taken[i] && r.words[i].capital
}

// endOfName is the last word that belongs to a name which has started.
func (r *reading) endOfName(at int) int {
	last, bound, small := at, false, 0
	for i := at + 1; i < len(r.words) && i <= at+12; i++ {
		w := r.words[i]
		switch {
		case w.begins || !joinsWords(w.gap):
			return last
		case connectors[w.folded] && (w.folded != "and" && w.folded != "et" && w.folded != "y" || bound):
			bound = bound || binders[w.folded]
			if bound && !r.saysEnglish(at) {
				small = 1 // what French and Spanish bind is in small letters
			}
			continue
		case w.capital || w.script == cyrillic && genitive(w):
			last = i
		case !w.capital && w.script == latin && (small > 0 || adjective(w)) && len(w.text) > 2:
			last, small = i, 0
		default:
			return last
		}
	}
	return last
}

// saysEnglish reports whether a head is one of the English words.
func (r *reading) saysEnglish(head int) bool {
	return r.lang != "fr" && r.lang != "es" && !strings.ContainsFunc(r.words[head].text, func(c rune) bool { return c > unicode.MaxASCII }) &&
		!slices.ContainsFunc([]string{"ministere", "ministerio", "conseil", "consejo", "banque", "banco", "organisation", "comite", "agence", "agencia", "universidad", "universite"},
			func(word string) bool { return strings.HasPrefix(r.words[head].folded, word) })
}

// adjective: "Union africaine", "Banque mondiale", "Comité internacional".
func adjective(w word) bool {
	for _, ending := range []string{"ale", "nal", "ial", "aux", "ales", "aine", "ain", "enne", "eenne", "een", "ique", "iques", "aise", "ana", "ano", "peo", "pea", "ional", "ica", "ico", "aire"} {
		if len(w.folded) > 4 && strings.HasSuffix(w.folded, ending) {
			return true
		}
	}
	return false
}

func genitive(w word) bool {
	if w.folded == "дел" {
		return true // Министерство внутренних дел
	}
	if connectors[w.folded] || utf8.RuneCountInString(w.folded) < 4 {
		return false
	}
	for _, ending := range []string{"их", "ых", "ого", "его", "ои", "ии", "еи", "ов", "ства", "ности", "союз", "банк", "фонд", "совет", "комитет"} {
		if strings.HasSuffix(w.folded, ending) {
			return true
		}
	}
	return false
}

// joinsWords reports whether two words follow each other in one name.
func joinsWords(gap string) bool { return joins(gap) && !strings.Contains(gap, ".") }

// findArabicOrganization takes what follows the head and has the article, or is a known name.
func (r *reading) findArabicOrganization(head int) {
	if r.taken[head] || !slices.ContainsFunc(r.words[head].keys, func(key string) bool { return arabicHeads[key] }) {
		return
	}
	last := head
	for i := head + 1; i < len(r.words) && i <= head+3 && strings.TrimSpace(r.words[i].gap) == ""; i++ {
		if !strings.HasPrefix(r.words[i].folded, "ال") && !r.taken[i] || arabicSmall[r.words[i].folded] {
			break
		}
		last = i
	}
	if last > head {
		r.markWords(head, last, OrganizationName)
	}
}

// shouting reports whether a text is written in capital letters, so that these tell nothing.
func (r *reading) shouting() bool {
	shouted, long := 0, 0
	for _, w := range r.words {
		if len(w.text) >= 2 && w.script <= cyrillic {
			long++
			if w.shouted {
				shouted++
			}
		}
	}
	return long >= 4 && shouted*2 > long
}

// findAcronyms takes what is written in capital letters and is no common abbreviation.
func (r *reading) findAcronyms() {
	if r.shouting() {
		return
	}
	for i, w := range r.words {
		base := strings.TrimSuffix(w.folded, "s")
		if w.shouted && !r.taken[i] && !ordinaryAcronyms[w.folded] && !ordinaryAcronyms[base] && len(base) > 1 {
			r.markWords(i, i, OrganizationName)
		}
	}
}
