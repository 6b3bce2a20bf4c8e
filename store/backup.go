package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
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
	pool := openPool(file, verifying)
	defer pool.Close()
	faults, err := integrityFaults(ctx, pool)
	if err != nil {
		return fmt.Errorf("%w: %w", errDamagedCopy, err)
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %s", errDamagedCopy, faults[0])
	}
	return nil
}

var errDamagedCopy = errors.New("the copy is damaged")

// Snapshot is a verified copy of the conference in a file that nobody else sees and that is gone
// once it is closed.
type Snapshot struct{ *os.File }

// Close closes and removes the file.
func (s *Snapshot) Close() error {
	err := s.File.Close()
	if gone := os.Remove(s.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// Snapshot copies the conference, as of one moment, beside the file: what reads it may be slow and
// holds nobody up.
func (s *Store) Snapshot(ctx context.Context) (*Snapshot, error) {
	snapshot, err := s.takeSnapshot(ctx)
	if err != nil {
		return nil, err
	}
	if err := verifyCopy(ctx, snapshot.Name()); err != nil {
		return nil, errors.Join(err, snapshot.Close())
	}
	return snapshot, nil
}

// snapshotPrefix is how the names of snapshots begin, beside the conference's own file.
func snapshotPrefix(path string) string { return filepath.Base(path) + ".snapshot-" }

func (s *Store) takeSnapshot(ctx context.Context) (*Snapshot, error) {
	select { // one at a time: copying fills a core
	case s.copying <- struct{}{}:
		defer func() { <-s.copying }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	made, err := os.CreateTemp(filepath.Dir(s.path), snapshotPrefix(s.path)+"*")
	if err != nil {
		return nil, err
	}
	snapshot := &Snapshot{made}
	if err := vacuumInto(ctx, s.path, made.Name()); err != nil {
		return nil, errors.Join(err, snapshot.Close())
	}
	return snapshot, nil
}

// removeSnapshots removes what a killed server left.
func removeSnapshots(path string) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), snapshotPrefix(path)) {
			os.Remove(filepath.Join(filepath.Dir(path), entry.Name()))
		}
	}
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
