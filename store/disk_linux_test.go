package store

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"soundings/disclosure"
	"soundings/poll"
)

// TestAFullDiskLosesNothingAndRecoversWithoutARestart fills a disk of 8 MiB while answers come.
func TestAFullDiskLosesNothingAndRecoversWithoutARestart(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=8m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(folder, syscall.MNT_DETACH) })
	h := newHallAt(t, filepath.Join(folder, "hall.db"))
	t.Cleanup(func() { h.Store.Close() })
	p := h.open()
	people := h.joinMany(32)
	var refusals atomic.Int64
	var recovered atomic.Bool
	acknowledged := make([]Receipt, len(people))
	var group sync.WaitGroup
	for i, v := range people {
		group.Go(func() {
			for r := int64(0); !recovered.Load() || r == 0; {
				tap := tapOn(p, poll.Answer(strconv.Itoa(1+int(r%4))), r)
				receipt, err := h.Record(t.Context(), v, tap)
				for errors.Is(err, poll.ErrNotSaved) { // "not saved, tap to try again"
					refusals.Add(1)
					receipt, err = h.Record(t.Context(), v, tap)
				}
				h.must(err)
				acknowledged[i] = receipt
				r = receipt.Revision
			}
		})
	}
	eventually(t, func() bool { return len(h.stored(p)) == len(people) })
	filler := fillDisk(t, folder)
	eventually(t, func() bool { return refusals.Load() > 100 })
	result, err := h.Result(t.Context(), organiser, p.ID, disclosure.Moderators)
	if err != nil || result.Respondents != len(people) {
		t.Errorf("on a full disk the result is %+v, %v", result, err)
	}
	h.must(os.Remove(filler))
	eventually(t, func() bool { return h.Ready(t.Context()) == nil })
	recovered.Store(true)
	group.Wait()
	for i, v := range people {
		if stored := h.stored(p)[v.Participant]; (Receipt{stored.Answer, stored.Revision}) != acknowledged[i] {
			t.Errorf("acknowledged %v, stored %v", acknowledged[i], stored)
		}
	}
	if found, err := h.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check finds %v, %v", found, err)
	}
}

func fillDisk(t testing.TB, folder string) string {
	t.Helper()
	file, err := os.Create(filepath.Join(folder, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for block := make([]byte, 64<<10); len(block) > 0; {
		if _, err := file.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
	return file.Name()
}
