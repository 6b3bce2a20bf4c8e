package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"soundings/report"
)

const note = `Forum on Quiet Harbours

Session I: Dredging with care

1. This session will address the following key questions:

- How can small ports dredge without harming reefs?
`

// typed runs the program as if these arguments had been typed.
func typed(t *testing.T, in string, args ...string) (code int, out, err string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(in), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func newFile(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "conference.db")
}

func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEveryCommandExplainsItself(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"", "serve", "import", "export", "check", "backup", "passphrase", "version"} {
		args := []string{"--help"}
		if command != "" {
			args = []string{command, "--help"}
		}
		if code, out, _ := typed(t, "", args...); code != exitOK || !strings.Contains(out, "Usage: soundings") {
			t.Errorf("%v: exit %d, %q", args, code, out)
		}
	}
}

func TestErrorsAreOneLineAndTheExitCodeIsNotZero(t *testing.T) {
	t.Parallel()
	tlsPair, beside := newPair(t), t.TempDir()
	notOurs := written(t, "other.db", strings.Repeat("no database at all\n", 100))
	for name, args := range map[string][]string{
		"unknown command":       {"vote"},
		"unknown flag":          {"serve", "--fast"},
		"no file to import":     {"--db", newFile(t), "import", "/no/such/note.md"},
		"nothing to check":      {"--db", newFile(t), "check"},
		"nothing to export":     {"--db", newFile(t), "export"},
		"unknown export":        {"--db", newFile(t), "export", "result.doc"},
		"nothing to back up":    {"--db", newFile(t), "backup", newFile(t)},
		"not our file":          {"--db", notOurs, "check"},
		"not our file to serve": {"--db", notOurs, "serve", "--listen", "127.0.0.1:0"},
		"no folder":             {"--db", "/no/such/folder/x.db", "serve", "--listen", "127.0.0.1:0"},
		"bad address":           {"--db", newFile(t), "serve", "--listen", "nowhere:99999"},
		"localhost for phones":  {"--db", newFile(t), "serve", "--listen", "127.0.0.1:0", "--public-url", "http://localhost:8080"},
		"a certificate alone":   {"--db", newFile(t), "serve", "--tls-cert", "hall.crt"},
		"a key alone":           {"--db", newFile(t), "serve", "--tls-key", "hall.key"},
		"no certificate there":  {"--db", newFile(t), "serve", "--tls-cert", "/no/hall.crt", "--tls-key", "/no/hall.key"},
		"http beside a cert":    {"--db", newFile(t), "serve", "--tls-cert", tlsPair.cert, "--tls-key", tlsPair.key, "--public-url", "http://hall.example"},
		"copies into no folder": {"--db", newFile(t), "serve", "--listen", "127.0.0.1:0", "--copy-to", written(t, "file", "")},
		"copies beside the db":  {"--db", filepath.Join(beside, "x.db"), "serve", "--listen", "127.0.0.1:0", "--copy-to", beside},
		"bad log level":         {"--db", newFile(t), "serve", "--log-level", "loud"},
		"empty note":            {"import", "--dry-run", written(t, "empty.md", "")},
	} {
		code, _, err := typed(t, "", args...)
		lines := strings.Split(strings.TrimSpace(err), "\n")
		if code == exitOK || !strings.HasPrefix(lines[len(lines)-1], "soundings: ") {
			t.Errorf("%s: exit %d, %q", name, code, err)
		}
	}
}

