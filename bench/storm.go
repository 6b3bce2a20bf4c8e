package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"soundings/bench/client"
)

const (
	stormPhones = 2000
	stormTime   = 5 * time.Second
	// settled is how long the last frame may take before the screen counts as left behind.
	settled = 5 * time.Second
)

// seen is a moment at which the screen showed so many respondents.
type seen struct {
	respondents int
	at          time.Time
}

// storm has phones with open sockets all answer within five seconds, each at a moment of its own:
// once each over a new connection, once over connections that are kept.
func (b *bench) storm() error {
	fmt.Println("\nA hall answers: all within five seconds, sockets open, result shown on screen and phones")
	phones := b.atMost(stormPhones)
	if err := b.join(phones); err != nil {
		return err
	}
	for _, fresh := range []bool{true, false} {
		if err := b.answerAtOnce(b.phones[:phones], fresh); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) answerAtOnce(phones []client.Phone, fresh bool) error {
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
	listeners, err := b.listen(phones, poll)
	if err != nil {
		return err
	}
	defer listeners.close()
	screen, err := b.organiser.ListenToScreen(b, b.program, b.session)
	if err != nil {
		return err
	}
	defer screen.Close()
	shown := watch(screen, len(phones))
	before, err := b.program.CPU()
	if err != nil {
		return err
	}
	told, answersErr := answerSpread(client.NewHall(b.program.Address, len(phones)), phones, poll, fresh)
	var frames []seen
	select {
	case frames = <-shown:
	case <-time.After(settled):
		screen.Close()
		frames = <-shown
	}
	after, err := b.program.CPU()
	if err != nil {
		return err
	}
	stored, err := b.respondents(poll)
	if err != nil {
		return err
	}
	fmt.Printf("  %d phones, %s connections: %d acknowledged, %d stored, %d lost\n",
		len(phones), map[bool]string{true: "new", false: "kept"}[fresh], len(told.acknowledged), stored, len(told.acknowledged)-min(stored, len(told.acknowledged)))
	fmt.Printf("    acknowledged in   p50 %5.1f ms   p99 %5.1f ms   longest %5.1f ms\n",
		milliseconds(median(told.took)), milliseconds(quantile(told.took, 0.99)), milliseconds(quantile(told.took, 1)))
	lags := screenLags(told.acknowledged, frames)
	fmt.Printf("    then on screen in p50 %5.1f ms   p99 %5.1f ms   longest %5.1f ms   (%d of %d seen, %d frames)\n",
		milliseconds(median(lags)), milliseconds(quantile(lags, 0.99)), milliseconds(quantile(lags, 1)), len(lags), len(told.acknowledged), len(frames))
	fmt.Printf("    server            %.1f s of CPU\n", (after - before).Seconds())
	if answersErr != nil {
		fmt.Println("    faults:", answersErr)
	}
	return nil
}

func (b *bench) respondents(poll int64) (int, error) {
	polls, err := b.organiser.Export(b, b.session)
	if err != nil {
		return 0, err
	}
	for _, one := range polls {
		if one.ID == poll {
			return one.Respondents, nil
		}
	}
	return 0, errors.New("the poll is not in the export")
}

// watch notes when the screen showed how many, until it shows all.
func watch(screen *client.Socket, all int) <-chan []seen {
	done := make(chan []seen, 1)
	go func() {
		var frames []seen
		screen.Frames(func(frame []byte, at time.Time) bool {
			figures, err := client.ReadFigures(frame)
			if err == nil {
				frames = append(frames, seen{figures.Respondents, at})
			}
			return figures.Respondents < all
		})
		done <- frames
	}()
	return done
}

// told is what the phones were told: how long each waited for its acknowledgement, counted from
// the moment at which it meant to answer, and when it came.
type told struct {
	took         []time.Duration
	acknowledged []time.Time
}

// answerSpread lets each phone answer once, at a random moment of the storm.
func answerSpread(hall *client.Hall, phones []client.Phone, poll int64, fresh bool) (told, error) {
	var all told
	var mu sync.Mutex
	var errs []error
	var group sync.WaitGroup
	defer hall.Disconnect()
	start := time.Now().Add(200 * time.Millisecond)
	for _, phone := range phones {
		moment := start.Add(rand.N(stormTime))
		random := rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
		group.Go(func() {
			sender := hall.NewSender(fresh)
			time.Sleep(time.Until(moment))
			result, err := sender.Send(phone, client.NewTap(random, poll, 1+random.IntN(5), 0))
			at := time.Now()
			mu.Lock()
			defer mu.Unlock()
			if result != client.Recorded {
				errs = append(errs, err)
				return
			}
			all.took = append(all.took, at.Sub(moment))
			all.acknowledged = append(all.acknowledged, at)
		})
	}
	group.Wait()
	return all, errors.Join(errs...)
}

// screenLags is for each acknowledgement how long it took until the screen showed as many
// respondents as had been acknowledged by then; what the screen showed before counts as at once.
func screenLags(acknowledged []time.Time, frames []seen) []time.Duration {
	var lags []time.Duration
	ordered := slices.SortedFunc(slices.Values(acknowledged), time.Time.Compare)
	next := 0
	for i, at := range ordered {
		for next < len(frames) && frames[next].respondents <= i {
			next++
		}
		if next == len(frames) {
			break
		}
		lags = append(lags, max(0, frames[next].at.Sub(at)))
	}
	return lags
}
