package handlers_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/assets"
	"soundings/handlers"
	"soundings/i18n"
	"soundings/live"
	"soundings/poll"
	"soundings/poll/kinds"
	"soundings/store"
	"soundings/views"
)

const (
	passphrase = "a quiet line goes down"
	build      = "test-build"
)

// world is a whole server on a real socket and a real file.
type world struct {
	t      *testing.T
	server *handlers.Server
	file   *store.Store
	folder string
	base   string
	log    *logged
}

// logged keeps what the server logs.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logged) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

type option func(*handlers.Config)

func newWorld(t *testing.T, options ...option) *world {
	t.Helper()
	return newWorldAt(t, time.Now, options...)
}

// newWorldAt is a world whose clock is the test's.
func newWorldAt(t *testing.T, now func() time.Time, options ...option) *world {
	t.Helper()
	w := &world{t: t, log: &logged{}, folder: t.TempDir()}
	logger := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	file, err := store.Open(t.Context(), store.Options{
		Path: filepath.Join(w.folder, "conference.db"), Kind: kinds.ByName, Now: now, Random: rand.Reader, Log: logger,
	})
	must(t, err)
	w.file = file
	set, err := assets.Load()
	must(t, err)
	catalogue, err := i18n.Load()
	must(t, err)
	drawn, err := views.New(set, build)
	must(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	config := handlers.Config{
		Store: file, Views: drawn, Assets: set, Catalogue: catalogue, Kinds: kinds.All(), Log: logger,
		Now: now, Random: rand.Reader, Build: build, PublicURL: "http://hall.example",
		Addresses: func() []string { return nil },
		Pace:      live.Pace{Phones: time.Millisecond, Room: time.Millisecond, Heartbeat: time.Second},
	}
	for _, set := range options {
		set(&config)
	}
	w.server, err = handlers.New(config)
	must(t, err)
	w.base = "http://" + listener.Addr().String()
	served := make(chan error, 1)
	go func() { served <- w.server.Listen(listener) }()
	t.Cleanup(func() {
		if err := w.server.Shutdown(10 * time.Second); err != nil {
			t.Errorf("shutdown: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("listen: %v", err)
		}
		if err := file.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// browser is one person's browser: it keeps cookies and says where its requests come from.
type browser struct {
	w      *world
	client *http.Client
	// headers are sent with every request.
	headers map[string]string
}

func (w *world) browser() *browser {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	must(w.t, err)
	return &browser{w: w, headers: map[string]string{}, client: &http.Client{
		Jar:           jar,
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// reply is what came back.
type reply struct {
	status   int
	location string
	body     string
	header   http.Header
}

func (b *browser) send(method, path, contentType, body string) reply {
	b.w.t.Helper()
	request, err := http.NewRequestWithContext(b.w.t.Context(), method, b.w.base+path, strings.NewReader(body))
	must(b.w.t, err)
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	for name, value := range b.headers {
		request.Header.Set(name, value)
	}
	response, err := b.client.Do(request)
	must(b.w.t, err)
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	must(b.w.t, err)
	return reply{response.StatusCode, response.Header.Get("Location"), string(read), response.Header}
}

func (b *browser) get(path string) reply {
	b.w.t.Helper()
	return b.send(http.MethodGet, path, "", "")
}

func (b *browser) post(path string, values url.Values) reply {
	b.w.t.Helper()
	return b.send(http.MethodPost, path, "application/x-www-form-urlencoded", values.Encode())
}

// htmx makes the browser ask for fragments, as the page's script does.
func (b *browser) htmx() *browser {
	copied := *b
	copied.headers = map[string]string{"HX-Request": "true"}
	for name, value := range b.headers {
		copied.headers[name] = value
	}
	return &copied
}

func (b *browser) speaking(lang string) *browser {
	b.headers["Accept-Language"] = lang
	return b
}

// organiser is a browser that opened the set-up link and set the passphrase.
func (w *world) organiser() *browser {
	w.t.Helper()
	token, err := w.file.SetupToken(w.t.Context())
	must(w.t, err)
	b := w.browser()
	if r := b.post("/enter", url.Values{"secret": {token}}); r.status != 303 || r.location != "/passphrase" {
		w.t.Fatalf("set-up link: %d to %s", r.status, r.location)
	}
	r := b.post("/passphrase", url.Values{"passphrase": {passphrase}, "again": {passphrase}})
	if r.status != 303 {
		w.t.Fatalf("passphrase: %d %s", r.status, r.body)
	}
	return b
}

// phone is a browser that joined by the open code.
func (w *world) phone() *browser {
	w.t.Helper()
	b := w.browser()
	if r := b.post("/join", url.Values{"code": {w.code()}}); r.status != 303 || r.location != "/now" {
		w.t.Fatalf("join: %d to %s", r.status, r.location)
	}
	return b
}

func (w *world) code() string {
	w.t.Helper()
	conference, err := w.file.Conference(w.t.Context())
	must(w.t, err)
	return conference.JoinCode
}

func lead() access.Viewer { return access.Viewer{Role: access.Organiser} }

// session writes a session with one key question; access decides whom it admits.
func (w *world) session(admits agenda.Access) agenda.Session {
	w.t.Helper()
	sessions, err := w.file.AddPlan(w.t.Context(), lead(), agenda.Plan{Sessions: []agenda.SessionPlan{{
		Session:      agenda.Session{Label: agenda.Plain("en", "Session I"), Title: agenda.Plain("en", "Wells and rivers"), Type: agenda.Thematic, Access: admits},
		KeyQuestions: []agenda.KeyQuestion{{Position: 1, Text: agenda.Plain("en", "What keeps wells usable?"), Kind: agenda.Question}},
	}}})
	must(w.t, err)
	return sessions[0]
}

func draft(question string, options ...string) url.Values {
	return url.Values{"kind": {"choice"}, "lang": {"en"}, "question": {question}, "options": {strings.Join(options, "\n")}}
}

// poll writes a poll in the state; closed ones have had no answers.
func (w *world) poll(session agenda.Session, state poll.State) poll.Poll {
	w.t.Helper()
	ctx := w.t.Context()
	kind := kinds.All()[0]
	content, err := kind.Draft(draft("What helps first?", "Trained staff", "Shared laboratories", "A fund"))
	must(w.t, err)
	p, err := w.file.AddPoll(ctx, lead(), session.ID, 0, kind.Name(), content)
	must(w.t, err)
	if state != poll.Draft {
		must(w.t, w.file.TakeAnswers(ctx, lead(), p.ID))
	}
	if state == poll.Closed {
		_, err = w.file.CloseAnswers(ctx, lead(), p.ID)
		must(w.t, err)
	}
	return w.readPoll(p.ID)
}

func (w *world) readPoll(id int64) poll.Poll {
	w.t.Helper()
	p, _, err := w.file.Poll(w.t.Context(), lead(), id)
	must(w.t, err)
	return p
}

// tap is a participant's answer form as a page would send it.
func tap(p poll.Poll, option string, replaces int64, nonce string) url.Values {
	return url.Values{
		"answer": {option}, "replaces": {fmt.Sprint(replaces)}, "nonce": {nonce}, "revision": {fmt.Sprint(p.ContentRevision)},
	}
}

func answerPath(p poll.Poll) string { return fmt.Sprintf("/p/%d/answer", p.ID) }

// answers counts what is stored, from the exported file.
func (w *world) answers(id int64) map[string]int {
	w.t.Helper()
	dossier, err := w.file.Dossier(w.t.Context(), lead(), 0)
	must(w.t, err)
	for _, session := range dossier.Sessions {
		for _, p := range session.Polls {
			if p.Poll.ID == id {
				counted := map[string]int{}
				for _, count := range p.Answers {
					counted[string(count.Answer)] = count.People
				}
				return counted
			}
		}
	}
	return map[string]int{}
}

func footState(t *testing.T, body string) string {
	t.Helper()
	found := regexp.MustCompile(`id="foot"[^>]*data-state="([a-z_]+)"`).FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("no foot in %s", body)
	}
	return found[1]
}

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// link is a browser that opened a link for the role.
func (w *world) link(session agenda.Session, role access.Role) *browser {
	w.t.Helper()
	token, _, err := w.file.NewLink(w.t.Context(), lead(), session.ID, role)
	must(w.t, err)
	b := w.browser()
	if r := b.post("/enter", url.Values{"secret": {token}}); r.status != 303 {
		w.t.Fatalf("link: %d %s", r.status, r.body)
	}
	return b
}

func (w *world) kind() poll.Kind { return kinds.All()[0] }
