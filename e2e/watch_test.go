//go:build e2e || shots

package e2e

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// watch notes what a page must not do: errors in the console, breaches of its content security
// policy (the browser logs them as errors), requests to another host, and refused requests.
type watch struct {
	host string

	mu       sync.Mutex
	faults   []string
	expected []string
	bytes    map[string]float64           // received, by address
	asked    map[network.RequestID]string // addresses of requests
}

func newWatch(host string) *watch {
	return &watch{host: host, bytes: map[string]float64{}, asked: map[network.RequestID]string{}}
}

// expect says which faults belong to what a test does to the page, by a part of their text.
func (w *watch) expect(parts ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.expected = append(w.expected, parts...)
}

// complaints are the faults that nobody expected.
func (w *watch) complaints() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.faults), func(fault string) bool {
		return slices.ContainsFunc(w.expected, func(part string) bool { return strings.Contains(fault, part) })
	})
}

// received is how many bytes came over the network so far, headers included, by address.
func (w *watch) received() map[string]float64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := map[string]float64{}
	for address, n := range w.bytes {
		all[address] = n
	}
	return all
}

func (w *watch) fault(format string, values ...any) {
	w.faults = append(w.faults, fmt.Sprintf(format, values...))
}

// hear takes every happening of a tab, in order.
func (w *watch) hear(happening any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := happening.(type) {
	case *runtime.EventExceptionThrown:
		w.fault("exception: %s", said(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			w.fault("console %s: %s", e.Type, words(e.Args))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			w.fault("log %s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		w.asked[e.RequestID] = e.Request.URL
		w.checkHost(e.Request.URL)
	case *network.EventWebSocketCreated:
		w.checkHost(e.URL)
	case *network.EventLoadingFinished:
		w.bytes[w.asked[e.RequestID]] += e.EncodedDataLength
	}
}

func (w *watch) checkHost(address string) {
	parsed, err := url.Parse(address)
	if err != nil || (parsed.Host != w.host && parsed.Scheme != "data" && parsed.Scheme != "about") {
		w.fault("request to another host: %s", address)
	}
}

func said(details *runtime.ExceptionDetails) string {
	if details.Exception != nil && details.Exception.Description != "" {
		return details.Exception.Description
	}
	return details.Text
}

func words(args []*runtime.RemoteObject) string {
	var all []string
	for _, arg := range args {
		all = append(all, strings.Trim(string(arg.Value), `"`)+arg.Description)
	}
	return strings.Join(all, " ")
}
