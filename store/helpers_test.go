package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
	"soundings/poll/kinds"
)

var (
	organiser = access.Viewer{Role: access.Organiser}
	epoch     = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
)

// clock is a clock that stands still until a test moves it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func testOptions(path string) Options {
	return Options{
		Path:   path,
		Kind:   kinds.ByName,
		Now:    (&clock{now: epoch}).Now,
		Random: rand.Reader,
		Log:    slog.New(slog.DiscardHandler),
	}
}

func openAt(t testing.TB, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// hall is a store with one open session, its key question, and people in it.
type hall struct {
	*Store
	t       testing.TB
	path    string
	clock   *clock
	session agenda.Session
	other   agenda.Session // access not stated
	key     agenda.KeyQuestion
}

func newHall(t testing.TB) *hall {
	t.Helper()
	return newHallAt(t, filepath.Join(t.TempDir(), "hall.db"))
}

func newHallAt(t testing.TB, path string) *hall {
	t.Helper()
	h := &hall{t: t, path: path, clock: &clock{now: epoch}}
	o := testOptions(path)
	o.Now = h.clock.Now
	h.Store = openAt(t, o)
	added, err := h.AddPlan(t.Context(), organiser, agenda.Plan{Sessions: []agenda.SessionPlan{
		{
			Session:      agenda.Session{Label: agenda.Plain("en", "Session I"), Access: agenda.Open, Type: agenda.Thematic},
			KeyQuestions: []agenda.KeyQuestion{{Text: agenda.Plain("en", "What slows the work down?")}},
		},
		{
			Session:      agenda.Session{Label: agenda.Plain("en", "Session II"), Type: agenda.Thematic},
			KeyQuestions: []agenda.KeyQuestion{{Text: agenda.Plain("en", "What helps?")}},
		},
	}})
	h.must(err)
	h.session, h.other = added[0], added[1]
	keys, err := h.KeyQuestions(t.Context(), organiser, h.session.ID)
	h.must(err)
	h.key = keys[0]
	return h
}

func (h *hall) ctx() context.Context { return h.t.Context() }

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func content(t testing.TB, question string) poll.Content {
	t.Helper()
	kind, _ := kinds.ByName("choice")
	c, err := kind.Draft(url.Values{
		poll.FieldLanguage: {"en"},
		poll.FieldQuestion: {question},
		poll.FieldOptions:  {"Money\nRules\nPeople\nTime"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (h *hall) draft() poll.Poll {
	h.t.Helper()
	p, err := h.AddPoll(h.ctx(), organiser, h.session.ID, h.key.ID, "choice", content(h.t, "What is missing most?"))
	h.must(err)
	return p
}

// open is a poll that takes answers.
func (h *hall) open() poll.Poll {
	h.t.Helper()
	p := h.draft()
	h.must(h.TakeAnswers(h.ctx(), organiser, p.ID))
	p, _, err := h.Poll(h.ctx(), organiser, p.ID)
	h.must(err)
	return p
}

func (h *hall) join() access.Viewer {
	h.t.Helper()
	c, err := h.Conference(h.ctx())
	h.must(err)
	_, v, err := h.Join(h.ctx(), c.JoinCode)
	h.must(err)
	return v
}

func (h *hall) joinMany(n int) []access.Viewer {
	h.t.Helper()
	all := make([]access.Viewer, n)
	var group sync.WaitGroup
	for i := range all {
		group.Go(func() { all[i] = h.join() })
	}
	group.Wait()
	return all
}

var nonces struct {
	mu sync.Mutex
	n  int
}

func nonce() string {
	nonces.mu.Lock()
	defer nonces.mu.Unlock()
	nonces.n++
	return fmt.Sprintf("nonce-%d", nonces.n)
}

func tapOn(p poll.Poll, answer poll.Answer, replaces int64) Tap {
	return Tap{Poll: p.ID, Answer: answer, ContentRevision: p.ContentRevision, Replaces: replaces, Nonce: nonce()}
}

func (h *hall) answer(v access.Viewer, p poll.Poll, answer poll.Answer) Receipt {
	h.t.Helper()
	receipt, err := h.Record(h.ctx(), v, tapOn(p, answer, 0))
	h.must(err)
	return receipt
}

// stored are the ballots of a poll as a second connection reads them.
func (h *hall) stored(p poll.Poll) map[int64]poll.Ballot {
	h.t.Helper()
	pool := openPool(h.path, reading)
	defer pool.Close()
	all, err := list(h.ctx(), pool, scanBallot, `SELECT `+ballotColumns+` FROM ballot WHERE poll = ?`, p.ID)
	h.must(err)
	by := map[int64]poll.Ballot{}
	for _, b := range all {
		by[b.Voter] = b
	}
	return by
}

func wantError(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error is %v, want %v", err, want)
	}
}

// eventually waits for a condition that other goroutines bring about.
func eventually(t testing.TB, holds func() bool) {
	t.Helper()
	for look := time.NewTicker(5 * time.Millisecond); !holds(); {
		select {
		case <-look.C:
		case <-t.Context().Done():
			t.Fatal("it never came about")
		}
	}
}
