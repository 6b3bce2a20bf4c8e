package main

import (
	"errors"
	"fmt"
	"slices"

	"soundings/access"
	"soundings/agenda"
	"soundings/programme"
	"soundings/store"
)

// intoFile imports a note into a file that is there: where it holds a programme, what the note changes
// in it is shown first. Nothing is deleted from here; the browser offers that one by one.
func (c *importCommand) intoFile(t *terminal, preview *programme.Preview) error {
	file, err := store.Open(t.ctx, t.options())
	if err != nil {
		return fmt.Errorf("%s: %w", t.db, err)
	}
	viewer := access.Viewer{Role: access.Organiser}
	all, err := file.Programme(t.ctx, viewer)
	if err != nil {
		return errors.Join(err, file.Close())
	}
	stored := slices.DeleteFunc(all, func(plan agenda.SessionPlan) bool { return plan.Session.Sample })
	if len(stored) == 0 {
		if !c.Yes && !confirmed(t) {
			return errors.Join(errNotConfirmed, file.Close())
		}
		return c.add(t, file, preview)
	}
	return errors.Join(c.change(t, file, viewer, stored, preview), file.Close())
}

func (c *importCommand) change(t *terminal, file *store.Store, viewer access.Viewer, stored []agenda.SessionPlan, preview *programme.Preview) error {
	known, err := file.Conference(t.ctx)
	if err != nil {
		return err
	}
	difference := programme.CompareAll(stored, known, preview.Plan())
	changes := difference.Changes()
	if len(changes) == 0 {
		fmt.Fprintln(t.out, "Nothing differs from the programme in the file.")
		return nil
	}
	ticked := map[string]bool{}
	fmt.Fprintf(t.out, "What the note changes in the programme of %s:\n", t.db)
	for _, change := range changes {
		ticked[change.Key] = change.Advised
	}
	printDifference(t, difference)
	if !c.Yes && !confirmed(t) {
		return errNotConfirmed
	}
	if err := file.Reimport(t.ctx, viewer, stored, difference.With(ticked)); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "The changes marked with * were made in %s. Undo is on the programme's page.\n", t.db)
	return nil
}

// printDifference names each session that something changes in, and below it what.
func printDifference(t *terminal, difference programme.Difference) {
	for _, change := range difference.Facts {
		printChange(t, change, "fact", "")
	}
	for _, session := range difference.Sessions {
		fmt.Fprint(t.out, headingOf(session))
		for _, change := range session.Changes {
			printChange(t, change, "session", session.Stored.Name().Text)
		}
		for _, question := range session.KeyQuestions {
			for _, change := range question.Changes {
				printChange(t, change, "key question", question.Stored.Text.Text)
			}
		}
	}
}

// headingOf is the line above a session's changes, empty where nothing in it changes or it is new.
func headingOf(session programme.ComparedSession) string {
	changed := len(session.Changes) > 0
	for _, question := range session.KeyQuestions {
		changed = changed || len(question.Changes) > 0
	}
	if !changed || session.Standing == programme.New {
		return ""
	}
	return fmt.Sprintf("%s: %s\n", session.Stored.Name().Text, session.Stored.Title.Text)
}

func printChange(t *terminal, change programme.Change, what, name string) {
	mark := " "
	if change.Advised {
		mark = "*"
	}
	switch change.Kind {
	case programme.New:
		fmt.Fprintf(t.out, "%s new %s: %s\n", mark, what, change.New)
	case programme.Missing:
		fmt.Fprintf(t.out, "%s %s not in the note, stays: %s\n", mark, what, change.Old)
	case programme.Moved:
		fmt.Fprintf(t.out, "%s %s moved from place %s to %s: %s\n", mark, what, change.Old, change.New, name)
	default:
		fmt.Fprintf(t.out, "%s %s:\n    - %s\n    + %s\n", mark, change.Field, change.Old, change.New)
	}
}
