package handlers_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"

	"soundings/access"
	"soundings/agenda"
	"soundings/handlers"
	"soundings/poll"
)

func beating(heartbeat time.Duration) option {
	return func(config *handlers.Config) { config.Pace.Heartbeat = heartbeat }
}

// rawSocket opens a socket whose bytes the test writes and reads by itself.
func (b *browser) rawSocket(path string) (*net.TCPConn, *bufio.Reader) {
	b.w.t.Helper()
	base, err := url.Parse(b.w.base)
	must(b.w.t, err)
	conn, err := net.Dial("tcp", base.Host)
	must(b.w.t, err)
	b.w.t.Cleanup(func() { _ = conn.Close() })
	must(b.w.t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	request := "GET " + path + " HTTP/1.1\r\nHost: " + base.Host + "\r\nOrigin: " + b.w.base +
		"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
	for _, cookie := range b.client.Jar.Cookies(base) {
		request += "Cookie: " + cookie.String() + "\r\n"
	}
	_, err = io.WriteString(conn, request+"\r\n")
	must(b.w.t, err)
	read := bufio.NewReader(conn)
	response, err := http.ReadResponse(read, nil)
	must(b.w.t, err)
	if response.StatusCode != http.StatusSwitchingProtocols {
		b.w.t.Fatalf("upgrade of %s: %d", path, response.StatusCode)
	}
	return conn.(*net.TCPConn), read
}

// framed is a masked frame; its mask is zero, so that the payload stands as it is.
func framed(first byte, payload string) string {
	head := []byte{first, 0x80 | byte(len(payload))}
	if len(payload) > 125 {
		head = binary.BigEndian.AppendUint16([]byte{first, 0x80 | 126}, uint16(len(payload)))
	}
	return string(head) + "\x00\x00\x00\x00" + payload
}

// claimed is the head of a frame that claims a length and brings nothing.
func claimed(length uint64) string {
	return string(binary.BigEndian.AppendUint64([]byte{0x81, 0x80 | 127}, length)) + "\x00\x00\x00\x00"
}

func closing(code uint16, reason string) string {
	return framed(0x88, string(binary.BigEndian.AppendUint16(nil, code))+reason)
}

// malformed is what no browser sends.
func malformed() map[string]string {
	all := map[string]string{
		"unmasked":                 "\x81\x05hello",
		"a ping of 126 bytes":      framed(0x89, strings.Repeat("p", 126)),
		"a pong of 126 bytes":      framed(0x8a, strings.Repeat("p", 126)),
		"a ping in pieces":         framed(0x09, "p"),
		"a close in pieces":        framed(0x08, ""),
		"a close of one byte":      framed(0x88, "x"),
		"a close not in utf-8":     closing(1000, "\xff\xfe"),
		"a close of 126 bytes":     closing(1000, strings.Repeat("x", 124)),
		"a text":                   framed(0x81, "hello"),
		"a text not in utf-8":      framed(0x81, "\xff\xfe\xfd"),
		"an empty text":            framed(0x81, ""),
		"bytes":                    framed(0x82, "\x00\x01\x02"),
		"a long text":              framed(0x81, strings.Repeat("x", 4096)),
		"a longest text":           claimed(1<<63 - 1),
		"a text longer than that":  claimed(1 << 63),
		"64 MiB":                   claimed(64 << 20),
		"a continuation of none":   framed(0x80, "x"),
		"a text in a text":         framed(0x01, "a") + framed(0x81, "b"),
		"a text in many pieces":    framed(0x01, "a") + strings.Repeat(framed(0x00, strings.Repeat("x", 100)), 20),
		"a compressed text":        framed(0xc1, "\xf2\x48\xcd\xc9\xc9\x07\x00"),
		"another request":          "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
		"nothing but zeros":        strings.Repeat("\x00", 64),
		"nothing but ones":         strings.Repeat("\xff", 64),
		"a ping and then unmasked": framed(0x89, "p") + "\x89\x00",
	}
	for _, bits := range []byte{0x40, 0x20, 0x10, 0x70} {
		all[fmt.Sprintf("reserved bits %#x", bits)] = framed(0x81|bits, "x")
	}
	for _, opcode := range []byte{3, 4, 5, 6, 7, 11, 12, 13, 14, 15} {
		all[fmt.Sprintf("reserved opcode %d", opcode)] = framed(0x80|opcode, "x")
	}
	for _, code := range []uint16{0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535} {
		all[fmt.Sprintf("close code %d", code)] = closing(code, "")
	}
	return all
}

func TestWhoeverSendsWhatNoBrowserSendsIsPutOutAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, beating(time.Minute)) // nobody is put out for silence
	session := w.session(agenda.Open)
	path := fmt.Sprintf("/s/%d/live", session.ID)
	bystander := w.phone().listen(path)
	until(t, bystander, "now")
	offender := w.phone()
	for name, sent := range malformed() {
		conn, read := offender.rawSocket(path)
		_, err := io.WriteString(conn, sent)
		must(t, err)
		if _, err := io.Copy(io.Discard, read); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: the socket stays open", name)
		}
		_ = conn.Close()
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		conn, _ := offender.rawSocket(path)
		noise := make([]byte, random.IntN(300))
		for i := range noise {
			noise[i] = byte(random.Uint32())
		}
		_, _ = conn.Write(noise)
		_ = conn.Close()
	}
	w.poll(session, poll.TakingAnswers)
	until(t, bystander, "What helps first?")
	if strings.Contains(w.log.String(), "panic") {
		t.Errorf("something panicked: %s", w.log)
	}
}

