package client

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/fasthttp/websocket"
)

// Socket listens to a page's frames.
type Socket struct{ conn *websocket.Conn }

// Listen opens the socket of a path with a cookie, as the page of this host would.
func Listen(ctx context.Context, address, path, cookie string) (*Socket, error) {
	dialer := websocket.Dialer{HandshakeTimeout: replyPatience, ReadBufferSize: 1024, WriteBufferSize: 256}
	header := http.Header{"Origin": {"http://" + address}, "Cookie": {cookie}}
	conn, reply, err := dialer.DialContext(ctx, "ws://"+address+path, header)
	if err != nil {
		return nil, err
	}
	reply.Body.Close()
	return &Socket{conn: conn}, nil
}

// ListenToPoll opens the socket of a poll's page on a phone.
func (h *Hall) ListenToPoll(ctx context.Context, phone Phone, poll int64) (*Socket, error) {
	path := "/p/" + strconv.FormatInt(poll, 10) + "/live"
	return Listen(ctx, h.address, path, participantCookie+"="+phone.Token)
}

// ListenToScreen opens the socket of a session's screen.
func (o *Organiser) ListenToScreen(ctx context.Context, p *Program, session int64) (*Socket, error) {
	cookies, err := o.Cookies()
	if err != nil {
		return nil, err
	}
	return Listen(ctx, p.Address, "/screen/"+strconv.FormatInt(session, 10)+"/live", cookies)
}

// Frames calls heard for each frame with the moment of its last byte, until the socket ends or
// heard returns false. Heartbeats are no frames.
func (s *Socket) Frames(heard func(frame []byte, at time.Time) bool) error {
	for {
		_, message, err := s.conn.ReadMessage()
		if err != nil {
			return err
		}
		if len(message) > 0 && message[0] == '<' && !heard(message, time.Now()) {
			return nil
		}
	}
}

// Close ends the socket without a farewell.
func (s *Socket) Close() error { return s.conn.Close() }
