package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"soundings/access"
	"soundings/disclosure"
	"soundings/poll/kinds"
	"soundings/report"
	"soundings/store"
)

type exportCommand struct {
	Name    string `arg:"" optional:"" default:"soundings.json" help:"Which file: ${files}."`
	Session int64  `help:"One session by its number in the file; all without it." placeholder:"N"`
	Out     string `short:"o" default:"-" help:"Where to write it; - is standard output." placeholder:"FILE"`
	Dir     string `help:"Write every file into this folder instead." placeholder:"DIR"`
}

// Run reads everything in one transaction and writes it. Who waits longer than a second is told on
// standard error what is being done.
func (c *exportCommand) Run(t *terminal) error {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	told := newProgress(t.err, ticker.C)
	defer told.end()
	return c.export(t, told)
}

func (c *exportCommand) export(t *terminal, told *progress) (err error) {
	chosen, known := report.Find(c.Name)
	if !known {
		return fmt.Errorf("no file %q; there are %s", c.Name, fileNames())
	}
	file, err := store.OpenReader(t.ctx, t.options())
	if err != nil {
		return fmt.Errorf("%s: %w", t.db, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	dossier, err := file.DossierInSteps(t.ctx, access.Viewer{Role: access.Organiser}, c.Session, func(at, of int) {
		told.tell("reading session %d of %d", at, of)
	})
	if err != nil {
		return err
	}
	files := exported{dossier, report.Meta{Build: build(), Exported: time.Now().UTC(), Kind: kinds.ByName}, told, t.db}
	switch {
	case c.Dir != "":
		return files.intoFolder(c.Dir)
	case c.Out != "-":
		return files.intoFile(c.Out, chosen)
	}
	return files.write(t.out, chosen)
}

// exported is what the files are written from.
type exported struct {
	dossier disclosure.Dossier
	meta    report.Meta
	told    *progress
	own     string // the conference's file, which no export may replace
}

var errOwnFile = errors.New("it is the conference's own file; choose another name")

func (e exported) write(w io.Writer, file report.File) error {
	out := &watched{Writer: w, name: file.Name, progress: e.told}
	out.tell()
	return file.Write(out, e.dossier, e.meta)
}

func (e exported) intoFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, file := range report.Files() {
		if err := e.intoFile(filepath.Join(dir, file.Name), file); err != nil {
			return err
		}
	}
	return nil
}

func (e exported) intoFile(path string, file report.File) error {
	own, ownErr := os.Stat(e.own)
	there, thereErr := os.Stat(path)
	if ownErr == nil && thereErr == nil && os.SameFile(own, there) {
		return fmt.Errorf("--out %s: %w", path, errOwnFile)
	}
	opened, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(e.write(opened, file), onDisk(opened), opened.Close())
}

// onDisk puts a file to disk; a pipe or a device has none, and is no fault.
func onDisk(file *os.File) error {
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return err
	}
	return file.Sync()
}

func fileNames() string {
	var names []string
	for _, file := range report.Files() {
		names = append(names, file.Name)
	}
	return strings.Join(names, ", ")
}
