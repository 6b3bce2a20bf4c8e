package store

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"time"
)

// CopyPace is how often copies are made beside those after a closing.
type CopyPace struct {
	Every time.Duration // while anything is written
	Again time.Duration // after one that failed
}

// DefaultCopyPace loses a hall at most five minutes, and notices within seconds that a disk is back.
func DefaultCopyPace() CopyPace { return CopyPace{Every: 5 * time.Minute, Again: 15 * time.Second} }

// CopyState is how the copies stand.
type CopyState struct {
	Dir      string
	File     string    // the newest copy
	SameDisk bool      // the folder lies on the disk of the file itself
	Made     time.Time // the newest copy holds all that was acknowledged before; zero before the first
	Running  time.Time // since when one is being made, zero while none is
	Fault    CopyFault // why the last attempt failed, "" where it did not
	Failed   time.Time // since when attempts fail, zero while they do not
	Err      error     // the same as Fault for those who run the server; pages show no such texts
}

// Copies keeps a verified copy of the conference in another folder: after each poll that closes,
// every few minutes while anything is written, and at the end. The newest has the name of the
// conference's file; the one before stays beside it.
type Copies struct {
	store    *Store
	folder   copyFolder
	pace     CopyPace
	asked    chan struct{} // a poll closed
	alone    chan struct{} // holds one while a copy is made
	stopping chan struct{}
	stopped  chan struct{}
	cancel   context.CancelFunc

	mu     sync.Mutex
	state  CopyState
	holds  uint64 // commits that the newest copy contains
	begun  bool   // there is a newest copy of this run
	closed sync.Once
}

// KeepCopies begins to keep copies in the folder, the first at once. It refuses a folder that can
// never be right; one that is missing or full may become right, so the state tells that.
func (s *Store) KeepCopies(ctx context.Context, dir string, pace CopyPace) (*Copies, error) {
	folder, err := newCopyFolder(s.path, dir)
	if err != nil {
		return nil, err
	}
	unusable := folder.usable(ctx, s)
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &Copies{
		store: s, folder: folder, pace: pace, cancel: cancel,
		asked: make(chan struct{}, 1), alone: make(chan struct{}, 1),
		stopping: make(chan struct{}), stopped: make(chan struct{}),
		state: CopyState{Dir: dir, File: folder.newest, SameDisk: !folder.apart.Load(), Fault: faultOf(unusable), Err: unusable},
	}
	if unusable != nil {
		c.state.Failed = s.now()
	}
	s.OnClosing(func(int64) { c.ask() })
	go c.run(running)
	return c, nil
}

// State is how the copies stand now.
func (c *Copies) State() CopyState {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state
}

// End makes the last copy if anything was written since the newest one, and waits for it so long.
func (c *Copies) End(within time.Duration) {
	c.closed.Do(func() { close(c.stopping) })
	late := time.AfterFunc(within, c.cancel)
	defer late.Stop()
	select {
	case <-c.stopped:
	case <-time.After(within + time.Second): // a disk that hangs cannot be interrupted
		c.store.log.Warn("the last copy was not finished in time", "folder", c.state.Dir)
	}
}

func (c *Copies) ask() {
	select {
	case c.asked <- struct{}{}:
	default: // one is asked for already, and will begin after this closing
	}
}

func (c *Copies) run(ctx context.Context) {
	defer close(c.stopped)
	for {
		if c.due() {
			_ = c.Now(ctx) // the state keeps what went wrong
		}
		wait := time.NewTimer(c.wait())
		select {
		case <-c.stopping:
			if c.due() {
				_ = c.Now(ctx)
			}
			return
		case <-c.asked:
		case <-wait.C:
		}
		wait.Stop()
	}
}

// due reports whether the newest copy lacks anything.
func (c *Copies) due() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.begun || c.state.Fault != "" || c.holds != c.store.commits()
}

func (c *Copies) wait() time.Duration {
	if c.State().Fault != "" {
		return c.pace.Again
	}
	return c.pace.Every
}

// Now makes a copy that holds all that was acknowledged before the call.
func (c *Copies) Now(ctx context.Context) error {
	select {
	case c.alone <- struct{}{}:
		defer func() { <-c.alone }()
	case <-ctx.Done():
		return ctx.Err()
	}
	began, holds := c.store.now(), c.store.commits()
	c.mu.Lock()
	c.state.Running = began
	c.mu.Unlock()
	err := safely(func() error { return c.write(ctx) })
	c.note(began, holds, err)
	return err
}

// note keeps how an attempt went, and logs it only where that is news.
func (c *Copies) note(began time.Time, holds uint64, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before, now := c.state.Fault, faultOf(err)
	c.state.Running, c.state.Fault, c.state.Err = time.Time{}, now, err
	switch {
	case err != nil && before != now:
		c.store.log.Error("no copy can be made", "folder", c.state.Dir, "error", err)
	case err == nil && (before != "" || !c.begun):
		c.store.log.Info("a copy was made", "file", c.state.File)
	}
	if err == nil {
		c.state.Made, c.state.Failed = began, time.Time{}
		c.holds, c.begun = holds, true
	} else if c.state.Failed.IsZero() {
		c.state.Failed = began
	}
	c.state.SameDisk = !c.folder.apart.Load()
}

// write makes the copy under another name, has it checked, and only then gives it its name.
func (c *Copies) write(ctx context.Context) error {
	if err := c.folder.usable(ctx, c.store); err != nil {
		return err
	}
	unfinished := c.folder.newest + ".unfinished"
	defer os.Remove(unfinished)
	if err := c.writeTo(ctx, unfinished); err != nil {
		return err
	}
	if err := verifyCopy(ctx, unfinished); err != nil {
		return err
	}
	return c.folder.take(ctx, unfinished)
}

// writeTo copies by way of a snapshot beside the conference's file. A stick or a share may be slow
// or hang, and as long as SQLite reads for a copy its log cannot be folded in. Where there is no
// room for a snapshot it does without: that is when a copy is needed most.
func (c *Copies) writeTo(ctx context.Context, unfinished string) error {
	if err := removeIfThere(unfinished); err != nil {
		return err
	}
	made, err := os.OpenFile(unfinished, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer made.Close()
	snapshot, noSnapshot := c.store.takeSnapshot(ctx)
	if noSnapshot != nil {
		if err := vacuumInto(ctx, c.store.path, unfinished); err != nil {
			return errors.Join(err, noSnapshot)
		}
		return made.Sync()
	}
	defer snapshot.Close()
	_, err = io.Copy(made, snapshot)
	return errors.Join(err, made.Sync())
}

func (s *Store) commits() uint64 {
	if s.writer == nil {
		return 0
	}
	return s.writer.commits.Load()
}

func removeIfThere(file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
