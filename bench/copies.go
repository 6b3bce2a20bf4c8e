package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"soundings/bench/client"
)

const (
	copiedPhones  = 10000
	copiedPolls   = 10
	copyTurns     = 5
	copyTurn      = 4 * time.Second
	copyPerSecond = 300
)

// copies measures what copies cost those who answer: in turns without copies and with one begun as
// soon as the last has ended, in a file that holds 100,000 answers.
func (b *bench) copies() error {
	fmt.Printf("\nAnswers while copies are made, %d a second, in turns of %v\n", copyPerSecond, copyTurn)
	if err := b.join(copiedPhones); err != nil {
		return err
	}
	voices, err := b.fill()
	if err != nil {
		return err
	}
	dir := filepath.Join(b.folder, "copies")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	b.program.Flags = []string{"--copy-to", dir}
	defer func() { b.program.Flags = nil }()
	if err := b.restart(); err != nil {
		return err
	}
	var calm, copied, each []time.Duration
	for turn := range copyTurns + 1 {
		without, err := b.paced(voices)
		if err != nil {
			return err
		}
		with, made, err := b.whileCopied(voices)
		if err != nil {
			return err
		}
		if turn > 0 { // the first warms up
			calm, copied, each = append(calm, without...), append(copied, with...), append(each, made...)
		}
	}
	size, err := os.Stat(filepath.Join(dir, filepath.Base(b.program.File)))
	if err != nil {
		return err
	}
	reportPaced("without copies", calm)
	reportPaced("while copied", copied)
	fmt.Printf("    a copy of %.1f MB  p50 %5.0f ms   longest %5.0f ms   (%d of them)\n",
		float64(size.Size())/1e6, milliseconds(median(each)), milliseconds(quantile(each, 1)), len(each))
	return nil
}

// fill has every phone answer every poll; the voices go on in the last one.
func (b *bench) fill() (voices []voice, err error) {
	hall := client.NewHall(b.program.Address, 128)
	defer hall.Disconnect()
	for range copiedPolls {
		poll, err := b.ask()
		if err != nil {
			return nil, err
		}
		voices = newVoices(b.phones[:copiedPhones], poll)
		err = inParallel(128, len(voices), func(i int) error { return voices[i].answer(hall.NewSender(false)) })
		if err != nil {
			return nil, err
		}
	}
	return voices, nil
}

// answer sends one more answer of this phone.
func (v *voice) answer(sender *client.Sender) error {
	random := rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	result, err := sender.Send(v.phone, client.NewTap(random, v.poll, 1+random.IntN(5), v.revision))
	if err != nil || result != client.Recorded {
		return fmt.Errorf("answer is %s: %w", result, err)
	}
	v.revision++
	return nil
}

// whileCopied is paced beside copies that follow each other.
func (b *bench) whileCopied(voices []voice) (answers, copies []time.Duration, err error) {
	enough, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		for {
			select {
			case <-enough:
				ended <- nil
				return
			default:
			}
			began := time.Now()
			if err := b.organiser.MakeCopy(b); err != nil {
				ended <- err
				return
			}
			copies = append(copies, time.Since(began))
		}
	}()
	answers, err = b.paced(voices)
	close(enough)
	return answers, copies, errors.Join(err, <-ended)
}

// paced answers at a steady rate, each at its moment whether or not earlier ones have been replied
// to; the time of each counts from that moment.
func (b *bench) paced(voices []voice) ([]time.Duration, error) {
	hall := client.NewHall(b.program.Address, 128)
	defer hall.Disconnect()
	var mu sync.Mutex
	var took []time.Duration
	var errs []error
	var group sync.WaitGroup
	first, start := rand.IntN(len(voices)), time.Now()
	for n := range int(copyTurn.Seconds() * copyPerSecond) {
		moment := start.Add(time.Duration(n) * time.Second / copyPerSecond)
		time.Sleep(time.Until(moment))
		group.Go(func() {
			err := voices[(first+n*7)%len(voices)].answer(hall.NewSender(false))
			mu.Lock()
			defer mu.Unlock()
			took, errs = append(took, time.Since(moment)), append(errs, err)
		})
	}
	group.Wait()
	return took, errors.Join(errs...)
}

func reportPaced(what string, took []time.Duration) {
	fmt.Printf("    %-17s p50 %5.1f ms   p99 %5.1f ms   longest %5.1f ms\n", what,
		milliseconds(median(took)), milliseconds(quantile(took, 0.99)), milliseconds(quantile(took, 1)))
}
