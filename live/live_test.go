package live_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"soundings/live"
)

const session = int64(7)

// pass lets the fake clock of a synctest bubble run on; nothing really waits.
func pass(d time.Duration) { <-time.After(d) }

func newHub() *live.Hub[int64] {
	return live.New(live.DefaultPace(), func(a, b int64) bool { return a == b }, func(live.Key, error) {})
}

func phones(name string) live.Key {
	return live.Key{Topic: session, Audience: live.Phones, Name: name}
}

// counter is a page that shows one number.
type counter struct{ value, drawn atomic.Int64 }

func (c *counter) draw(context.Context) (int64, error) {
	c.drawn.Add(1)
	return c.value.Load(), nil
}

// watcher keeps the newest frame it was given.
type watcher struct{ frame, frames, beats atomic.Int64 }

func (w *watcher) watch(ctx context.Context, h *live.Hub[int64], key live.Key, c *counter) {
	for frame, fresh := range h.Watch(ctx, key, c.draw) {
		if !fresh {
			w.beats.Add(1)
			continue
		}
		w.frame.Store(frame)
		w.frames.Add(1)
	}
}

func TestAWatcherGetsASnapshotAtOnceAndThenEveryNewerState(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		h, page, w := newHub(), &counter{}, &watcher{}
		page.value.Store(1)
		go w.watch(ctx, h, phones("en"), page)
		synctest.Wait()
		if w.frame.Load() != 1 {
			t.Fatalf("first frame %d, want the snapshot 1", w.frame.Load())
		}
		page.value.Store(2)
		h.Changed(session)
		pass(time.Second)
		synctest.Wait()
		if w.frame.Load() != 2 {
			t.Errorf("frame %d a second after the change, want 2", w.frame.Load())
		}
		cancel()
	})
}

func TestAFeedIsDrawnOnceForAllItsWatchersAndNotFasterThanItsPace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		h, page := newHub(), &counter{}
		watchers := make([]watcher, 50)
		for i := range watchers {
			go watchers[i].watch(ctx, h, phones("en"), page)
		}
		synctest.Wait()
		for range 100 { // 10 s of a change every 100 ms
			page.value.Add(1)
			h.Changed(session)
			pass(100 * time.Millisecond)
		}
		pass(2 * time.Second)
		synctest.Wait()
		if drawn := page.drawn.Load(); drawn < 10 || drawn > 14 {
			t.Errorf("drawn %d times in 12 s, want about one a second", drawn)
		}
		for i := range watchers {
			if watchers[i].frame.Load() != 100 {
				t.Errorf("watcher %d ended on frame %d, want the last state 100", i, watchers[i].frame.Load())
			}
		}
		cancel()
	})
}

func TestTheRoomIsDrawnFiveTimesASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		h, page, w := newHub(), &counter{}, &watcher{}
		go w.watch(ctx, h, live.Key{Topic: session, Audience: live.Screens}, page)
		for range 200 { // 2 s
			page.value.Add(1)
			h.Changed(session)
			pass(10 * time.Millisecond)
		}
		if drawn := page.drawn.Load(); drawn < 9 || drawn > 12 {
			t.Errorf("drawn %d times in 2 s, want about ten", drawn)
		}
		cancel()
	})
}

func TestASlowDrawingIsNotRepeatedBeforeTenTimesItsCost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		h, drawn, w := newHub(), atomic.Int64{}, &watcher{}
		slow := func(context.Context) (int64, error) {
			pass(300 * time.Millisecond)
			return drawn.Add(1), nil
		}
		go func() {
			for frame := range h.Watch(ctx, live.Key{Topic: session, Audience: live.Podiums}, slow) {
				w.frame.Store(frame)
			}
		}()
		for range 90 {
			h.Changed(session)
			pass(100 * time.Millisecond)
		}
		if n := drawn.Load(); n > 4 {
			t.Errorf("drawn %d times in 9 s although each takes 300 ms", n)
		}
		cancel()
		pass(time.Second)
	})
}

func TestAFrameThatLooksTheSameIsNotSentAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		h, page, w := newHub(), &counter{}, &watcher{}
		go w.watch(ctx, h, phones("en"), page)
		for range 5 {
			h.Changed(session)
			pass(time.Second)
		}
		synctest.Wait()
		if w.frames.Load() != 1 {
			t.Errorf("%d frames sent of an unchanged page", w.frames.Load())
		}
		cancel()
	})
}

