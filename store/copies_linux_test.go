package store

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"soundings/poll"
)

func TestAKillDuringACopyLeavesNoHalfCopyUnderTheFinalName(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	for _, v := range h.joinMany(200) {
		h.answer(v, p, "1")
	}
	h.must(h.Store.Close())
	dir := filepath.Join(filepath.Dir(h.path), "copies")
	h.must(os.Mkdir(dir, 0o700))
	halves := 0
	for range 20 {
		c := startChild(t, "copy", h.path)
		c.expect("copied")
		// Anywhere in the next copy, which takes some tens of milliseconds.
		<-time.After(rand.N(30 * time.Millisecond))
		h.must(c.Process.Kill())
		_ = c.Wait()
		newest := filepath.Join(dir, "hall.db")
		for _, file := range []string{newest, newest + ".previous"} {
			if _, err := os.Stat(file); err != nil && file != newest {
				continue
			}
			if spare := opened(t, file); len(spare.stored(p)) != 200 {
				t.Errorf("%s holds %d answers of 200", file, len(spare.stored(p)))
			}
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(h.path), "*", "*.unfinished")); len(left) > 0 {
			halves++
		}
	}
	t.Logf("%d of 20 kills came while a copy was being written", halves)
}

// TestADiskOfCopiesThatFillsUpOrGoesAwayDisturbsNoAnswerAndIsFoundAgain plays a small stick that is
// full, then pulled out, then back, while answers come.
func TestADiskOfCopiesThatFillsUpOrGoesAwayDisturbsNoAnswerAndIsFoundAgain(t *testing.T) {
	t.Parallel()
	stick := t.TempDir()
	plugIn := func() error { return syscall.Mount("tmpfs", stick, "tmpfs", 0, "size=4m") }
	if err := plugIn(); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	pullOut := func() error { return syscall.Unmount(stick, syscall.MNT_DETACH) }
	t.Cleanup(func() { _ = pullOut() })
	h := newHall(t)
	copies := h.keepCopies(stick, CopyPace{Every: 3 * time.Millisecond, Again: 3 * time.Millisecond})
	p := h.open()
	people := h.joinMany(100)
	acknowledged, stop := make([]atomic.Int64, len(people)), make(chan struct{})
	var load sync.WaitGroup
	h.answerAt(&load, 200, p, people, acknowledged, stop)
	works := func() bool { state := copies.State(); return state.Fault == "" && !state.Made.IsZero() }
	fails := func(as CopyFault) func() bool { return func() bool { return copies.State().Fault == as } }
	eventually(t, works)
	if copies.State().SameDisk {
		t.Error("the stick is taken for the disk of the file")
	}
	filler := fillDisk(t, stick)
	eventually(t, fails(CopyFull))
	opened(t, filepath.Join(stick, "hall.db")) // the newest is still whole
	h.must(os.Remove(filler))
	eventually(t, works)
	h.must(pullOut())
	eventually(t, fails(CopyGone))
	if left, _ := os.ReadDir(stick); len(left) > 0 {
		t.Errorf("%d files were written where the stick had been", len(left))
	}
	h.must(plugIn())
	eventually(t, works)
	h.must(syscall.Mount("", stick, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	eventually(t, fails(CopyReadOnly))
	h.must(syscall.Mount("", stick, "", syscall.MS_REMOUNT, ""))
	eventually(t, works)
	close(stop)
	load.Wait()
	h.must(copies.Now(t.Context()))
	stored := opened(t, filepath.Join(stick, "hall.db")).stored(p)
	for i, v := range people {
		if stored[v.Participant].Revision != acknowledged[i].Load() {
			t.Errorf("phone %d: acknowledged %d, the copy holds %d", i, acknowledged[i].Load(), stored[v.Participant].Revision)
		}
	}
}

// TestOnAFullDiskACopyElsewhereIsMadeAllTheSame has no room for a snapshot beside the file.
func TestOnAFullDiskACopyElsewhereIsMadeAllTheSame(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	h := newHallAt(t, filepath.Join(folder, "hall.db"))
	t.Cleanup(func() { h.Store.Close() })
	p := h.open()
	for i, v := range h.joinMany(50) {
		h.answer(v, p, poll.Answer(strconv.Itoa(1+i%4)))
	}
	filler := fillDisk(t, folder)
	dir := t.TempDir()
	h.must(h.keepCopies(dir, never).Now(t.Context()))
	if got := len(opened(t, filepath.Join(dir, "hall.db")).stored(p)); got != 50 {
		t.Errorf("the copy holds %d answers of 50", got)
	}
	h.must(os.Remove(filler))
}
