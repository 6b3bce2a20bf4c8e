package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/valyala/fasthttp"
)

const (
	replyPatience = 8 * time.Second // as long as a phone's page waits
	joinPatience  = 20 * time.Second
)

// Hall is the phones' way to the server.
type Hall struct {
	address  string
	http     *fasthttp.HostClient
	inFlight atomic.Int64
}

// NewHall keeps up to so many connections to the server.
func NewHall(address string, connections int) *Hall {
	return &Hall{address: address, http: &fasthttp.HostClient{
		Addr: address, MaxConns: connections, MaxConnWaitTimeout: replyPatience,
		ReadTimeout: replyPatience, WriteTimeout: replyPatience,
		// A phone tries again by itself, and counts when it does.
		MaxIdemponentCallAttempts: 1,
		RetryIfErr:                func(*fasthttp.Request, int, error) (bool, bool) { return false, false },
		NoDefaultUserAgentHeader:  true, DisablePathNormalizing: true,
	}}
}

// InFlight is how many answers have been sent and not been replied to.
func (h *Hall) InFlight() int { return int(h.inFlight.Load()) }

// Disconnect closes the connections that nobody uses.
func (h *Hall) Disconnect() { h.http.CloseIdleConnections() }

// Phone is one participant.
type Phone struct{ Token string }

const participantCookie = "soundings_participant"

var joined = regexp.MustCompile(participantCookie + `=([^;]+)`)

// Join lets a new phone in by the open code.
func (h *Hall) Join(code string) (Phone, error) {
	request, reply := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(reply)
	h.prepare(request, "/join")
	request.SetBodyString("code=" + code)
	if err := h.http.DoTimeout(request, reply, joinPatience); err != nil {
		return Phone{}, err
	}
	found := joined.FindSubmatch(reply.Header.PeekCookie(participantCookie))
	if reply.StatusCode() != fasthttp.StatusSeeOther || found == nil {
		return Phone{}, fmt.Errorf("join: status %d", reply.StatusCode())
	}
	return Phone{Token: string(found[1])}, nil
}

func (h *Hall) prepare(request *fasthttp.Request, path string) {
	request.Header.SetMethod(fasthttp.MethodPost)
	request.SetRequestURI("http://" + h.address + path)
	request.Header.SetContentType("application/x-www-form-urlencoded")
}

// ownOption is what a page shows as the phone's own answer: chosen while answers are taken, in
// words after that. Options are labelled by AskChoice.
var ownOption = regexp.MustCompile(`name="answer" value="(\d+)" checked|<footer id="foot"[^>]* data-state="closed">.*<bdi>Option (\d+)</bdi>`)

// Own reads which option a poll's page shows the phone as its own answer, 0 for none.
func (h *Hall) Own(phone Phone, poll int64) (option int, err error) {
	request, reply := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(reply)
	request.SetRequestURI("http://" + h.address + "/p/" + strconv.FormatInt(poll, 10))
	request.Header.SetCookie(participantCookie, phone.Token)
	if err := h.http.DoTimeout(request, reply, replyPatience); err != nil {
		return 0, err
	}
	if reply.StatusCode() != fasthttp.StatusOK {
		return 0, fmt.Errorf("GET /p/%d: status %d", poll, reply.StatusCode())
	}
	found := ownOption.FindSubmatch(reply.Body())
	if found == nil {
		return 0, nil
	}
	return strconv.Atoi(string(found[1]) + string(found[2]))
}

// Tap is one answer on its way. Copies of it carry the same nonce.
type Tap struct {
	Poll     int64
	Option   int
	Replaces int64
	Nonce    string
}

// NewTap makes a tap with a fresh nonce.
func NewTap(random *rand.Rand, poll int64, option int, replaces int64) Tap {
	nonce := strconv.FormatUint(random.Uint64(), 36) + strconv.FormatUint(random.Uint64(), 36)
	return Tap{Poll: poll, Option: option, Replaces: replaces, Nonce: nonce}
}

// Outcome is what a phone knows of a tap.
type Outcome string

// Unknown is what a phone knows when no reply came, or one that says "not saved".
const (
	Recorded Outcome = "recorded"
	Conflict Outcome = "conflict" // another answer is stored
	Late     Outcome = "late"     // answers were closed before
	Unknown  Outcome = "unknown"
)

// Sender sends taps over one connection at a time. It is not for concurrent use.
type Sender struct {
	hall    *Hall
	request *fasthttp.Request
	reply   *fasthttp.Response
	poll    int64 // whose page the headers name
	body    []byte
}

// NewSender returns a sender of this hall; a fresh one opens a new connection for each tap.
func (h *Hall) NewSender(fresh bool) *Sender {
	s := &Sender{hall: h, request: &fasthttp.Request{}, reply: &fasthttp.Response{}}
	if fresh {
		s.request.SetConnectionClose()
	}
	return s
}

// Send sends a tap once. An error comes with Unknown: the connection broke, or the reply was none
// that a phone expects.
func (s *Sender) Send(phone Phone, tap Tap) (Outcome, error) {
	s.fill(phone, tap)
	s.hall.inFlight.Add(1)
	defer s.hall.inFlight.Add(-1)
	if err := s.hall.http.DoTimeout(s.request, s.reply, replyPatience); err != nil {
		return Unknown, err
	}
	return outcome(s.reply.StatusCode(), s.reply.Body())
}

func (s *Sender) fill(phone Phone, tap Tap) {
	if s.poll != tap.Poll {
		s.open(tap.Poll)
	}
	s.request.Header.SetCookie(participantCookie, phone.Token)
	body := append(s.body[:0], "answer="...)
	body = strconv.AppendInt(body, int64(tap.Option), 10)
	body = append(append(body, "&nonce="...), tap.Nonce...)
	body = strconv.AppendInt(append(body, "&replaces="...), tap.Replaces, 10)
	body = append(body, "&revision=1"...)
	s.body = body
	s.request.SetBodyRaw(body)
}

// open sets what a phone's browser sends from a poll's page.
func (s *Sender) open(poll int64) {
	s.poll = poll
	page := "/p/" + strconv.FormatInt(poll, 10)
	s.hall.prepare(s.request, page+"/answer")
	origin := "http://" + s.hall.address
	for _, header := range [][2]string{
		{"User-Agent", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"},
		{"Accept", "text/html, */*"},
		{"Accept-Language", "en-GB,en;q=0.9"},
		{"Accept-Encoding", "gzip, deflate"},
		{"Origin", origin},
		{"Referer", origin + page},
		{"HX-Request", "true"},
		{"HX-Current-URL", origin + page},
	} {
		s.request.Header.Set(header[0], header[1])
	}
}

func outcome(status int, body []byte) (Outcome, error) {
	switch {
	case status == fasthttp.StatusOK:
		return Recorded, nil
	case status == fasthttp.StatusConflict && bytes.Contains(body, []byte(`data-state="conflict"`)):
		return Conflict, nil
	case status == fasthttp.StatusConflict && bytes.Contains(body, []byte(`data-state="late"`)):
		return Late, nil
	}
	return Unknown, fmt.Errorf("answer: status %d", status)
}

// Deliver sends copies of a tap until its outcome is known, or the context ends.
func (s *Sender) Deliver(ctx context.Context, phone Phone, tap Tap) (Outcome, error) {
	for {
		result, err := s.Send(phone, tap)
		if result != Unknown {
			return result, nil
		}
		select {
		case <-ctx.Done():
			return Unknown, errors.Join(ctx.Err(), err)
		case <-time.After(20*time.Millisecond + rand.N(30*time.Millisecond)):
		}
	}
}
