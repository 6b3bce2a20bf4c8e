package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"soundings/agenda"
)

// slotColumn reads the slots of a session from one column: JSON pairs of seconds since 1970.
type slotColumn struct{ into *[]agenda.Slot }

func (c slotColumn) Scan(stored any) error {
	text, ok := stored.(string)
	if !ok {
		return fmt.Errorf("column holds %T, not text", stored)
	}
	var pairs [][2]int64
	if err := json.Unmarshal([]byte(text), &pairs); err != nil {
		return err
	}
	*c.into = nil
	for _, pair := range pairs {
		*c.into = append(*c.into, agenda.Slot{Starts: time.Unix(pair[0], 0).UTC(), Ends: time.Unix(pair[1], 0).UTC()})
	}
	return nil
}

// putSlots replaces the slots of a session.
func putSlots(ctx context.Context, tx *change, session int64, slots []agenda.Slot) error {
	if err := tx.exec(ctx, `DELETE FROM slot WHERE session = ?`, session); err != nil {
		return err
	}
	for _, slot := range slots {
		// In another time zone two slots may come to begin at once, where clocks skip the time of one.
		err := tx.exec(ctx, `
			INSERT INTO slot (session, starts, ends) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET ends = max(ends, excluded.ends)`,
			session, seconds(slot.Starts), seconds(slot.Ends))
		if err != nil {
			return err
		}
	}
	return nil
}
