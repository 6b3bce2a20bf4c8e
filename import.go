package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"soundings/access"
	"soundings/programme"
	"soundings/store"
)

type importCommand struct {
	File   string `arg:"" help:"The note: Markdown or plain text; - reads standard input."`
	DryRun bool   `help:"Show what would be imported; no database is opened."`
	Format string `enum:"text,json" default:"text" help:"How to show it: text or json."`
	Yes    bool   `short:"y" help:"Import without asking."`
}

var errNotConfirmed = errors.New("nothing was imported; answer y, or give --yes")

// Run reads the note, shows what it becomes, and writes it once that is confirmed.
func (c *importCommand) Run(t *terminal) error {
	note, err := c.read(t)
	if err != nil {
		return err
	}
	preview, err := programme.Read(note)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	if err := c.show(t, preview); err != nil || c.DryRun {
		return err
	}
	if _, err := os.Stat(t.db); err == nil {
		return c.intoFile(t, preview)
	}
	if !c.Yes && !confirmed(t) {
		return errNotConfirmed
	}
	return c.write(t, preview)
}

func (c *importCommand) write(t *terminal, preview *programme.Preview) error {
	file, err := store.Open(t.ctx, t.options())
	if err != nil {
		return fmt.Errorf("%s: %w", t.db, err)
	}
	return c.add(t, file, preview)
}

func (c *importCommand) add(t *terminal, file *store.Store, preview *programme.Preview) error {
	sessions, err := file.AddPlan(t.ctx, access.Viewer{Role: access.Organiser}, preview.Plan())
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Imported %d sessions into %s.\n", len(sessions), t.db)
	return nil
}

// read takes one byte more than a note may have, so that a larger one is refused and not cut.
func (c *importCommand) read(t *terminal) ([]byte, error) {
	source := t.in
	if c.File != "-" {
		opened, err := os.Open(c.File)
		if err != nil {
			return nil, err
		}
		defer opened.Close()
		source = opened
	}
	return io.ReadAll(io.LimitReader(source, programme.MaxBytes+1))
}

func (c *importCommand) show(t *terminal, preview *programme.Preview) error {
	if c.Format == "json" {
		encoder := json.NewEncoder(t.out)
		encoder.SetIndent("", " ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(preview)
	}
	counts := preview.Counts
	fmt.Fprintf(t.out, "%s\n%d sessions, %d key questions and issues\n", preview.Conference.Title, counts.Sessions, counts.Items)
	for _, session := range preview.Sessions {
		heading := session.Label
		if session.Title != session.Label {
			heading += ": " + session.Title
		}
		fmt.Fprintf(t.out, "\n%s\n  %s, access %s, line %d\n", heading, session.Type, session.Access, session.Line)
		for _, item := range session.Items {
			fmt.Fprintf(t.out, "  %2d  %s\n", item.N, item.Text)
		}
	}
	fmt.Fprintln(t.out)
	return nil
}

func confirmed(t *terminal) bool {
	fmt.Fprint(t.out, "Nothing is written yet. Import this? [y/N] ")
	line, err := bufio.NewReader(t.in).ReadString('\n')
	fmt.Fprintln(t.out)
	return (err == nil || err == io.EOF) && strings.EqualFold(strings.TrimSpace(line), "y")
}
