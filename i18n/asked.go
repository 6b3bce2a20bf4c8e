package i18n

import "sync"

// Bounds of what is remembered: a hall's browsers ask in few different ways.
const (
	askedMost    = 256
	askedLongest = 128
)

// asked remembers what languages were asked for and what that led to: every answer of a phone
// brings the same long wish, and reading it takes longer than all else that a handler does.
type asked struct {
	mu    sync.RWMutex
	known map[string]string
}

func (a *asked) answer(want string, find func(string) string) string {
	if found, ok := a.recall(want); ok {
		return found
	}
	found := find(want)
	if len(want) <= askedLongest {
		a.remember(want, found)
	}
	return found
}

func (a *asked) recall(want string) (found string, ok bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	found, ok = a.known[want]
	return found, ok
}

func (a *asked) remember(want, found string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.known == nil || len(a.known) >= askedMost {
		a.known = map[string]string{}
	}
	a.known[want] = found
}
