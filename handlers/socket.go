package handlers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/url"
	"time"

	fasthttpws "github.com/fasthttp/websocket"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/websocket/v2"

	"soundings/live"
	"soundings/poll"
)

// frame is what is pushed: the same bytes for everyone who watches a feed. gone says that there
// is nothing to watch any more.
type frame struct {
	body     []byte
	etag     string
	prepared *fasthttpws.PreparedMessage
	gone     bool
}

func (f frame) same(other frame) bool { return f.gone == other.gone && bytes.Equal(f.body, other.body) }

// watch is one listener: the feed, how it is drawn, whether this listener is still allowed, and
// the cookie that it came with.
type watch struct {
	key     live.Key
	draw    live.Draw[frame]
	allowed func(context.Context) bool
	holder  string
	ages    bool // it shows what changes with time alone, so each heartbeat draws it anew
}

// drawing turns a view into frames. What is not there any more, or not for this audience, is a
// frame that ends the watching.
func drawing(draw func(context.Context, *bytes.Buffer) error) live.Draw[frame] {
	return func(ctx context.Context) (frame, error) {
		ctx, cancel := context.WithTimeout(ctx, requestTimeout)
		defer cancel()
		var body bytes.Buffer
		if err := draw(ctx, &body); isNotFound(err) {
			return frame{gone: true}, nil
		} else if err != nil {
			return frame{}, err
		}
		prepared, err := fasthttpws.NewPreparedMessage(websocket.TextMessage, body.Bytes())
		if err != nil {
			return frame{}, err
		}
		sum := sha256.Sum256(body.Bytes())
		return frame{body: body.Bytes(), etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, prepared: prepared}, nil
	}
}

func (s *Server) frameFailed(key live.Key, err error) {
	s.Log.Error("frame not drawn", "session", key.Topic, "page", key.Name, "err", err)
}

// sendFrame answers a page whose socket is down: the newest frame, or 304.
func (s *Server) sendFrame(c *fiber.Ctx, watched func(*fiber.Ctx) (watch, error)) error {
	w, err := watched(c)
	if err != nil {
		return err
	}
	if w.ages {
		s.redraw(w.key)
	}
	newest, err := s.hub.Newest(c.UserContext(), w.key, w.draw)
	if err != nil {
		return err
	}
	if newest.gone {
		return poll.ErrNotFound
	}
	c.Set(fiber.HeaderETag, newest.etag)
	c.Set(fiber.HeaderCacheControl, "no-cache, private")
	if c.Get(fiber.HeaderIfNoneMatch) == newest.etag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Type("html", "utf-8")
	return c.Send(newest.body)
}

// Limits of a socket. Clients have nothing to say but pongs.
const (
	socketReadLimit  = 512
	socketWriteLimit = 5 * time.Second
	closePatience    = time.Second
)

// openSocket upgrades a request whose Origin is ours and who may watch.
func (s *Server) openSocket(c *fiber.Ctx, watched func(*fiber.Ctx) (watch, error)) error {
	if !websocket.IsWebSocketUpgrade(c) {
		return errNoPage
	}
	if !sameHost(c.Get(fiber.HeaderOrigin), string(c.Request().Host())) {
		return errForeignOrigin
	}
	w, err := watched(c)
	if err != nil {
		return err
	}
	if !s.sockets.hasRoom(w.holder) {
		return fiber.NewError(fiber.StatusServiceUnavailable)
	}
	c.Locals(localWatch, w)
	return websocket.New(s.serveSocket, websocket.Config{HandshakeTimeout: socketWriteLimit})(c)
}

// sameHost reports whether a socket is opened by a page of this host; browsers always say so.
func sameHost(origin, host string) bool {
	parsed, err := url.Parse(origin)
	return err == nil && parsed.Host != "" && parsed.Host == host
}

// serveSocket is the socket's only reader, and waits for its only writer before it returns: the
// library gives the connection to somebody else afterwards.
func (s *Server) serveSocket(conn *websocket.Conn) {
	defer s.recoverSocket()
	w, ok := conn.Locals(localWatch).(watch)
	if !ok {
		return
	}
	if !s.sockets.enter(w.holder) {
		farewell(conn, websocket.CloseTryAgainLater)
		return
	}
	defer s.sockets.leave(w.holder)
	ctx, leave := context.WithCancel(s.context)
	written := make(chan struct{})
	// Deferred, so that a panic of the reader does not let go of the connection before the writer.
	defer func() { leave(); <-written }()
	go func() {
		defer close(written)
		// The reader below only returns on an error: this makes one.
		defer func() { leave(); _ = conn.SetReadDeadline(time.Now()) }()
		defer s.recoverSocket()
		s.write(ctx, conn, w)
	}()
	s.read(ctx, conn)
}

func (s *Server) recoverSocket() {
	if fault := recover(); fault != nil {
		s.Log.Error("panic in a socket", "fault", fault)
	}
}

// read listens until the client leaves, says something, or is silent for three heartbeats.
func (s *Server) read(ctx context.Context, conn *websocket.Conn) {
	silence := 3 * s.Pace.Heartbeat
	alive := func(string) error {
		// The writer may just have ended and set a deadline of its own: that one must win.
		return errors.Join(conn.SetReadDeadline(time.Now().Add(silence)), ctx.Err())
	}
	conn.SetReadLimit(socketReadLimit)
	conn.SetPongHandler(alive)
	if alive("") != nil {
		return
	}
	// Pongs and closes are dealt with inside; a message is what no page of ours sends.
	if _, _, err := conn.ReadMessage(); err == nil {
		farewell(conn, websocket.CloseUnsupportedData)
	}
}

// write sends each new frame, and a heartbeat when there is none, until there is nobody to send to.
func (s *Server) write(ctx context.Context, conn *websocket.Conn, w watch) {
	code, pinged := websocket.CloseServiceRestart, time.Time{}
	for newest, fresh := range s.hub.Watch(ctx, w.key, w.draw) {
		if newest.gone || !w.allowed(ctx) {
			code = websocket.ClosePolicyViolation
			break
		}
		if err := send(conn, newest, fresh); err != nil {
			return
		}
		if w.ages && !fresh {
			s.redraw(w.key)
		}
		// Also between frames that follow each other closely: a pong is what keeps a socket alive.
		if now := time.Now(); now.Sub(pinged) >= s.Pace.Heartbeat {
			pinged = now
			if err := conn.WriteControl(websocket.PingMessage, nil, now.Add(socketWriteLimit)); err != nil {
				return
			}
		}
	}
	farewell(conn, code)
}

func (s *Server) redraw(one live.Key) {
	s.hub.Redraw(func(key live.Key) bool { return key == one })
}

func farewell(conn *websocket.Conn, code int) {
	message := websocket.FormatCloseMessage(code, "")
	_ = conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(closePatience))
}

// send writes a frame, or a heartbeat where there is none.
func send(conn *websocket.Conn, newest frame, fresh bool) error {
	if err := conn.SetWriteDeadline(time.Now().Add(socketWriteLimit)); err != nil {
		return err
	}
	if fresh {
		return conn.WritePreparedMessage(newest.prepared)
	}
	return conn.WriteMessage(websocket.TextMessage, []byte(`{"hb":1}`))
}
