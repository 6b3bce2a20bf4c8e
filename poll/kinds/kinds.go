// Package kinds holds the ways of asking, one file each. This file is the list: a new kind adds
// one word here and nothing anywhere else in Go.
package kinds

import "soundings/poll"

// All lists every kind, in the order in which they are offered.
func All() []poll.Kind {
	return []poll.Kind{choice{}}
}

// ByName finds a kind by its stored name.
func ByName(name string) (poll.Kind, bool) {
	for _, kind := range All() {
		if kind.Name() == name {
			return kind, true
		}
	}
	return nil, false
}
