//go:build cgo

package store

import (
	"errors"

	"github.com/mattn/go-sqlite3"
)

const haveSQLite = true

// sqliteCode is SQLite's extended result code behind err, 0 when err is none of SQLite's.
func sqliteCode(err error) int {
	if failure, ok := errors.AsType[sqlite3.Error](err); ok {
		return int(failure.ExtendedCode)
	}
	return 0
}
