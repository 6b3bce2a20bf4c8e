package views

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"soundings/assets"
	"soundings/i18n"
)

// firstLoad is the most that a phone fetches before it can answer, compressed, in bytes.
const firstLoad = 60_000

func TestAPhonesFirstLoadIsSmall(t *testing.T) {
	t.Parallel()
	set, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	shared := 0
	for _, name := range []string{"app.css", "app.js", "mark.svg"} {
		asset, _ := set.At(set.Path(name))
		shared += compressed(t, asset.Body)
	}
	each(t, i18n.Pseudo(), func(t *testing.T, s state, html string) {
		if !strings.Contains(html, `class="page-phone`) {
			return
		}
		if all := shared + compressed(t, []byte(html)); all > firstLoad {
			t.Errorf("%d bytes", all)
		}
	})
}

func compressed(t *testing.T, body []byte) int {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Len()
}
