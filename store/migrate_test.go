package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"soundings/disclosure"
)

// newestSchema is that of this program; the tests add one more.
const newestSchema = 2

// oneMore are the migrations of this program and one more.
func oneMore(next string) fstest.MapFS {
	migrations := fstest.MapFS{
		fmt.Sprintf("%04d_next.sql", newestSchema+1): {Data: []byte("-- +goose Up\n" + next)},
	}
	all, err := embedded.ReadDir("migrations")
	if err != nil {
		panic(err)
	}
	for _, entry := range all {
		data, err := embedded.ReadFile("migrations/" + entry.Name())
		if err != nil {
			panic(err)
		}
		migrations[entry.Name()] = &fstest.MapFile{Data: data}
	}
	return migrations
}

func TestBeforeEachMigrationTheFileIsCopied(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.inState("closed")
	h.must(h.Store.Close())
	before := fmt.Sprintf("%s.before-%d", h.path, newestSchema+1)
	h.must(os.WriteFile(before+".unfinished", []byte("of an attempt that was killed"), 0o600))
	migrated, err := openWith(t.Context(), testOptions(h.path), oneMore("ALTER TABLE session ADD COLUMN level TEXT NOT NULL DEFAULT '';"))
	h.must(err)
	if found, err := migrated.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("after the migration check finds %v, %v", found, err)
	}
	info, err := os.Stat(before)
	h.must(err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the copy has mode %v", info.Mode())
	}
	copied := openAt(t, testOptions(before))
	result, err := copied.Result(t.Context(), organiser, p.ID, disclosure.Moderators)
	if err != nil || result.Respondents != 1 {
		t.Errorf("the copy holds %+v, %v", result, err)
	}
	h.must(migrated.Close())
	_, err = Open(t.Context(), testOptions(h.path))
	wantError(t, err, ErrNewerSchema)
}

func TestAMigrationThatFailsLeavesTheFileAsItWas(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.inState("closed")
	h.must(h.Store.Close())
	_, err := openWith(t.Context(), testOptions(h.path), oneMore("ALTER TABLE session ADD COLUMN level TEXT;\nDROP TABLE nowhere;"))
	if err == nil {
		t.Fatal("the migration did not fail")
	}
	again := openAt(t, testOptions(h.path))
	result, err := again.Result(t.Context(), organiser, p.ID, disclosure.Moderators)
	if err != nil || result.Respondents != 1 {
		t.Errorf("the file holds %+v, %v", result, err)
	}
}

// slowMigration writes some megabytes, so that it can be killed in the middle.
const slowMigration = `
CREATE TABLE filler AS
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
SELECT i, hex(randomblob(50)) AS x FROM n;`

func migrateChild(path string) error {
	_, err := openWith(context.Background(), testOptions(path), oneMore(slowMigration))
	return err
}

// TestKillingAMigrationLeavesOneSchemaOrTheOther kills a migration when it has written some amount.
func TestKillingAMigrationLeavesOneSchemaOrTheOther(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.inState("closed")
	h.must(h.Store.Close())
	before := fmt.Sprint(ballots(t, h.path))
	killed := 0
	for range 10 {
		c := startChild(t, "migrate", h.path)
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		if c.killWhenWritten(h.path+"-wal", rand.Int64N(5<<20), ended) {
			killed++
		}
		pool := openPool(h.path, reading)
		version, err := schemaVersion(t.Context(), pool)
		pool.Close()
		if err != nil || (version != newestSchema && version != newestSchema+1) || fmt.Sprint(ballots(t, h.path)) != before {
			t.Fatalf("killed, the file is at schema %d, %v", version, err)
		}
	}
	if killed == 0 {
		t.Error("no migration was killed")
	}
	migrated, err := openWith(t.Context(), testOptions(h.path), oneMore(slowMigration))
	h.must(err)
	defer migrated.Close()
	if found, err := migrated.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check finds %v, %v", found, err)
	}
}

// killWhenWritten kills the process once the file has grown so far, unless it ends before.
func (c *child) killWhenWritten(file string, size int64, ended <-chan error) (killed bool) {
	c.t.Helper()
	for look := time.NewTicker(time.Millisecond); ; {
		select {
		case err := <-ended:
			if err != nil {
				c.t.Error(err)
			}
			return false
		case <-look.C:
			if info, err := os.Stat(file); err == nil && info.Size() > size {
				c.Process.Kill()
				<-ended
				return true
			}
		}
	}
}
