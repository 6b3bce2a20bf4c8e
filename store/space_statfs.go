//go:build linux || darwin || freebsd

package store

import (
	"path/filepath"
	"syscall"
)

// freeSpace is how many bytes may still be written beside a file.
func freeSpace(path string) (bytes uint64, known bool) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(path), &disk); err != nil {
		return 0, false
	}
	return uint64(disk.Bavail) * uint64(disk.Bsize), true
}
