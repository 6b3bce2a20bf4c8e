package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

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
