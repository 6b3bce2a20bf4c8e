package store

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Some tests need another process: one that is killed, or one that runs under another uid. It is
// this test binary again, told by its environment which part to play.
const (
	childRole = "SOUNDINGS_TEST_CHILD"
	childFile = "SOUNDINGS_TEST_FILE"
)

func TestMain(m *testing.M) {
	switch os.Getenv(childRole) {
	case "":
		os.Exit(m.Run())
	case "crash":
		exitWith(crashChild(os.Getenv(childFile)))
	case "contribute":
		exitWith(contributeChild(os.Getenv(childFile)))
	case "copy":
		exitWith(copyChild(os.Getenv(childFile)))
	case "migrate":
		exitWith(migrateChild(os.Getenv(childFile)))
	case "readonly":
		exitWith(readOnlyChild(os.Getenv(childFile)))
	}
}

func exitWith(err error) {
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// child is a running process that talks by lines.
type child struct {
	*exec.Cmd
	t      testing.TB
	stdin  io.WriteCloser
	stdout *bufio.Scanner
}

func startChild(t testing.TB, role, path string) *child {
	t.Helper()
	c := &child{Cmd: exec.Command(os.Args[0]), t: t}
	c.Env = append(os.Environ(), childRole+"="+role, childFile+"="+path)
	c.Stderr = os.Stderr
	stdin, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.stdin, c.stdout = stdin, bufio.NewScanner(stdout)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill() })
	return c
}

// expect reads lines until one that begins so.
func (c *child) expect(prefix string) {
	c.t.Helper()
	var said []string
	for c.stdout.Scan() {
		if strings.HasPrefix(c.stdout.Text(), prefix) {
			return
		}
		said = append(said, c.stdout.Text())
	}
	c.t.Fatalf("the other process did not say %q but %q", prefix, said)
}

func (c *child) say(line string) {
	c.t.Helper()
	if _, err := io.WriteString(c.stdin, line+"\n"); err != nil {
		c.t.Fatal(err)
	}
}
