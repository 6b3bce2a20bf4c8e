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
	"soundings/disclosure"
	"soundings/poll"
)

const (
	crashPeople = 32
	crashKills  = 10
)

// said is an answer that the killed process told of: sent, or acknowledged.
type said struct {
	what     string
	voter    int64
	revision int64
	answer   poll.Answer
}

// TestKillingTheProcessLosesDoublesAndAltersNothing kills a process that records answers at random
// moments. What it had acknowledged must be stored; what was on its way may be, as it was sent.
func TestKillingTheProcessLosesDoublesAndAltersNothing(t *testing.T) {
	t.Parallel()
	h := newHallAt(t, filepath.Join(t.TempDir(), "crash.db"))
	p := h.open()
	h.joinMany(crashPeople)
	h.must(h.Store.Close())
	acknowledged, sent := map[int64]said{}, map[int64]said{}
	total, inFlight := 0, 0
	for range crashKills {
		total += h.killOne(acknowledged, sent)
		h.Store = openAt(t, testOptions(h.path))
		inFlight += h.compare(p, acknowledged, sent)
		h.must(h.Store.Close())
	}
	t.Logf("%d answers acknowledged, %d were on their way and stored", total, inFlight)
	if total < 20*crashKills {
		t.Errorf("only %d answers were acknowledged", total)
	}
}

// killOne kills a process after a random number of acknowledged answers, and notes what it said.
func (h *hall) killOne(acknowledged, sent map[int64]said) (total int) {
	h.t.Helper()
	c := startChild(h.t, "crash", h.path)
	limit := 20 + rand.IntN(1000)
	for c.stdout.Scan() { // and on after the kill: what stands in the pipe was said before
		var one said
		if _, err := fmt.Sscan(c.stdout.Text(), &one.what, &one.voter, &one.revision, &one.answer); err != nil {
			h.t.Fatalf("the other process said %q", c.stdout.Text())
		}
		if one.what == "sent" {
			sent[one.voter] = one
			continue
		}
		acknowledged[one.voter] = one
		if total++; total == limit {
			h.must(c.Process.Kill())
		}
	}
	c.Wait()
	return total
}

func (h *hall) compare(p poll.Poll, acknowledged, sent map[int64]said) (inFlight int) {
	h.t.Helper()
	stored := h.stored(p)
	for voter, last := range acknowledged {
		now := stored[voter]
		switch {
		case now.Revision == last.revision && now.Answer == last.answer:
		case now.Revision == sent[voter].revision && now.Answer == sent[voter].answer && now.Revision == last.revision+1:
			inFlight++
			acknowledged[voter] = sent[voter] // now that it is seen, it must stay
		default:
			h.t.Errorf("voter %d: acknowledged %v, sent %v, stored %v", voter, last, sent[voter], now)
		}
	}
	result, err := h.Result(h.ctx(), organiser, p.ID, disclosure.Moderators)
	h.must(err)
	if result.Respondents != len(stored) {
		h.t.Errorf("%d respondents of %d ballots", result.Respondents, len(stored))
	}
	if found, err := h.Check(h.ctx()); err != nil || len(found) > 0 {
		h.t.Errorf("check finds %v, %v", found, err)
	}
	return inFlight
}

// crashChild records answers until it is killed. Participants are numbered from 1.
func crashChild(path string) error {
	ctx := context.Background()
	s, err := Open(ctx, testOptions(path))
	if err != nil {
		return err
	}
	var group sync.WaitGroup
	for voter := int64(1); voter <= crashPeople; voter++ {
		group.Go(func() { exitWith(answerForEver(ctx, s, voter)) })
	}
	group.Wait()
	return nil
}

func answerForEver(ctx context.Context, s *Store, voter int64) error {
	v := access.Viewer{Role: access.Participant, Participant: voter}
	own, err := s.Ballot(ctx, v, 1)
	if err != nil {
		return err
	}
	for revision := own.Revision + 1; ; revision++ {
		answer := poll.Answer(strconv.Itoa(1 + rand.IntN(4)))
		tap := Tap{Poll: 1, Answer: answer, ContentRevision: 1, Replaces: revision - 1, Nonce: strconv.FormatUint(rand.Uint64(), 36)}
		fmt.Printf("sent %d %d %s\n", voter, revision, answer)
		for range 1 + rand.IntN(2) { // some are sent twice
			if receipt, err := s.Record(ctx, v, tap); err != nil || receipt != (Receipt{answer, revision}) {
				return fmt.Errorf("receipt is %v: %w", receipt, err)
			}
		}
		fmt.Printf("acknowledged %d %d %s\n", voter, revision, answer)
	}
}
