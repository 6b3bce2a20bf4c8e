package handlers

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
)

// What a room behind one address can never hit: nothing that succeeds is limited by address.
const (
	guessesFree   = 30          // wrong codes or passphrases a minute from one address
	guessDelay    = time.Second // then each further wrong one waits this long
	guessesWaited = 20          // and so many may wait at a time: guessing runs at 20 a second
	guessWindow   = time.Minute
	answersBurst  = 10.0 // answers of one participant at once
	answersRate   = 5.0  // and a second after that
	textsBurst    = 5.0  // contributions of one participant at once
	textsRate     = 1.0 / 3
)

// guessLimit slows down who guesses, by address, after the guess was found wrong. A right one is
// never delayed.
type guessLimit struct {
	now func() time.Time

	mu    sync.Mutex
	since time.Time
	wrong map[string]int
	wait  map[string]int
}

func newGuessLimit(now func() time.Time) *guessLimit {
	return &guessLimit{now: now, since: now(), wrong: map[string]int{}, wait: map[string]int{}}
}

// missed counts a wrong guess and holds its answer back where there were many; errTooMany when
// too many are held back already.
func (g *guessLimit) missed(ctx context.Context, c *fiber.Ctx) error {
	address := addressOf(c)
	slow, full := g.count(address)
	switch {
	case full:
		return errTooMany
	case !slow:
		return nil
	}
	defer g.done(address)
	delay := time.NewTimer(guessDelay)
	defer delay.Stop()
	select {
	case <-delay.C:
	case <-ctx.Done():
	}
	return nil
}

func (g *guessLimit) count(address string) (slow, full bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.now().Sub(g.since) > guessWindow {
		g.since, g.wrong = g.now(), map[string]int{}
	}
	g.wrong[address]++
	if g.wrong[address] <= guessesFree {
		return false, false
	}
	if g.wait[address] >= guessesWaited {
		return true, true
	}
	g.wait[address]++
	return true, false
}

func (g *guessLimit) done(address string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.wait[address]--; g.wait[address] <= 0 {
		delete(g.wait, address)
	}
}

// addressOf is the other end of the connection. Forwarded headers are anyone's to forge, so
// behind a proxy all share its address; only guessing is slowed by that.
func addressOf(c *fiber.Ctx) string {
	host, _, err := net.SplitHostPort(c.Context().RemoteAddr().String())
	if err != nil {
		return c.Context().RemoteAddr().String()
	}
	return host
}

// personLimit bounds how fast one participant may do a thing: a bucket each, in shards so that
// participants do not wait for each other.
type personLimit struct {
	now    func() time.Time
	burst  float64 // at once
	rate   float64 // and a second after that
	shards [64]struct {
		mu      sync.Mutex
		buckets map[int64]bucket
	}
}

type bucket struct {
	left float64
	at   time.Time
}

// take takes one from a bucket that fills up again at a rate; false where it is empty.
func (b *bucket) take(now time.Time, burst, rate float64) bool {
	b.left = min(burst, b.left+now.Sub(b.at).Seconds()*rate)
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

func newPersonLimit(now func() time.Time, burst, rate float64) *personLimit {
	return &personLimit{now: now, burst: burst, rate: rate}
}

// allow reports whether the participant may do it now.
func (l *personLimit) allow(participant int64) bool {
	shard := &l.shards[uint64(participant)%uint64(len(l.shards))]
	now := l.now()
	shard.mu.Lock()
	defer shard.mu.Unlock()
	kept, known := shard.buckets[participant]
	if !known {
		kept = bucket{left: l.burst, at: now}
		if shard.buckets == nil || len(shard.buckets) > 1<<14 {
			shard.buckets = map[int64]bucket{}
		}
	}
	allowed := kept.take(now, l.burst, l.rate)
	shard.buckets[participant] = kept
	return allowed
}