func TestPingsAreAnsweredHoweverManyThereAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t, beating(time.Minute)) // a raw socket answers no pings: it counts as silent
	session := w.session(agenda.Open)
	conn, read := w.phone().rawSocket(fmt.Sprintf("/s/%d/live", session.ID))
	answered := make(chan error, 1)
	go func() { _, err := io.Copy(io.Discard, read); answered <- err }()
	for range 1000 {
		_, err := io.WriteString(conn, strings.Repeat(framed(0x89, "p"), 100))
		must(t, err)
	}
	_, err := io.WriteString(conn, closing(1000, ""))
	must(t, err)
	must(t, <-answered)
}

func TestOneHolderOpensSocketsWithinABound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := fmt.Sprintf("/s/%d/live", w.session(agenda.Open).ID)
	greedy := w.phone()
	var open []*websocket.Conn
	for range 100 {
		conn, response, err := greedy.dial(path, w.base)
		if err != nil {
			if response == nil || response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" {
				t.Fatalf("refused by %v, %v", response, err)
			}
			break
		}
		until(t, conn, "now")
		open = append(open, conn)
	}
	if len(open) < 4 || len(open) == 100 {
		t.Errorf("one phone holds %d sockets", len(open))
	}
	until(t, w.phone().listen(path), "now")
	_ = open[0].Close()
	for {
		conn, _, err := greedy.dial(path, w.base)
		if err == nil {
			_ = conn.Close()
			return
		}
		if t.Context().Err() != nil {
			t.Fatal("a place that was left is not given again")
		}
	}
}

// Frames that follow each other closely leave no room for heartbeats; the socket lives all the same.
func TestASocketThatIsKeptBusyIsNotTakenForSilent(t *testing.T) {
	t.Parallel()
	const heartbeat = time.Second
	w := newWorld(t, beating(heartbeat))
	session := w.session(agenda.Open)
	screen := w.link(session, access.Screen).listen(fmt.Sprintf("/screen/%d/live", session.ID))
	until(t, screen, `id="screen"`)
	began := time.Now()
	for hidden := true; time.Since(began) < 4*heartbeat; hidden = !hidden {
		must(t, w.file.SetCodeHidden(t.Context(), lead(), session.ID, hidden))
		until(t, screen, `id="screen"`)
	}
}

// ours counts the goroutines that stand in a function.
func ours(t *testing.T, function string) int {
	t.Helper()
	var all strings.Builder
	must(t, pprof.Lookup("goroutine").WriteTo(&all, 2))
	count := 0
	for stack := range strings.SplitSeq(all.String(), "\n\n") {
		if strings.Contains(stack, function) {
			count++
		}
	}
	return count
}

func eventually(t *testing.T, patience time.Duration, what string, holds func() bool) {
	t.Helper()
	look, late := time.NewTicker(20*time.Millisecond), time.After(patience)
	defer look.Stop()
	for !holds() {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("%s: not within %v", what, patience)
		}
	}
}

const socketLoop = "handlers.(*Server).serveSocket"

// socketWriteLimit is how long a write may hang before its socket is dropped: who waits less than
// that did not wait for it.
const socketWriteLimit = 5 * time.Second

// Not parallel: it counts the goroutines of the process.
func TestWhoNeverReadsHoldsUpNobodyAndIsDropped(t *testing.T) {
	w := newWorld(t)
	session := w.session(agenda.Open)
	for range 4 {
		w.poll(session, poll.TakingAnswers)
	}
	path := fmt.Sprintf("/podium/%d/live", session.ID)
	sleepers := w.link(session, access.Moderator)
	const asleep = 8
	for range asleep {
		conn, _ := sleepers.rawSocket(path)
		must(t, conn.SetReadBuffer(4096))
	}
	awake := w.link(session, access.Moderator).listen(path)
	until(t, awake, `id="stage"`)
	eventually(t, 10*time.Second, "all sockets open", func() bool { return ours(t, socketLoop) > asleep })
	dropped := make(chan struct{})
	go func() { // what the awake one is sent meanwhile, and how late
		defer close(dropped)
		eventually(t, 30*time.Second, "the sleepers are dropped", func() bool { return ours(t, "(*Server).write") <= 1 })
	}()
	var worst time.Duration
	for hidden := true; ; hidden = !hidden {
		began := time.Now()
		must(t, w.file.SetCodeHidden(t.Context(), lead(), session.ID, hidden))
		until(t, awake, `id="stage"`)
		worst = max(worst, time.Since(began))
		select {
		case <-dropped:
			if worst >= socketWriteLimit {
				t.Errorf("who reads waited %v for a frame", worst)
			}
			return
		default:
		}
	}
}

// Not parallel: it counts the goroutines of the process.
func TestSocketsThatComeAndGoLeaveNothingBehind(t *testing.T) {
	w := newWorld(t)
	session := w.session(agenda.Open)
	path := fmt.Sprintf("/s/%d/live", session.ID)
	phones := make([]*browser, 25)
	for i := range phones {
		phones[i] = w.phone()
	}
	for round := range 10 {
		var open []net.Conn
		for i := range 200 {
			conn, _ := phones[i%len(phones)].rawSocket(path)
			open = append(open, conn)
		}
		must(t, w.file.SetCodeHidden(t.Context(), lead(), session.ID, round%2 == 0))
		for i, conn := range open {
			if i%2 == 0 {
				_, _ = io.WriteString(conn, closing(1000, ""))
			}
			_ = conn.Close()
		}
		eventually(t, 10*time.Second, fmt.Sprintf("round %d: all goroutines of sockets ended", round), func() bool {
			return ours(t, socketLoop) == 0 && ours(t, "soundings/live") == 0
		})
	}
}
