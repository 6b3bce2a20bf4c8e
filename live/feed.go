package live

import (
	"context"
	"sync"
	"time"
)

// feed is one page in one language: its newest frame, and whoever waits for the next.
type feed[F any] struct {
	draw Draw[F]
	pace time.Duration
	same func(a, b F) bool

	// stale holds one token while the frame is older than what it shows.
	stale chan struct{}

	drawing chan struct{} // holds one token: one drawing at a time

	mu       sync.Mutex
	watchers int
	stop     chan struct{} // ends run when the last watcher left
	frame    F
	number   uint64 // of the frame, 0 before the first
	notUntil time.Time
	wake     chan struct{} // closed and replaced with each new frame
}

func newFeed[F any](draw Draw[F], pace time.Duration, same func(a, b F) bool) *feed[F] {
	return &feed[F]{
		draw: draw, pace: pace, same: same,
		stale: make(chan struct{}, 1), drawing: make(chan struct{}, 1), wake: make(chan struct{}),
	}
}

func (f *feed[F]) markStale() {
	select {
	case f.stale <- struct{}{}:
	default:
	}
}

// arrive counts a watcher; the first one gets the channel that will end run.
func (f *feed[F]) arrive() (stop <-chan struct{}, first bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.watchers++
	if f.watchers > 1 {
		return nil, false
	}
	f.stop = make(chan struct{})
	return f.stop, true
}

func (f *feed[F]) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.watchers--
	if f.watchers == 0 {
		close(f.stop)
	}
}

func (f *feed[F]) newer() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.wake
}

// run draws while somebody watches: as soon as the frame is stale, but not faster than the pace.
func (f *feed[F]) run(stop, closed <-chan struct{}, failed func(error)) {
	for {
		select {
		case <-f.stale:
			f.markStale() // newest takes the token when it draws
		case <-stop:
			return
		case <-closed:
			return
		}
		if !f.rest(stop, closed) {
			return
		}
		if _, _, err := f.newest(context.Background()); err != nil {
			failed(err)
		}
	}
}

// rest waits until the pace allows the next frame; false when there is nobody left to draw for.
func (f *feed[F]) rest(stop, closed <-chan struct{}) bool {
	f.mu.Lock()
	pause := time.NewTimer(time.Until(f.notUntil))
	f.mu.Unlock()
	defer pause.Stop()
	select {
	case <-pause.C:
		return true
	case <-stop:
		return false
	case <-closed:
		return false
	}
}

// newest draws the frame if it is stale and the pace allows, and returns it with its number.
func (f *feed[F]) newest(ctx context.Context) (F, uint64, error) {
	f.drawing <- struct{}{}
	defer func() { <-f.drawing }()
	frame, number, rested := f.kept()
	if number > 0 && !rested {
		return frame, number, nil
	}
	select {
	case <-f.stale:
	default:
		if number > 0 {
			return frame, number, nil
		}
	}
	began := time.Now()
	drawn, err := f.draw(ctx)
	if err != nil {
		f.postpone(began)
		f.markStale()
		return frame, number, err
	}
	return f.keep(drawn, began)
}

func (f *feed[F]) kept() (F, uint64, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.frame, f.number, !time.Now().Before(f.notUntil)
}

func (f *feed[F]) postpone(began time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.notUntil = began.Add(max(f.pace, costFactor*time.Since(began)))
}

func (f *feed[F]) keep(drawn F, began time.Time) (F, uint64, error) {
	f.postpone(began)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.number == 0 || !f.same(f.frame, drawn) {
		f.frame = drawn
		f.number++
		close(f.wake)
		f.wake = make(chan struct{})
	}
	return f.frame, f.number, nil
}
