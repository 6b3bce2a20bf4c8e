//go:build shots

package e2e

import (
	"context"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// screens is where the pictures go, and mostBytes how much all of them may take.
const (
	screens   = "../docs/screens"
	mostBytes = 6 << 20 // some 200 pictures, scaled down
)

// picture is one page in one state as it was drawn.
type picture struct{ file, caption string }

// TestShots draws every page in every state and puts the pictures on contact sheets.
func TestShots(t *testing.T) {
	must(t, os.MkdirAll(screens, 0o755))
	for _, lang := range []string{"en", "ar"} {
		t.Run(lang, func(t *testing.T) {
			a := &album{folder: t.TempDir(), lang: lang, drawn: map[string][]picture{}}
			eachFirstPlace(t, lang, a.add)
			v := &visitor{season: openSeason(t, lang)}
			for _, where := range v.places() {
				t.Run(fileName(where.kind+" "+where.name), func(t *testing.T) {
					p := v.at(t, where)
					a.add(p, where)
					if lang == "en" && where.kind == "screen" && where.name == "result" {
						banner(p)
					}
				})
			}
			for name, pictures := range a.drawn {
				sheet(t, name, pictures)
			}
		})
	}
	checkSizes(t)
}

// album is what was drawn, by the sheet that it goes on.
type album struct {
	folder, lang string
	drawn        map[string][]picture
}

// add draws a page; in English phones and podium in the dark too.
func (a *album) add(p *person, where place) {
	p.t.Helper()
	sheet := where.kind
	if strings.HasPrefix(where.name, "podium") || strings.HasPrefix(where.name, "draft") {
		sheet = "podium"
	}
	a.put(sheet+"-"+a.lang, take(p, a.folder, a.lang, where, "light"))
	if a.lang == "en" && (sheet == "phone" || sheet == "podium") {
		a.put(sheet+"-dark", take(p, a.folder, a.lang, where, "dark"))
	}
}

func (a *album) put(sheet string, one picture) { a.drawn[sheet] = append(a.drawn[sheet], one) }

// take draws the page that a person sees: as high as it is, within bounds.
func take(p *person, folder, lang string, where place, scheme string) picture {
	p.t.Helper()
	p.media("prefers-color-scheme", scheme)
	width, height, mobile := sizeOf(where.kind)
	p.size(width, height, mobile)
	if where.kind != "screen" {
		needed := read[int64](p, `document.scrollingElement.scrollHeight`)
		p.size(width, min(max(needed, height), 2*height), mobile)
	}
	p.do(evaluate(`document.activeElement?.blur(); scrollTo(0, 0)`))
	file := filepath.Join(folder, strings.Join([]string{where.kind, lang, scheme, fileName(where.name)}, "-")+".png")
	must(p.t, os.WriteFile(file, p.shot(page.CaptureScreenshotFormatPng, 0, nil), 0o600))
	return picture{file, where.name}
}

func (p *person) shot(format page.CaptureScreenshotFormat, quality int64, clip *page.Viewport) []byte {
	p.t.Helper()
	params := page.CaptureScreenshotParams{Format: format, Clip: clip}
	if quality > 0 {
		params.Quality = &quality
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	drawn, err := chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		result, err := cdp.Call(ctx, t, page.CaptureScreenshot, params)
		return result.Data, err
	})
	must(p.t, err)
	return drawn
}

// banner is the picture of the screen at the head of the README.
func banner(p *person) {
	p.t.Helper()
	must(p.t, os.WriteFile(filepath.Join(screens, "screen.png"),
		p.shot(page.CaptureScreenshotFormatPng, 0, &page.Viewport{Width: 1920, Height: 1080, Scale: 0.6667}), 0o644))
}

// sheet puts pictures side by side on one page and draws that.
func sheet(t *testing.T, name string, pictures []picture) {
	t.Helper()
	size, columns := 260, 7
	if !strings.HasPrefix(name, "phone") {
		size, columns = 560, 3
	}
	var body strings.Builder
	fmt.Fprintf(&body, `<!doctype html><meta charset="utf-8"><title>%s</title><style>
		body { margin: 0; padding: 20px; background: #8c9296; font: 15px sans-serif; color: #fff; display: grid; gap: 20px; grid-template-columns: repeat(%d, %dpx); align-items: start; inline-size: max-content }
		figure { margin: 0 } img { display: block; inline-size: %[3]dpx } figcaption { padding-block: 4px }</style>`, name, columns, size)
	for _, one := range pictures {
		fmt.Fprintf(&body, `<figure><figcaption>%s</figcaption><img src="file://%s" alt=""></figure>`, html.EscapeString(one.caption), one.file)
	}
	path := filepath.Join(t.TempDir(), "sheet.html")
	must(t, os.WriteFile(path, []byte(body.String()), 0o600))
	p := (&hall{t: t}).person("sheet", desk())
	p.watch.expect("request to another host: file:")
	p.open("file://" + path)
	p.wait("all pictures are there", `[...document.images].every(image => image.complete && image.naturalWidth > 0)`)
	p.size(read[int64](p, `document.body.scrollWidth`), read[int64](p, `document.body.scrollHeight`), false)
	must(t, os.WriteFile(filepath.Join(screens, name+".jpg"), p.shot(page.CaptureScreenshotFormatJpeg, 60, nil), 0o644))
}

func checkSizes(t *testing.T) {
	t.Helper()
	files, err := os.ReadDir(screens)
	must(t, err)
	sum := int64(0)
	for _, file := range files {
		info, err := file.Info()
		must(t, err)
		t.Logf("%8d  %s", info.Size(), file.Name())
		sum += info.Size()
	}
	if sum > mostBytes {
		t.Errorf("the pictures take %d bytes, more than %d", sum, mostBytes)
	}
}
