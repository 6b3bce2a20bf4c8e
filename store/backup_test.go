package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"soundings/poll"
)

func TestABackupHasAllThatWasAcknowledgedBeforeItBegan(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	people := h.joinMany(16)
	revisions := make([]atomic.Int64, len(people))
	var stop atomic.Bool
	var group sync.WaitGroup
	for i, v := range people {
		group.Go(func() {
			for r := int64(0); !stop.Load(); r++ {
				h.must(second(h.Record(t.Context(), v, tapOn(p, poll.Answer(strconv.Itoa(1+int(r%4))), r))))
				revisions[i].Store(r + 1)
			}
		})
	}
	for i, from := range []*Store{h.Store, h.reader(), h.Store} {
		acknowledged := make([]int64, len(people))
		for j := range revisions {
			acknowledged[j] = revisions[j].Load()
		}
		file := filepath.Join(t.TempDir(), strconv.Itoa(i)+"?.db")
		h.must(from.Backup(t.Context(), file))
		restored := &hall{t: t, path: file, Store: openAt(t, testOptions(file))}
		stored := restored.stored(p)
		for j, v := range people {
			if stored[v.Participant].Revision < acknowledged[j] {
				t.Errorf("backup %d has revision %d of %d", i, stored[v.Participant].Revision, acknowledged[j])
			}
		}
		if found, err := restored.Check(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("check of a backup finds %v, %v", found, err)
		}
	}
	stop.Store(true)
	group.Wait()
}

func TestABackupIsPrivateAndReplacesNothing(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	file := filepath.Join(t.TempDir(), "copy.db")
	h.must(h.Backup(t.Context(), file))
	info, err := os.Stat(file)
	h.must(err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode is %v", info.Mode())
	}
	before, err := os.ReadFile(file)
	h.must(err)
	wantError(t, h.Backup(t.Context(), file), fs.ErrExist)
	if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
		t.Error("the backup that was there is not what it was")
	}
	wantError(t, h.Backup(t.Context(), filepath.Join(t.TempDir(), "no", "folder.db")), fs.ErrNotExist)
}

func TestAReaderCanCheckABackupThatNoServerEverOpened(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.inState("closed")
	file := filepath.Join(t.TempDir(), "copy.db")
	h.must(h.Backup(t.Context(), file))
	copied, err := OpenReader(t.Context(), testOptions(file))
	h.must(err)
	defer copied.Close()
	if found, err := copied.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check finds %v, %v", found, err)
	}
	if _, err := os.Stat(file + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("reading a backup changed what lies beside it")
	}
}
