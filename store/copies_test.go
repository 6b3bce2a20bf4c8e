package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/access"
	"soundings/poll"
)

// never is a pace at which copies are made only where something happens.
var never = CopyPace{Every: time.Hour, Again: time.Hour}

func (h *hall) keepCopies(dir string, pace CopyPace) *Copies {
	h.t.Helper()
	copies, err := h.KeepCopies(h.ctx(), dir, pace)
	h.must(err)
	h.t.Cleanup(func() { copies.End(time.Minute) })
	return copies
}

// copyChild makes one copy after another until it is killed.
func copyChild(file string) error {
	s, err := Open(context.Background(), testOptions(file))
	if err != nil {
		return err
	}
	copies, err := s.KeepCopies(context.Background(), filepath.Join(filepath.Dir(file), "copies"), never)
	for err == nil {
		if err = copies.Now(context.Background()); err == nil {
			fmt.Println("copied")
		}
	}
	return err
}

// opened is a file as another machine would serve it: a copy of it, so that it stays what it is.
func opened(t testing.TB, file string) *hall {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	served := filepath.Join(t.TempDir(), "spare.db")
	if err := os.WriteFile(served, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	h := &hall{t: t, path: served, Store: openAt(t, testOptions(served))}
	if found, err := h.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check of %s finds %v, %v", file, found, err)
	}
	return h
}

// TestCopyAndRestoreFiftyCopiesUnder300AnswersASecond opens each copy as a spare machine would.
func TestCopyAndRestoreFiftyCopiesUnder300AnswersASecond(t *testing.T) {
	t.Parallel()
	const copies, rate, phones = 50, 300, 600
	h := newHall(t)
	p := h.open()
	people := h.joinMany(phones)
	dir := t.TempDir()
	keeper := h.keepCopies(dir, never)
	acknowledged, stop := make([]atomic.Int64, phones), make(chan struct{})
	var load sync.WaitGroup
	took := h.answerAt(&load, rate, p, people, acknowledged, stop)
	began, slowest := time.Now(), time.Duration(0)
	for range copies {
		before := make([]int64, phones)
		for i := range acknowledged {
			before[i] = acknowledged[i].Load()
		}
		at := time.Now()
		h.must(keeper.Now(t.Context()))
		slowest = max(slowest, time.Since(at))
		spare := opened(t, filepath.Join(dir, "hall.db"))
		stored := spare.stored(p)
		for i, v := range people {
			if stored[v.Participant].Revision < before[i] {
				t.Errorf("phone %d: revision %d was acknowledged before the copy began, it holds %d", i, before[i], stored[v.Participant].Revision)
			}
		}
		h.must(spare.Store.Close())
	}
	close(stop)
	load.Wait()
	all := *took
	slices.Sort(all)
	t.Logf("%d copies and %d answers in %v, %.0f a second; slowest copy %v; answer p50 %v, p99 %v", copies, len(all),
		time.Since(began).Round(time.Millisecond), float64(len(all))/time.Since(began).Seconds(), slowest.Round(time.Millisecond),
		all[len(all)/2].Round(time.Microsecond), all[len(all)*99/100].Round(time.Microsecond))
	if p99 := all[len(all)*99/100]; p99 > 1500*time.Millisecond {
		t.Errorf("p99 of an answer while copies are made is %v", p99)
	}
}

// answerAt has people answer again and again, so many times a second in all.
func (h *hall) answerAt(load *sync.WaitGroup, rate int, p poll.Poll, people []access.Viewer, acknowledged []atomic.Int64, stop <-chan struct{}) *[]time.Duration {
	var mu sync.Mutex
	var took []time.Duration
	load.Go(func() {
		beat := time.NewTicker(time.Second / time.Duration(rate))
		defer beat.Stop()
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			case <-beat.C:
			}
			i := n % len(people)
			began := time.Now()
			load.Go(func() {
				revision := acknowledged[i].Load()
				receipt, err := h.Record(h.ctx(), people[i], tapOn(p, poll.Answer(strconv.Itoa(1+n%4)), revision))
				if err != nil {
					h.t.Errorf("answer: %v", err)
					return
				}
				acknowledged[i].Store(receipt.Revision)
				mu.Lock()
				defer mu.Unlock()
				took = append(took, time.Since(began))
			})
		}
	})
	return &took
}

