package main

import (
	"os"
	"path/filepath"
	"strings"

	"soundings/agenda"
)

// machineZone is the time zone that this machine is set to, "" where it does not say.
func machineZone() string {
	name := os.Getenv("TZ")
	if target, err := filepath.EvalSymlinks("/etc/localtime"); name == "" && err == nil {
		_, name, _ = strings.Cut(filepath.ToSlash(target), "zoneinfo/")
	}
	if zone, err := agenda.Zone(strings.TrimPrefix(name, ":")); name != "" && err == nil {
		return zone.String()
	}
	return ""
}
