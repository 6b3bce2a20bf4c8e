package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var embedded embed.FS

func released() (fs.FS, error) { return fs.Sub(embedded, "migrations") }

// migrate brings the schema up to date, one migration and one transaction at a time, so that a
// kill leaves the file at one version or the next. Before each, what is in the file is copied.
func migrate(ctx context.Context, pool *sql.DB, path string, migrations fs.FS, log *slog.Logger) error {
	current, err := schemaVersion(ctx, pool)
	if err != nil {
		return err
	}
	target, err := newestMigration(migrations)
	if err != nil {
		return err
	}
	if current >= target {
		return compareSchema(current, target)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, migrations, goose.WithSlog(log))
	if err != nil {
		return err
	}
	for held := current > 0; current < target; {
		if held {
			if err := copyBefore(ctx, path, current+1); err != nil {
				return err
			}
		}
		done, err := provider.UpByOne(ctx)
		if err != nil {
			return fmt.Errorf("migration after version %d: %w", current, err)
		}
		current = done.Source.Version
		log.Info("schema migrated", "version", current)
	}
	return nil
}

// copyBefore keeps a verified copy beside the file. It replaces one of an attempt that was
// killed: until the migration is done, the newer copy has all that the older one had.
func copyBefore(ctx context.Context, path string, version int64) error {
	final := fmt.Sprintf("%s.before-%d", path, version)
	unfinished := final + ".unfinished"
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := backup(ctx, path, unfinished); err != nil {
		return fmt.Errorf("copy before migration %d: %w", version, err)
	}
	if err := os.Rename(unfinished, final); err != nil {
		return err
	}
	return syncFolder(final)
}

// schemaVersion is the newest migration in the file, 0 for an empty one.
func schemaVersion(ctx context.Context, db *sql.DB) (int64, error) {
	var tables, versioned int
	err := db.QueryRowContext(ctx, `
		SELECT count(*), count(*) FILTER (WHERE name = 'goose_db_version')
		FROM sqlite_schema
		WHERE type = 'table'`).Scan(&tables, &versioned)
	if err != nil {
		return 0, notADatabase(err)
	}
	if versioned == 0 {
		if tables > 0 {
			return 0, ErrNotOurs
		}
		return 0, nil
	}
	var version int64
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version`).Scan(&version)
	return version, err
}

func newestMigration(migrations fs.FS) (int64, error) {
	names, err := fs.Glob(migrations, "*.sql")
	if err != nil {
		return 0, err
	}
	if len(names) == 0 {
		return 0, errors.New("there are no migrations")
	}
	return goose.NumericComponent(names[len(names)-1])
}

func compareSchema(current, target int64) error {
	switch {
	case current > target:
		return fmt.Errorf("%w (its schema is %d, this one knows %d)", ErrNewerSchema, current, target)
	case current < target:
		return fmt.Errorf("%w (its schema is %d, this one needs %d)", ErrOlderSchema, current, target)
	}
	return nil
}

// requireSchema refuses a file that a reading command cannot understand.
func requireSchema(ctx context.Context, db *sql.DB) error {
	current, err := schemaVersion(ctx, db)
	if err != nil {
		return err
	}
	migrations, err := released()
	if err != nil {
		return err
	}
	target, err := newestMigration(migrations)
	if err != nil {
		return err
	}
	if current == 0 {
		return ErrNotOurs
	}
	return compareSchema(current, target)
}
