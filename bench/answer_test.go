package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

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

// BenchmarkAnswer is what one answer costs inside the server, from the parsed request to the
// reply: no network, 256 at a time. Each is a phone's first answer.
func BenchmarkAnswer(b *testing.B) {
	b.ReportAllocs()
	server, tokens := newHall(b, b.N)
	handle := server.App().Handler()
	var next atomic.Int64
	b.SetParallelism(128)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		request := &fasthttp.RequestCtx{}
		for pb.Next() {
			i := next.Add(1) - 1
			request.Request.Reset()
			request.Response.Reset()
			writeAnswer(&request.Request, tokens[i])
			handle(request)
			if status := request.Response.StatusCode(); status != fasthttp.StatusOK {
				b.Errorf("status %d: %s", status, request.Response.Body())
				return
			}
		}
	})
}

func writeAnswer(request *fasthttp.Request, token string) {
	request.Header.SetMethod(fasthttp.MethodPost)
	request.SetRequestURI("http://hall.example/p/1/answer")
	for name, value := range map[string]string{
		"Origin": "http://hall.example", "Accept-Language": "en-GB,en;q=0.9", "HX-Request": "true",
		"Content-Type": "application/x-www-form-urlencoded", "Cookie": "soundings_participant=" + token,
	} {
		request.Header.Set(name, value)
	}
	request.SetBodyString("answer=2&nonce=0123456789abcdefghij&replaces=0&revision=1")
}

// newHall is a server on a real file, with one poll that takes answers and so many phones.
func newHall(b *testing.B, phones int) (*handlers.Server, []string) {
	b.Helper()
	ctx := context.Background()
	log := slog.New(slog.DiscardHandler)
	file, err := store.Open(ctx, store.Options{
		Path: filepath.Join(b.TempDir(), "bench.db"), Kind: kinds.ByName, Now: time.Now, Random: rand.Reader, Log: log,
	})
	must(b, err)
	b.Cleanup(func() { file.Close() })
	must(b, askOne(ctx, file))
	facts, err := file.Conference(ctx)
	must(b, err)
	tokens := make([]string, phones)
	must(b, inParallel(64, phones, func(i int) (err error) {
		if tokens[i], _, err = file.Join(ctx, facts.JoinCode); err == nil {
			_, err = file.ParticipantBy(ctx, tokens[i])
		}
		return err
	}))
	set, err := assets.Load()
	must(b, err)
	catalogue, err := i18n.Load()
	must(b, err)
	drawn, err := views.New(set, "bench")
	must(b, err)
	server, err := handlers.New(handlers.Config{
		Store: file, Views: drawn, Assets: set, Catalogue: catalogue, Kinds: kinds.All(), Log: log,
		Now: time.Now, Random: rand.Reader, PublicURL: "http://hall.example", Pace: live.DefaultPace(),
		Addresses: func() []string { return nil },
	})
	must(b, err)
	return server, tokens
}

func askOne(ctx context.Context, file *store.Store) error {
	organiser := access.Viewer{Role: access.Organiser}
	sessions, err := file.AddPlan(ctx, organiser, agenda.Plan{Sessions: []agenda.SessionPlan{{Session: agenda.Session{
		Title: agenda.Plain("en", "Measured"), Type: agenda.Thematic, Access: agenda.Open,
	}}}})
	if err != nil {
		return err
	}
	kind := kinds.All()[0]
	content, err := kind.Draft(map[string][]string{
		poll.FieldLanguage: {"en"}, poll.FieldQuestion: {"Which one?"}, poll.FieldOptions: {"One\nTwo\nThree"},
	})
	if err != nil {
		return err
	}
	asked, err := file.AddPoll(ctx, organiser, sessions[0].ID, 0, kind.Name(), content)
	if err != nil {
		return err
	}
	if asked.ID != 1 {
		return fmt.Errorf("the first poll is %d", asked.ID)
	}
	return file.TakeAnswers(ctx, organiser, asked.ID)
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
