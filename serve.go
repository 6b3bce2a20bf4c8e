package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"time"

	"soundings/assets"
	"soundings/handlers"
	"soundings/i18n"
	"soundings/live"
	"soundings/poll"
	"soundings/poll/kinds"
	"soundings/store"
	"soundings/views"
)

// drainTime is how long a shutdown waits for sockets and requests.
const drainTime = 10 * time.Second

type serveCommand struct {
	Listen    string `env:"SOUNDINGS_LISTEN" default:":8080" placeholder:"ADDRESS" help:"Where to listen: host and port, or a port alone."`
	PublicURL string `name:"public-url" env:"SOUNDINGS_PUBLIC_URL" placeholder:"URL" help:"Where phones reach this server, as in links and QR codes. Without it the organiser picks one of this machine's addresses."`
	TLSCert   string `name:"tls-cert" env:"SOUNDINGS_TLS_CERT" placeholder:"FILE" help:"Speak https with this certificate: a PEM file with its chain. It is read again when it changes."`
	TLSKey    string `name:"tls-key" env:"SOUNDINGS_TLS_KEY" placeholder:"FILE" help:"The certificate's private key, a PEM file."`
	CopyTo    string `name:"copy-to" env:"SOUNDINGS_COPY_TO" placeholder:"DIR" help:"Keep a verified copy of the file in this folder, on another disk: made each time answers are closed, every five minutes while anything is written, and at the end."`
	LogLevel  string `env:"SOUNDINGS_LOG_LEVEL" enum:"debug,info,warn,error" default:"info" help:"How much to log: debug, info, warn or error."`
}

// Run serves until the context ends, then closes sockets, drains, makes a last copy and writes the
// file out.
func (c *serveCommand) Run(t *terminal) (err error) {
	log, err := c.logger(t)
	if err != nil {
		return err
	}
	secured, err := c.certificate(log)
	if err != nil {
		return err
	}
	public, err := c.publicURL()
	if err != nil {
		return err
	}
	options := t.options()
	options.Log = log
	file, err := store.Open(t.ctx, options)
	if err != nil {
		return fmt.Errorf("%s: %w", t.db, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	copies, err := c.keepCopies(t.ctx, file)
	if err != nil {
		return err
	}
	if copies != nil {
		defer copies.End(lastCopyTime)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.ctx, "tcp", c.Listen)
	if err != nil {
		return err
	}
	h := &host{file: file, copies: copies, secured: secured, public: public, bound: listener.Addr(), log: log}
	server, err := h.server()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := h.greet(t); err != nil {
		return errors.Join(err, listener.Close())
	}
	if secured != nil {
		listener = secured.listener(listener)
	}
	return serveUntil(t.ctx, server, listener, log)
}

// host is what is served, and where it is reached.
type host struct {
	file    *store.Store
	copies  *store.Copies // nil where none are kept
	secured *certificate  // nil under plain http
	public  string        // "" where the organiser is to choose
	bound   net.Addr
	log     *slog.Logger
}

// addresses are the URLs by which other machines reach the server now.
func (h *host) addresses() []string {
	if h.secured != nil {
		return h.secured.addresses(h.bound)
	}
	return reachable("http", h.bound)
}

func (c *serveCommand) publicURL() (string, error) {
	if c.PublicURL == "" {
		return "", nil
	}
	public, err := handlers.ReadPublicURL(c.PublicURL)
	if err != nil {
		return "", fmt.Errorf("--public-url %q: it must be http:// or https:// with a host that phones can reach, and no path", c.PublicURL)
	}
	if c.TLSCert != "" && !strings.HasPrefix(public, "https://") {
		return "", fmt.Errorf("--public-url %q: with --tls-cert it must begin with https://", c.PublicURL)
	}
	return public, nil
}

func (c *serveCommand) logger(t *terminal) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return nil, fmt.Errorf("--log-level: %w", err)
	}
	return slog.New(slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: level})), nil
}

func (h *host) server() (*handlers.Server, error) {
	set, err := assets.Load()
	if err != nil {
		return nil, err
	}
	catalogue, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	drawn, err := views.New(set, build())
	if err != nil {
		return nil, err
	}
	return handlers.New(handlers.Config{
		Store: h.file, Copies: h.copies, Views: drawn, Assets: set, Catalogue: catalogue, Kinds: kinds.All(),
		Log: h.log, Now: time.Now, Random: rand.Reader, Build: build(),
		PublicURL: h.public, HTTPS: h.secured != nil, Addresses: h.addresses, MachineZone: machineZone(), Pace: live.DefaultPace(),
	})
}

func serveUntil(ctx context.Context, server *handlers.Server, listener net.Listener, log *slog.Logger) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Listen(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	log.Info("shutting down")
	return server.Shutdown(drainTime)
}

// greet prints where the server is reached, and the set-up link until a passphrase exists.
func (h *host) greet(t *terminal) error {
	all := h.addresses()
	if h.public != "" {
		all = []string{h.public}
	}
	fmt.Fprintf(t.out, "Soundings %s, file %s\n", build(), t.db)
	for _, address := range all {
		fmt.Fprintf(t.out, "  Phones and screens reach it at  %s\n", address)
	}
	if len(all) == 0 {
		own := h.onThisMachine()
		fmt.Fprintf(t.out, "  Only this machine can reach it, at  %s\n  Phones cannot: connect to a network, or set --public-url.\n", own)
		all = []string{own}
	}
	if strings.HasPrefix(all[0], "http://") {
		fmt.Fprintln(t.out, "  Plain http: cookies cannot be marked Secure, and whoever shares the network can listen.")
	}
	h.tellCopies(t)
	has, err := h.file.HasPassphrase(t.ctx)
	if err != nil || has {
		return err
	}
	return printSetup(t, h.file, all[0])
}

func printSetup(t *terminal, file *store.Store, base string) error {
	token, err := file.SetupToken(t.ctx)
	if errors.Is(err, poll.ErrNotSaved) {
		fmt.Fprintln(t.out, "  The file cannot be written, so there is no set-up link.")
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "\n  Organiser, open this link once to set a passphrase:\n  %s/enter#%s\n\n", base, token)
	return nil
}
