//go:build linux

package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"soundings/access"
	"soundings/disclosure"
	"soundings/poll"
)

const nobody = 65534

// TestAReadOnlyFileIsServedForReadingAndRecoversWithoutARestart runs the store under a uid that
// may not write the file: another's, and its own that is marked read-only.
func TestAReadOnlyFileIsServedForReadingAndRecoversWithoutARestart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		owner            int
		readOnly, usable os.FileMode
	}{
		"of another": {owner: 0, readOnly: 0o644, usable: 0o666},
		"own":        {owner: nobody, readOnly: 0o400, usable: 0o600},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if os.Getuid() != 0 && c.owner == 0 {
				t.Skip("only root can make a file of another")
			}
			folder, err := os.MkdirTemp("", "soundings")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.RemoveAll(folder) })
			h := newHallAt(t, filepath.Join(folder, "hall.db"))
			p := h.open()
			h.answer(h.join(), p, "1")
			h.must(h.Store.Close())
			h.must(os.Remove(h.path + ".lock"))
			if os.Getuid() == 0 {
				h.must(os.Chmod(folder, 0o777))
				h.must(os.Chown(h.path, c.owner, c.owner))
			}
			h.must(os.Chmod(h.path, c.readOnly))
			other := startChild(t, "readonly", h.path)
			other.expect("nothing can be saved")
			h.must(os.Chmod(h.path, c.usable))
			other.say("it can now")
			other.expect("saved")
			h.must(other.Wait())
			if stored := len(h.stored(p)); stored != 2 {
				t.Errorf("%d answers are stored, want 2", stored)
			}
		})
	}
}

func readOnlyChild(path string) error {
	if os.Getuid() == 0 {
		if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
			return err
		}
	}
	ctx, log := context.Background(), &lines{}
	o := testOptions(path)
	o.Log = logTo(log)
	s, err := Open(ctx, o)
	if err != nil {
		return err
	}
	if !strings.Contains(log.String(), "read-only") {
		return fmt.Errorf("no warning in the log: %s", log)
	}
	v := access.Viewer{Role: access.Participant, Participant: 2}
	tap := Tap{Poll: 1, Answer: "2", ContentRevision: 1, Nonce: "n"}
	if _, err := s.Record(ctx, v, tap); !errors.Is(err, poll.ErrNotSaved) {
		return fmt.Errorf("recording gave %w", err)
	}
	result, err := s.Result(ctx, organiser, 1, disclosure.Moderators)
	if err != nil || result.Respondents != 1 {
		return fmt.Errorf("result is %v: %w", result, err)
	}
	if err := s.Ready(ctx); !errors.Is(err, poll.ErrNotSaved) {
		return fmt.Errorf("ready: %w", err)
	}
	fmt.Println("nothing can be saved")
	bufio.NewScanner(os.Stdin).Scan()
	if err := s.Ready(ctx); err != nil {
		return fmt.Errorf("still not ready: %w", err)
	}
	if _, err := s.Record(ctx, v, tap); err != nil {
		return fmt.Errorf("still: %w", err)
	}
	if err := s.Close(); err != nil {
		return err
	}
	fmt.Println("saved")
	return nil
}

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
