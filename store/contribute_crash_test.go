package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
)

// The steps of a contribution in the test below.
const (
	stepWritten = 1 + iota
	stepEdited
	stepWithdrawn
)

// TestKillingTheProcessLosesDoublesAndAltersNoContribution kills a process that writes, edits and
// withdraws contributions. What it had acknowledged must hold; what was on its way may.
func TestKillingTheProcessLosesDoublesAndAltersNoContribution(t *testing.T) {
	t.Parallel()
	h := newHallAt(t, filepath.Join(t.TempDir(), "crash.db"))
	h.joinMany(crashPeople)
	h.must(h.Store.Close())
	acknowledged, sent := map[string]int{}, map[string]int{}
	total := 0
	for range crashKills {
		total += h.killContributions(acknowledged, sent)
		h.Store = openAt(t, testOptions(h.path))
		h.compareContributions(acknowledged, sent)
		h.must(h.Store.Close())
	}
	t.Logf("%d writings acknowledged", total)
	if total < 20*crashKills {
		t.Errorf("only %d writings were acknowledged", total)
	}
}

func (h *hall) killContributions(acknowledged, sent map[string]int) (total int) {
	h.t.Helper()
	c := startChild(h.t, "contribute", h.path)
	limit := 20 + rand.IntN(500)
	for c.stdout.Scan() { // and on after the kill: what stands in the pipe was said before
		var what, key string
		var step int
		if _, err := fmt.Sscan(c.stdout.Text(), &what, &key, &step); err != nil {
			h.t.Fatalf("the other process said %q", c.stdout.Text())
		}
		if what == "sent" {
			sent[key] = step
			continue
		}
		acknowledged[key] = step
		if total++; total == limit {
			h.must(c.Process.Kill())
		}
	}
	c.Wait()
	return total
}

func (h *hall) compareContributions(acknowledged, sent map[string]int) {
	h.t.Helper()
	stored := map[string]int{}
	for voter := int64(1); voter <= crashPeople; voter++ {
		for _, c := range h.own(participant(voter)) {
			var key string
			var step int
			if _, err := fmt.Sscan(c.Text.Text, &key, &step); err != nil || stored[key] != 0 {
				h.t.Errorf("%q is stored twice or altered, %v", c.Text.Text, err)
			}
			stored[key] = step
		}
	}
	for key, last := range sent {
		step, ok := stored[key]
		if !ok && last == stepWithdrawn {
			step = stepWithdrawn
		}
		if step != acknowledged[key] && step != last {
			h.t.Errorf("%s: acknowledged %d, sent %d, stored %d", key, acknowledged[key], last, step)
		}
		acknowledged[key] = step // now that it is seen, it must stay
		sent[key] = step
	}
	for key := range stored {
		if sent[key] == 0 {
			h.t.Errorf("%s is stored and was never sent", key)
		}
	}
	if found, err := h.Check(h.ctx()); err != nil || len(found) > 0 {
		h.t.Errorf("check finds %v, %v", found, err)
	}
}

// contributeChild writes contributions until it is killed. Participants are numbered from 1.
func contributeChild(path string) error {
	ctx := context.Background()
	s, err := Open(ctx, testOptions(path))
	if err != nil {
		return err
	}
	var group sync.WaitGroup
	for voter := int64(1); voter <= crashPeople; voter++ {
		group.Go(func() { exitWith(contributeForEver(ctx, s, participant(voter))) })
	}
	group.Wait()
	return nil
}

func contributeForEver(ctx context.Context, s *Store, v access.Viewer) error {
	for {
		own, err := s.OwnContributions(ctx, v, 1)
		if err == nil && len(own) > MaxContributions/2 {
			err = withdrawOne(ctx, s, v, own[0])
		}
		if err == nil {
			err = writeAndEdit(ctx, s, v, strconv.FormatUint(rand.Uint64(), 36))
		}
		if err != nil {
			return err
		}
	}
}

func writeAndEdit(ctx context.Context, s *Store, v access.Viewer, key string) error {
	var stored feedback.Contribution
	for step := stepWritten; step <= stepEdited; step++ {
		w := Writing{
			KeyQuestion: 1, Type: feedback.Other, Text: agenda.Plain("en", fmt.Sprint(key, " ", step)),
			Nonce: fmt.Sprint(key, step), Contribution: stored.ID, Replaces: stored.Revision,
		}
		fmt.Println("sent", key, step)
		for range 1 + rand.IntN(2) { // some are sent twice
			var err error
			if stored, err = s.Contribute(ctx, v, w); err != nil {
				return err
			}
		}
		fmt.Println("acknowledged", key, step)
	}
	return nil
}

func withdrawOne(ctx context.Context, s *Store, v access.Viewer, c feedback.Contribution) error {
	var key string
	if _, err := fmt.Sscan(c.Text.Text, &key); err != nil {
		return err
	}
	fmt.Println("sent", key, stepWithdrawn)
	if err := s.Withdraw(ctx, v, c.ID); err != nil {
		return err
	}
	fmt.Println("acknowledged", key, stepWithdrawn)
	return nil
}
