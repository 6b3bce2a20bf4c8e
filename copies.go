package main

import (
	"context"
	"fmt"
	"time"

	"soundings/store"
)

// lastCopyTime is how long a shutdown waits for the last copy.
const lastCopyTime = 20 * time.Second

// keepCopies begins to keep copies where a folder for them is set.
func (c *serveCommand) keepCopies(ctx context.Context, file *store.Store) (*store.Copies, error) {
	if c.CopyTo == "" {
		return nil, nil
	}
	copies, err := file.KeepCopies(ctx, c.CopyTo, store.DefaultCopyPace())
	if err != nil {
		return nil, fmt.Errorf("--copy-to %s: %w", c.CopyTo, err)
	}
	return copies, nil
}

// tellCopies says in one line how safe the copies are.
func (h *host) tellCopies(t *terminal) {
	if h.copies == nil {
		return
	}
	state := h.copies.State()
	switch {
	case state.Err != nil:
		fmt.Fprintf(t.out, "  No copy can be made in %s: %v. It is tried again and again.\n", state.Dir, state.Err)
	case state.SameDisk:
		fmt.Fprintf(t.out, "  A copy is kept at %s. It is on the same disk: take a stick or a share that outlives this machine.\n", state.File)
	default:
		fmt.Fprintf(t.out, "  A copy is kept at %s\n", state.File)
	}
}
