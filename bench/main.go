// Bench measures Soundings against what its parts could do at most, in one run on one machine:
// the server and a bare one are processes of their own, the clients live in this one. Its figures
// are reported and never asserted; docs/performance.md tells how to read them.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"

	"soundings/bench/client"
)

func main() {
	bare := flag.String("bare", "", "serve the bare comparison on this address; bench starts itself so")
	only := flag.String("only", "", "measure only these, separated by commas: rate, storm, sockets, copies")
	flag.Parse()
	run := func() error { return measure(context.Background(), *only) }
	if *bare != "" {
		run = func() error { return serveBare(*bare) }
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench is one run: the built program with one conference, and how many files may be open.
type bench struct {
	context.Context
	folder    string
	program   *client.Program
	organiser *client.Organiser
	code      string
	session   int64
	phones    []client.Phone
	files     uint64
}

func measure(ctx context.Context, only string) (err error) {
	folder, err := client.DiskFolder("bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	b := &bench{Context: ctx, folder: folder}
	if b.files, err = raiseOpenFiles(); err != nil {
		return err
	}
	fmt.Printf("%s, %d processors, %s, %d open files, load %s\n", processor(), runtime.NumCPU(), runtime.Version(), b.files, busy())
	if err := b.setUp(); err != nil {
		return err
	}
	defer func() { b.program.Kill() }()
	for _, part := range []struct {
		name    string
		measure func() error
	}{{"rate", b.rate}, {"storm", b.storm}, {"sockets", b.sockets}, {"copies", b.copies}} {
		if only != "" && !strings.Contains(","+only+",", ","+part.name+",") {
			continue
		}
		if err := part.measure(); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	fmt.Printf("\nload at the end %s\n", busy())
	return nil
}

// setUp builds the program and makes a conference with one session, open to all.
func (b *bench) setUp() error {
	binary, err := client.Build(b, b.folder)
	if err != nil {
		return err
	}
	if b.program, err = client.NewProgram(binary, b.folder); err != nil {
		return err
	}
	if err := b.program.Start(b); err != nil {
		return err
	}
	if b.organiser, err = client.NewOrganiser(b, b.program); err != nil {
		return err
	}
	if b.session, err = b.organiser.AddSession(b, "Measured"); err != nil {
		return err
	}
	b.code, err = b.organiser.JoinCode(b)
	return err
}

// restart gives a part a fresh process on the same file.
func (b *bench) restart() error {
	if err := b.program.Stop(); err != nil {
		return err
	}
	return b.program.Start(b)
}

// ask puts a new question with five options.
func (b *bench) ask() (poll int64, err error) {
	return b.organiser.AskChoice(b, b.session, 5)
}

// raiseOpenFiles lifts this process's limit, and so its children's, as far as it may.
func raiseOpenFiles() (uint64, error) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0, err
	}
	limit.Cur = limit.Max
	return limit.Cur, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
}

// atMost scales a number of sockets down to what the open files allow, and says so.
func (b *bench) atMost(sockets int) int {
	const other = 500
	if room := int(min(b.files, 1<<20)) - other; room < sockets {
		fmt.Printf("  scaled down from %d to %d sockets: no more files may be open\n", sockets, room)
		return room
	}
	return sockets
}

// busy is how many processes wanted to run in the last minute, as far as the system tells: where
// it is more than the processors, the figures are of a shared machine.
func busy() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	before, _, _ := strings.Cut(string(raw), " ")
	return before
}

// processor names the machine's processor, as far as the system tells.
func processor() string {
	raw, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(raw)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}
