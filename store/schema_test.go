package store

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
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
		if version >= 2 {
			old.contributionsStillWork()
		}
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

// contributionsStillWork reads those of the first person, who edits the one that is shown.
func (h *hall) contributionsStillWork() {
	h.t.Helper()
	all, err := h.Sessions(h.ctx(), organiser)
	h.must(err)
	h.session = all[0]
	keys, err := h.KeyQuestions(h.ctx(), organiser, h.session.ID)
	h.must(err)
	h.key = keys[0]
	if shown := h.released(); len(shown) != 2 {
		h.t.Fatalf("released are %+v", shown)
	}
	first := participant(h.firstAuthor())
	h.must(second(h.Contribute(h.ctx(), first, h.editing(h.own(first)[0], "Still to be edited"))))
	h.contribute(h.join(), "Still to be written")
}

// makeSchemaFile writes a file with sessions, slots, key questions, polls and contributions in every
// state, people and their answers, links and grants.
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
	h.enterAs("desk")
	h.fillDesk(people[:7])
	os.Remove(path)
	h.must(h.Backup(t.Context(), path))
}

// fillDesk writes contributions in every state, some edited and one withdrawn, in a session with a slot.
func (h *hall) fillDesk(people []access.Viewer) {
	h.t.Helper()
	slots := []agenda.Slot{{Starts: epoch.Add(time.Hour), Ends: epoch.Add(3 * time.Hour)}}
	h.must(h.write(h.ctx(), func(ctx context.Context, tx *change) error { return putSlots(ctx, tx, h.session.ID, slots) }))
	for i, v := range people {
		c := h.contribute(v, fmt.Sprintf("What was learned, number %d", i))
		switch i % 4 {
		case 0:
			h.setState(c, feedback.Shown)
		case 1:
			h.setState(c, feedback.SetAside)
		case 2:
			h.must(second(h.Contribute(h.ctx(), v, h.editing(c, "An edited text"))))
		default:
			h.must(h.Withdraw(h.ctx(), v, c.ID))
		}
	}
}

// firstAuthor is who wrote the contribution with the lowest number: phones join in any order.
func (h *hall) firstAuthor() int64 {
	h.t.Helper()
	pool := openPool(h.path, reading)
	defer pool.Close()
	author, err := one(h.ctx(), pool, scanValue[int64], `SELECT author FROM contribution ORDER BY id LIMIT 1`)
	h.must(err)
	return author
}
