package main

import (
	"errors"
	"fmt"

	"soundings/store"
)

type checkCommand struct{}

// Run recounts and compares; every difference is one line, and the exit code is 1.
func (c *checkCommand) Run(t *terminal) error {
	file, err := store.OpenReader(t.ctx, t.options())
	if err != nil {
		return fmt.Errorf("%s: %w", t.db, err)
	}
	differences, err := file.Check(t.ctx)
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	for _, difference := range differences {
		fmt.Fprintln(t.out, difference.What)
	}
	if len(differences) > 0 {
		return fmt.Errorf("%s: %d differences found", t.db, len(differences))
	}
	fmt.Fprintf(t.out, "%s: each poll whose answers are closed recounts to what was stored at closing\n", t.db)
	return nil
}

type backupCommand struct {
	File string `arg:"" help:"The copy to write; it must not exist yet."`
}

// Run writes a copy that holds everything acknowledged before it began.
func (c *backupCommand) Run(t *terminal) error {
	file, err := store.OpenReader(t.ctx, t.options())
	if err != nil {
		return fmt.Errorf("%s: %w", t.db, err)
	}
	if err := errors.Join(file.Backup(t.ctx, c.File), file.Close()); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%s: written and verified\n", c.File)
	return nil
}

type versionCommand struct{}

// Run prints the version.
func (c *versionCommand) Run(t *terminal) error {
	fmt.Fprintln(t.out, "soundings", build())
	return nil
}

type passphraseCommand struct {
	PublicURL string `name:"public-url" env:"SOUNDINGS_PUBLIC_URL" placeholder:"URL" help:"Where the server will be reached; the link begins with it."`
}

// Run makes a new set-up link. The old passphrase holds until another is set.
func (c *passphraseCommand) Run(t *terminal) error {
	file, err := store.Open(t.ctx, t.options())
	if err != nil {
		return fmt.Errorf("%s: %w", t.db, err)
	}
	token, err := file.SetupToken(t.ctx)
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Start the server, then open this link once, after the server's address:\n  %s/enter#%s\n", c.PublicURL, token)
	return nil
}
