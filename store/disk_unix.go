//go:build unix

package store

import (
	"os"
	"syscall"
)

// sameDisk reports whether two files lie on the same disk.
func sameDisk(a, b os.FileInfo) bool {
	one, known := a.Sys().(*syscall.Stat_t)
	other, alsoKnown := b.Sys().(*syscall.Stat_t)
	return known && alsoKnown && one.Dev == other.Dev
}
