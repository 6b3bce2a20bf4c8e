package programme

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"unicode"

	"soundings/agenda"
)

// changesOf compares what a note says of a session, field by field.
func changesOf(old, said agenda.Session) (planned agenda.Session, changes []Change) {
	note := func(field Field, before, after string) {
		changes = append(changes, changed(field, old.ID, 0, before, after))
		field.take(&planned, old, said)
	}
	planned = old
	if says(old.Label.Text, said.Label.Text) || says(old.Number, said.Number) {
		note(FieldLabel, old.Label.Text, cmp.Or(said.Label.Text, old.Label.Text))
	}
	if says(old.Title.Text, said.Title.Text) {
		note(FieldTitle, old.Title.Text, said.Title.Text)
	}
	if said.Type != agenda.Other && says(string(old.Type), string(said.Type)) {
		note(FieldType, string(old.Type), string(said.Type))
	}
	if saysAccess(old, said) {
		note(FieldAccess, cmp.Or(old.AccessText, string(old.Access)), cmp.Or(said.AccessText, string(said.Access)))
		last := &changes[len(changes)-1]
		last.Advised = old.Access == said.Access || old.Access == agenda.NotStated
	}
	if says(old.Starts, said.Starts) || says(old.Ends, said.Ends) {
		note(FieldTimes, hours(old), hours(said))
	}
	return planned, changes
}

// says reports whether a note says something, and something else.
func says(old, said string) bool {
	return said != "" && plainMarks(old) != plainMarks(said)
}

// saysAccess: the same words as before leave the organiser's choice alone.
func saysAccess(old, said agenda.Session) bool {
	if said.Access == agenda.NotStated || said.Access == "" {
		return false
	}
	if said.AccessText != "" {
		return plainMarks(old.AccessText) != plainMarks(said.AccessText)
	}
	return old.Access != said.Access
}

func hours(s agenda.Session) string {
	if s.Ends == "" {
		return s.Starts
	}
	return s.Starts + "–" + s.Ends
}

// take puts what a note says in a field into a session; what it does not say stays.
func (f Field) take(into *agenda.Session, old, said agenda.Session) {
	switch f {
	case FieldLabel:
		into.Number = cmp.Or(said.Number, old.Number)
		into.Label = retold(old.Label, said.Label)
	case FieldTitle:
		into.Title = retold(old.Title, said.Title)
	case FieldType:
		into.Type = said.Type
	case FieldAccess:
		into.Access, into.AccessText = said.Access, cmp.Or(said.AccessText, old.AccessText)
	case FieldTimes:
		into.Starts, into.Ends = cmp.Or(said.Starts, old.Starts), cmp.Or(said.Ends, old.Ends)
	}
}

// retold is a text in the note's words with the translations that people entered.
func retold(old, said agenda.Text) agenda.Text {
	if said.IsEmpty() {
		return old
	}
	text := agenda.Text{Lang: cmp.Or(said.Lang, old.Lang), Text: said.Text, Translations: maps.Clone(old.Translations)}
	delete(text.Translations, text.Lang)
	return text
}

// plainMarks is a text without what typists and programs write differently: quotation marks,
// dashes, and the kind and number of spaces. Two texts with the same are the same to a reader.
func plainMarks(text string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("“”„‟«»‹›″", r):
			return '"'
		case strings.ContainsRune("‘’‚‛′`´", r):
			return '\''
		case unicode.Is(unicode.Pd, r) || r == '−':
			return '-'
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, innerSpace.Replace(text))
	return strings.Join(strings.Fields(plain), " ")
}

// innerSpace is the space that French writes inside its quotation marks.
var innerSpace = strings.NewReplacer("« ", "«", " »", "»", "«\u00a0", "«", "\u00a0»", "»", "«\u202f", "«", "\u202f»", "»")

func ordinal(index int) string { return strconv.Itoa(index + 1) }

func changed(field Field, session, question int64, before, after string) Change {
	c := change(Changed, session, question, before, after)
	c.Field = field
	c.Key = c.key()
	return c
}

func change(kind Standing, session, question int64, before, after string) Change {
	c := Change{Kind: kind, Session: session, KeyQuestion: question, Old: before, New: after, Advised: kind != Missing}
	c.Key = c.key()
	return c
}

// key names a change by what it touches and by a digest of both sides.
func (c Change) key() string {
	sides := sha256.Sum256([]byte(c.Old + "\x00" + c.New))
	return fmt.Sprintf("%s-%d-%d-%s-%s", c.Kind, c.Session, c.KeyQuestion, c.Field, hex.EncodeToString(sides[:8]))
}
