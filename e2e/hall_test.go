//go:build e2e || shots

package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// hall is one conference: a file, and a server on it that can be killed and started again.
type hall struct {
	t      *testing.T
	db     string
	port   int
	public string
	extra  []string // what else the server is started with
	setup  string   // the organiser's set-up link as printed at the first start

	server *exec.Cmd
	log    *printed
}

// printed keeps what a server prints.
type printed struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (p *printed) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *printed) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// openHall starts a server on a new file and a free port of the loopback interface.
func openHall(t *testing.T) *hall { t.Helper(); return openHallAs(t, "") }

// openHallAs starts one that says another address in its links and codes than it has.
func openHallAs(t *testing.T, public string) *hall { t.Helper(); return openHallWith(t, public) }

// openHallWith starts one with more on its command line.
func openHallWith(t *testing.T, public string, extra ...string) *hall {
	t.Helper()
	h := &hall{t: t, db: filepath.Join(t.TempDir(), "conference.db"), port: freePort(t), public: public, extra: extra, log: &printed{}}
	if public == "" {
		h.public = h.url("", hallHost)
	}
	t.Cleanup(func() {
		h.kill()
		if log := h.log.String(); strings.Contains(log, "DATA RACE") || strings.Contains(log, "panic:") {
			t.Errorf("the server printed:\n%s", log)
		}
	})
	h.start()
	return h
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// start runs the server and waits until it is ready.
func (h *hall) start() {
	h.t.Helper()
	command := exec.Command(shared.binary, append([]string{"--db", h.db, "serve",
		"--listen", fmt.Sprintf("127.0.0.1:%d", h.port), "--public-url", h.public}, h.extra...)...)
	command.Stderr = h.log
	out, err := command.StdoutPipe()
	must(h.t, err)
	must(h.t, command.Start())
	h.server = command
	link := regexp.MustCompile(`http://\S+/enter#\S+`)
	read := make(chan string, 1)
	go func() {
		found := ""
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if link.MatchString(lines.Text()) {
				found = link.FindString(lines.Text())
				read <- found
			}
		}
		close(read)
	}()
	eventually(h.t, "the server is ready", func() bool {
		reply, err := http.Get(h.url("/readyz", "127.0.0.1"))
		if err != nil {
			return false
		}
		reply.Body.Close()
		return reply.StatusCode == http.StatusOK
	})
	if h.setup == "" {
		h.setup = <-read
	}
}

// kill ends the server as a power cut would: without a word.
func (h *hall) kill() {
	if h.server == nil {
		return
	}
	_ = h.server.Process.Kill()
	_ = h.server.Wait()
	h.server = nil
}

// url is an address of this hall as a host name leads to it.
func (h *hall) url(path, host string) string {
	return fmt.Sprintf("http://%s:%d%s", host, h.port, path)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually waits until a condition holds, and fails when that takes too long.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	if !comesTrue(patience, holds) {
		t.Fatalf("never: %s", what)
	}
}

func comesTrue(within time.Duration, holds func() bool) bool {
	end := time.NewTimer(within)
	defer end.Stop()
	again := time.NewTicker(25 * time.Millisecond)
	defer again.Stop()
	for !holds() {
		select {
		case <-end.C:
			return holds()
		case <-again.C:
		}
	}
	return true
}
