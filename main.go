// Soundings takes the room's view: live polls and key-question feedback for conference sessions.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"soundings/poll/kinds"
	"soundings/store"

	_ "time/tzdata" // a laptop in a hall may have no time zones of its own
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// commands are what can be typed after "soundings". Alone it serves.
type commands struct {
	DB string `name:"db" env:"SOUNDINGS_DB" default:"soundings.db" placeholder:"FILE" help:"The file that holds the conference."`

	Serve      serveCommand      `cmd:"" default:"withargs" help:"Serve the conference (the default)."`
	Import     importCommand     `cmd:"" help:"Read a concept note into sessions with key questions."`
	Export     exportCommand     `cmd:"" help:"Write results, answers or everything to files."`
	Check      checkCommand      `cmd:"" help:"Recount each poll whose answers are closed and compare it with what was stored at closing."`
	Backup     backupCommand     `cmd:"" help:"Write a verified copy of the file, also while it is served."`
	Passphrase passphraseCommand `cmd:"" help:"Make a new set-up link for an organiser who lost the passphrase."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}

// terminal is what a command reads and writes beside the file.
type terminal struct {
	ctx      context.Context
	db       string
	in       io.Reader
	out, err io.Writer
}

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// run is the whole program: it parses the arguments, runs one command and returns the exit code.
// Every error is one line.
func run(ctx context.Context, args []string, in io.Reader, out, err io.Writer) int {
	var c commands
	exited := -1
	parser, fault := newParser(&c, out, err, func(code int) { exited = code })
	if fault != nil {
		fmt.Fprintln(err, "soundings:", fault)
		return exitUsage
	}
	parsed, fault := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if fault != nil {
		fmt.Fprintln(err, "soundings:", fault)
		return exitUsage
	}
	if fault := parsed.Run(&terminal{ctx: ctx, db: c.DB, in: in, out: out, err: err}); fault != nil {
		fmt.Fprintln(err, "soundings:", fault)
		return exitFailed
	}
	return exitOK
}

func newParser(c *commands, out, err io.Writer, exit func(int)) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("soundings"),
		kong.Description("Live polls and key-question feedback for conference sessions, on one machine and one file."),
		kong.UsageOnError(),
		kong.Writers(out, err),
		kong.Exit(exit),
		kong.Vars{"files": fileNames()},
	)
}

// options are how every command opens the file.
func (t *terminal) options() store.Options {
	return store.Options{Path: t.db, Kind: kinds.ByName, Now: time.Now, Random: rand.Reader, Log: t.log()}
}

func (t *terminal) log() *slog.Logger { return slog.New(slog.NewTextHandler(t.err, nil)) }

// build is the version of this program: of its module, else the revision it was built from.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
			return version + "+" + setting.Value[:12]
		}
	}
	return version
}

// version is the release that this tree becomes.
const version = "0.2.0"
