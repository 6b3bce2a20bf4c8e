package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"

	"soundings/access"
	"soundings/disclosure"
	"soundings/poll"
)

func TestEveryoneWhoChangesTheirMindIsCountedOnce(t *testing.T) {
	t.Parallel()
	const people = 200
	h := newHall(t)
	p := h.open()
	want := map[poll.Answer]int{}
	var mu sync.Mutex
	var group sync.WaitGroup
	for i, v := range h.joinMany(people) {
		group.Go(func() {
			last, err := h.changeMind(v, p, 1+i%5)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			want[last]++
		})
	}
	group.Wait()
	result, err := h.Result(t.Context(), organiser, p.ID, disclosure.Moderators)
	h.must(err)
	if result.Respondents != people {
		t.Errorf("%d respondents, want %d", result.Respondents, people)
	}
	for _, row := range result.Rows {
		if row.People != want[poll.Answer(row.Key)] {
			t.Errorf("option %s has %d people, want %d", row.Key, row.People, want[poll.Answer(row.Key)])
		}
	}
}

// changeMind answers so many times, sends each tap twice, and returns the last answer.
func (h *hall) changeMind(v access.Viewer, p poll.Poll, times int) (last poll.Answer, err error) {
	for i := range times {
		last = poll.Answer(strconv.Itoa(1 + rand.IntN(4)))
		tap := tapOn(p, last, int64(i))
		for range 2 {
			receipt, err := h.Record(h.ctx(), v, tap)
			if err != nil || receipt != (Receipt{last, int64(i + 1)}) {
				return last, fmt.Errorf("receipt is %v: %w", receipt, err)
			}
		}
	}
	return last, nil
}

func TestClosingHasExactlyTheAcknowledgedAnswers(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	people := h.joinMany(100)
	for range 20 {
		p := h.open()
		acknowledged := make([]error, len(people))
		var group sync.WaitGroup
		for i, v := range people {
			group.Go(func() { _, acknowledged[i] = h.Record(t.Context(), v, tapOn(p, "2", 0)) })
		}
		closings := make([]poll.Poll, 4)
		for i := range closings {
			group.Go(func() { closings[i], _ = h.CloseAnswers(t.Context(), organiser, p.ID) })
		}
		group.Wait()
		recorded := 0
		for _, err := range acknowledged {
			switch {
			case err == nil:
				recorded++
			case !errors.Is(err, poll.ErrClosed):
				t.Fatal(err)
			}
		}
		for _, closed := range closings {
			if closed.State != poll.Closed || closed.Respondents != recorded || closed.Digest != closings[0].Digest {
				t.Fatalf("%d answers were acknowledged, closing says %+v", recorded, closed)
			}
		}
		if stored := len(h.stored(p)); stored != recorded {
			t.Fatalf("%d answers were acknowledged, %d are stored", recorded, stored)
		}
	}
}

func TestFiftyCopiesOfOneTapAreOneAnswer(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p, v := h.open(), h.join()
	tap := tapOn(p, "4", 0)
	inParallel(50, func(int) {
		receipt, err := h.Record(t.Context(), v, tap)
		if err != nil || receipt != (Receipt{"4", 1}) {
			t.Errorf("receipt is %v, %v", receipt, err)
		}
	})
	if stored := h.stored(p); len(stored) != 1 || stored[v.Participant].Revision != 1 {
		t.Errorf("stored is %v", stored)
	}
}

func TestOfFiftyFirstAnswersOneIsStoredAndTheOthersAreToldWhich(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p, v := h.open(), h.join()
	errs := make([]error, 50)
	inParallel(50, func(i int) {
		_, errs[i] = h.Record(t.Context(), v, tapOn(p, poll.Answer(strconv.Itoa(1+i%4)), 0))
	})
	stored := h.stored(p)[v.Participant]
	accepted := 0
	for _, err := range errs {
		refused, ok := errors.AsType[*Refused](err)
		switch {
		case err == nil:
			accepted++
		case !ok || refused.Stored != (Receipt{stored.Answer, 1}):
			t.Errorf("error is %v, stored is %v", err, stored)
		}
	}
	if accepted != 1 {
		t.Errorf("%d first answers were accepted", accepted)
	}
}

func inParallel(n int, do func(i int)) {
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { do(i) })
	}
	group.Wait()
}

func TestWhatFailsDoesNotHarmWhatStandsBesideIt(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	people := h.joinMany(60)
	inParallel(60, func(i int) {
		switch i % 6 {
		case 0:
			err := h.write(t.Context(), func(ctx context.Context, tx *change) error {
				if err := tx.exec(ctx, `DELETE FROM ballot`); err != nil {
					return err
				}
				panic("half-way")
			})
			if !errors.Is(err, poll.ErrNotSaved) {
				t.Errorf("a panic led to %v", err)
			}
		case 1:
			err := h.write(t.Context(), func(ctx context.Context, tx *change) error {
				return errors.Join(tx.exec(ctx, `DELETE FROM ballot`), poll.ErrConflict)
			})
			if !errors.Is(err, poll.ErrConflict) {
				t.Errorf("a refusal led to %v", err)
			}
		case 2:
			if err := h.poison(t.Context()); !errors.Is(err, poll.ErrNotSaved) {
				t.Errorf("a poisonous entry led to %v", err)
			}
		default:
			h.must(second(h.Record(t.Context(), people[i], tapOn(p, "1", 0))))
		}
	})
	if stored := len(h.stored(p)); stored != 30 {
		t.Errorf("%d answers are stored, want 30", stored)
	}
}

