package handlers

import (
	"io"
	"net"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"
)

// How long, and for how much, a connection stays open behind a refusal.
const (
	lingerTime  = 10 * time.Second
	lingerBytes = 32 << 20
)

// lingeringListener accepts connections that can outlast a refusal.
type lingeringListener struct{ net.Listener }

func (l lingeringListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &lingeringConn{Conn: conn}, nil
}

// lingeringConn reads to the end, and drops, what a client still sends of a request that was
// refused for its size. Closed at once the connection would be reset, and the client, which reads
// the reply after it has sent all, would never learn why.
type lingeringConn struct {
	net.Conn
	refused atomic.Bool
}

// linger makes the connection of this request outlast its reply.
func linger(c *fiber.Ctx) {
	if conn, ok := c.Context().Conn().(*lingeringConn); ok {
		conn.refused.Store(true)
	}
}

// Close closes at once, unless the connection is to linger.
func (c *lingeringConn) Close() error {
	if !c.refused.Swap(false) {
		return c.Conn.Close()
	}
	go c.drain()
	return nil
}

func (c *lingeringConn) drain() {
	defer c.Conn.Close()
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_ = c.SetReadDeadline(time.Now().Add(lingerTime))
	_, _ = io.CopyN(io.Discard, c.Conn, lingerBytes)
}
