package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Backup writes a verified copy of the conference to a new file, as of one moment, while others
// read and write.
func (s *Store) Backup(ctx context.Context, file string) error { return backup(ctx, s.path, file) }

func backup(ctx context.Context, from, to string) error {
	made, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer made.Close()
	err = vacuumInto(ctx, from, to)
	if err == nil {
		err = made.Sync()
	}
	if err == nil {
		err = syncFolder(to)
	}
	if err == nil {
		err = verifyCopy(ctx, to)
	}
	if err != nil {
		os.Remove(to)
		return fmt.Errorf("backup to %s: %w", to, err)
	}
	return nil
}

func vacuumInto(ctx context.Context, from, to string) error {
	absolute, err := filepath.Abs(to) // a name that begins with file: would be read as a URI
	if err != nil {
		return err
	}
	pool := openPool(from, copying)
	defer pool.Close()
	_, err = pool.ExecContext(ctx, `VACUUM INTO ?`, absolute)
	return err
}

func verifyCopy(ctx context.Context, file string) error {
	pool := openPool(file, reading)
	defer pool.Close()
	faults, err := integrityFaults(ctx, pool)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return fmt.Errorf("the copy is damaged: %s", faults[0])
	}
	return nil
}

// syncFolder puts the name of a new file to disk.
func syncFolder(file string) error {
	folder, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
