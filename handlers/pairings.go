package handlers

import (
	"crypto/rand"
	"io"
	"sync"
	"time"

	"soundings/store"
)

// Machines that wait to become a screen: for how long, and how many at a time.
const (
	pairingLasts    = 10 * time.Minute
	pairingsMost    = 512
	pairingsOfOne   = 16 // from one address: a new one takes the place of the oldest
	pairingLength   = 6  // characters of the code
	pairingAttempts = 5  // to find a code that nobody waits with
)

// pairings are the machines that show a code and wait for somebody to type it. They live in memory:
// after a restart each shows a new code.
type pairings struct {
	now    func() time.Time
	random io.Reader

	mu      sync.Mutex
	waiting map[string]*pairing // by what the machine's cookie holds
}

// pairing is one machine that waits.
type pairing struct {
	code    string
	address string
	since   time.Time
	taken   bool   // somebody typed the code
	token   string // of the link that was made for it, "" until there is one
}

func newPairings(now func() time.Time, random io.Reader) *pairings {
	return &pairings{now: now, random: random, waiting: map[string]*pairing{}}
}

// find is the machine with this cookie, if it still waits.
func (p *pairings) find(secret string) (pairing, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forget()
	known, waits := p.waiting[secret]
	if !waits {
		return pairing{}, false
	}
	return *known, true
}

// begin lets one more machine wait; errTooMany where there is no room.
func (p *pairings) begin(address string) (secret string, waits pairing, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forget()
	p.makeRoom(address)
	if len(p.waiting) >= pairingsMost {
		return "", pairing{}, errTooMany
	}
	for range pairingAttempts {
		code, err := store.NewCode(p.random, pairingLength)
		if err != nil {
			return "", pairing{}, err
		}
		if p.with(code) == nil {
			secret, waits = rand.Text(), pairing{code: code, address: address, since: p.now()}
			p.waiting[secret] = &waits
			return secret, waits, nil
		}
	}
	return "", pairing{}, errTooMany
}

// take claims the machine that shows this code; false where none does. What is claimed must be given
// a link or be released.
func (p *pairings) take(code string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forget()
	waits := p.with(code)
	if waits == nil || waits.taken {
		return false
	}
	waits.taken = true
	return true
}

// give hands the machine with this code its link.
func (p *pairings) give(code, token string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if waits := p.with(code); waits != nil {
		waits.token = token
	}
}

// release lets the machine wait on: no link could be made.
func (p *pairings) release(code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if waits := p.with(code); waits != nil {
		waits.taken = false
	}
}

// end forgets a machine that has got its link.
func (p *pairings) end(secret string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.waiting, secret)
}

func (p *pairings) with(code string) *pairing {
	for _, waits := range p.waiting {
		if waits.code == code {
			return waits
		}
	}
	return nil
}

// forget drops those who have waited too long.
func (p *pairings) forget() {
	now := p.now()
	for secret, waits := range p.waiting {
		if now.Sub(waits.since) >= pairingLasts {
			delete(p.waiting, secret)
		}
	}
}

// makeRoom drops the oldest of an address that has too many.
func (p *pairings) makeRoom(address string) {
	count, oldest := 0, ""
	for secret, waits := range p.waiting {
		if waits.address != address {
			continue
		}
		count++
		if oldest == "" || waits.since.Before(p.waiting[oldest].since) {
			oldest = secret
		}
	}
	if count >= pairingsOfOne {
		delete(p.waiting, oldest)
	}
}