func TestAQuietFeedSendsHeartbeats(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		h, page, w := newHub(), &counter{}, &watcher{}
		go w.watch(ctx, h, phones("en"), page)
		pass(65 * time.Second)
		synctest.Wait()
		if w.beats.Load() != 3 {
			t.Errorf("%d heartbeats in 65 s, want 3", w.beats.Load())
		}
		cancel()
	})
}

func TestAFailedDrawingIsTriedAgainAndReported(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var failures, tries atomic.Int64
		h := live.New(live.DefaultPace(), func(a, b int64) bool { return a == b }, func(live.Key, error) { failures.Add(1) })
		draw := func(context.Context) (int64, error) {
			if tries.Add(1) < 3 {
				return 0, errors.New("disk is busy")
			}
			return 42, nil
		}
		var frame atomic.Int64
		go func() {
			for f := range h.Watch(ctx, phones("en"), draw) {
				frame.Store(f)
			}
		}()
		pass(5 * time.Second)
		synctest.Wait()
		if frame.Load() != 42 || failures.Load() == 0 {
			t.Errorf("frame %d after %d failures, want 42 after some", frame.Load(), failures.Load())
		}
		cancel()
	})
}

func TestPresenceIsCountedAndRedrawsTheRoomOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		room, leaveRoom := context.WithCancel(t.Context())
		ctx, cancel := context.WithCancel(t.Context())
		h, w := newHub(), &watcher{}
		screen := func(context.Context) (int64, error) { return int64(h.Watching(session, live.Phones)), nil }
		go func() {
			for frame := range h.Watch(room, live.Key{Topic: session, Audience: live.Screens}, screen) {
				w.frame.Store(frame)
			}
		}()
		page := &counter{}
		for range 30 {
			go (&watcher{}).watch(ctx, h, phones("en"), page)
		}
		pass(time.Second)
		synctest.Wait()
		if w.frame.Load() != 30 {
			t.Errorf("the screen counts %d phones, want 30", w.frame.Load())
		}
		cancel()
		pass(time.Second)
		synctest.Wait()
		if w.frame.Load() != 0 || page.drawn.Load() > 1 {
			t.Errorf("the screen counts %d phones after all left; the phones' page was drawn %d times", w.frame.Load(), page.drawn.Load())
		}
		leaveRoom()
	})
}

func TestNewestAnswersWithoutWatchingAndKeepsThePace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, page := newHub(), &counter{}
		for range 500 {
			page.value.Add(1)
			h.Changed(session)
			if _, err := h.Newest(t.Context(), phones("en"), page.draw); err != nil {
				t.Fatal(err)
			}
		}
		if page.drawn.Load() != 1 {
			t.Errorf("drawn %d times for 500 requests at once", page.drawn.Load())
		}
		pass(time.Second)
		if frame, _ := h.Newest(t.Context(), phones("en"), page.draw); frame != 500 {
			t.Errorf("newest frame %d after a second, want 500", frame)
		}
	})
}

func TestClosingEndsEveryWatch(t *testing.T) {
	t.Parallel()
	h, page := newHub(), &counter{}
	var watching sync.WaitGroup
	for range 20 {
		watching.Go(func() { (&watcher{}).watch(t.Context(), h, phones("en"), page) })
	}
	h.Close()
	watching.Wait()
	if n := h.Watching(session, live.Phones); n != 0 {
		t.Errorf("%d watchers counted after closing", n)
	}
}

func TestWatchersComeAndGoWithoutLosingTheLastState(t *testing.T) {
	t.Parallel()
	h := live.New(live.Pace{Phones: time.Millisecond, Room: time.Millisecond, Heartbeat: time.Minute},
		func(a, b int64) bool { return a == b }, func(live.Key, error) {})
	page := &counter{}
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			for frame := range h.Watch(t.Context(), phones("en"), page.draw) {
				if frame == 1000 {
					return
				}
			}
		})
	}
	for range 1000 {
		page.value.Add(1)
		h.Changed(session)
	}
	all.Wait()
	if n := h.Watching(session, live.Phones); n != 0 {
		t.Errorf("%d watchers left", n)
	}
}
