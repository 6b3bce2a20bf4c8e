package main

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

// progress tells one who waits what a command is doing: a line each second, none when it is quick.
type progress struct {
	doing atomic.Pointer[string]
	stop  chan struct{}
	done  chan struct{}
}

// newProgress writes what is being done to out at each tick.
func newProgress(out io.Writer, ticks <-chan time.Time) *progress {
	p := &progress{stop: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(p.done)
		for {
			select {
			case <-p.stop:
				return
			case <-ticks:
				if doing := p.doing.Load(); doing != nil {
					fmt.Fprintln(out, *doing)
				}
			}
		}
	}()
	return p
}

func (p *progress) tell(format string, args ...any) {
	doing := fmt.Sprintf(format, args...)
	p.doing.Store(&doing)
}

// end returns when nothing more will be written.
func (p *progress) end() {
	close(p.stop)
	<-p.done
}

// watched counts what is written of a file, and tells it.
type watched struct {
	io.Writer
	name     string
	written  int64
	progress *progress
}

func (w *watched) Write(part []byte) (int, error) {
	n, err := w.Writer.Write(part)
	w.written += int64(n)
	w.tell()
	return n, err
}

func (w *watched) tell() { w.progress.tell("writing %s: %.1f MB", w.name, float64(w.written)/1e6) }
