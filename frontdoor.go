package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// What somebody who speaks plain http gets at most.
const (
	plainPatience = 5 * time.Second
	plainBytes    = 8 << 10
	plainRest     = 64 << 10 // of a request whose reply has been sent
)

// recordHandshake is the first byte of every TLS connection.
const recordHandshake = 0x16

var errPlainHTTP = errors.New("the client speaks plain http")

// frontDoor tells by the first byte who speaks plain http to the port of https, as browsers do when
// an address is typed without https://, and sends them there.
type frontDoor struct {
	net.Conn
	passed bool
}

// Read reads what TLS is to see.
func (d *frontDoor) Read(into []byte) (int, error) {
	n, err := d.Conn.Read(into)
	if d.passed || n == 0 {
		return n, err
	}
	d.passed = true
	if into[0] == recordHandshake {
		return n, err
	}
	d.sendToHTTPS(into[:n])
	return 0, errPlainHTTP
}

func (d *frontDoor) sendToHTTPS(begun []byte) {
	_ = d.SetDeadline(time.Now().Add(plainPatience))
	sent := io.LimitReader(io.MultiReader(bytes.NewReader(begun), d.Conn), plainBytes)
	request, err := http.ReadRequest(bufio.NewReader(sent))
	if err != nil {
		return
	}
	target, ok := underHTTPS(request)
	if !ok {
		return
	}
	// 307 keeps method and form; it is not remembered, because an address in a hall changes hands.
	fmt.Fprintf(d.Conn, "HTTP/1.1 307 Temporary Redirect\r\nLocation: %s\r\nContent-Length: 0\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n", target)
	// Closed with bytes unread the connection would be reset, and the reply might never be read.
	if half, ok := d.Conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_, _ = io.CopyN(io.Discard, d.Conn, plainRest)
}

// underHTTPS is the same address with https.
func underHTTPS(request *http.Request) (target string, ok bool) {
	host, err := url.Parse("https://" + request.Host)
	if err != nil || request.Host == "" || host.Host != request.Host || !strings.HasPrefix(request.URL.Path, "/") {
		return "", false
	}
	return "https://" + request.Host + request.URL.RequestURI(), true
}
