//go:build e2e || shots

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// person is someone with a browser of their own: its cookies are nobody else's.
type person struct {
	t     *testing.T
	name  string
	base  string
	off   bool // its script is off
	ctx   context.Context
	watch *watch
}

// device is what a person holds or sits at.
type device struct {
	width, height int64
	phone         bool
	host          string // how it reaches the server
	script        bool
	still         bool // asks for reduced motion
}

func phone() device {
	return device{width: 360, height: 740, phone: true, host: hallHost, script: true}
}
func desk() device { return device{width: 1280, height: 800, host: hallHost, script: true} }
func wall() device { return device{width: 1920, height: 1080, host: hallHost, script: true} }

// person opens a browser context for one more person.
func (h *hall) person(name string, d device) *person { h.t.Helper(); return h.as(h.t, name, d) }

// as opens one that lives as long as a part of the test.
func (h *hall) as(t *testing.T, name string, d device) *person {
	t.Helper()
	base := h.url("", d.host)
	p := &person{t: t, name: name, base: base, watch: newWatch(strings.TrimPrefix(base, "http://"))}
	ctx, leave := chromedp.NewContext(shared.browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.watch.hear))
	p.ctx = ctx
	t.Cleanup(func() {
		p.finish()
		leave()
	})
	p.settle(d)
	return p
}

// tab opens one more tab of the same browser.
func (p *person) tab(d device) *person {
	p.t.Helper()
	second := &person{t: p.t, name: p.name + ", second tab", base: p.base, watch: p.watch}
	ctx, leave := chromedp.NewContext(p.ctx, chromedp.WithListener(p.watch.hear))
	second.ctx = ctx
	p.t.Cleanup(leave)
	second.settle(d)
	return second
}

func (p *person) settle(d device) {
	p.t.Helper()
	// The tab lives as long as the context of its first step: that one has no deadline.
	must(p.t, chromedp.Do(p.ctx))
	p.off = !d.script
	p.do(
		command(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: d.width, Height: d.height, DeviceScaleFactor: 1, Mobile: d.phone,
		}),
		command(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}),
		command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !d.script}),
	)
	if d.still {
		p.media("prefers-reduced-motion", "reduce")
	}
}

// finish reports what the person's pages should not have done.
func (p *person) finish() {
	for _, complaint := range p.watch.complaints() {
		p.t.Errorf("%s: %s", p.name, complaint)
	}
}

// command is one message of the DevTools protocol as a step.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

func (p *person) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v\n%s", p.name, err, p.describe())
	}
}

// media sets one media feature, such as the colour scheme.
func (p *person) media(name, value string) {
	p.t.Helper()
	p.do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: name, Value: value}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	}))
}

// size changes the window.
func (p *person) size(width, height int64, mobile bool) {
	p.t.Helper()
	p.do(command(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: 1, Mobile: mobile,
	}))
}

// open goes to a path of the own server and waits until the page stands.
func (p *person) open(path string) {
	p.t.Helper()
	address := path
	if strings.HasPrefix(path, "/") {
		address = p.base + path
	}
	p.do(chromedp.Navigate(address))
	p.wait("the page stands", `document.readyState === "complete"`)
}

// reload loads the page anew.
func (p *person) reload() {
	p.t.Helper()
	p.do(chromedp.Reload())
	p.wait("the page stands", `document.readyState === "complete"`)
}

// try evaluates an expression in the page; false while there is no page, as between two pages.
func try[T any](p *person, expression string) (T, bool) {
	ctx, cancel := context.WithTimeout(p.ctx, 10*time.Second)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	return value, err == nil
}

// wait waits until an expression is true in the page.
func (p *person) wait(what, condition string, values ...any) {
	p.t.Helper()
	if len(values) > 0 {
		condition = fmt.Sprintf(condition, values...)
	}
	if !comesTrue(patience, func() bool { holds, ok := try[bool](p, "Boolean("+condition+")"); return ok && holds }) {
		p.t.Fatalf("%s never: %s (%s)\n%s", p.name, what, condition, p.describe())
	}
}

// describe says where the person is, for a failing test.
func (p *person) describe() string {
	where, _ := try[string](p, `location.pathname + " · " + document.title + " · foot " + (document.getElementById("foot")?.dataset.state || "none") + "\n" + document.body.innerText.replace(/\s+/g, " ").slice(0, 600)`)
	return fmt.Sprintf("at %s\nfaults: %s", where, strings.Join(p.watch.complaints(), "; "))
}

// read evaluates an expression that must have a value.
func read[T any](p *person, expression string) T {
	p.t.Helper()
	var value T
	if !comesTrue(patience, func() bool { found, ok := try[T](p, expression); value = found; return ok }) {
		p.t.Fatalf("%s cannot read %s\n%s", p.name, expression, p.describe())
	}
	return value
}

// sees waits until an element is there and visible.
func (p *person) sees(selector string) {
	p.t.Helper()
	p.wait("sees "+selector, `document.querySelector(%s)?.checkVisibility()`, quoted(selector))
}

// text is an element's text with single spaces.
func (p *person) text(selector string) string {
	p.t.Helper()
	p.sees(selector)
	return read[string](p, fmt.Sprintf(`document.querySelector(%s).innerText.replace(/\s+/g, " ").trim()`, quoted(selector)))
}