func TestACopyIsMadeAfterAPollCloses(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	dir := t.TempDir()
	copies := h.keepCopies(dir, never)
	eventually(t, func() bool { return !copies.State().Made.IsZero() })
	p := h.open()
	h.answer(h.join(), p, "2")
	h.must(second(h.CloseAnswers(h.ctx(), organiser, p.ID)))
	newest := filepath.Join(dir, "hall.db")
	eventually(t, func() bool { return holdsClosed(t, newest, p.ID) })
	if info, err := os.Stat(newest); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy is %v, %v", info, err)
	}
	opened(t, newest)
	opened(t, newest+".previous")
	if state := copies.State(); state.File != newest || state.Dir != dir || state.Fault != "" {
		t.Errorf("state is %+v", state)
	}
}

func holdsClosed(t *testing.T, file string, id int64) bool {
	t.Helper()
	pool := openPool(file, verifying)
	defer pool.Close()
	states, err := list(t.Context(), pool, scanValue[string], `SELECT state FROM poll WHERE id = ?`, id)
	return err == nil && slices.Contains(states, string(poll.Closed))
}

func TestAClosingIsToldAfterItsCommitOnly(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	told := make(chan string, 8)
	h.OnClosing(func(id int64) {
		pool := openPool(h.path, reading)
		defer pool.Close()
		state, err := one(context.Background(), pool, scanValue[string], `SELECT state FROM poll WHERE id = ?`, id)
		told <- fmt.Sprint(id, state, err)
	})
	h.must(second(h.CloseAnswers(h.ctx(), organiser, p.ID)))
	if got := <-told; got != fmt.Sprint(p.ID, "closed", nil) {
		t.Errorf("told %s", got)
	}
	h.must(second(h.CloseAnswers(h.ctx(), organiser, p.ID))) // changes nothing
	_, err := h.CloseAnswers(h.ctx(), organiser, h.draft().ID)
	wantError(t, err, poll.ErrConflict)
	if len(told) > 0 {
		t.Errorf("told of a closing that was none: %s", <-told)
	}
}

func TestCopiesFollowWhatIsWrittenAndRestWhereNothingIs(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	dir := t.TempDir()
	copies := h.keepCopies(dir, CopyPace{Every: 5 * time.Millisecond, Again: time.Millisecond})
	newest := filepath.Join(dir, "hall.db")
	p := h.open()
	v := h.join()
	h.answer(v, p, "3")
	eventually(t, func() bool { return copyHolds(t, newest, p.ID, v.Participant) })
	eventually(t, func() bool { return !copies.due() })
	before, err := os.Stat(newest)
	h.must(err)
	for range 20 { // each asks and finds nothing new, as the timer would
		copies.ask()
		h.must(second(h.Conference(h.ctx())))
	}
	eventually(t, func() bool { return len(copies.asked) == 0 })
	if after, err := os.Stat(newest); err != nil || !os.SameFile(before, after) {
		t.Errorf("a copy was made though nothing was written: %v", err)
	}
}

func copyHolds(t *testing.T, file string, id, voter int64) bool {
	t.Helper()
	pool := openPool(file, verifying)
	defer pool.Close()
	n, err := one(t.Context(), pool, scanValue[int], `SELECT count(*) FROM ballot WHERE poll = ? AND voter = ?`, id, voter)
	return err == nil && n == 1
}

func TestTheLastCopyIsMadeAtTheEnd(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	dir := t.TempDir()
	copies := h.keepCopies(dir, never)
	eventually(t, func() bool { return !copies.State().Made.IsZero() })
	p := h.open()
	v := h.join()
	h.answer(v, p, "1")
	copies.End(time.Minute)
	if newest := filepath.Join(dir, "hall.db"); !copyHolds(t, newest, p.ID, v.Participant) {
		t.Error("the last answer is not in the last copy")
	}
	left, err := os.ReadDir(dir)
	h.must(err)
	for _, file := range left {
		if name := file.Name(); name != "hall.db" && name != "hall.db.previous" {
			t.Errorf("%s was left behind", name)
		}
	}
}

