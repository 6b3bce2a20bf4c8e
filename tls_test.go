package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
)

// pair is a certificate and its key in two files, and who trusts it.
type pair struct {
	t         *testing.T
	cert, key string
	trusted   *x509.CertPool
}

func newPair(t *testing.T, names ...string) *pair {
	t.Helper()
	folder := t.TempDir()
	p := &pair{t: t, cert: filepath.Join(folder, "hall.crt"), key: filepath.Join(folder, "hall.key"), trusted: x509.NewCertPool()}
	p.renew(1, names...)
	return p
}

// renew writes a new pair, as whoever renews certificates does: one file after the other.
func (p *pair) renew(serial int64, names ...string) {
	p.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	p.must(err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "hall"}, DNSNames: names,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	made, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	p.must(err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	p.must(err)
	leaf, err := x509.ParseCertificate(made)
	p.must(err)
	p.trusted.AddCert(leaf)
	p.must(os.WriteFile(p.cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made}), 0o600))
	p.must(os.WriteFile(p.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
}

func (p *pair) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *pair) flags() []string { return []string{"--tls-cert", p.cert, "--tls-key", p.key} }

// browser is a browser that trusts the pair.
func (p *pair) browser() *http.Client {
	jar, err := cookiejar.New(nil)
	p.must(err)
	return &http.Client{
		Jar: jar, Timeout: 20 * time.Second,
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: p.trusted}, ForceAttemptHTTP2: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func hostOf(base string) string {
	_, host, _ := strings.Cut(base, "://")
	return host
}

func (p *pair) post(client *http.Client, address string, values url.Values) *http.Response {
	p.t.Helper()
	response, err := client.PostForm(address, values)
	p.must(err)
	_, err = io.Copy(io.Discard, response.Body)
	p.must(err)
	p.must(response.Body.Close())
	return response
}

// serial is the certificate that a new connection is shown.
func (p *pair) serial(host string) int64 {
	p.t.Helper()
	conn, err := tls.Dial("tcp", host, &tls.Config{RootCAs: p.trusted})
	p.must(err)
	defer conn.Close()
	return conn.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
}

func TestHTTPSIsSpokenWithOwnCookiesAndSockets(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	s := serve(t, newFile(t), p.flags()...)
	if !strings.HasPrefix(s.base, "https://127.0.0.1:") || strings.Contains(s.said(), "Plain http") {
		t.Fatalf("it says %q", s.said())
	}
	client := p.browser()
	if r := p.post(client, s.base+"/enter", url.Values{"secret": {s.setup}}); r.StatusCode != 303 || !strings.Contains(fmt.Sprint(r.Cookies()), "__Host-") {
		t.Fatalf("set-up link: %d, %v", r.StatusCode, r.Cookies())
	}
	passphrase := url.Values{"passphrase": {"quiet water goes down"}, "again": {"quiet water goes down"}}
	p.post(client, s.base+"/passphrase", passphrase)
	p.post(client, s.base+"/organise/sample", nil)
	response, err := client.Get(s.base + "/screen/1")
	p.must(err)
	_ = response.Body.Close()
	if response.StatusCode != 200 || response.TLS.Version != tls.VersionTLS13 || response.ProtoMajor != 1 || response.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("the screen: %v, TLS %x, %v", response.Status, response.TLS.Version, response.Header)
	}
	base, err := url.Parse(s.base)
	p.must(err)
	header := http.Header{"Origin": {s.base}}
	for _, cookie := range client.Jar.Cookies(base) {
		header.Add("Cookie", cookie.String())
	}
	dialer := websocket.Dialer{TLSClientConfig: &tls.Config{RootCAs: p.trusted}, HandshakeTimeout: 20 * time.Second}
	conn, reply, err := dialer.Dial("wss://"+base.Host+"/screen/1/live", header)
	p.must(err)
	defer conn.Close()
	_ = reply.Body.Close()
	p.must(conn.SetReadDeadline(time.Now().Add(20 * time.Second)))
	if _, frame, err := conn.ReadMessage(); err != nil || !bytes.Contains(frame, []byte("<")) {
		t.Errorf("the socket brings %.80q, %v", frame, err)
	}
	s.stop()
	if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseServiceRestart) {
		t.Errorf("at the end the socket says %v", err)
	}
}

