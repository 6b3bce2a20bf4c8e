//go:build e2e || shots

package e2e

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a condition may take to come true. The machine may be busy; nothing here
// measures speed.
const patience = 60 * time.Second

// hallHost is a name that only the browser resolves: on plain http it is no secure context, as in
// a hall, and localhost would be one.
const hallHost = "hall.example"

// stand is what all tests share: the built program and one Chromium.
type stand struct {
	binary  string
	browser context.Context
}

var shared stand

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	folder, err := os.MkdirTemp("", "soundings-e2e")
	if err != nil {
		return say(err)
	}
	defer os.RemoveAll(folder)
	shared.binary = filepath.Join(folder, "soundings")
	if err := build(shared.binary); err != nil {
		return say(err)
	}
	browser, stop, err := openChromium(filepath.Join(folder, "profile"))
	if err != nil {
		return say(err)
	}
	defer stop()
	shared.browser = browser
	return m.Run()
}

func say(err error) int {
	fmt.Fprintln(os.Stderr, "e2e:", err)
	return 1
}

// build makes the program with the race detector, so that a race in a handler fails the test.
func build(binary string) error {
	command := exec.Command("go", "build", "-race", "-o", binary, "..")
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("build the program: %w", err)
	}
	return nil
}

func findChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	if mac := "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; runtime.GOOS == "darwin" {
		if _, err := os.Stat(mac); err == nil {
			return mac, nil
		}
	}
	return "", errors.New("no Chromium found: install it, or leave these tests out")
}

// openChromium starts one Chromium with a new profile; each person gets a context of their own in it.
func openChromium(profile string) (context.Context, func(), error) {
	path, err := findChromium()
	if err != nil {
		return nil, nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-proxy-server", true),
		chromedp.Flag("host-resolver-rules", "MAP "+hallHost+" 127.0.0.1"),
		chromedp.CombinedOutput(io.Discard),
	)
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stopAll := chromedp.NewExecAllocator(context.Background(), options...)
	browser, closeFirst := chromedp.NewContext(allocator)
	stop := func() { closeFirst(); stopAll() }
	if err := chromedp.Do(browser); err != nil {
		stop()
		return nil, nil, fmt.Errorf("start Chromium: %w", err)
	}
	return browser, stop, nil
}
