package views

import (
	"testing"

	"soundings/assets"
)

func newViews(t *testing.T) *Views {
	t.Helper()
	set, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	v, err := New(set, "v0.1.0-test")
	if err != nil {
		t.Fatal(err)
	}
	return v
}
