package store

import (
	"sync"

	"soundings/agenda"
	"soundings/poll"
)

// pollCache keeps polls with their sessions in memory: every answer asks for one. The writer
// keeps it true after each commit.
type pollCache struct {
	mu         sync.RWMutex
	known      map[int64]polled
	generation uint64 // grows with each commit, so that what was read before it is not kept
}

type polled struct {
	poll    poll.Poll
	session agenda.Session
}

// find returns what is known of a poll, and the generation to hand to keep when nothing is.
func (c *pollCache) find(id int64) (found polled, ok bool, generation uint64) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	found, ok = c.known[id]
	return found, ok, c.generation
}

// keep remembers what was read, unless something was committed since.
func (c *pollCache) keep(read polled, generation uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation != generation {
		return
	}
	if c.known == nil {
		c.known = map[int64]polled{}
	}
	c.known[read.poll.ID] = read
}

// forget drops everything; commands are rare.
func (c *pollCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known = nil
	c.generation++
}

// advance raises the versions after a batch of answers, which changes nothing else of a poll.
func (c *pollCache) advance(polls, sessions map[int64]int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.generation++
	for id, known := range c.known {
		if version, ok := sessions[known.session.ID]; ok {
			known.session.Version = version
			if version, ok := polls[id]; ok {
				known.poll.Version = version
			}
			c.known[id] = known
		}
	}
}
