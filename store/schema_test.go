package store

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"soundings/poll"
)

var writeSchema = flag.Bool("write-schema", false, "write testdata/schema-NNNN.db for the newest schema, before it is released")

func schemaFile(version int64) string { return fmt.Sprintf("testdata/schema-%04d.db", version) }

// TestADatabaseOfEveryReleasedSchemaIsUpgradedWithEveryAnswer opens a copy of a file that each
// released schema left.
func TestADatabaseOfEveryReleasedSchemaIsUpgradedWithEveryAnswer(t *testing.T) {
	t.Parallel()
	migrations, err := released()
	if err != nil {
		t.Fatal(err)
	}
	newest, err := newestMigration(migrations)
	if err != nil {
		t.Fatal(err)
	}
	if *writeSchema {
		makeSchemaFile(t, schemaFile(newest))
	}
	for version := int64(1); version <= newest; version++ {
		stored, err := os.ReadFile(schemaFile(version))
		if err != nil {
			t.Fatalf("run go test ./store -run Schema -write-schema: %v", err)
		}
		path := filepath.Join(t.TempDir(), "old.db")
		if err := os.WriteFile(path, stored, 0o600); err != nil {
			t.Fatal(err)
		}
		old := &hall{t: t, path: path}
		before := ballots(t, path)
		old.Store = openAt(t, testOptions(path))
		if after := ballots(t, path); len(after) < 40 || fmt.Sprint(before) != fmt.Sprint(after) {
			t.Errorf("schema %d: %d ballots before, %d after", version, len(before), len(after))
		}
		if found, err := old.Check(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("schema %d: check finds %v, %v", version, found, err)
		}
		old.answersStillWork()
	}
}

func ballots(t testing.TB, path string) []poll.Ballot {
	t.Helper()
	pool := openPool(path, reading)
	defer pool.Close()
	all, err := list(t.Context(), pool, scanBallot, `SELECT `+ballotColumns+` FROM ballot ORDER BY poll, voter`)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// answersStillWork answers the poll that was taking answers.
func (h *hall) answersStillWork() {
	h.t.Helper()
	all, err := h.Sessions(h.ctx(), organiser)
	h.must(err)
	taking, _, err := h.Poll(h.ctx(), organiser, all[0].CurrentPoll)
	h.must(err)
	h.answer(h.join(), taking, "1")
	h.must(second(h.CloseAnswers(h.ctx(), organiser, taking.ID)))
}

// makeSchemaFile writes a file with sessions, key questions, polls in every state, people and
// their answers, a link and a grant.
func makeSchemaFile(t testing.TB, path string) {
	t.Helper()
	h := newHall(t)
	people := h.joinMany(30)
	h.draft()
	closed, taking := h.open(), h.open()
	for i, v := range people {
		answer := poll.Answer(fmt.Sprint(1 + i%4))
		h.answer(v, closed, answer)
		if i%2 == 0 {
			h.answer(v, taking, answer)
			h.must(second(h.Record(t.Context(), v, tapOn(taking, "2", 1))))
		}
	}
	h.must(second(h.CloseAnswers(t.Context(), organiser, closed.ID)))
	h.must(h.ShowResult(t.Context(), organiser, closed.ID, true, true))
	h.enterAs("moderator")
	os.Remove(path)
	h.must(h.Backup(t.Context(), path))
}
