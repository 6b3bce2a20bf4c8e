//go:build linux

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// A server that meets a full disk or a file it may not write runs in a process of its own: this
// test binary again, told by its environment to serve.
const (
	childServes = "SOUNDINGS_TEST_SERVES" // the file
	childUser   = "SOUNDINGS_TEST_USER"   // the uid it is to run under
	childFlags  = "SOUNDINGS_TEST_FLAGS"  // of serve, one a line
	nobody      = 65534
)

func TestMain(m *testing.M) {
	if file := os.Getenv(childServes); file != "" {
		os.Exit(serveAsChild(file, os.Getenv(childUser)))
	}
	os.Exit(m.Run())
}

func serveAsChild(file, user string) int {
	if uid, err := strconv.Atoi(user); err == nil {
		if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(uid), syscall.Setuid(uid)); err != nil {
			fmt.Println(err)
			return exitFailed
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	args := append([]string{"--db", file, "serve", "--listen", "127.0.0.1:0"}, strings.Fields(os.Getenv(childFlags))...)
	return run(ctx, args, strings.NewReader(""), os.Stdout, os.Stderr)
}

// child is a server in another process.
type child struct {
	t       *testing.T
	process *exec.Cmd
	base    string
	setup   <-chan string // the secret of the set-up link, where it prints one
}

func startServer(t *testing.T, file, user string, flags ...string) *child {
	t.Helper()
	c := &child{t: t, process: exec.Command(os.Args[0])}
	c.process.Env = append(os.Environ(), childServes+"="+file, childUser+"="+user, childFlags+"="+strings.Join(flags, "\n"))
	out, err := c.process.StdoutPipe()
	require(t, err)
	require(t, c.process.Start())
	t.Cleanup(func() { _ = c.process.Process.Kill() })
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	lines := bufio.NewScanner(out)
	for c.base == "" && lines.Scan() {
		c.base = address.FindString(lines.Text())
	}
	if c.base == "" {
		t.Fatal("the server did not start")
	}
	setup := make(chan string, 1)
	c.setup = setup
	go func() {
		defer close(setup)
		for lines.Scan() {
			if _, secret, ok := strings.Cut(lines.Text(), "/enter#"); ok {
				setup <- secret
			}
		}
	}()
	return c
}

// end asks the server to stop, as a machine that shuts down would.
func (c *child) end() {
	c.t.Helper()
	require(c.t, c.process.Process.Signal(syscall.SIGTERM))
	if err := c.process.Wait(); err != nil {
		c.t.Errorf("the server ended with %v", err)
	}
}

// visitor is one browser without script; its cookies hold over a restart.
type visitor struct {
	client   *http.Client
	answer   int   // the last one that was acknowledged, 0 for none
	revision int64 // of it
}

func newVisitor() *visitor {
	jar, _ := cookiejar.New(nil)
	return &visitor{client: &http.Client{
		Jar: jar, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (v *visitor) ask(method, address string, values url.Values) (status int, body string, err error) {
	request, err := http.NewRequest(method, address, strings.NewReader(values.Encode()))
	if err != nil {
		return 0, "", err
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("HX-Request", "true")
	}
	response, err := v.client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	return response.StatusCode, string(read), err
}

// want asks, and fails the test for any other status.
func (v *visitor) want(t *testing.T, status int, method, address string, values url.Values) string {
	t.Helper()
	got, body, err := v.ask(method, address, values)
	if err != nil || got != status {
		t.Fatalf("%s %s: %d, %v, want %d: %.300s", method, address, got, err, status, body)
	}
	return body
}

// tap sends an answer to the sample's poll, the same again until it gets another reply than "not
// saved", which it counts.
func (v *visitor) tap(base string, answer int, unsaved *atomic.Int64) error {
	values := url.Values{
		"answer": {strconv.Itoa(answer)}, "revision": {"1"},
		"replaces": {strconv.FormatInt(v.revision, 10)}, "nonce": {fmt.Sprint("tap-", v.revision)},
	}
	// A participant may answer five times a second.
	for range time.Tick(250 * time.Millisecond) {
		status, body, err := v.ask(http.MethodPost, base+"/p/1/answer", values)
		switch {
		case err != nil:
			return err
		case status == http.StatusOK && strings.Contains(body, `data-state="recorded"`):
			v.answer, v.revision = answer, v.revision+1
			return nil
		case status == http.StatusServiceUnavailable && strings.Contains(body, `data-state="not_saved"`) && strings.Contains(body, "Not saved"):
			unsaved.Add(1)
		default:
			return fmt.Errorf("status %d: %.300s", status, body)
		}
	}
	return nil
}

// openHall makes the sample on a new server, with phones that have joined.
func openHall(t *testing.T, c *child, phones int) (organiser *visitor, joined []*visitor) {
	t.Helper()
	organiser = newVisitor()
	passphrase := url.Values{"passphrase": {"quiet water goes down"}, "again": {"quiet water goes down"}}
	organiser.want(t, 303, "POST", c.base+"/enter", url.Values{"secret": {<-c.setup}})
	organiser.want(t, 303, "POST", c.base+"/passphrase", passphrase)
	organiser.want(t, 303, "POST", c.base+"/organise/sample", nil)
	code := regexp.MustCompile(`/j/(\w{6})`).FindStringSubmatch(organiser.want(t, 200, "GET", c.base+"/organise/sample/1", nil))
	if code == nil {
		t.Fatal("the sample shows no code")
	}
	for range phones {
		phone := newVisitor()
		phone.want(t, 303, "POST", c.base+"/join", url.Values{"code": {code[1]}})
		joined = append(joined, phone)
	}
	return organiser, joined
}

// resultsStayReadable looks at every display of the result.
func resultsStayReadable(t *testing.T, organiser *visitor, base string) {
	t.Helper()
	for _, path := range []string{
		"/screen/1", "/screen/1/frame", "/podium/1", "/podium/1/frame", "/organise", "/organise/sessions/1",
		"/organise/files/results.csv", "/organise/sessions/1/files/results.csv", "/organise/files/soundings.json",
	} {
		organiser.want(t, 200, "GET", base+path, nil)
	}
}

// counted are the answers to the sample's poll as they are exported: how many people by option.
func counted(t *testing.T, organiser *visitor, base string) map[string]int {
	t.Helper()
	var whole struct {
		Sessions []struct {
			Polls []struct {
				Answers []struct {
					Answer string
					People int
				}
			}
		}
	}
	require(t, json.Unmarshal([]byte(organiser.want(t, 200, "GET", base+"/organise/files/soundings.json", nil)), &whole))
	counts := map[string]int{}
	for _, count := range whole.Sessions[0].Polls[0].Answers {
		counts[count.Answer] = count.People
	}
	return counts
}

func acknowledged(phones []*visitor) map[string]int {
	counts := map[string]int{}
	for _, phone := range phones {
		counts[strconv.Itoa(phone.answer)]++
	}
	return counts
}

func TestOnAFullDiskAnswersAreNotSavedResultsStayReadableAndItRecovers(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root can mount a small disk")
	}
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=8m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	server := startServer(t, filepath.Join(folder, "hall.db"), "")
	organiser, phones := openHall(t, server, 24)
	var unsaved, recorded atomic.Int64
	var enough atomic.Bool
	var hall sync.WaitGroup
	for i, phone := range phones {
		hall.Go(func() {
			for n := 0; !enough.Load(); n++ {
				if err := phone.tap(server.base, 1+(i+n)%4, &unsaved); err != nil {
					t.Errorf("phone %d: %v", i, err)
					return
				}
				recorded.Add(1)
			}
		})
	}
	until(t, time.Minute, func() bool { return recorded.Load() >= int64(len(phones)) })
	filler := fillDisk(t, folder)
	until(t, time.Minute, func() bool { return unsaved.Load() >= 2*int64(len(phones)) })
	resultsStayReadable(t, organiser, server.base)
	require(t, os.Remove(filler))
	before := recorded.Load()
	until(t, 5*time.Second, func() bool { return recorded.Load() >= before+int64(len(phones)) })
	enough.Store(true)
	hall.Wait()
	if got, want := counted(t, organiser, server.base), acknowledged(phones); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("stored are %v, acknowledged were %v", got, want)
	}
	server.end()
	if code, out, err := typed(t, "", "--db", filepath.Join(folder, "hall.db"), "check"); code != exitOK {
		t.Errorf("check: %s %s", out, err)
	}
}

// fillDisk takes every byte that is left.
func fillDisk(t *testing.T, folder string) string {
	t.Helper()
	file, err := os.Create(filepath.Join(folder, "filler"))
	require(t, err)
	defer file.Close()
	for block := make([]byte, 64<<10); len(block) > 0; {
		if _, err := file.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
	return file.Name()
}

func TestAFileThatCannotBeWrittenIsServedAndRecoversWithoutARestart(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root can give a file to another and serve it as nobody")
	}
	folder, err := os.MkdirTemp("", "soundings")
	require(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	require(t, os.Chmod(folder, 0o777))
	file := filepath.Join(folder, "hall.db")
	first := startServer(t, file, "")
	organiser, phones := openHall(t, first, 3)
	var unsaved atomic.Int64
	require(t, phones[0].tap(first.base, 1, &unsaved))
	require(t, phones[1].tap(first.base, 2, &unsaved))
	first.end()
	require(t, os.Remove(file+".lock"))
	require(t, os.Chmod(file, 0o644))

	server := startServer(t, file, strconv.Itoa(nobody))
	resultsStayReadable(t, organiser, server.base)
	organiser.want(t, 503, "GET", server.base+"/readyz", nil)
	phones[2].want(t, 200, "GET", server.base+"/p/1", nil)
	answered := make(chan error, 1)
	go func() { answered <- phones[2].tap(server.base, 3, &unsaved) }()
	until(t, time.Minute, func() bool { return unsaved.Load() >= 2 })
	require(t, os.Chmod(file, 0o666))
	select {
	case err := <-answered:
		require(t, err)
	case <-time.After(5 * time.Second):
		t.Fatal("five seconds after the file can be written answers are still not saved")
	}
	organiser.want(t, 200, "GET", server.base+"/readyz", nil)
	if got, want := counted(t, organiser, server.base), acknowledged(phones); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("stored are %v, acknowledged were %v", got, want)
	}
	server.end()
}

// A file without a passphrase gets a set-up link at each start; one that cannot be written gets none.
func TestAFileThatCannotBeWrittenIsServedBeforeItIsSetUpToo(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root can give a file to another and serve it as nobody")
	}
	folder, err := os.MkdirTemp("", "soundings")
	require(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	require(t, os.Chmod(folder, 0o777))
	file := filepath.Join(folder, "hall.db")
	if code, _, err := typed(t, "", "--db", file, "passphrase"); code != exitOK {
		t.Fatal(err)
	}
	require(t, os.Remove(file+".lock"))
	require(t, os.Chmod(file, 0o644))
	server := startServer(t, file, strconv.Itoa(nobody))
	newVisitor().want(t, 200, "GET", server.base+"/", nil)
	server.end()
}

// until waits for what other goroutines and processes bring about.
func until(t *testing.T, patience time.Duration, holds func() bool) {
	t.Helper()
	look, late := time.NewTicker(5*time.Millisecond), time.After(patience)
	defer look.Stop()
	for !holds() {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("it did not come about within %v", patience)
		}
	}
}

func require(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
