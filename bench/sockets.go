package main

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"soundings/bench/client"
)

const (
	fewSockets  = 1000
	manySockets = 5000
	frameRounds = 7
	// calm is how long the server is left alone before its memory is read or a frame is sent, so
	// that the pace of phones, one frame a second, does not hold the frame back.
	calm = 1500 * time.Millisecond
)

// listeners are open sockets that count the frames they get.
type listeners struct {
	mu      sync.Mutex
	open    []*client.Socket
	heard   atomic.Int64
	lastNow atomic.Int64 // nanoseconds since the epoch, of the newest frame
}

// listen opens a socket to the poll's page for each phone.
func (b *bench) listen(phones []client.Phone, poll int64) (*listeners, error) {
	l := &listeners{}
	return l, b.listenMore(l, phones, poll)
}

func (b *bench) listenMore(l *listeners, phones []client.Phone, poll int64) error {
	hall := client.NewHall(b.program.Address, 1)
	return inParallel(64, len(phones), func(i int) error {
		socket, err := hall.ListenToPoll(b, phones[i], poll)
		if err != nil {
			return err
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.open = append(l.open, socket)
		go socket.Frames(func(_ []byte, at time.Time) bool {
			l.lastNow.Store(at.UnixNano())
			l.heard.Add(1)
			return true
		})
		return nil
	})
}

func (l *listeners) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, socket := range l.open {
		socket.Close()
	}
}

// await waits until so many frames were heard in all, and returns when the last came.
func (l *listeners) await(frames int64) (time.Time, error) {
	patience := time.Now().Add(10 * time.Second)
	for l.heard.Load() < frames {
		if time.Now().After(patience) {
			return time.Time{}, fmt.Errorf("%d of %d frames came", l.heard.Load(), frames)
		}
		time.Sleep(time.Millisecond)
	}
	return time.Unix(0, l.lastNow.Load()), nil
}

// sockets measures what idle sockets cost, and how long one frame takes to reach all of them.
func (b *bench) sockets() error {
	fmt.Println("\nSockets of phones")
	many := b.atMost(manySockets)
	few := min(fewSockets, many/2)
	if err := b.join(many + 1); err != nil {
		return err
	}
	if err := b.restart(); err != nil {
		return err
	}
	poll, err := b.ask()
	if err != nil {
		return err
	}
	if err := b.organiser.Show(b, poll); err != nil {
		return err
	}
	l, err := b.idle(poll, few, many)
	if l != nil {
		defer l.close()
	}
	if err != nil {
		return err
	}
	return b.push(l, poll, b.phones[many], many)
}

// idle opens few sockets, then many, and compares the server's memory.
func (b *bench) idle(poll int64, few, many int) (*listeners, error) {
	l, err := b.listen(b.phones[:few], poll)
	if err != nil {
		return l, err
	}
	time.Sleep(calm)
	atFew, err := b.program.Resident()
	if err != nil {
		return l, err
	}
	if err := b.listenMore(l, b.phones[few:many], poll); err != nil {
		return l, err
	}
	time.Sleep(calm)
	atMany, err := b.program.Resident()
	fmt.Printf("  memory: %.1f MB with %d sockets, %.1f MB with %d: %.1f kB each\n",
		float64(atFew)/1e6, few, float64(atMany)/1e6, many, float64(atMany-atFew)/1e3/float64(many-few))
	return l, err
}

// push has one more phone answer, and takes the time until the frame has reached every socket.
func (b *bench) push(l *listeners, poll int64, phone client.Phone, sockets int) error {
	sender := client.NewHall(b.program.Address, 1).NewSender(false)
	random := rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	var took, cpu []time.Duration
	for round := range frameRounds {
		time.Sleep(calm)
		before, err := b.program.CPU()
		if err != nil {
			return err
		}
		expected := l.heard.Load() + int64(sockets)
		began := time.Now()
		if _, err := sender.Send(phone, client.NewTap(random, poll, 1+round%5, int64(round))); err != nil {
			return err
		}
		last, err := l.await(expected)
		if err != nil {
			return err
		}
		after, err := b.program.CPU()
		if err != nil {
			return err
		}
		took, cpu = append(took, last.Sub(began)), append(cpu, after-before)
	}
	fmt.Printf("  one frame to %d: last byte p50 %.0f ms, best %.0f ms, worst %.0f ms after the answer was sent; server %.0f µs of CPU for each socket\n",
		sockets, milliseconds(median(took)), milliseconds(quantile(took, 0)), milliseconds(quantile(took, 1)),
		float64(median(cpu).Microseconds())/float64(sockets))
	return nil
}
