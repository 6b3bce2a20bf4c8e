package store

import (
	"context"
	"errors"
	"time"

	"soundings/access"
	"soundings/poll"
)

// Grant is one thing that a staff browser may be: organiser, or moderator or screen of a session.
type Grant struct {
	Role    access.Role
	Session int64 // 0 for the organiser
	Link    int64 // that it was entered by, 0 for the passphrase
}

// lifetime says how long a grant lasts: from when it was last used, and in all.
type lifetime struct{ idle, absolute time.Duration }

func lifetimeOf(role access.Role) lifetime {
	if role == access.Organiser {
		return lifetime{idle: 30 * time.Minute, absolute: 12 * time.Hour}
	}
	return lifetime{idle: 12 * time.Hour, absolute: 7 * 24 * time.Hour} // a day in the hall, a conference week
}

// seenEvery is how often at most the last use of a grant is written down.
const seenEvery = time.Minute

// HasPassphrase says whether the organiser has chosen a passphrase.
func (s *Store) HasPassphrase(ctx context.Context) (bool, error) {
	hash, err := s.PassphraseHash(ctx)
	return hash != "", err
}

// PassphraseHash is the slow hash of the organiser's passphrase, "" until one is chosen.
func (s *Store) PassphraseHash(ctx context.Context) (string, error) {
	return one(ctx, s.readers, scanValue[string], `SELECT passphrase FROM conference`)
}

// SetPassphrase stores the slow hash of a passphrase, and signs out every organiser but the one with
// this token: who knew the old one stays no longer. Organisers only.
func (s *Store) SetPassphrase(ctx context.Context, v access.Viewer, staffToken, hash string) error {
	return s.organise(ctx, v, func(ctx context.Context, tx *change) error {
		if err := tx.exec(ctx, `UPDATE conference SET passphrase = ?`, hash); err != nil {
			return err
		}
		return tx.exec(ctx, `
			DELETE FROM staff_grant
			WHERE role = ? AND staff NOT IN (SELECT id FROM staff WHERE token = ?)`,
			string(access.Organiser), digestOf(staffToken))
	})
}

// SignIn gives an organiser's grant to a browser whose passphrase was verified, and a new token
// in place of its old one.
func (s *Store) SignIn(ctx context.Context, staffToken string) (newStaffToken string, err error) {
	newStaffToken, digest, err := newToken(s.random)
	if err != nil {
		return "", err
	}
	err = s.write(ctx, func(ctx context.Context, tx *change) error {
		return s.grant(ctx, tx, staffToken, digest, Grant{Role: access.Organiser})
	})
	return newStaffToken, err
}

// Enter exchanges the token of a link for a grant, and gives the browser a new token in place of
// its old one. The grants that it holds stay. A set-up link lets in once, the others until revoked.
func (s *Store) Enter(ctx context.Context, staffToken, linkToken string) (newStaffToken string, g Grant, err error) {
	newStaffToken, digest, err := newToken(s.random)
	if err != nil {
		return "", g, err
	}
	err = s.write(ctx, func(ctx context.Context, tx *change) error {
		var err error
		if g, err = useLink(ctx, tx, linkToken); err != nil {
			return err
		}
		return s.grant(ctx, tx, staffToken, digest, g)
	})
	if err != nil {
		return "", Grant{}, err
	}
	return newStaffToken, g, nil
}

// grant adds a grant to the browser with the old token, or to a new one, and changes its token.
func (s *Store) grant(ctx context.Context, tx *change, oldToken string, newDigest []byte, g Grant) error {
	now := s.now()
	if err := forgetEndedStaff(ctx, tx, now); err != nil {
		return err
	}
	staff, err := one(ctx, tx, scanValue[int64],
		`UPDATE staff SET token = ? WHERE token = ? RETURNING id`, newDigest, digestOf(oldToken))
	if errors.Is(err, poll.ErrNotFound) {
		staff, err = one(ctx, tx, scanValue[int64], `INSERT INTO staff (token) VALUES (?) RETURNING id`, newDigest)
	}
	if err != nil {
		return err
	}
	return tx.exec(ctx, `
		INSERT INTO staff_grant (staff, role, session, link, made, seen)
		VALUES (?1, ?2, ?3, nullif(?4, 0), ?5, ?5)
		ON CONFLICT (staff, role, session) DO UPDATE SET link = excluded.link, made = excluded.made, seen = excluded.seen`,
		staff, string(g.Role), g.Session, g.Link, now.Unix())
}

// forgetEndedStaff removes browsers whose every grant has ended by its age.
func forgetEndedStaff(ctx context.Context, tx *change, now time.Time) error {
	oldest := now.Add(-lifetimeOf(access.Moderator).absolute).Unix()
	return tx.exec(ctx, `
		DELETE FROM staff
		WHERE id IN (SELECT staff FROM staff_grant GROUP BY staff HAVING max(made) <= ?)`, oldest)
}

// SignOut ends everything that the browser may be.
func (s *Store) SignOut(ctx context.Context, staffToken string) error {
	return s.write(ctx, func(ctx context.Context, tx *change) error {
		return tx.exec(ctx, `DELETE FROM staff WHERE token = ?`, digestOf(staffToken))
	})
}

// Grants are those of the browser that still last. To ask is to use them: their idle time starts
// anew, so a screen that asks now and then stays.
func (s *Store) Grants(ctx context.Context, staffToken string) ([]Grant, error) {
	all, err := list(ctx, s.readers, scanHeldGrant, `
		SELECT
			staff_grant.role,
			staff_grant.session,
			coalesce(staff_grant.link, 0),
			staff_grant.made,
			staff_grant.seen
		FROM staff
		JOIN staff_grant ON staff_grant.staff = staff.id
		WHERE staff.token = ?
		ORDER BY staff_grant.role, staff_grant.session`, digestOf(staffToken))
	now, touch := s.now(), false
	var live []Grant
	for _, held := range all {
		if held.lasts(now) {
			live = append(live, held.Grant)
			touch = touch || now.Sub(held.seen).Abs() >= seenEvery
		}
	}
	if touch {
		s.seen(ctx, staffToken, live)
	}
	return live, err
}

// seen writes down the use of grants. That it fails does not matter to the one who asked.
func (s *Store) seen(ctx context.Context, staffToken string, live []Grant) {
	now := s.now().Unix()
	err := s.write(ctx, func(ctx context.Context, tx *change) error {
		for _, g := range live {
			err := tx.exec(ctx, `
				UPDATE staff_grant
				SET seen = ?
				WHERE role = ? AND session = ? AND staff = (SELECT id FROM staff WHERE token = ?)`,
				now, string(g.Role), g.Session, digestOf(staffToken))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.log.Warn("the use of a staff link was not written down", "error", err)
	}
}

type heldGrant struct {
	Grant
	made, seen time.Time
}

// lasts ignores a clock that was set back: it must not sign everybody out.
func (h heldGrant) lasts(now time.Time) bool {
	limit := lifetimeOf(h.Role)
	return now.Sub(h.seen) < limit.idle && now.Sub(h.made) < limit.absolute
}

func scanHeldGrant(row scanner) (heldGrant, error) {
	var h heldGrant
	var made, seen int64
	err := row.Scan(&h.Role, &h.Session, &h.Link, &made, &seen)
	h.made, h.seen = time.Unix(made, 0), time.Unix(seen, 0)
	return h, err
}