// spot finds the middle of an element that a finger would hit: scrolled into view, standing
// still, and covered by nothing else.
const spot = `(() => {
  const element = document.querySelector(%s);
  if (!element || element.disabled) return null;
  element.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
  const box = element.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const hit = document.elementFromPoint(x, y);
  return hit && element.contains(hit) ? [x, y] : null;
})()`

// tap presses and releases on an element, as a finger or a mouse does.
func (p *person) tap(selector string) { p.t.Helper(); p.taps(selector, 1) }

func (p *person) taps(selector string, times int) {
	p.t.Helper()
	var at []float64
	if !comesTrue(patience, func() bool {
		found, ok := try[[]float64](p, fmt.Sprintf(spot, quoted(selector)))
		at = found
		return ok && len(found) == 2
	}) {
		p.t.Fatalf("%s cannot tap %s\n%s", p.name, selector, p.describe())
	}
	for n := range times {
		p.do(chromedp.MouseClickXY(at[0], at[1], chromedp.ClickCount(n+1)))
	}
}

// write types into a field in place of what it holds.
func (p *person) write(selector, text string) {
	p.t.Helper()
	p.tap(selector)
	p.wait("the field has the focus", `document.activeElement === document.querySelector(%s) && (document.activeElement.select(), true)`, quoted(selector))
	p.do(command(input.InsertText, input.InsertTextParams{Text: text}))
}

// joins enters the code as a scanned one does, or types it where there is no script.
func (p *person) joins(code string) {
	p.t.Helper()
	p.open("/j/" + code)
	if p.off {
		p.tap("#join button")
	}
	p.wait("joined", `!/^\/(j\/.*)?$/.test(location.pathname)`)
}

// upload puts a file into a field.
func (p *person) upload(selector, path string) {
	p.t.Helper()
	file, err := filepath.Abs(path)
	must(p.t, err)
	p.do(chromedp.SetUploadFiles(chromedp.CSS(selector), []string{file}))
}

// forget loses what made this phone a participant's.
func (p *person) forget() {
	p.t.Helper()
	p.do(command(network.DeleteCookies, network.DeleteCookiesParams{Name: "soundings_participant", URL: p.base}))
}

// evaluate runs a script in the page.
func evaluate(script string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](script)
}

// choose picks an entry of a list.
func (p *person) choose(selector, value string) {
	p.t.Helper()
	p.wait("a list to choose from", `(() => { const list = document.querySelector(%s); if (!list) return false; list.value = %s; return list.value === %[2]s; })()`, quoted(selector), quoted(value))
}

// beginning is run in every page before its own scripts.
func (p *person) beginning(script string) {
	p.t.Helper()
	p.do(command(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}))
}

// hold keeps requests for a pattern of addresses on their way until release.
func (p *person) hold(pattern string) {
	p.t.Helper()
	p.do(command(fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: pattern}}}))
}

// holdReplies lets requests for a pattern of addresses through and keeps each reply until release.
func (p *person) holdReplies(pattern string) {
	p.t.Helper()
	p.do(command(fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{
		{URLPattern: pattern, RequestStage: fetch.RequestStageResponse},
	}}))
}

// answerInstead answers requests for a pattern of addresses with a page of somebody else's, until
// release.
func (p *person) answerInstead(pattern, page string) {
	p.t.Helper()
	paused := chromedp.Events(p.ctx, fetch.RequestPaused)
	p.hold(pattern)
	go func() {
		for e, err := range paused {
			if err != nil {
				return
			}
			_ = chromedp.Do(p.ctx, command(fetch.FulfillRequest, fetch.FulfillRequestParams{
				RequestID: e.RequestID, ResponseCode: 200, Body: []byte(page),
			}))
		}
	}()
}

// loseReplies lets requests for a pattern of addresses through and breaks the line at each reply,
// until release.
func (p *person) loseReplies(pattern string) {
	p.t.Helper()
	paused := chromedp.Events(p.ctx, fetch.RequestPaused)
	p.do(command(fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{
		{URLPattern: pattern, RequestStage: fetch.RequestStageResponse},
	}}))
	go func() {
		for e, err := range paused {
			if err != nil {
				return
			}
			_ = chromedp.Do(p.ctx, command(fetch.FailRequest, fetch.FailRequestParams{
				RequestID: e.RequestID, ErrorReason: network.ErrorReasonConnectionReset,
			}))
		}
	}()
}

// back and forward are the browser's own buttons.
func (p *person) back()    { p.t.Helper(); p.travel(-1) }
func (p *person) forward() { p.t.Helper(); p.travel(1) }

func (p *person) travel(by int) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		was, err := cdp.Call(ctx, t, page.GetNavigationHistory, cdp.Empty{})
		if err != nil {
			return err
		}
		at := int(was.CurrentIndex) + by
		if at < 0 || at >= len(was.Entries) {
			return fmt.Errorf("the history has no entry %d", at)
		}
		_, err = cdp.Call(ctx, t, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: was.Entries[at].ID})
		return err
	}))
}

func (p *person) release() {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, fetch.Disable, cdp.Empty{})
		return err
	}))
}

func quoted(text string) string {
	written, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(written)
}
