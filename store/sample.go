package store

import (
	"context"

	"soundings/access"
	"soundings/agenda"
)

// RemoveSample removes what the sample brought, answers included, and the conference's facts where
// they are the sample's. Nothing else is touched, but what was changed before it cannot be taken back any
// more; without a sample it does nothing.
func (s *Store) RemoveSample(ctx context.Context, v access.Viewer) error {
	return s.organise(ctx, v, func(ctx context.Context, tx *change) error {
		if err := tx.touchAll(ctx); err != nil {
			return err
		}
		const sample = `(SELECT id FROM session WHERE sample = 1)`
		for _, statement := range []string{
			`DELETE FROM programme_change WHERE EXISTS ` + sample,
			`UPDATE session SET current_poll = NULL, current_question = NULL, selected = NULL WHERE sample = 1`,
			`DELETE FROM contribution WHERE session IN ` + sample,
			`DELETE FROM desk_log WHERE session IN ` + sample,
			`DELETE FROM slot WHERE session IN ` + sample,
			`DELETE FROM ballot WHERE poll IN (SELECT id FROM poll WHERE session IN ` + sample + `)`,
			`DELETE FROM poll WHERE session IN ` + sample,
			`DELETE FROM key_question WHERE session IN ` + sample,
			`DELETE FROM link WHERE session IN ` + sample,
			`DELETE FROM session WHERE sample = 1`,
		} {
			if err := tx.exec(ctx, statement); err != nil {
				return err
			}
		}
		known, err := conference(ctx, tx)
		if err != nil || !known.Sample {
			return err
		}
		return saveConference(ctx, tx, agenda.Conference{})
	})
}
