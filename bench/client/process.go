package client

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// ticksPerSecond is the unit of times in /proc, the same on every Linux that Go runs on.
const ticksPerSecond = 100

// CPU is the processor time that the running server has used; Linux only.
func (p *Program) CPU() (time.Duration, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.child.Process.Pid))
	if err != nil {
		return 0, err
	}
	// The name in the second field may hold spaces; what follows it does not.
	fields := bytes.Fields(raw[bytes.LastIndexByte(raw, ')')+1:])
	const user, system = 11, 12
	var ticks int64
	for _, field := range [][]byte{fields[user], fields[system]} {
		n, err := strconv.ParseInt(string(field), 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / ticksPerSecond, nil
}

// Resident is the running server's resident memory in bytes; Linux only.
func (p *Program) Resident() (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.child.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kib * 1024, err
		}
	}
	return 0, errors.New("no VmRSS in status")
}
