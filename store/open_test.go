package store

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"soundings/disclosure"
	"soundings/poll"
)

func TestTheFileIsPrivateWhateverItsName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"plain.db", "a?mode=memory.db", "100%20 #1 & more=.db", "الماء.db", "it's;--.db"} {
		h := newHallAt(t, filepath.Join(t.TempDir(), name))
		p := h.open()
		h.answer(h.join(), p, "1")
		files, err := os.ReadDir(filepath.Dir(h.path))
		h.must(err)
		var names []string
		for _, file := range files {
			info, err := file.Info()
			h.must(err)
			if info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %v", file.Name(), info.Mode())
			}
			names = append(names, file.Name())
		}
		if want := []string{name, name + "-shm", name + "-wal", name + ".lock"}; strings.Join(names, "|") != strings.Join(want, "|") {
			t.Errorf("files are %q, want %q", names, want)
		}
	}
}

func TestASecondServerIsRefusedAndAReaderIsNot(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.open()
	h.answer(h.join(), p, "1")
	_, err := Open(t.Context(), testOptions(h.path))
	wantError(t, err, ErrInUse)
	oneLine(t, err)
	reader := h.reader()
	result, err := reader.Result(t.Context(), organiser, p.ID, disclosure.Moderators)
	if err != nil || result.Respondents != 1 {
		t.Errorf("a reader beside the server reads %+v, %v", result, err)
	}
	h.answer(h.join(), p, "1") // the reader does not lock the server out
	_, err = reader.Record(t.Context(), h.join(), tapOn(p, "1", 0))
	wantError(t, err, poll.ErrNotSaved)
	h.must(h.Store.Close())
	openAt(t, testOptions(h.path))
}

func (h *hall) reader() *Store {
	h.t.Helper()
	reader, err := OpenReader(h.ctx(), testOptions(h.path))
	h.must(err)
	h.t.Cleanup(func() { reader.Close() })
	return reader
}

func oneLine(t testing.TB, err error) {
	t.Helper()
	if err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("not one line: %v", err)
	}
}

func TestWhatCannotBeOpenedIsSaidInOneLine(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(path("text.db"), []byte(strings.Repeat("not a database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	execAt(t, path("other.db"), `CREATE TABLE recipes (name TEXT)`)
	openAt(t, testOptions(path("newer.db"))).Close()
	execAt(t, path("newer.db"), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`)
	for name, want := range map[string]error{
		"text.db": ErrNotOurs, "other.db": ErrNotOurs, "newer.db": ErrNewerSchema, "no/such/folder.db": fs.ErrNotExist,
	} {
		_, err := Open(t.Context(), testOptions(path(name)))
		wantError(t, err, want)
		oneLine(t, err)
		_, err = OpenReader(t.Context(), testOptions(path(name)))
		wantError(t, err, want)
		oneLine(t, err)
	}
	_, err := OpenReader(t.Context(), testOptions(path("missing.db")))
	wantError(t, err, fs.ErrNotExist)
	if _, err := os.Stat(path("missing.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a reader made a file")
	}
}

func TestWhatMustHoldHoldsOnEveryConnection(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	for range readingBesideWriter.connections {
		conn, err := h.readers.Conn(t.Context())
		h.must(err)
		defer conn.Close()
		for pragma, want := range map[string]string{"query_only": "1", "journal_mode": "wal", "foreign_keys": "1"} {
			if got, err := one(t.Context(), conn, scanValue[string], "PRAGMA "+pragma); err != nil || got != want {
				t.Errorf("reader: %s is %q, %v", pragma, got, err)
			}
		}
		if _, err := conn.ExecContext(t.Context(), `DELETE FROM ballot`); !isReadOnly(err) {
			t.Errorf("a reader can write: %v", err)
		}
	}
	h.must(h.write(t.Context(), func(ctx context.Context, tx *change) error {
		for pragma, want := range map[string]string{
			"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "5000",
		} {
			if got, err := one(ctx, tx, scanValue[string], "PRAGMA "+pragma); err != nil || got != want {
				t.Errorf("writer: %s is %q, %v", pragma, got, err)
			}
		}
		return nil
	}))
}

func TestAConnectionThatIsNotAsItMustBeIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "weak.db")
	for pragma, parameters := range map[string]string{
		"synchronous":   "_journal_mode=WAL&_synchronous=NORMAL&_foreign_keys=on&_secure_delete=on",
		"journal_mode":  "_journal_mode=DELETE&_synchronous=FULL&_foreign_keys=on&_secure_delete=on",
		"foreign_keys":  "_journal_mode=WAL&_synchronous=FULL&_secure_delete=on",
		"secure_delete": "_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&_secure_delete=off",
	} {
		weak := writing
		weak.parameters = parameters
		pool := openPool(path, weak)
		err := pool.PingContext(t.Context())
		if err == nil || !strings.Contains(err.Error(), pragma) {
			t.Errorf("%s: error is %v", pragma, err)
		}
		pool.Close()
	}
	for version, old := range map[string]bool{"3.51.2": true, "3.51.3": false, "3.9.9": true, "4.0.0": false, "3.54.1": false, "": true} {
		if olderThan(version, minimumSQLite) != old {
			t.Errorf("%q is too old: %v", version, !old)
		}
	}
}

// lines collects what is logged.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func logTo(l *lines) *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

func TestAnOlderFileIsNotReadByAReader(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "older.db")
	openAt(t, testOptions(path)).Close()
	if err := compareSchema(1, 2); !errors.Is(err, ErrOlderSchema) {
		t.Errorf("error is %v", err)
	}
	execAt(t, path, `DELETE FROM goose_db_version WHERE version_id > 0`)
	_, err := OpenReader(t.Context(), testOptions(path))
	wantError(t, err, ErrNotOurs)
}
