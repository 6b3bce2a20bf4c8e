// Package live knows who is watching, and the newest frame of each feed. It knows nothing of what
// a frame shows: whoever watches brings the function that draws it.
//
// A hub carries no data and keeps no queue per watcher. A change marks the feeds of a topic as
// stale; each feed that somebody watches draws itself anew, at its own pace, once for all its
// watchers; a slow watcher skips frames.
package live

import (
	"context"
	"iter"
	"sync"
	"time"
)

// Audience is a sort of watcher: it is counted apart and has a pace of its own.
type Audience int

// Phones are many and watched at leisure; screens and podiums stand in the room.
const (
	Phones Audience = iota
	Screens
	Podiums
)

// Key names a feed: everyone who watches it sees the same frames.
type Key struct {
	Topic    int64 // what changes: a session
	Audience Audience
	Name     string // which page of it, and in which language
}

// Draw draws the newest frame of a feed.
type Draw[F any] func(ctx context.Context) (F, error)

// Pace is the shortest time between two frames of one feed, by audience, and the time after
// which a watcher hears a heartbeat.
type Pace struct {
	Phones, Room, Heartbeat time.Duration
}

// DefaultPace is at most one frame a second for phones, five a second in the room, and a
// heartbeat every 20 s.
func DefaultPace() Pace {
	return Pace{Phones: time.Second, Room: 200 * time.Millisecond, Heartbeat: 20 * time.Second}
}

// costFactor keeps drawing below a tenth of the time: a frame that took long is not drawn again
// before ten times as long has passed.
const costFactor = 10

// Hub holds the feeds of one server. F is what a frame is.
type Hub[F any] struct {
	pace   Pace
	same   func(a, b F) bool
	failed func(Key, error)

	mu       sync.Mutex
	feeds    map[Key]*feed[F]
	watching map[presence]int
	closed   chan struct{}
	once     sync.Once
}

type presence struct {
	topic    int64
	audience Audience
}

// New makes a hub. same tells whether two frames look alike, so that the second is not sent;
// failed hears of frames that could not be drawn.
func New[F any](pace Pace, same func(a, b F) bool, failed func(Key, error)) *Hub[F] {
	return &Hub[F]{
		pace: pace, same: same, failed: failed,
		feeds: map[Key]*feed[F]{}, watching: map[presence]int{}, closed: make(chan struct{}),
	}
}

// Close ends every Watch. It does not wait for the watchers.
func (h *Hub[F]) Close() { h.once.Do(func() { close(h.closed) }) }

// Changed tells that a topic is not what its frames show any more.
func (h *Hub[F]) Changed(topic int64) {
	h.Redraw(func(key Key) bool { return key.Topic == topic })
}

// Redraw tells that these feeds do not show any more what is: of something that belongs to no topic,
// or that changes with time alone.
func (h *Hub[F]) Redraw(which func(Key) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for key, feed := range h.feeds {
		if which(key) {
			feed.markStale()
		}
	}
}

// Watching is how many of an audience watch a topic now.
func (h *Hub[F]) Watching(topic int64, audience Audience) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.watching[presence{topic, audience}]
}

// Newest is the feed's newest frame, drawn now if it is stale and its pace allows.
func (h *Hub[F]) Newest(ctx context.Context, key Key, draw Draw[F]) (F, error) {
	frame, _, err := h.feed(key, draw).newest(ctx)
	return frame, err
}

// Watch yields the newest frame at once and then each newer one, with true; and false with the
// last frame as a heartbeat when nothing new came for a while. It ends with the context, with the
// hub, or when the caller stops.
func (h *Hub[F]) Watch(ctx context.Context, key Key, draw Draw[F]) iter.Seq2[F, bool] {
	return func(yield func(F, bool) bool) {
		feed := h.feed(key, draw)
		h.arrive(key, feed)
		defer h.leave(key, feed)
		var seen uint64
		for {
			// The channel is taken before the frame: a frame between the two wakes us again.
			newer := feed.newer()
			frame, number, err := feed.newest(ctx)
			if err == nil && number != seen {
				seen = number
				if !yield(frame, true) {
					return
				}
				continue
			}
			if err != nil {
				h.failed(key, err)
			}
			switch h.wait(ctx, newer) {
			case ended:
				return
			case quiet:
				if !yield(frame, false) {
					return
				}
			case woken:
			}
		}
	}
}

type wake int

const (
	woken wake = iota
	quiet
	ended
)

func (h *Hub[F]) wait(ctx context.Context, newer <-chan struct{}) wake {
	beat := time.NewTimer(h.pace.Heartbeat)
	defer beat.Stop()
	select {
	case <-newer:
		return woken
	case <-beat.C:
		return quiet
	case <-ctx.Done():
		return ended
	case <-h.closed:
		return ended
	}
}

func (h *Hub[F]) feed(key Key, draw Draw[F]) *feed[F] {
	h.mu.Lock()
	defer h.mu.Unlock()
	known, ok := h.feeds[key]
	if !ok {
		known = newFeed(draw, h.paceOf(key.Audience), h.same)
		known.markStale()
		h.feeds[key] = known
	}
	return known
}

func (h *Hub[F]) paceOf(audience Audience) time.Duration {
	if audience == Phones {
		return h.pace.Phones
	}
	return h.pace.Room
}

func (h *Hub[F]) arrive(key Key, f *feed[F]) {
	h.count(key, 1)
	if stop, first := f.arrive(); first {
		go f.run(stop, h.closed, func(err error) { h.failed(key, err) })
	}
}

func (h *Hub[F]) leave(key Key, f *feed[F]) {
	h.count(key, -1)
	f.leave()
}

// count keeps presence; what the room shows of it is stale whenever it changes.
func (h *Hub[F]) count(key Key, by int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.watching[presence{key.Topic, key.Audience}] += by
	for other, feed := range h.feeds {
		if other.Topic == key.Topic && other.Audience != Phones {
			feed.markStale()
		}
	}
}
