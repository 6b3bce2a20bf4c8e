// Package handlers serves HTTP and sockets. It is the only package that knows Fiber: one file per
// page or action, all routes in one table, all status codes in errors.go.
package handlers

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"soundings/agenda"
	"soundings/assets"
	"soundings/i18n"
	"soundings/live"
	"soundings/poll"
	"soundings/store"
	"soundings/views"
)

// Config is what a Server needs.
type Config struct {
	Store     *store.Store
	Views     *views.Views
	Assets    *assets.Set
	Catalogue *i18n.Catalogue
	Kinds     []poll.Kind
	Log       *slog.Logger
	Now       func() time.Time
	Random    io.Reader
	Build     string
	// Copies are kept in another folder; nil where none is set.
	Copies *store.Copies
	// HTTPS says that the server itself speaks it, to everybody.
	HTTPS bool
	// PublicURL is where phones reach this server, "" when the organiser is to choose.
	PublicURL string
	// Addresses lists the URLs by which other machines reach this server.
	Addresses func() []string
	// MachineZone is the time zone of this machine, which is proposed; "" when it is not known.
	MachineZone string
	// Printer replaces the catalogues' printers in tests; nil otherwise.
	Printer func(lang string) *i18n.Printer
	Pace    live.Pace
}

// Limits of a request, in bytes and time.
const (
	bodyLimit      = 64 << 10
	uploadLimit    = 5<<20 + 64<<10 // a note of 5 MiB and the form around it
	headerLimit    = 8 << 10
	requestTimeout = 8 * time.Second
	readTimeout    = 10 * time.Second
	writeTimeout   = 30 * time.Second
	idleTimeout    = 60 * time.Second
)

// Server answers requests until it is shut down.
type Server struct {
	Config
	app      *fiber.App
	hub      *live.Hub[frame]
	kinds    map[string]poll.Kind
	recorded map[string][]byte // the reply to a recorded answer, by language: always the same bytes
	// conference is the newest copy of the conference's facts; they are read on every page.
	conference atomic.Pointer[agenda.Conference]
	zone       atomic.Pointer[time.Location] // of the conference
	origins    *http.CrossOriginProtection
	guesses    *guessLimit
	answers    *personLimit
	writers    *personLimit // of contributions
	alarms     *alarms
	scans      *scans
	pairings   *pairings
	handovers  *handovers
	hashing    chan struct{} // one passphrase at a time: hashing fills a core
	context    context.Context
	stop       context.CancelFunc
	drained    chan struct{} // closed at the end of Shutdown
	ended      sync.Once
	sockets    *crowd
	uploads    map[string]int // paths that take more than others, with how much
	requests   atomic.Uint64
	started    string // first part of request ids
}

// New prepares a server; Listen starts it.
func New(config Config) (*Server, error) {
	s := &Server{
		Config:  config,
		kinds:   map[string]poll.Kind{},
		origins: http.NewCrossOriginProtection(),
		guesses: newGuessLimit(config.Now),
		answers: newPersonLimit(config.Now, answersBurst, answersRate),
		writers: newPersonLimit(config.Now, textsBurst, textsRate),
		scans:   newScans(config.Now),

		pairings:  newPairings(config.Now, config.Random),
		handovers: newHandovers(config.Now, config.Random),
		hashing:   make(chan struct{}, 1),
		sockets:   newCrowd(),
		uploads:   map[string]int{},
		drained:   make(chan struct{}),
		started:   strconv.FormatInt(config.Now().Unix(), 36),
	}
	s.context, s.stop = context.WithCancel(context.Background())
	for _, kind := range config.Kinds {
		s.kinds[kind.Name()] = kind
	}
	s.hub = live.New(config.Pace, frame.same, s.frameFailed)
	s.alarms = newAlarms(s.hub.Changed)
	s.Store.OnChange(s.hub.Changed)
	if err := s.drawRecorded(); err != nil {
		return nil, err
	}
	if err := s.reloadConference(s.context); err != nil {
		return nil, err
	}
	s.app = fiber.New(FiberConfig(s.fail))
	s.app.Server().HeaderReceived = s.readAtMost
	s.mount()
	return s, nil
}

