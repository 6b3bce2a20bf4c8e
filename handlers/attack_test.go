package handlers_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

// raw sends bytes as they stand and reads the reply to them.
func (w *world) raw(request string) *http.Response {
	w.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.base, "http://"))
	must(w.t, err)
	w.t.Cleanup(func() { _ = conn.Close() })
	must(w.t, conn.SetDeadline(time.Now().Add(5*time.Second)))
	_, err = io.WriteString(conn, request)
	must(w.t, err)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		w.t.Fatalf("no reply to %.60q: %v", request, err)
	}
	w.t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

const formHead = "POST /join HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n"

func TestWhatIsNoProperRequestIsRefusedWithThePageAndHeadersOfAnyOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		request string
		status  int
	}{
		"no request":             {"\x00\x01\x02\r\n\r\n", 400},
		"no host":                {"GET / HTTP/1.1\r\n\r\n", 400},
		"two hosts":              {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
		"two lengths":            {formHead + "Content-Length: 6\r\nContent-Length: 7\r\n\r\ncode=a", 400},
		"negative length":        {formHead + "Content-Length: -1\r\n\r\n", 400},
		"length beyond numbers":  {formHead + "Content-Length: 99999999999999999999\r\n\r\n", 400},
		"space before the colon": {formHead + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400},
		"bad chunk":              {formHead + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n", 400},
		"header of 10 kB":        {"GET / HTTP/1.1\r\nHost: h\r\nX: " + strings.Repeat("a", 10000) + "\r\n\r\n", 431},
		"half a multipart form":  {"POST /join HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 3\r\n\r\n--x", 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := (&world{t: t, base: w.base}).raw(c.request)
			body, _ := io.ReadAll(response.Body)
			if response.StatusCode != c.status {
				t.Errorf("status %d, want %d", response.StatusCode, c.status)
			}
			if !strings.Contains(string(body), "</html>") {
				t.Errorf("no page: %.200s", body)
			}
			for _, header := range []string{"Content-Security-Policy", "X-Content-Type-Options", "X-Request-Id", "Referrer-Policy"} {
				if response.Header.Get(header) == "" {
					t.Errorf("no %s", header)
				}
			}
		})
	}
}

func TestOfTwoFramingsOneRequestIsReadAndTheConnectionCloses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	response := w.raw(formHead + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: h\r\n\r\n")
	_, err := io.ReadAll(response.Body)
	must(t, err)
	if !response.Close {
		t.Error("the connection stays open for what stands behind")
	}
}

// Otherwise whoever is in the hall could fill the memory with bodies that no route takes.
func TestALargeBodyIsRefusedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for path, status := range map[string]int{"/join": 413, "/p/1/answer": 413, "/no-such-page": 413} {
		head := "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\n"
		if response := w.raw(head); response.StatusCode != status {
			t.Errorf("%s: %d, want %d", path, response.StatusCode, status)
		}
	}
	for _, size := range []int{1_000_000, 20_000_000} {
		head := fmt.Sprintf("POST /organise/import HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n", 6<<20+size)
		if response := w.raw(head + strings.Repeat("a", 6<<20+size)); response.StatusCode != 413 {
			t.Errorf("%d bytes: %d", size, response.StatusCode)
		}
	}
	organiser := w.organiser()
	note := "Forum\n\nSession I: Wells\n\n- What keeps wells usable?\n" + strings.Repeat("Nothing more. ", 20000)
	for _, path := range []string{"/organise/import", "/organise/import/", "/Organise/Import"} {
		if r := organiser.post(path, url.Values{"text": {note}}); r.status == 413 {
			t.Errorf("%s: a note of %d bytes is too large", path, len(note))
		}
	}
}

func (w *world) rawGet(path string) *http.Response {
	w.t.Helper()
	return w.raw("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n")
}

