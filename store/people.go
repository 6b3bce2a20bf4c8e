package store

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"sync"
	"time"

	"soundings/access"
	"soundings/poll"
)

// participantLifetime is how long a phone stays joined: a conference week, no longer.
const participantLifetime = 7 * 24 * time.Hour

// Join lets a phone in by the open code, as people type it, and returns the token for its cookie.
func (s *Store) Join(ctx context.Context, code string) (token string, v access.Viewer, err error) {
	facts, err := s.Conference(ctx)
	if err != nil {
		return "", v, err
	}
	if subtle.ConstantTimeCompare([]byte(ReadCode(code)), []byte(facts.JoinCode)) != 1 {
		return "", v, poll.ErrNotFound
	}
	token, digest, err := newToken(s.random)
	if err != nil {
		return "", v, err
	}
	newcomer := &joining{digest: digest, joined: s.now().Unix(), done: make(chan error, 1)}
	if err := s.submit(newcomer); err != nil {
		return "", v, err
	}
	select {
	case err = <-newcomer.done:
	case <-ctx.Done():
		err = notSaved(ctx.Err())
	}
	if err != nil {
		return "", v, err
	}
	return token, participant(newcomer.id), nil
}

func participant(id int64) access.Viewer {
	return access.Viewer{Role: access.Participant, Participant: id}
}

// joining is a newcomer who waits for the writer.
type joining struct {
	digest []byte
	joined int64
	id     int64
	done   chan error
}

func (j *joining) reply(err error) { j.done <- err }

func (j *joining) apply(b *batch) error {
	result, err := b.join.exec(j.digest, j.joined)
	if err != nil {
		return err
	}
	j.id, err = result.LastInsertId()
	return err
}

// ParticipantBy is who holds the token. It is kept in memory: every request asks.
func (s *Store) ParticipantBy(ctx context.Context, token string) (access.Viewer, error) {
	key := sha256.Sum256([]byte(token))
	known, ok, generation := s.people.find(key)
	if !ok {
		var err error
		known, err = one(ctx, s.readers, scanPerson, `SELECT id, joined FROM participant WHERE token = ?`, key[:])
		if err != nil {
			return access.Viewer{}, err
		}
		s.people.keep(key, known, generation)
	}
	if s.now().Sub(known.joined) >= participantLifetime {
		return access.Viewer{}, poll.ErrNotFound
	}
	return participant(known.id), nil
}

// Leave makes the token worthless. The answers stay.
func (s *Store) Leave(ctx context.Context, token string) error {
	key := sha256.Sum256([]byte(token))
	err := s.write(ctx, func(ctx context.Context, tx *change) error {
		return tx.exec(ctx, `UPDATE participant SET token = NULL WHERE token = ?`, key[:])
	})
	s.people.forget(key)
	return err
}

type person struct {
	id     int64
	joined time.Time
}

func scanPerson(row scanner) (person, error) {
	var p person
	var joined int64
	err := row.Scan(&p.id, &joined)
	p.joined = time.Unix(joined, 0)
	return p, err
}

// peopleCache knows participants by the digest of their token.
type peopleCache struct {
	mu         sync.RWMutex
	known      map[[sha256.Size]byte]person
	generation uint64 // grows when somebody leaves, so that what was read before is not kept
}

func (c *peopleCache) find(key [sha256.Size]byte) (found person, ok bool, generation uint64) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	found, ok = c.known[key]
	return found, ok, c.generation
}

func (c *peopleCache) keep(key [sha256.Size]byte, p person, generation uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation != generation {
		return
	}
	if c.known == nil {
		c.known = map[[sha256.Size]byte]person{}
	}
	c.known[key] = p
}

func (c *peopleCache) forget(key [sha256.Size]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.known, key)
	c.generation++
}
