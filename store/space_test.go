package store

import (
	"path/filepath"
	"runtime"
	"testing"
)

func TestTheSpaceOnTheDiskIsKnownOrSaidToBeUnknown(t *testing.T) {
	t.Parallel()
	free, known := freeSpace(filepath.Join(t.TempDir(), "conference.db"))
	if runtime.GOOS == "linux" && (!known || free == 0) {
		t.Errorf("%d bytes, known: %v", free, known)
	}
	if free, known := freeSpace(filepath.Join(t.TempDir(), "gone", "conference.db")); known || free != 0 {
		t.Errorf("a folder that is not there has %d bytes, known: %v", free, known)
	}
}
