package main

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"soundings/bench/client"
)

// place is one participant's answer to one poll.
type place struct {
	phone int
	poll  int64
}

// kept is an answer as it is stored, or as it was acknowledged.
type kept struct {
	Option   int
	Revision int64
}

// entry is what a phone knows of one answer: its taps in the order of sending, the last one
// acknowledged, and one whose outcome it never learnt.
type entry struct {
	taps         []client.Tap
	acknowledged kept // Revision 0 while nothing was
	unknown      *kept
	late         bool // the poll was closed before the last tap
}

// ledger is what all phones know, to be compared with what is stored.
type ledger struct {
	mu      sync.Mutex
	entries map[place]*entry
	total   int // acknowledgements of new answers
}

func newLedger() *ledger { return &ledger{entries: map[place]*entry{}} }

// at returns a copy of what is known.
func (l *ledger) at(where place) entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	if known := l.entries[where]; known != nil {
		return *known
	}
	return entry{}
}

// note remembers what became of a tap.
func (l *ledger) note(where place, tap client.Tap, outcome client.Outcome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	known := l.entries[where]
	if known == nil {
		known = &entry{}
		l.entries[where] = known
	}
	known.taps = append(known.taps, tap)
	answer := kept{Option: tap.Option, Revision: tap.Replaces + 1}
	switch outcome {
	case client.Recorded:
		known.acknowledged = answer
		l.total++
	case client.Late:
		known.late = true
	default:
		known.unknown = &answer
	}
}

// verdict counts in how many places the stored answers are not what was acknowledged.
type verdict struct {
	Lost, Altered, Invented int
	Undecided               int // unknown outcomes; each may be stored or not
	First                   string
}

// compare holds what is stored against what was acknowledged. A stored answer is the last one
// acknowledged, or the later one whose outcome the phone never learnt.
func (l *ledger) compare(stored map[place]kept) verdict {
	l.mu.Lock()
	defer l.mu.Unlock()
	var v verdict
	for where, known := range l.entries {
		now, is := stored[where]
		if known.unknown != nil {
			v.Undecided++
		}
		switch {
		case now == known.acknowledged, known.unknown != nil && now == *known.unknown:
			continue
		case !is, now.Revision < known.acknowledged.Revision:
			v.Lost++
		default:
			v.Altered++
		}
		v.First = cmp.Or(v.First, fmt.Sprintf("phone %d, poll %d: acknowledged %v, unknown %v, stored %v",
			where.phone, where.poll, known.acknowledged, known.unknown, now))
	}
	for where, now := range stored {
		if l.entries[where] == nil {
			v.Invented++
			v.First = cmp.Or(v.First, fmt.Sprintf("phone %d, poll %d: nobody sent %v", where.phone, where.poll, now))
		}
	}
	return v
}

// earlier picks a tap that a later acknowledged one has replaced.
func (e entry) earlier(pick func(n int) int) (client.Tap, bool) {
	replaced := slices.DeleteFunc(slices.Clone(e.taps), func(tap client.Tap) bool {
		return tap.Replaces+1 >= e.acknowledged.Revision
	})
	if len(replaced) == 0 {
		return client.Tap{}, false
	}
	return replaced[pick(len(replaced))], true
}
