package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	"soundings/bench/client"
)

const (
	// ratePhones is so many that none reaches the limit of five answers a second.
	ratePhones = 10240
	rateReps   = 7
	rateTime   = 1500 * time.Millisecond
)

// sample is what one repetition gave.
type sample struct {
	perSecond float64
	p50, p99  time.Duration
	cpu       time.Duration // of the server, for one request
}

// rate measures durable answers a second against a bare POST, in turns.
func (b *bench) rate() error {
	fmt.Println("\nDurable answers against a bare POST, in turns")
	poll, err := b.ask()
	if err != nil {
		return err
	}
	if err := b.join(ratePhones); err != nil {
		return err
	}
	bare, err := b.startBare()
	if err != nil {
		return err
	}
	defer bare.Kill()
	voices := newVoices(b.phones[:ratePhones], poll)
	for _, connections := range []int{64, 256} {
		if err := compare(b.program, bare, voices, connections); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) startBare() (*client.Program, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	bare, err := client.NewProgram(self, b.folder)
	if err != nil {
		return nil, err
	}
	return bare, bare.Run(b, exec.Command(self, "-bare", bare.Address), "/readyz")
}

// join lets phones in until there are so many.
func (b *bench) join(wanted int) error {
	hall := client.NewHall(b.program.Address, 128)
	defer hall.Disconnect()
	first := len(b.phones)
	if first >= wanted {
		return nil
	}
	b.phones = append(b.phones, make([]client.Phone, wanted-first)...)
	began := time.Now()
	err := inParallel(128, len(b.phones)-first, func(i int) (err error) {
		b.phones[first+i], err = hall.Join(b.code)
		return err
	})
	fmt.Printf("  %d phones joined in %.1f s\n", len(b.phones)-first, time.Since(began).Seconds())
	return err
}

// inParallel does n things, so many at a time, and returns what went wrong.
func inParallel(at, n int, do func(i int) error) error {
	var next atomic.Int64
	errs := make([]error, at)
	var group sync.WaitGroup
	for worker := range at {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && errs[worker] == nil; i = int(next.Add(1)) - 1 {
				errs[worker] = do(i)
			}
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

// voice is a phone with what it knows of its answer.
type voice struct {
	phone    client.Phone
	poll     int64
	revision int64
}

func newVoices(phones []client.Phone, poll int64) []voice {
	voices := make([]voice, len(phones))
	for i, phone := range phones {
		voices[i] = voice{phone: phone, poll: poll}
	}
	return voices
}

// compare alternates the two servers, and prints medians and the ratio of each turn.
func compare(program, bare *client.Program, voices []voice, connections int) error {
	var answers, posts []sample
	var ratios []float64
	for turn := range rateReps + 1 {
		answer, err := load(program, voices, connections, true)
		if err != nil {
			return err
		}
		post, err := load(bare, voices, connections, false)
		if err != nil {
			return fmt.Errorf("bare: %w", err)
		}
		if turn == 0 {
			continue // both warm up
		}
		answers, posts = append(answers, answer), append(posts, post)
		ratios = append(ratios, answer.perSecond/post.perSecond)
	}
	fmt.Printf("  %d connections, medians of %d turns of %v:\n", connections, rateReps, rateTime)
	report("recorded answers", answers)
	report("bare POST", posts)
	fmt.Printf("    ratio             %.2f (%.2f to %.2f)\n", median(ratios), quantile(ratios, 0), quantile(ratios, 1))
	return nil
}

func report(what string, samples []sample) {
	column := func(of func(sample) float64) float64 {
		var values []float64
		for _, one := range samples {
			values = append(values, of(one))
		}
		return median(values)
	}
	fmt.Printf("    %-17s %6.0f /s   p50 %5.1f ms   p99 %5.1f ms   server %5.1f µs of CPU each\n", what,
		column(func(s sample) float64 { return s.perSecond }),
		column(func(s sample) float64 { return milliseconds(s.p50) }),
		column(func(s sample) float64 { return milliseconds(s.p99) }),
		column(func(s sample) float64 { return float64(s.cpu.Nanoseconds()) / 1000 }))
}

// load has so many connections send one answer after another for a while. Each connection has
// phones of its own, so that each phone knows the revision of its answer.
func load(server *client.Program, voices []voice, connections int, recorded bool) (sample, error) {
	hall := client.NewHall(server.Address, connections)
	defer hall.Disconnect()
	before, err := server.CPU()
	if err != nil {
		return sample{}, err
	}
	began := time.Now()
	share := len(voices) / connections
	took := make([][]time.Duration, connections)
	err = inParallel(connections, connections, func(i int) (err error) {
		took[i], err = answerUntil(hall, voices[i*share:(i+1)*share], began.Add(rateTime), recorded)
		return err
	})
	elapsed := time.Since(began)
	after, cpuErr := server.CPU()
	if err := errors.Join(err, cpuErr); err != nil {
		return sample{}, err
	}
	var all []time.Duration
	for _, some := range took {
		all = append(all, some...)
	}
	return sample{
		perSecond: float64(len(all)) / elapsed.Seconds(),
		p50:       median(all), p99: quantile(all, 0.99),
		cpu: (after - before) / time.Duration(max(1, len(all))),
	}, nil
}

func answerUntil(hall *client.Hall, voices []voice, end time.Time, recorded bool) ([]time.Duration, error) {
	sender := hall.NewSender(false)
	random := rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	var took []time.Duration
	for i := 0; ; i = (i + 1) % len(voices) {
		v := &voices[i]
		began := time.Now()
		if began.After(end) {
			return took, nil
		}
		result, err := sender.Send(v.phone, client.NewTap(random, v.poll, 1+random.IntN(5), v.revision))
		if err != nil || result != client.Recorded {
			return took, fmt.Errorf("answer is %s: %w", result, err)
		}
		took = append(took, time.Since(began))
		if recorded {
			v.revision++
		}
	}
}