// poisonous breaks the transaction that it shares: by a constraint, then by a panic.
type poisonous struct {
	calls int
	done  chan error
}

func (p *poisonous) reply(err error) { p.done <- err }

func (p *poisonous) apply(b *batch) error {
	if p.calls++; p.calls > 1 {
		panic("poison")
	}
	_, err := b.join.exec(nil, nil)
	return err
}

func (h *hall) poison(ctx context.Context) error {
	p := &poisonous{done: make(chan error, 1)}
	if err := h.submit(p); err != nil {
		return err
	}
	select {
	case err := <-p.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func TestALockOfAnotherProgramFailsAllAtOnceAndNoneForGood(t *testing.T) {
	t.Parallel()
	log := &lines{}
	h := newHall(t)
	h.writer.log = logTo(log)
	p := h.open()
	people := h.joinMany(20)
	pool := openPool(h.path, use{parameters: "_txlock=immediate", connections: 1})
	defer pool.Close()
	lock, err := pool.Begin()
	h.must(err)
	inParallel(20, func(i int) {
		if _, err := h.Record(t.Context(), people[i], tapOn(p, "1", 0)); !errors.Is(err, poll.ErrNotSaved) {
			t.Errorf("behind a lock recording gave %v", err)
		}
	})
	h.must(lock.Rollback())
	inParallel(20, func(i int) { h.answer(people[i], p, "1") })
	said := log.String()
	if strings.Count(said, "nothing can be saved") != 1 || strings.Count(said, "saving works again") != 1 || strings.Contains(said, "transaction failed") {
		t.Errorf("the log says %s", said)
	}
}

func TestEachChangeIsAnnouncedAfterItsCommit(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	people := h.joinMany(30)
	var mu sync.Mutex
	newest := map[int64]int64{}
	h.OnChange(func(session int64) {
		s, err := h.Session(t.Context(), organiser, session) // as others see it, outside the transaction
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		newest[session] = max(newest[session], s.Version)
		panic("who watches may fail")
	})
	inParallel(30, func(i int) { h.answer(people[i], p, "1") })
	mu.Lock()
	defer mu.Unlock()
	now, err := h.Session(t.Context(), organiser, h.session.ID)
	h.must(err)
	if newest[h.session.ID] != now.Version || len(newest) != 1 {
		t.Errorf("announced %v, the session is at version %d", newest, now.Version)
	}
}

func TestTheCacheNeverLagsBehindACommit(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	people := h.joinMany(40)
	inParallel(40, func(i int) {
		before, _, err := h.Poll(t.Context(), people[i], p.ID)
		h.must(err)
		h.answer(people[i], p, "1")
		after, session, err := h.Poll(t.Context(), people[i], p.ID)
		h.must(err)
		stored, err := h.Session(t.Context(), organiser, h.session.ID)
		h.must(err)
		if after.Version <= before.Version || session.Version > stored.Version {
			t.Errorf("version went from %d to %d, session %d of %d", before.Version, after.Version, session.Version, stored.Version)
		}
		result, err := h.Result(t.Context(), organiser, p.ID, disclosure.Moderators)
		h.must(err)
		if result.Version < after.Version {
			t.Errorf("result is of version %d, the poll was at %d", result.Version, after.Version)
		}
	})
	cached, cachedSession, err := h.Poll(t.Context(), organiser, p.ID)
	h.must(err)
	stored, err := readPolled(t.Context(), h.readers, p.ID)
	h.must(err)
	if cached.Version != stored.poll.Version || cachedSession.Version != stored.session.Version {
		t.Errorf("cached versions %d and %d, stored %d and %d",
			cached.Version, cachedSession.Version, stored.poll.Version, stored.session.Version)
	}
}

func TestStoppingAnswersAllWhoWait(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	people := h.joinMany(100)
	acknowledged := make([]error, len(people))
	var group sync.WaitGroup
	for i, v := range people {
		group.Go(func() { _, acknowledged[i] = h.Record(t.Context(), v, tapOn(p, "1", 0)) })
	}
	h.must(h.Store.Close())
	group.Wait()
	again := openAt(t, testOptions(h.path))
	recorded := 0
	for _, err := range acknowledged {
		if err == nil {
			recorded++
		} else if !errors.Is(err, poll.ErrNotSaved) {
			t.Error(err)
		}
	}
	result, err := again.Result(t.Context(), organiser, p.ID, disclosure.Moderators)
	h.must(err)
	if result.Respondents != recorded {
		t.Errorf("%d were acknowledged, %d are stored", recorded, result.Respondents)
	}
}