// What is not found is drawn for the role that the browser holds, and is no fault of ours.
func TestAnErrorPageKnowsWhoAsks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	moderator := w.link(session, access.Moderator)
	r := moderator.get("/polls/4711/edit")
	if r.status != 404 || !strings.Contains(r.body, fmt.Sprintf(`href="/podium/%d"`, session.ID)) {
		t.Errorf("%d, the way on is not the podium: %s", r.status, r.body)
	}
	if r := moderator.post("/polls/4711/nothing", nil); r.status != 404 || !strings.Contains(r.body, fmt.Sprintf(`href="/podium/%d"`, session.ID)) {
		t.Errorf("%d, the way on is not the podium: %s", r.status, r.body)
	}
	if strings.Contains(w.log.String(), "level=ERROR") {
		t.Errorf("the log calls it a fault: %s", w.log)
	}
}

func TestEveryPageCanBeAskedForItsHeadAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	p := w.poll(session, poll.TakingAnswers)
	phone, stranger := w.phone(), w.browser()
	for _, path := range []string{"/healthz", "/readyz", "/", fmt.Sprintf("/s/%d", session.ID), fmt.Sprintf("/p/%d", p.ID)} {
		if head, page := phone.send("HEAD", path, "", ""), phone.get(path); head.status != page.status || head.body != "" {
			t.Errorf("HEAD %s: %d and %d bytes; GET: %d", path, head.status, len(head.body), page.status)
		}
	}
	for _, path := range []string{"/organise", fmt.Sprintf("/s/%d", session.ID), fmt.Sprintf("/s/%d/live", session.ID), "/organise/files/soundings.json"} {
		if r := stranger.send("HEAD", path, "", ""); r.status == 200 {
			t.Errorf("HEAD %s lets a stranger in", path)
		}
	}
}

func TestAPageUnderAnAddressWithASlashFindsItsSocket(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	path := fmt.Sprintf("/s/%d", session.ID)
	if r := w.phone().get(path + "/"); r.status == 200 && !strings.Contains(r.body, `"`+path+`/live"`) {
		t.Errorf("its socket is elsewhere: %s", r.body)
	}
}

// An answer that is under way when the server is told to stop is not called unsaved and then kept.
func TestAnAnswerDuringShutdownGetsATrueReply(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	phones := make([]*browser, 64)
	for i := range phones {
		phones[i] = w.phone()
	}
	var acknowledged, unsaved atomic.Int64
	var answering sync.WaitGroup
	for _, phone := range phones {
		answering.Go(func() {
			for r := int64(0); r < 9; r++ {
				switch phone.tap(p, r) {
				case 200:
					acknowledged.Add(1)
				case 0: // the connection was closed: nothing was said
					return
				default:
					unsaved.Add(1)
				}
			}
		})
	}
	for acknowledged.Load() < 64 && t.Context().Err() == nil {
		runtime.Gosched()
	}
	must(t, w.server.Shutdown(10*time.Second))
	answering.Wait()
	if unsaved.Load() > 0 {
		t.Errorf("%d of %d answers were called unsaved", unsaved.Load(), acknowledged.Load()+unsaved.Load())
	}
}

// tap answers and returns the status, 0 when there was no reply.
func (b *browser) tap(p poll.Poll, replaces int64) int {
	body := tap(p, "1", replaces, fmt.Sprint("n", replaces)).Encode()
	request, err := http.NewRequest(http.MethodPost, b.w.base+answerPath(p), strings.NewReader(body))
	if err != nil {
		return 0
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("HX-Request", "true")
	response, err := b.client.Do(request)
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

// A browser opens connections ahead of need, and a slow one may be in the middle of a request.
func TestOpenConnectionsDoNotMakeAShutdownFail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, sent := range []string{"", "GET / HTTP/1.1\r\nHost: h\r\nX: "} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(w.base, "http://"))
		must(t, err)
		t.Cleanup(func() { _ = conn.Close() })
		_, err = io.WriteString(conn, sent)
		must(t, err)
	}
	w.rawGet("/healthz")
	if err := w.server.Shutdown(time.Second); err != nil {
		t.Errorf("shutdown: %v", err)
	}
	if _, err := net.DialTimeout("tcp", strings.TrimPrefix(w.base, "http://"), time.Second); err == nil {
		t.Error("it still listens")
	} else if errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
}