func TestOldVersionsOfTLSAreRefused(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	s := serve(t, newFile(t), p.flags()...)
	for version, accepted := range map[uint16]bool{tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", hostOf(s.base), &tls.Config{RootCAs: p.trusted, MinVersion: tls.VersionTLS10, MaxVersion: version})
		if (err == nil) != accepted {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
		if err == nil {
			_ = conn.Close()
		}
	}
}

func TestWhoeverSpeaksPlainHTTPIsSentToHTTPS(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	s := serve(t, newFile(t), p.flags()...)
	address := hostOf(s.base)
	client := &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for path, want := range map[string]string{"/": "/", "/j/ABC234": "/j/ABC234", "/?next=%2Fnow&x=1": "/?next=%2Fnow&x=1"} {
		response, err := client.Get("http://" + address + path)
		p.must(err)
		_ = response.Body.Close()
		if response.StatusCode != http.StatusTemporaryRedirect || response.Header.Get("Location") != s.base+want {
			t.Errorf("%s: %d to %q", path, response.StatusCode, response.Header.Get("Location"))
		}
	}
	if response, err := client.PostForm("http://"+address+"/join", url.Values{"code": {strings.Repeat("K", 3000)}}); err != nil || response.Header.Get("Location") != s.base+"/join" {
		t.Errorf("a form: %v, %v", response, err)
	}
	for name, sent := range map[string]string{
		"no http":          "HELO hall.example\r\n\r\n",
		"no host":          "GET / HTTP/1.0\r\n\r\n",
		"a host of tricks": "GET / HTTP/1.1\r\nHost: a@b/c\r\n\r\n",
		"no path":          "OPTIONS * HTTP/1.1\r\nHost: " + address + "\r\n\r\n",
		"no end":           "GET / HTTP/1.1\r\nX: " + strings.Repeat("x", plainBytes),
	} {
		conn, err := net.Dial("tcp", address)
		p.must(err)
		p.must(conn.SetDeadline(time.Now().Add(20 * time.Second)))
		_, _ = io.WriteString(conn, sent)
		if got, _ := io.ReadAll(conn); len(got) > 0 {
			t.Errorf("%s is answered %q", name, got)
		}
		_ = conn.Close()
	}
}

func TestHandshakesThatNeverFinishHoldNobodyUp(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	s := serve(t, newFile(t), p.flags()...)
	for i := range 300 {
		conn, err := net.Dial("tcp", hostOf(s.base))
		p.must(err)
		t.Cleanup(func() { _ = conn.Close() })
		if i%2 == 0 { // the others say nothing at all
			_, err = conn.Write([]byte{recordHandshake, 3, 1, 2, 0, 1})
			p.must(err)
		}
	}
	began := time.Now()
	response, err := p.browser().Get(s.base + "/readyz")
	p.must(err)
	_ = response.Body.Close()
	t.Logf("beside 300 half-open handshakes a request takes %v", time.Since(began).Round(time.Millisecond))
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it takes %v", took)
	}
}

func TestACertificateIsLoadedAgainWhenItsFilesChange(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	s := serve(t, newFile(t), p.flags()...)
	host := hostOf(s.base)
	kept := p.browser() // its connection outlasts the change
	response, err := kept.Get(s.base + "/healthz")
	p.must(err)
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	p.renew(2)
	awaitSerial(t, p, host, 2)
	p.must(os.WriteFile(p.key, []byte("no key at all"), 0o600))
	logged := func() int { return strings.Count(s.logged(), "the new certificate cannot be used") }
	for patience := time.Now().Add(20 * time.Second); logged() == 0 && time.Now().Before(patience); <-time.After(50 * time.Millisecond) {
		if serial := p.serial(host); serial != 2 {
			t.Fatalf("with a broken key the certificate is %d", serial)
		}
	}
	p.must(os.Chtimes(p.cert, time.Now(), time.Now())) // looked at again, and still broken
	p.serial(host)
	p.renew(3)
	awaitSerial(t, p, host, 3)
	if n := logged(); n == 0 || n > 3 {
		t.Errorf("a broken pair is logged %d times", n)
	}
	response, err = kept.Get(s.base + "/healthz")
	p.must(err)
	_ = response.Body.Close()
}

func awaitSerial(t *testing.T, p *pair, host string, want int64) {
	t.Helper()
	patience := time.Now().Add(20 * time.Second)
	for p.serial(host) != want {
		if time.Now().After(patience) {
			t.Fatalf("certificate %d is not shown", want)
		}
		<-time.After(50 * time.Millisecond)
	}
}

func TestNamesOfTheCertificateAreOfferedBeforeAddresses(t *testing.T) {
	t.Parallel()
	p := newPair(t, "*.hall.example", "hall.example", "localhost")
	command := &serveCommand{TLSCert: p.cert, TLSKey: p.key}
	loaded, err := command.certificate(nil)
	p.must(err)
	got := loaded.addresses(&net.TCPAddr{IP: net.IPv4(10, 1, 2, 3), Port: 443})
	if want := "[https://hall.example https://10.1.2.3]"; fmt.Sprint(got) != want {
		t.Errorf("offered are %v, want %s", got, want)
	}
	if got := loaded.addresses(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 443}); len(got) > 0 {
		t.Errorf("on loopback %v are offered", got)
	}
}
