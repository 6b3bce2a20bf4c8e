package feedback

import (
	"cmp"
	"slices"
	"sync"

	"github.com/rivo/uniseg"
)

// NameKind is what a name in a text names.
type NameKind string

// What the desk has to look at before it releases a text.
const (
	PersonName       NameKind = "person"
	StateName        NameKind = "state"
	OrganizationName NameKind = "organization"
)

// Name is a place in a text that seems to name somebody: bytes From to To.
type Name struct {
	From, To int
	Kind     NameKind
}

// Names finds what in a text names persons, States and organizations, in order and without overlap;
// lang is the language that its author named, "" when none. It marks rather too much than too
// little: a person at the desk looks at what it marks, and reads the rest all the same.
func Names(text, lang string) []Name {
	r := &reading{text: text, lang: lang, words: wordsOf(text), table: lexicon()}
	r.taken = make([]bool, len(r.words))
	r.findKnown()
	r.findAddresses()
	r.findOrganizations()
	r.findPersons()
	r.findAcronyms()
	r.findHan()
	return onCharacters(text, apart(r.found))
}

var lexicon = sync.OnceValue(readLexicon)

// reading is one text while names are looked for in it.
type reading struct {
	text, lang string
	words      []word
	table      *phraseTable
	taken      []bool // words that are part of a known phrase, also of one that names nobody
	found      []Name
}

func (r *reading) mark(from, to int, kind NameKind) {
	r.found = append(r.found, Name{from, to, kind})
}

// markWords marks words first to last.
func (r *reading) markWords(first, last int, kind NameKind) {
	r.mark(r.words[first].from, r.words[last].to, kind)
	for i := first; i <= last; i++ {
		r.taken[i] = true
	}
}

// apart keeps the longest of names that overlap: a ministry holds the State whose it is.
func apart(found []Name) []Name {
	slices.SortStableFunc(found, func(a, b Name) int { return cmp.Or(a.From-b.From, b.To-a.To) })
	var kept []Name
	for _, name := range found {
		for len(kept) > 0 && kept[len(kept)-1].To > name.From && length(kept[len(kept)-1]) < length(name) {
			kept = kept[:len(kept)-1]
		}
		if len(kept) == 0 || kept[len(kept)-1].To <= name.From {
			kept = append(kept, name)
		}
	}
	return kept
}

func length(n Name) int { return n.To - n.From }

// onCharacters widens names to whole characters, as a person counts them.
func onCharacters(text string, names []Name) []Name {
	if len(names) == 0 {
		return nil
	}
	edge := characterEdges(text)
	var wide []Name
	for _, name := range names {
		for !edge[name.From] {
			name.From--
		}
		for !edge[name.To] {
			name.To++
		}
		if n := len(wide); n > 0 && wide[n-1].To > name.From {
			wide[n-1].To = max(wide[n-1].To, name.To)
			continue
		}
		wide = append(wide, name)
	}
	return wide
}

func characterEdges(text string) []bool {
	edge := make([]bool, len(text)+1)
	edge[0] = true
	at := 0
	for state, rest := -1, text; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		at += len(cluster)
		edge[at] = true
	}
	return edge
}
