package handlers

import "sync"

// Sockets at most: in all, and of one phone or one browser of the staff. A phone that changes its
// network leaves sockets behind for a minute; a podium's page alone holds two.
const (
	socketsMost      = 20000
	socketsOfOneMost = 16
)

// crowd counts the open sockets and who holds them. At a shutdown it lets nobody in any more, and
// tells when the last has left.
type crowd struct {
	mu      sync.Mutex
	open    int
	of      map[string]int
	closing bool
	empty   chan struct{} // closed when closing and empty
}

func newCrowd() *crowd { return &crowd{of: map[string]int{}, empty: make(chan struct{})} }

// enter lets a socket in; whoever was let in must leave.
func (c *crowd) enter(holder string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.room(holder) {
		return false
	}
	c.open++
	c.of[holder]++
	return true
}

// hasRoom reports whether a socket would be let in now.
func (c *crowd) hasRoom(holder string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.room(holder)
}

func (c *crowd) room(holder string) bool {
	return !c.closing && c.open < socketsMost && c.of[holder] < socketsOfOneMost
}

func (c *crowd) leave(holder string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open--
	if c.of[holder]--; c.of[holder] == 0 {
		delete(c.of, holder)
	}
	c.end()
}

// close lets nobody in any more. What it returns is closed when all have left.
func (c *crowd) close() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closing {
		c.closing = true
		c.end()
	}
	return c.empty
}

func (c *crowd) end() {
	if c.closing && c.open == 0 {
		close(c.empty)
	}
}

func (c *crowd) size() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.open
}