// FiberConfig is how Fiber serves here; measurements compare with a bare server of the same.
func FiberConfig(fail fiber.ErrorHandler) fiber.Config {
	return fiber.Config{
		// Without it strings of a request are overwritten by the next one.
		Immutable:             true,
		DisableStartupMessage: true,
		BodyLimit:             uploadLimit,
		ReadBufferSize:        headerLimit,
		ReadTimeout:           readTimeout,
		WriteTimeout:          writeTimeout,
		IdleTimeout:           idleTimeout,
		ErrorHandler:          fail,
		// Forwarded headers are anyone's to forge.
		EnableTrustedProxyCheck: true,
	}
}

// Listen serves on the listener until Shutdown, which closes it.
func (s *Server) Listen(listener net.Listener) error {
	// The library forgets a listener that it has not begun to serve when it is shut down.
	go func() {
		<-s.drained
		_ = listener.Close()
	}()
	return s.app.Listener(lingeringListener{listener})
}

// App is the Fiber application, for tests that send requests without a listener.
func (s *Server) App() *fiber.App { return s.app }

// Shutdown closes every socket with 1012, so that clients come back, waits for them and for the
// requests under way, and stops listening.
func (s *Server) Shutdown(within time.Duration) error {
	closed := s.sockets.close()
	s.stop()
	s.alarms.stop()
	s.hub.Close()
	patience := time.NewTimer(within)
	defer patience.Stop()
	select {
	case <-closed:
	case <-patience.C:
		s.Log.Warn("sockets did not close in time", "open", s.sockets.size())
	}
	defer s.ended.Do(func() { close(s.drained) })
	err := s.app.ShutdownWithTimeout(within)
	if errors.Is(err, context.DeadlineExceeded) {
		// Somebody's request never came to its end; that is no failure of ours.
		s.Log.Warn("connections did not close in time")
		return nil
	}
	return err
}

// readAtMost bounds a request's body before it is read, so that nobody fills the memory with what
// no route takes.
func (s *Server) readAtMost(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path, _, _ := strings.Cut(string(header.RequestURI()), "?")
	path = strings.ToLower(strings.TrimRight(path, "/"))
	return fasthttp.RequestConfig{MaxRequestBodySize: max(bodyLimit, s.uploads[path])}
}

func (s *Server) reloadConference(ctx context.Context) error {
	conference, err := s.Store.Conference(ctx)
	if err != nil {
		return err
	}
	s.conference.Store(&conference)
	s.zone.Store(conference.Zone())
	return nil
}

// publicURL is where phones reach the server: configured, else chosen by the organiser, else the
// only address there is; "" when it is not known or only loopback is there.
func (s *Server) publicURL() string {
	if named := s.namedURL(); named != "" {
		return named
	}
	if all := s.Addresses(); len(all) > 0 {
		return all[0]
	}
	return ""
}

// namedURL is the public URL that was configured, else the one that the organiser chose.
func (s *Server) namedURL() string {
	if s.PublicURL != "" {
		return s.PublicURL
	}
	return s.schemed(s.conference.Load().PublicURL)
}

// schemed turns an address chosen under plain http into https where that is all that is spoken.
func (s *Server) schemed(address string) string {
	if host, plain := strings.CutPrefix(address, "http://"); plain && s.HTTPS {
		return "https://" + host
	}
	return address
}

func (s *Server) joinAddress() views.JoinAddress {
	base, conference := s.publicURL(), s.conference.Load()
	if base == "" {
		return views.JoinAddress{Code: conference.JoinCode}
	}
	return views.JoinAddress{
		URL: base + "/j/" + conference.JoinCode, Host: shortAddress(base), Code: conference.JoinCode,
		Reachable: true, WiFi: conference.WiFi,
	}
}
