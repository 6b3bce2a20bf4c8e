//go:build !cgo

package store

const haveSQLite = false

func sqliteCode(error) int { return 0 }
