package store

import (
	"context"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

// Conference is what is known of the whole event. A new file has an empty name and a fresh join code.
func (s *Store) Conference(ctx context.Context) (agenda.Conference, error) {
	return conference(ctx, s.readers)
}

func conference(ctx context.Context, q querier) (agenda.Conference, error) {
	return one(ctx, q, scanConference, `
		SELECT
			name,
			theme,
			starts,
			ends,
			place,
			room,
			time_zone,
			language,
			join_code,
			public_url,
			sample,
			languages,
			wifi_name,
			wifi_password,
			revision
		FROM conference`)
}

func scanConference(row scanner) (agenda.Conference, error) {
	var c agenda.Conference
	err := row.Scan(
		asJSON(&c.Name),
		asJSON(&c.Theme),
		&c.Starts,
		&c.Ends,
		&c.Place,
		&c.Room,
		&c.TimeZone,
		&c.Language,
		&c.JoinCode,
		&c.PublicURL,
		&c.Sample,
		asJSON(&c.Languages),
		&c.WiFi.Name,
		&c.WiFi.Password,
		&c.Revision,
	)
	return c, err
}

// SaveConference stores the name, theme, dates, place, time zone and languages, if they are still
// at the revision that was edited; else it is poll.ErrConflict. Slots keep their days and times of
// day in another time zone: those are what the programme says. Join code, public URL and the hall's
// network have their own ways.
func (s *Store) SaveConference(ctx context.Context, v access.Viewer, c agenda.Conference) error {
	return s.revise(ctx, v, "change.conference", c.Name, func(ctx context.Context, tx *change) error {
		stored, err := conference(ctx, tx)
		if err != nil {
			return err
		}
		if stored.Revision != c.Revision {
			return poll.ErrConflict
		}
		if err := keepClocks(ctx, tx, stored.Zone(), c.Zone()); err != nil {
			return err
		}
		return saveConference(ctx, tx, c)
	})
}

func saveConference(ctx context.Context, tx *change, c agenda.Conference) error {
	return tx.exec(ctx, `
		UPDATE conference SET
			name = ?,
			theme = ?,
			starts = ?,
			ends = ?,
			place = ?,
			room = ?,
			time_zone = ?,
			language = ?,
			languages = ?,
			sample = ?,
			revision = revision + 1`,
		encode(c.Name),
		encode(c.Theme),
		c.Starts,
		c.Ends,
		c.Place,
		c.Room,
		c.TimeZone,
		c.Language,
		encode(append([]string{}, c.Languages...)),
		c.Sample,
	)
}

// ChoosePublicURL stores where phones reach this server; screens show it.
func (s *Store) ChoosePublicURL(ctx context.Context, v access.Viewer, url string) error {
	return s.organise(ctx, v, func(ctx context.Context, tx *change) error {
		if err := tx.exec(ctx, `UPDATE conference SET public_url = ?`, url); err != nil {
			return err
		}
		return tx.touchAll(ctx)
	})
}

// SaveWiFi stores how phones come into the hall's own network; screens show it. An empty one stands
// for none.
func (s *Store) SaveWiFi(ctx context.Context, v access.Viewer, w agenda.WiFi) error {
	return s.organise(ctx, v, func(ctx context.Context, tx *change) error {
		if err := tx.exec(ctx, `UPDATE conference SET wifi_name = ?, wifi_password = ?`, w.Name, w.Password); err != nil {
			return err
		}
		return tx.touchAll(ctx)
	})
}

// NewJoinCode replaces the open code. Who has joined stays.
func (s *Store) NewJoinCode(ctx context.Context, v access.Viewer) (string, error) {
	code, err := newJoinCode(s.random)
	if err != nil {
		return "", err
	}
	return code, s.organise(ctx, v, func(ctx context.Context, tx *change) error {
		if err := tx.exec(ctx, `UPDATE conference SET join_code = ?`, code); err != nil {
			return err
		}
		return tx.touchAll(ctx)
	})
}

// ensureConference gives a new file its one conference.
func (s *Store) ensureConference(ctx context.Context, tx *change) error {
	code, err := newJoinCode(s.random)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `
		INSERT INTO conference (id, name, theme, starts, ends, place, room, time_zone, language, join_code, public_url, passphrase)
		VALUES (1, ?, ?, '', '', '', '', '', '', ?, '', '')
		ON CONFLICT DO NOTHING`,
		encode(agenda.Text{}), encode(agenda.Text{}), code)
}

// touchAll marks every session as changed: their screens show facts of the conference.
func (tx *change) touchAll(ctx context.Context) error {
	sessions, err := list(ctx, tx, scanValue[int64], `UPDATE session SET version = version + 1 RETURNING id`)
	tx.sessions = append(tx.sessions, sessions...)
	return err
}
