package store

import (
	"context"
	"database/sql"
	"sync"

	"soundings/access"
	"soundings/agenda"
	"soundings/disclosure"
	"soundings/poll"
)

// Result is what an audience may know of a poll, counted from the stored ballots. A count is used
// again until the poll changes, and one poll is counted by one caller at a time.
func (s *Store) Result(ctx context.Context, v access.Viewer, id int64, a disclosure.Audience) (disclosure.Result, error) {
	p, session, err := s.Poll(ctx, v, id)
	if err != nil {
		return disclosure.Result{}, err
	}
	if !mayBe(v, session, a) {
		return disclosure.Result{}, poll.ErrNotFound
	}
	counted, tally, err := s.recounts.of(id).upTo(p.Version, func() (poll.Poll, poll.Tally, error) {
		return s.recount(ctx, id)
	})
	if err != nil {
		return disclosure.Result{}, err
	}
	return disclosure.Of(counted, tally, a), nil
}

// mayBe says whether the viewer belongs to the audience.
func mayBe(v access.Viewer, session agenda.Session, a disclosure.Audience) bool {
	switch a {
	case disclosure.Moderators:
		return access.MayModerate(v, session)
	case disclosure.TheScreen:
		return access.MayWatchScreen(v, session)
	case disclosure.Phones:
		return access.MayRead(v, session)
	}
	return false
}

func (s *Store) recount(ctx context.Context, id int64) (poll.Poll, poll.Tally, error) {
	var p poll.Poll
	var counts []poll.Count
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		if p, err = storedPoll(ctx, tx, id); err == nil {
			counts, err = countAnswers(ctx, tx, id)
		}
		return err
	})
	if err != nil {
		return p, poll.Tally{}, err
	}
	kind, err := s.kindOf(p)
	if err != nil {
		return p, poll.Tally{}, err
	}
	return p, kind.Tally(p, counts), nil
}

// recounts are the newest counts of each poll.
type recounts struct {
	mu sync.Mutex
	by map[int64]*recount
}

func (r *recounts) of(id int64) *recount {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.by == nil {
		r.by = map[int64]*recount{}
	}
	if r.by[id] == nil {
		r.by[id] = &recount{}
	}
	return r.by[id]
}

// recount is the newest count of one poll.
type recount struct {
	mu    sync.Mutex
	poll  poll.Poll // as it was counted; the zero Poll when it never was
	tally poll.Tally
}

// upTo returns a count of at least the version.
func (r *recount) upTo(version int64, count func() (poll.Poll, poll.Tally, error)) (poll.Poll, poll.Tally, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.poll.ID != 0 && r.poll.Version >= version {
		return r.poll, r.tally, nil
	}
	p, tally, err := count()
	if err == nil {
		r.poll, r.tally = p, tally
	}
	return p, tally, err
}
