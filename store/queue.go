package store

import (
	"runtime"
	"sync"
)

// queue holds the jobs that wait for the writer, in the order in which they came.
type queue struct {
	mu      sync.Mutex
	arrived *sync.Cond
	jobs    []job
	spare   []job // the slice that the writer has worked off, used again
	closed  bool
}

func newQueue() *queue {
	q := &queue{}
	q.arrived = sync.NewCond(&q.mu)
	return q
}

// put adds a job; false says that the queue is closed and the job was not taken.
func (q *queue) put(one job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.jobs = append(q.jobs, one)
	q.arrived.Signal()
	return true
}

// take waits for jobs and takes all of them; nil says that the queue is closed and empty. What it
// returned before is then used again.
func (q *queue) take() []job {
	// Whoever is ready to put a job in does so first. It costs nothing when nobody is, and under
	// load commits are larger and fewer.
	runtime.Gosched()
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.jobs) == 0 {
		if q.closed {
			return nil
		}
		q.arrived.Wait()
	}
	taken := q.jobs
	clear(q.spare[:cap(q.spare)])
	q.jobs, q.spare = q.spare[:0], taken
	return taken
}

// close takes no more jobs; those that were taken stay.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.arrived.Signal()
}
