package store

import (
	"context"
	"time"

	"soundings/access"
	"soundings/poll"
)

// Link is a way in for the staff: to set up, to moderate a session, or to show its screen. Its
// token is known only to who made it.
type Link struct {
	ID      int64
	Session int64 // 0 for the set-up link
	Role    access.Role
	Made    time.Time
	Used    bool
}

const linkColumns = `id, coalesce(session, 0), role, made, used`

func scanLink(row scanner) (Link, error) {
	var l Link
	var made int64
	err := row.Scan(&l.ID, &l.Session, &l.Role, &made, &l.Used)
	l.Made = time.Unix(made, 0)
	return l, err
}

// SetupToken makes a link by which somebody becomes organiser, once. Earlier ones that were not
// used are worthless from now on.
func (s *Store) SetupToken(ctx context.Context) (string, error) {
	var token string
	err := s.write(ctx, func(ctx context.Context, tx *change) (err error) {
		err = tx.exec(ctx, `DELETE FROM link WHERE role = ? AND NOT used`, string(access.Organiser))
		if err == nil {
			token, _, err = s.makeLink(ctx, tx, 0, access.Organiser)
		}
		return err
	})
	return token, err
}

// NewLink makes a link to moderate a session, to sit at its desk or to show its screen; organisers
// only.
func (s *Store) NewLink(ctx context.Context, v access.Viewer, session int64, role access.Role) (token string, l Link, err error) {
	if !linkable(role) {
		return "", Link{}, &poll.Invalid{Field: "role", Key: "fault.unknown_option"}
	}
	err = s.organise(ctx, v, func(ctx context.Context, tx *change) (err error) {
		if _, err = readableSession(ctx, tx, v, session); err == nil {
			token, l, err = s.makeLink(ctx, tx, session, role)
		}
		return err
	})
	return token, l, err
}

// NewScreenLink makes a link by which a paired machine shows the session's screen, for those who say
// what it shows. The organiser sees and revokes it as any other.
func (s *Store) NewScreenLink(ctx context.Context, v access.Viewer, session int64) (token string, l Link, err error) {
	err = s.write(ctx, func(ctx context.Context, tx *change) error {
		stored, err := readableSession(ctx, tx, v, session)
		if err == nil && !access.MayDirect(v, stored) {
			err = poll.ErrNotFound
		}
		if err == nil {
			token, l, err = s.makeLink(ctx, tx, session, access.Screen)
		}
		return err
	})
	return token, l, err
}

// linkable reports whether a link can open a session in this role.
func linkable(role access.Role) bool {
	return role == access.Moderator || role == access.Desk || role == access.Screen
}

func (s *Store) makeLink(ctx context.Context, tx *change, session int64, role access.Role) (string, Link, error) {
	token, digest, err := newToken(s.random)
	if err != nil {
		return "", Link{}, err
	}
	l, err := one(ctx, tx, scanLink, `
		INSERT INTO link (session, role, token, made)
		VALUES (nullif(?, 0), ?, ?, ?)
		RETURNING `+linkColumns, session, string(role), digest, s.now().Unix())
	return token, l, err
}

// Links are those of a session, the oldest first; organisers only.
func (s *Store) Links(ctx context.Context, v access.Viewer, session int64) ([]Link, error) {
	if !access.MayOrganise(v) {
		return nil, poll.ErrNotFound
	}
	return list(ctx, s.readers, scanLink, `SELECT `+linkColumns+` FROM link WHERE session = ? ORDER BY id`, session)
}

// RevokeLink makes a link worthless, and with it every grant that was entered by it; organisers only.
func (s *Store) RevokeLink(ctx context.Context, v access.Viewer, id int64) error {
	return s.organise(ctx, v, func(ctx context.Context, tx *change) error {
		session, err := one(ctx, tx, scanValue[int64], `DELETE FROM link WHERE id = ? RETURNING coalesce(session, 0)`, id)
		if err != nil || session == 0 {
			return err
		}
		return tx.touch(ctx, session)
	})
}

// useLink marks the link with this token as used, and yields what it grants. A set-up link that
// was used is gone.
func useLink(ctx context.Context, tx *change, token string) (Grant, error) {
	l, err := one(ctx, tx, scanLink, `
		UPDATE link
		SET used = 1
		WHERE token = ? AND NOT (used AND role = ?)
		RETURNING `+linkColumns, digestOf(token), string(access.Organiser))
	return Grant{Role: l.Role, Session: l.Session, Link: l.ID}, err
}
