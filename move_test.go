//go:build linux

package main

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// The rehearsal of docs/hall.md: the laptop dies, a spare takes the newest copy to its own disk and
// goes on at the same address. Phones, organiser and screen come back as who they were.
func TestASpareLaptopGoesOnAtTheSameAddress(t *testing.T) {
	t.Parallel()
	address, stick := freeAddress(t), t.TempDir()
	first := startServer(t, newFile(t), "", "--listen", address, "--copy-to", stick)
	organiser, phones := openHall(t, first, 6)
	var unsaved atomic.Int64
	for i, phone := range phones {
		require(t, phone.tap(first.base, 1+i%4, &unsaved))
	}
	if body := organiser.want(t, 303, "POST", first.base+"/organise/copy", nil); body != "" {
		t.Logf("%s", body)
	}
	copied := acknowledged(phones)
	hasty := phones[0] // answers once more after the last copy
	require(t, hasty.tap(first.base, 4, &unsaved))
	require(t, first.process.Process.Kill())
	_ = first.process.Wait()

	spareFile := newFile(t)
	takeCopy(t, filepath.Join(stick, "conference.db"), spareFile)
	spareStick := t.TempDir()
	spare := startServer(t, spareFile, "", "--listen", address, "--copy-to", spareStick)
	if spare.base != first.base {
		t.Fatalf("the spare serves %s, the first served %s", spare.base, first.base)
	}
	if got := counted(t, organiser, spare.base); fmt.Sprint(got) != fmt.Sprint(copied) {
		t.Errorf("on the spare there are %v, the copy was made of %v", got, copied)
	}
	resultsStayReadable(t, organiser, spare.base)
	goOn(t, spare.base, hasty, phones[1:])
	if got, want := counted(t, organiser, spare.base), acknowledged(phones); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("stored are %v, acknowledged were %v", got, want)
	}
	organiser.want(t, 200, "POST", spare.base+"/polls/1/close", nil)
	spare.end()
	for _, file := range []string{spareFile, filepath.Join(spareStick, "conference.db")} {
		if code, out, err := typed(t, "", "--db", file, "check"); code != exitOK {
			t.Errorf("check of %s: %s %s", file, out, err)
		}
	}
}

// goOn has phones use the spare: those whose answers were copied change them as if nothing had
// been; the one that was too late for the copy is shown what is stored, and replaces it.
func goOn(t *testing.T, base string, hasty *visitor, others []*visitor) {
	t.Helper()
	var unsaved atomic.Int64
	for i, phone := range others {
		if page := phone.want(t, 200, "GET", base+"/p/1", nil); !strings.Contains(page, fmt.Sprintf(`name="answer" value="%d" checked`, phone.answer)) {
			t.Errorf("phone %d is not who it was", i+1)
		}
		require(t, phone.tap(base, 1+(i+2)%4, &unsaved))
	}
	lost := url.Values{"answer": {"4"}, "revision": {"1"}, "replaces": {fmt.Sprint(hasty.revision)}, "nonce": {"later"}}
	if body := hasty.want(t, 409, "POST", base+"/p/1/answer", lost); !strings.Contains(body, `data-state="conflict"`) {
		t.Errorf("an answer to what was not copied is told %.300s", body)
	}
	hasty.revision = 1
	require(t, hasty.tap(base, 4, &unsaved))
}

func takeCopy(t *testing.T, from, to string) {
	t.Helper()
	raw, err := os.ReadFile(from)
	require(t, err)
	require(t, os.WriteFile(to, raw, 0o600))
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require(t, err)
	defer listener.Close()
	return listener.Addr().String()
}
