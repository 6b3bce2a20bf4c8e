package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"soundings/handlers"
)

// lookAgain is how often at most the files of a certificate are looked at.
const lookAgain = time.Second

// certificate is a certificate and its key in two files, loaded again when they change.
type certificate struct {
	certFile, keyFile string
	log               *slog.Logger
	now               func() time.Time
	pair              atomic.Pointer[tls.Certificate]
	looking           sync.Mutex // held by the one handshake that looks at the files
	looked            time.Time
	read              [2]stamp // of the files as they were last read, whole or broken
}

// stamp tells a file from its successor.
type stamp struct {
	modified time.Time
	size     int64
}

// certificate loads the pair of the flags, nil where there are none.
func (c *serveCommand) certificate(log *slog.Logger) (*certificate, error) {
	if c.TLSCert == "" && c.TLSKey == "" {
		return nil, nil
	}
	if c.TLSCert == "" || c.TLSKey == "" {
		return nil, errors.New("--tls-cert and --tls-key belong together: set both or neither")
	}
	loaded := &certificate{certFile: c.TLSCert, keyFile: c.TLSKey, log: log, now: time.Now}
	loaded.looked, loaded.read = loaded.now(), loaded.stamps()
	if err := loaded.load(); err != nil {
		return nil, fmt.Errorf("--tls-cert %s: %w", c.TLSCert, err)
	}
	return loaded, nil
}

func (c *certificate) load() error {
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return err
	}
	if now := c.now(); now.Before(pair.Leaf.NotBefore) || now.After(pair.Leaf.NotAfter) {
		c.log.Warn("the certificate is not valid now; phones will warn or refuse", "from", pair.Leaf.NotBefore, "until", pair.Leaf.NotAfter)
	}
	c.pair.Store(&pair)
	return nil
}

func (c *certificate) stamps() (all [2]stamp) {
	for i, file := range []string{c.certFile, c.keyFile} {
		if info, err := os.Stat(file); err == nil {
			all[i] = stamp{info.ModTime(), info.Size()}
		}
	}
	return all
}

// current is the pair for a handshake: the newest one that could be loaded. No handshake waits for
// another's look at the files.
func (c *certificate) current(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	if c.looking.TryLock() {
		defer c.looking.Unlock()
		c.look()
	}
	return c.pair.Load(), nil
}

func (c *certificate) look() {
	now := c.now()
	if now.Sub(c.looked) < lookAgain {
		return
	}
	c.looked = now
	found := c.stamps()
	if found == c.read {
		return
	}
	c.read = found
	if err := c.load(); err != nil {
		c.log.Error("the new certificate cannot be used; the old one stays", "error", err)
		return
	}
	c.log.Info("new certificate", "until", c.pair.Load().Leaf.NotAfter)
}

// addresses puts the names of the certificate before the addresses of the machine: by a name it
// does not hold, every phone would be warned.
func (c *certificate) addresses(bound net.Addr) []string {
	address, ok := bound.(*net.TCPAddr)
	if !ok || address.IP.IsLoopback() {
		return nil
	}
	var all []string
	for _, name := range c.pair.Load().Leaf.DNSNames {
		url, err := handlers.ReadPublicURL(urlOf("https", name, address.Port))
		if err == nil && !strings.Contains(name, "*") {
			all = append(all, url)
		}
	}
	return append(all, reachable("https", bound)...)
}

// listener speaks TLS on the connections of another. HTTP/1.1 is all that the server knows.
func (c *certificate) listener(plain net.Listener) net.Listener {
	return &tlsListener{plain, c.log, &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}, GetCertificate: c.current,
	}}
}

type tlsListener struct {
	net.Listener
	log    *slog.Logger
	config *tls.Config
}

// Accept returns at once: handshakes are made where a connection is first read from, each by
// itself and within the time that a request may take.
func (l *tlsListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &tlsConn{tls.Server(&frontDoor{Conn: conn}, l.config), l.log}, nil
}

// tlsConn ends quietly where the handshake fails: there is nobody to whom a page could be sent.
type tlsConn struct {
	*tls.Conn
	log *slog.Logger
}

func (c *tlsConn) Read(into []byte) (int, error) {
	if err := c.Handshake(); err != nil {
		c.log.Debug("no handshake", "error", err)
		return 0, io.EOF
	}
	return c.Conn.Read(into)
}
