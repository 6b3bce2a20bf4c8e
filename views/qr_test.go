package views

import (
	"regexp"
	"strconv"
	"testing"

	"rsc.io/qr"
)

var runPattern = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

// TestThePathIsTheCode paints the path and compares it with the code, module by module.
func TestThePathIsTheCode(t *testing.T) {
	t.Parallel()
	const address = "http://192.0.2.10:8080/j/K7M2QX"
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := qrOf(address)
	if err != nil {
		t.Fatal(err)
	}
	if picture.Size != code.Size+8 {
		t.Errorf("a code of %d modules in a square of %d: the quiet zone is not 4", code.Size, picture.Size)
	}
	dark := map[[2]int]bool{}
	for _, run := range runPattern.FindAllStringSubmatch(picture.Path, -1) {
		x, y, length := number(t, run[1]), number(t, run[2]), number(t, run[3])
		for i := range length {
			dark[[2]int{x + i, y}] = true
		}
	}
	for y := range picture.Size {
		for x := range picture.Size {
			if want := code.Black(x-quietZone, y-quietZone); dark[[2]int{x, y}] != want {
				t.Fatalf("module %d,%d is dark: %v", x, y, !want)
			}
		}
	}
}

func number(t *testing.T, digits string) int {
	t.Helper()
	n, err := strconv.Atoi(digits)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
