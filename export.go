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

// Run reads everything in one transaction and writes it.
func (c *exportCommand) Run(t *terminal) (err error) {
	chosen, known := report.Find(c.Name)
	if !known {
		return fmt.Errorf("no file %q; there are %s", c.Name, fileNames())
	}
	file, err := store.OpenReader(t.ctx, t.options())
	if err != nil {
		return fmt.Errorf("%s: %w", t.db, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	dossier, err := file.Dossier(t.ctx, access.Viewer{Role: access.Organiser}, c.Session)
	if err != nil {
		return err
	}
	meta := report.Meta{Build: build(), Exported: time.Now().UTC(), Kind: kinds.ByName}
	if c.Dir == "" && c.Out == "-" {
		return chosen.Write(t.out, dossier, meta)
	}
	if c.Dir == "" {
		return writeFile(c.Out, chosen, dossier, meta)
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	for _, one := range report.Files() {
		if err := writeFile(filepath.Join(c.Dir, one.Name), one, dossier, meta); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(path string, file report.File, dossier disclosure.Dossier, meta report.Meta) error {
	opened, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(file.Write(io.Writer(opened), dossier, meta), opened.Sync(), opened.Close())
}

func fileNames() string {
	var names []string
	for _, file := range report.Files() {
		names = append(names, file.Name)
	}
	return strings.Join(names, ", ")
}
