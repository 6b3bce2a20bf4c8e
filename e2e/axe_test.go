//go:build e2e

package e2e

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// finding is one rule that a page breaks.
type finding struct {
	ID, Impact, Help string
	Targets          []string
}

// axe runs the accessibility rules in the page as it stands, without its frames: those are pages
// of their own.
const axe = `axe.run(document, {iframes: false, resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
  .then(result => result.violations
    .filter(found => found.impact === "serious" || found.impact === "critical")
    .map(found => ({ID: found.id, Impact: found.impact, Help: found.help, Targets: found.nodes.map(node => node.target.join(" ") + " " + (node.any[0]?.message || ""))})))`

func TestTheRulesAreTheOnesOnRecord(t *testing.T) {
	t.Parallel()
	rules, record := rulesOfAxe(t), readme(t)
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(rules))); !strings.Contains(record, sum) {
		t.Errorf("testdata/README.md does not have the sum of axe.min.js, %s", sum)
	}
}

func rulesOfAxe(t *testing.T) string {
	t.Helper()
	rules, err := os.ReadFile("testdata/axe.min.js")
	must(t, err)
	return string(rules)
}

func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/README.md")
	must(t, err)
	return string(text)
}

// TestEveryPageInEveryState opens every page in every state, in both languages, and holds it
// against what every page promises.
func TestEveryPageInEveryState(t *testing.T) {
	rules := rulesOfAxe(t)
	for _, lang := range []string{"en", "ar"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			v := &visitor{season: openSeason(t, lang)}
			for _, where := range v.places() {
				t.Run(fileName(where.kind+" "+where.name), func(t *testing.T) { inspect(v.at(t, where), lang, rules) })
			}
		})
		t.Run(lang+"-first", func(t *testing.T) {
			t.Parallel()
			eachFirstPlace(t, lang, func(p *person, where place) {
				p.t.Run(fileName(where.kind+" "+where.name), func(t *testing.T) {
					whole := p.t
					p.t = t
					inspect(p, lang, rules)
					p.t = whole
				})
			})
		})
	}
}

// inspect holds the page that a person sees against what every page promises.
func inspect(p *person, lang, rules string) {
	p.t.Helper()
	width, height := read[int64](p, "innerWidth"), read[int64](p, "innerHeight")
	p.do(evaluate(rules))
	faults := headFaults(p, lang)
	for _, scheme := range []string{"light", "dark"} {
		p.media("prefers-color-scheme", scheme)
		for _, found := range p.findings() {
			faults = append(faults, fmt.Sprintf("%s, %s: %s (%s)\n\t%s", scheme, found.ID, found.Help, found.Impact, strings.Join(found.Targets, "\n\t")))
		}
	}
	for _, fault := range append(faults, widthFaults(p)...) {
		p.t.Error(fault)
	}
	p.size(width, height, false)
}

func (p *person) findings() []finding {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]finding](axe, chromedp.EvalAwaitPromise))
	must(p.t, err)
	return found
}

// headFaults is what is wrong with that which stands around every page.
func headFaults(p *person, lang string) (faults []string) {
	p.t.Helper()
	type head struct {
		Lang, Dir, Title, Robots, Icon string
		H1                             int
	}
	got := read[head](p, `({Lang: document.documentElement.lang, Dir: document.documentElement.dir, Title: document.title,
		Robots: document.querySelector("meta[name=robots]")?.content || "", Icon: document.querySelector("link[rel=icon]")?.href || "",
		H1: [...document.querySelectorAll("h1")].filter(heading => heading.checkVisibility()).length})`)
	if dir := map[string]string{"en": "ltr", "ar": "rtl"}[lang]; got.Lang != lang || got.Dir != dir {
		faults = append(faults, fmt.Sprintf("lang=%q dir=%q, not %s and %s", got.Lang, got.Dir, lang, dir))
	}
	if name, ok := strings.CutSuffix(got.Title, " · Soundings"); !ok || strings.TrimSpace(name) == "" {
		faults = append(faults, fmt.Sprintf("the title is %q", got.Title))
	}
	if got.H1 != 1 {
		faults = append(faults, fmt.Sprintf("%d headings of the first level", got.H1))
	}
	if got.Robots != "noindex" || got.Icon == "" {
		faults = append(faults, fmt.Sprintf("robots %q, icon %q", got.Robots, got.Icon))
	}
	return faults
}

// widthFaults is what has to be scrolled sideways at 320 px, and at 400 % of a window of 1280 by
// 1024, which is 320 by 256.
func widthFaults(p *person) (faults []string) {
	p.t.Helper()
	for _, height := range []int64{640, 256} {
		p.size(320, height, false)
		wide := read[string](p, `(() => {
			const root = document.scrollingElement;
			if (root.scrollWidth <= root.clientWidth) return "";
			const beyond = [...document.body.querySelectorAll("*")].filter(element => {
				const box = element.getBoundingClientRect();
				return box.width && (box.right > innerWidth + 1 || box.left < -1);
			}).slice(0, 3).map(element => element.tagName.toLowerCase() + "." + element.className);
			return root.scrollWidth + " px: " + beyond.join(", ");
		})()`)
		if wide != "" {
			faults = append(faults, fmt.Sprintf("at 320 by %d the page is wider than the window: %s", height, wide))
		}
	}
	return faults
}

// TestTheInspectionNoticesABrokenPage breaks a sound page in each way that is looked for.
func TestTheInspectionNoticesABrokenPage(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	p := h.person("visitor", still(phone()))
	p.open("/")
	p.do(evaluate(rulesOfAxe(t)))
	if faults := append(headFaults(p, "en"), widthFaults(p)...); len(faults) > 0 || len(p.findings()) > 0 {
		t.Fatalf("the sound page: %v %v", faults, p.findings())
	}
	p.do(evaluate(`
		document.title = "Soundings";
		document.querySelector("main").insertAdjacentHTML("beforeend", '<h1>Second</h1><img src="data:,"><table width="900"><tr><td>wide</td></tr></table>');
		document.querySelector("label").remove();
		document.querySelector("#join-hint").setAttribute("class", "broken");
		document.documentElement.lang = "ar";`))
	found := fmt.Sprint(p.findings())
	for _, rule := range []string{"image-alt", "label"} {
		if !strings.Contains(found, rule) {
			t.Errorf("axe does not name %s: %s", rule, found)
		}
	}
	if faults := headFaults(p, "en"); len(faults) != 3 {
		t.Errorf("of title, heading and language it names: %v", faults)
	}
	if faults := widthFaults(p); len(faults) != 2 {
		t.Errorf("of the two windows that are too narrow it names: %v", faults)
	}
}

// TestTheWatchNoticesWhatAPageMustNotDo does each forbidden thing once.
func TestTheWatchNoticesWhatAPageMustNotDo(t *testing.T) {
	t.Parallel()
	h := openHall(t)
	p := h.person("visitor", still(phone()))
	p.open("/")
	p.do(evaluate(`
		document.querySelector("main").insertAdjacentHTML("beforeend", '<p style="color: red">styled</p>');
		console.error("an error");
		setTimeout(() => { throw new Error("an exception"); });
		fetch("http://elsewhere.example/").catch(() => {});
		fetch("/nowhere").catch(() => {});`))
	forbidden := []string{"Content Security Policy", "an error", "an exception", "elsewhere.example", "status of 404"}
	for _, part := range forbidden {
		eventually(t, "the watch notices "+part, func() bool { return strings.Contains(fmt.Sprint(p.watch.complaints()), part) })
	}
	p.watch.expect(append(forbidden, "inline style", "elsewhere")...)
}
