package views

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"soundings/agenda"
)

// scanned is what a reader of QR codes finds in a picture as it is drawn.
func scanned(t *testing.T, picture qrPicture) string {
	t.Helper()
	reader, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("zbarimg is not installed")
	}
	const scale = 6
	drawn := image.NewGray(image.Rect(0, 0, picture.Size*scale, picture.Size*scale))
	draw.Draw(drawn, drawn.Bounds(), image.White, image.Point{}, draw.Src)
	for _, run := range runPattern.FindAllStringSubmatch(picture.Path, -1) {
		x, y, length := number(t, run[1])*scale, number(t, run[2])*scale, number(t, run[3])*scale
		draw.Draw(drawn, image.Rect(x, y, x+length, y+scale), image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	var encoded bytes.Buffer
	if err := png.Encode(&encoded, drawn); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(file, encoded.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := exec.CommandContext(t.Context(), reader, "--raw", "--quiet", "-Sbinary", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(found), "\n")
}

func TestBothCodesOfTheWelcomeAreReadByAReader(t *testing.T) {
	t.Parallel()
	v := newViews(t)
	for name, network := range map[string]agenda.WiFi{
		"plain": {Name: "Soundings-Room4", Password: "lasting-2026"}, "open": {Name: "Hall 4"},
		"escaped": {Name: `a\b;c,d:e"f`, Password: `;;::,,"\ 8`}, "arabic": {Name: "قاعة 4", Password: "12345678"},
	} {
		shown := Screen{Page: livePage(english(t), "/screen/4"), Session: sampleSession(), Join: sampleJoin()}
		shown.Join.WiFi = network
		drawn, err := v.screen(shown, false)
		if err != nil {
			t.Fatal(err)
		}
		if got := scanned(t, drawn.WiFiQR); got != network.Code() {
			t.Errorf("%s: the network's code reads %q, want %q", name, got, network.Code())
		}
		if got := scanned(t, drawn.QR); got != shown.Join.URL {
			t.Errorf("%s: the way in reads %q, want %q", name, got, shown.Join.URL)
		}
	}
}