func TestADryRunOpensNoDatabase(t *testing.T) {
	t.Parallel()
	file := newFile(t)
	code, out, err := typed(t, "", "--db", file, "import", "--dry-run", "--format", "json", written(t, "note.md", note))
	var preview struct {
		Sessions []struct{ Title string }
		Counts   map[string]int
	}
	if code != exitOK || json.Unmarshal([]byte(out), &preview) != nil || len(preview.Sessions) != 1 || preview.Counts["items"] != 1 {
		t.Errorf("exit %d, %q, %q", code, out, err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("a dry run left a file: %v", err)
	}
}

func TestTheSharedNoteIsImportedAsExpected(t *testing.T) {
	t.Parallel()
	shared := filepath.Join("..", "shared", "data")
	expected, err := os.ReadFile(filepath.Join(shared, "concept-note.expected.json"))
	if err != nil {
		t.Skip("the shared note is not beside this checkout")
	}
	_, out, _ := typed(t, "", "import", "--dry-run", "--format", "json", filepath.Join(shared, "concept-note.md"))
	var got, want map[string]any
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(expected, &want); err != nil {
		t.Fatal(err)
	}
	for key := range want {
		g, _ := json.Marshal(got[key])
		w, _ := json.Marshal(want[key])
		if !bytes.Equal(g, w) {
			t.Errorf("%s:\n got %s\nwant %s", key, g, w)
		}
	}
}

func TestAnImportAsksBeforeItWrites(t *testing.T) {
	t.Parallel()
	file, text := newFile(t), written(t, "note.md", note)
	if code, _, err := typed(t, "n\n", "--db", file, "import", text); code != exitFailed || !strings.Contains(err, "nothing was imported") {
		t.Errorf("answered no: exit %d, %q", code, err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("it wrote all the same: %v", err)
	}
	if code, _, err := typed(t, "y\n", "--db", file, "import", text); code != exitOK {
		t.Fatalf("answered yes: exit %d, %q", code, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info, err)
	}
	code, out, err := typed(t, "", "--db", file, "export")
	if code != exitOK || !strings.Contains(out, "How can small ports dredge") {
		t.Errorf("export: exit %d, %q", code, err)
	}
	folder := filepath.Join(t.TempDir(), "out")
	if code, _, err := typed(t, "", "--db", file, "export", "--dir", folder); code != exitOK {
		t.Errorf("export of all: exit %d, %q", code, err)
	}
	if found, _ := os.ReadDir(folder); len(found) != len(report.Files()) {
		t.Errorf("%d files written", len(found))
	}
	if code, out, err := typed(t, "", "--db", file, "check"); code != exitOK || !strings.Contains(out, "recounts") {
		t.Errorf("check: exit %d, %q %q", code, out, err)
	}
}

// serve runs the server in this process and waits for its address and set-up link.
func serve(t *testing.T, file string, flags ...string) *served {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	s := &served{stop: stop, ended: make(chan int, 1)}
	args := append([]string{"--db", file, "serve", "--listen", "127.0.0.1:0"}, flags...)
	go func() {
		s.ended <- run(ctx, args, strings.NewReader(""), in, &s.log)
		_ = in.Close()
	}()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		fmt.Fprintln(&s.out, lines.Text())
		if found := regexp.MustCompile(`https?://127\.0\.0\.1:\d+`).FindString(lines.Text()); found != "" {
			s.base = found
		}
		if _, secret, ok := strings.Cut(lines.Text(), "/enter#"); ok {
			s.setup = secret
			break
		}
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	if s.base == "" || s.setup == "" {
		t.Fatalf("the server printed neither address nor set-up link: %s %s", s.said(), s.logged())
	}
	t.Cleanup(stop)
	return s
}

// served is a server that runs in this process until its context ends.
type served struct {
	base, setup string
	stop        context.CancelFunc
	ended       chan int
	out, log    heard
}

func (s *served) said() string   { return s.out.String() }
func (s *served) logged() string { return s.log.String() }

// heard is what a server says, to be read while it says more.
type heard struct {
	mu   sync.Mutex
	text strings.Builder
}

func (h *heard) Write(line []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(line)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

func TestTheServerStartsServesAndEndsCleanly(t *testing.T) {
	t.Parallel()
	file := newFile(t)
	s := serve(t, file)
	client := &http.Client{Timeout: 20 * time.Second}
	response, err := client.Get(s.base + "/readyz")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("readyz: %v, %v", response, err)
	}
	_ = response.Body.Close()
	if code, _, err := typed(t, "", "--db", file, "serve", "--listen", "127.0.0.1:0"); code == exitOK || !strings.Contains(err, "in use") {
		t.Errorf("a second server: exit %d, %q", code, err)
	}
	if code, _, err := typed(t, "y\n", "--db", file, "import", written(t, "note.md", note)); code == exitOK || !strings.Contains(err, "in use") {
		t.Errorf("a writing command beside it: exit %d, %q", code, err)
	}
	if code, _, err := typed(t, "", "--db", file, "check"); code != exitOK {
		t.Errorf("a reading command beside it: exit %d, %q", code, err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if code, _, err := typed(t, "", "--db", file, "backup", copied); code != exitOK {
		t.Errorf("backup beside it: exit %d, %q", code, err)
	}
	if code, _, err := typed(t, "", "--db", file, "backup", copied); code == exitOK {
		t.Errorf("a backup overwrote another: %q", err)
	}
	s.stop()
	if code := <-s.ended; code != exitOK {
		t.Errorf("ended with %d", code)
	}
	if info, err := os.Stat(file + "-wal"); err == nil && info.Size() > 0 {
		t.Errorf("%d bytes are left in the log after a clean end", info.Size())
	}
	if code, out, err := typed(t, "", "--db", file, "passphrase"); code != exitOK || !strings.Contains(out, "/enter#") {
		t.Errorf("passphrase: exit %d, %q %q", code, out, err)
	}
}

// docs/configuration.md is written from the flags, so that it cannot leave one out.
func TestTheConfigurationInTheDocumentsIsTheFlags(t *testing.T) {
	t.Parallel()
	var c commands
	parser, err := newParser(&c, io.Discard, io.Discard, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	page.WriteString("# Configuration\n\nWritten from the flags by a test (`SOUNDINGS_UPDATE=1 go test . -run Configuration`). A flag counts before the environment.\n")
	describe(&page, "Every command", parser.Model.Flags)
	for _, command := range parser.Model.Children {
		describe(&page, "`soundings "+command.Name+"`: "+command.Help, command.Flags)
	}
	file := filepath.Join("docs", "configuration.md")
	if os.Getenv("SOUNDINGS_UPDATE") != "" {
		if err := os.WriteFile(file, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(file); err != nil || string(kept) != page.String() {
		t.Errorf("%s is out of date (%v); run with SOUNDINGS_UPDATE=1", file, err)
	}
}

func describe(page *strings.Builder, title string, flags []*kong.Flag) {
	page.WriteString("\n## " + title + "\n\n")
	if len(flags) == 0 {
		page.WriteString("No settings of its own.\n")
		return
	}
	page.WriteString("| flag | environment | default | what it does |\n|---|---|---|---|\n")
	for _, flag := range flags {
		env := strings.Join(flag.Envs, ", ")
		page.WriteString("| `--" + flag.Name + "` | " + env + " | " + flag.Default + " | " + flag.Help + " |\n")
	}
}
