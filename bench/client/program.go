// Package client drives Soundings from outside, as phones, moderators and screens do: it builds
// the program, runs it as a process of its own, and speaks HTTP and sockets to it.
package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"
	"time"
)

// startPatience is how long a start may take.
const startPatience = 20 * time.Second

// Program is a built soundings, and the file that it serves.
type Program struct {
	Binary  string
	File    string
	Address string   // host and port, the same in each start
	Flags   []string // of serve, beside those that every start gets

	child  *exec.Cmd
	ended  chan struct{}
	output lockedBuffer
}

// Build compiles the program into a folder.
func Build(ctx context.Context, folder string) (binary string, err error) {
	binary = filepath.Join(folder, "soundings")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "soundings")
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, said)
	}
	return binary, nil
}

// NewProgram prepares a file in the folder to be served on a free port of this machine.
func NewProgram(binary, folder string) (*Program, error) {
	address, err := FreeAddress()
	if err != nil {
		return nil, err
	}
	return &Program{Binary: binary, File: filepath.Join(folder, "conference.db"), Address: address}, nil
}

// FreeAddress is an address of this machine on which nobody listens.
func FreeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// Start runs the server and returns when it is ready.
func (p *Program) Start(ctx context.Context) error {
	_, port, err := net.SplitHostPort(p.Address)
	if err != nil {
		return err
	}
	args := []string{"--db", p.File, "serve", "--listen", p.Address, "--public-url", "http://hall.example:" + port}
	return p.Run(ctx, exec.Command(p.Binary, append(args, p.Flags...)...), "/readyz")
}

// Run starts a server process and returns when its path answers 200.
func (p *Program) Run(ctx context.Context, child *exec.Cmd, path string) error {
	child.Stdout, child.Stderr = &p.output, &p.output
	if err := child.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() { child.Wait(); close(ended) }()
	p.child, p.ended = child, ended
	return p.await(ctx, path)
}

func (p *Program) await(ctx context.Context, path string) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	for {
		if ready(ctx, "http://"+p.Address+path) {
			return nil
		}
		select {
		case <-time.After(2 * time.Millisecond):
		case <-p.ended:
			return fmt.Errorf("%s ended at its start:\n%s", p.child.Path, p.Output())
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %w\n%s", p.child.Path, ctx.Err(), p.Output())
		}
	}
}

func ready(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	request.Close = true
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	reply.Body.Close()
	return reply.StatusCode == http.StatusOK
}

// Kill ends the server at once, as a power cut of the process would, and waits until it is gone.
func (p *Program) Kill() error { return p.end(syscall.SIGKILL) }

// Stop asks the server to end, and waits until it has.
func (p *Program) Stop() error {
	if err := p.end(syscall.SIGTERM); err != nil {
		return err
	}
	if code := p.child.ProcessState.ExitCode(); code != 0 {
		return fmt.Errorf("the server ended with %d:\n%s", code, p.Output())
	}
	return nil
}

func (p *Program) end(by syscall.Signal) error {
	if p.child == nil {
		return errors.New("the server was never started")
	}
	select {
	case <-p.ended:
		return nil
	default:
	}
	if err := p.child.Process.Signal(by); err != nil {
		return err
	}
	<-p.ended
	return nil
}

// Command runs another command of the program on the same file.
func (p *Program) Command(ctx context.Context, args ...string) (said string, err error) {
	out, err := exec.CommandContext(ctx, p.Binary, append([]string{"--db", p.File}, args...)...).CombinedOutput()
	return string(out), err
}

// Output is all that the server has printed.
func (p *Program) Output() string { return p.output.String() }

var setupLink = regexp.MustCompile(`/enter#(\S+)`)

// SetupSecret is the secret of the set-up link that the newest start printed. What a server that is
// ready has printed may still be on its way here.
func (p *Program) SetupSecret() (string, error) {
	for patience := time.Now().Add(2 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if found := setupLink.FindAllStringSubmatch(p.Output(), -1); len(found) > 0 {
			return found[len(found)-1][1], nil
		}
		if time.Now().After(patience) {
			return "", errors.New("no set-up link was printed")
		}
	}
}

// DiskFolder makes a folder on a real disk: where the system's folder for temporary files lies in
// memory, it is made in the working directory.
func DiskFolder(name string) (string, error) {
	const memory = 0x01021994 // tmpfs
	var where syscall.Statfs_t
	parent := os.TempDir()
	if err := syscall.Statfs(parent, &where); err == nil && int64(where.Type) == memory {
		parent = "."
	}
	folder, err := os.MkdirTemp(parent, name)
	if err != nil {
		return "", err
	}
	return filepath.Abs(folder)
}

type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
