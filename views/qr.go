package views

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quietZone is the empty border that a reader needs, in modules.
const quietZone = 4

// qrPicture is a QR code as one SVG path in a square of Size modules, its quiet zone included.
type qrPicture struct {
	Size int
	Path string
}

// qrOf draws a text as a QR code that stands up to a dirty lens (level M).
func qrOf(text string) (qrPicture, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return qrPicture{}, fmt.Errorf("qr code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		writeRuns(&path, code, y)
	}
	return qrPicture{Size: code.Size + 2*quietZone, Path: path.String()}, nil
}

// writeRuns draws one line as a rectangle for every run of dark modules.
func writeRuns(path *strings.Builder, code *qr.Code, y int) {
	for x := 0; x < code.Size; x++ {
		start := x
		for x < code.Size && code.Black(x, y) {
			x++
		}
		if run := x - start; run > 0 {
			fmt.Fprintf(path, "M%d %dh%dv1h-%dz", start+quietZone, y+quietZone, run, run)
		}
	}
}
