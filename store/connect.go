package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// use says what a connection is for: its parameters, and what must then hold on it. Parameters
// stand in the DSN because a PRAGMA by Exec would reach one connection of a pool only.
type use struct {
	parameters  string
	connections int
	must        map[string]string // pragma -> value
}

// The uses of a connection. An immediate transaction on a reader would lock the writer out.
// A copy that is no server's file need not be in WAL mode to be read.
var (
	writing = use{
		parameters: "mode=rw&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&_secure_delete=on&_busy_timeout=5000&_txlock=immediate",
		must: map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "fullfsync": "1",
		},
		connections: 1,
	}
	readingBesideWriter = use{
		parameters:  reading.parameters,
		must:        map[string]string{"journal_mode": "wal", "query_only": "1", "foreign_keys": "1"},
		connections: 4,
	}
	reading = use{
		parameters:  "mode=ro&_txlock=deferred&_query_only=1&_foreign_keys=on&_busy_timeout=5000",
		must:        map[string]string{"query_only": "1", "foreign_keys": "1"},
		connections: 4,
	}
	// VACUUM INTO counts as writing to the connection, so not query_only; its own syncs would only
	// delay those of answers, because whoever needs the copy on disk syncs it when it is done.
	copying = use{
		parameters:  "mode=ro&_txlock=deferred&_synchronous=OFF&_busy_timeout=5000",
		connections: 1,
	}
	verifying = use{ // a copy that nobody writes, on a disk that may know no locks
		parameters:  "mode=ro&immutable=1&_query_only=1",
		must:        map[string]string{"query_only": "1"},
		connections: 1,
	}
)

// minimumSQLite has the fix of the bug by which two connections could corrupt a WAL.
var minimumSQLite = [3]int{3, 51, 3}

func openPool(path string, u use) *sql.DB {
	pool := sql.OpenDB(connector{dsn: dsn(path, u.parameters), must: u.must})
	pool.SetMaxOpenConns(u.connections)
	pool.SetMaxIdleConns(u.connections)
	return pool
}

func dsn(path, parameters string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	escaped := (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	return "file:" + escaped + "?" + parameters
}

// connector opens connections and refuses each that is not as it must be.
type connector struct {
	dsn  string
	must map[string]string
}

func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Driver().Open(c.dsn)
	if err != nil {
		return nil, err
	}
	if err := c.prepare(ctx, conn); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

func (c connector) prepare(ctx context.Context, conn driver.Conn) error {
	// Only macOS has it: there, fsync alone does not reach the disk.
	if _, err := queryOne(ctx, conn, "PRAGMA fullfsync=1"); err != nil {
		return err
	}
	version, err := queryOne(ctx, conn, "SELECT sqlite_version()")
	if err != nil {
		return err
	}
	if olderThan(version, minimumSQLite) {
		return fmt.Errorf("sqlite %s is too old, it must be at least %v", version, minimumSQLite)
	}
	for pragma, want := range c.must {
		got, err := queryOne(ctx, conn, "PRAGMA "+pragma)
		if err != nil {
			return fmt.Errorf("pragma %s: %w", pragma, err)
		}
		if got != want {
			return fmt.Errorf("pragma %s is %q, it must be %q", pragma, got, want)
		}
	}
	return nil
}

// queryOne is the first value of a statement's first row as text, "" when it yields none.
func queryOne(ctx context.Context, conn driver.Conn, query string) (string, error) {
	rows, err := conn.(driver.QueryerContext).QueryContext(ctx, query, nil)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	if len(rows.Columns()) == 0 {
		return "", nil
	}
	values := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(values); err != nil {
		return "", ignoreEOF(err)
	}
	return fmt.Sprint(values[0]), nil
}

func olderThan(version string, minimum [3]int) bool {
	for i, part := range strings.SplitN(version, ".", 3) {
		n, _ := strconv.Atoi(part)
		if n != minimum[i] {
			return n < minimum[i]
		}
	}
	return false
}
