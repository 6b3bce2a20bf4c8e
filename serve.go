package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
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
	LogLevel  string `env:"SOUNDINGS_LOG_LEVEL" enum:"debug,info,warn,error" default:"info" help:"How much to log: debug, info, warn or error."`
}

// Run serves until the context ends, then closes sockets, drains and writes the file out.
func (c *serveCommand) Run(t *terminal) (err error) {
	public, err := c.publicURL()
	if err != nil {
		return err
	}
	log, err := c.logger(t)
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
	listener, err := (&net.ListenConfig{}).Listen(t.ctx, "tcp", c.Listen)
	if err != nil {
		return err
	}
	addresses := func() []string { return reachable(listener.Addr()) }
	server, err := newServer(file, log, public, addresses)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := greet(t, file, public, listener.Addr()); err != nil {
		return errors.Join(err, listener.Close())
	}
	return serveUntil(t.ctx, server, listener, log)
}

func (c *serveCommand) publicURL() (string, error) {
	if c.PublicURL == "" {
		return "", nil
	}
	public, err := handlers.ReadPublicURL(c.PublicURL)
	if err != nil {
		return "", fmt.Errorf("--public-url %q: it must be http:// or https:// with a host that phones can reach, and no path", c.PublicURL)
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

func newServer(file *store.Store, log *slog.Logger, public string, addresses func() []string) (*handlers.Server, error) {
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
		Store: file, Views: drawn, Assets: set, Catalogue: catalogue, Kinds: kinds.All(),
		Log: log, Now: time.Now, Random: rand.Reader, Build: build(),
		PublicURL: public, Addresses: addresses, Pace: live.DefaultPace(),
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
func greet(t *terminal, file *store.Store, public string, bound net.Addr) error {
	all := reachable(bound)
	if public != "" {
		all = []string{public}
	}
	fmt.Fprintf(t.out, "Soundings %s, file %s\n", build(), t.db)
	for _, address := range all {
		fmt.Fprintf(t.out, "  Phones and screens reach it at  %s\n", address)
	}
	own := onThisMachine(bound)
	if len(all) == 0 {
		fmt.Fprintf(t.out, "  Only this machine can reach it, at  %s\n  Phones cannot: connect to a network, or set --public-url.\n", own)
		all = []string{own}
	}
	if strings.HasPrefix(all[0], "http://") {
		fmt.Fprintln(t.out, "  Plain http: cookies cannot be marked Secure, and whoever shares the network can listen.")
	}
	has, err := file.HasPassphrase(t.ctx)
	if err != nil || has {
		return err
	}
	return printSetup(t, file, all[0])
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

// reachable lists the URLs by which other machines reach a listener, likely ones first: this
// machine's addresses on networks that are up, but for loopback and link-local ones.
func reachable(bound net.Addr) []string {
	address, ok := bound.(*net.TCPAddr)
	if !ok || address.IP.IsLoopback() {
		return nil
	}
	if !address.IP.IsUnspecified() {
		return []string{urlOf(address.IP, address.Port)}
	}
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var likely, others []string
	for _, one := range all {
		network, ok := one.(*net.IPNet)
		if !ok || !network.IP.IsGlobalUnicast() || network.IP.IsLoopback() {
			continue
		}
		found := urlOf(network.IP, address.Port)
		if network.IP.To4() != nil {
			likely = append(likely, found)
		} else {
			others = append(others, found)
		}
	}
	return append(likely, others...)
}

func urlOf(ip net.IP, port int) string {
	address := url.URL{Scheme: "http", Host: net.JoinHostPort(ip.String(), fmt.Sprint(port))}
	if port == 80 {
		address.Host = strings.TrimSuffix(address.Host, ":80")
	}
	return address.String()
}

func onThisMachine(bound net.Addr) string {
	port := 0
	if address, ok := bound.(*net.TCPAddr); ok {
		port = address.Port
	}
	return urlOf(net.IPv4(127, 0, 0, 1), port)
}