func TestCopiesBeginAgainWhenTheFolderIsBack(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	dir := filepath.Join(t.TempDir(), "stick")
	copies := h.keepCopies(dir, CopyPace{Every: time.Hour, Again: 2 * time.Millisecond})
	eventually(t, func() bool { return copies.State().Fault == CopyGone })
	if copies.State().Failed.IsZero() || !copies.State().Made.IsZero() {
		t.Errorf("state is %+v", copies.State())
	}
	h.must(os.Mkdir(dir, 0o700))
	eventually(t, func() bool { return copies.State().Fault == "" && !copies.State().Made.IsZero() })
	opened(t, filepath.Join(dir, "hall.db"))
}

func TestAFolderThatCanNeverBeRightIsRefused(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	file := filepath.Join(t.TempDir(), "file")
	h.must(os.WriteFile(file, nil, 0o600))
	beside := filepath.Join(t.TempDir(), "link")
	h.must(os.Symlink(filepath.Dir(h.path), beside))
	for dir, want := range map[string]error{filepath.Dir(h.path): ErrOwnFolder, beside: ErrOwnFolder, file: ErrNoFolder} {
		_, err := h.KeepCopies(h.ctx(), dir, never)
		wantError(t, err, want)
	}
}

func TestACopyReplacesNoOtherConference(t *testing.T) {
	t.Parallel()
	h, other := newHall(t), newHall(t)
	dir := t.TempDir()
	theirs := filepath.Join(dir, "hall.db")
	h.must(other.write(t.Context(), func(ctx context.Context, tx *change) error {
		return tx.exec(ctx, `UPDATE goose_db_version SET tstamp = '2025-01-01 00:00:00'`)
	}))
	h.must(other.Backup(t.Context(), theirs))
	before, err := os.ReadFile(theirs)
	h.must(err)
	copies := h.keepCopies(dir, never)
	eventually(t, func() bool { return copies.State().Fault == CopyOther })
	if after, err := os.ReadFile(theirs); err != nil || string(after) != string(before) {
		t.Errorf("another conference's file was changed: %v", err)
	}
	wantError(t, copies.State().Err, errOtherConference)
}

func TestACopyThatSomebodyServesIsLeftAlone(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	dir := t.TempDir()
	copies := h.keepCopies(dir, never)
	newest := filepath.Join(dir, "hall.db")
	h.must(copies.Now(t.Context()))
	spare := openAt(t, testOptions(newest))
	wantError(t, copies.Now(t.Context()), errServedCopy)
	if fault := copies.State().Fault; fault != CopyServed {
		t.Errorf("fault is %q", fault)
	}
	h.must(spare.Close())
	h.must(copies.Now(t.Context()))
	h.must(os.WriteFile(newest+"-wal", []byte("what a killed server left"), 0o600))
	wantError(t, copies.Now(t.Context()), errServedCopy)
}

func TestADamagedCopyIsReplacedAndTheOneBeforeKept(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	dir := t.TempDir()
	copies := h.keepCopies(dir, never)
	newest := filepath.Join(dir, "hall.db")
	h.must(copies.Now(t.Context()))
	h.must(copies.Now(t.Context()))
	for _, torn := range []string{"", "torn, because the stick was pulled out\n"} {
		h.must(os.WriteFile(newest, []byte(torn), 0o600))
		h.must(copies.Now(t.Context()))
		opened(t, newest)
		opened(t, newest+".previous")
	}
}

func TestASnapshotIsGoneOnceItIsClosed(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	snapshot, err := h.Snapshot(t.Context())
	h.must(err)
	if info, err := snapshot.Stat(); err != nil || info.Mode().Perm() != 0o600 || info.Size() == 0 {
		t.Errorf("it is %v, %v", info, err)
	}
	h.must(snapshot.Close())
	h.must(os.WriteFile(h.path+".snapshot-1", []byte("what a killed server left"), 0o600))
	h.must(h.Store.Close())
	openAt(t, testOptions(h.path))
	left, err := filepath.Glob(h.path + ".snapshot-*")
	if h.must(err); len(left) > 0 {
		t.Errorf("%v were left", left)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Snapshot(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}
