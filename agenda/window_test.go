package agenda_test

import (
	"testing"
	"time"

	"soundings/agenda"
)

func TestWritingIsOpenInTheThreeWindowsOfASession(t *testing.T) {
	t.Parallel()
	vienna := zone(t, "Europe/Vienna")
	at := func(clock string) time.Time {
		found, err := agenda.At("2026-06-17", clock, vienna)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	midnight := agenda.EndOfDay(at("12:00"), vienna)
	slots := []agenda.Slot{{Starts: at("10:00"), Ends: at("11:00")}, {Starts: at("15:00"), Ends: at("16:00")}}
	all := agenda.Windows{Before: true, During: true}
	for name, c := range map[string]struct {
		session agenda.Session
		now     time.Time
		want    agenda.Writing
	}{
		"before":              {agenda.Session{Slots: slots, Windows: all}, at("09:59"), agenda.Writing{Window: agenda.Before, Open: true, Closes: at("10:00")}},
		"before, shut":        {agenda.Session{Slots: slots}, at("09:59"), agenda.Writing{Window: agenda.Before, Closes: at("10:00")}},
		"at the start":        {agenda.Session{Slots: slots, Windows: all}, at("10:00"), agenda.Writing{Window: agenda.During, Open: true, Closes: at("16:00")}},
		"between two slots":   {agenda.Session{Slots: slots, Windows: all}, at("13:00"), agenda.Writing{Window: agenda.During, Open: true, Closes: at("16:00")}},
		"after, same day":     {agenda.Session{Slots: slots, Windows: all}, at("16:00"), agenda.Writing{Window: agenda.After, Open: true, Closes: midnight}},
		"after, next day":     {agenda.Session{Slots: slots, Windows: all}, midnight, agenda.Writing{Window: agenda.After, Closes: midnight}},
		"after, stated hour":  {agenda.Session{Slots: slots, Windows: agenda.Windows{Until: at("18:00")}}, at("17:59"), agenda.Writing{Window: agenda.After, Open: true, Closes: at("18:00")}},
		"after that hour":     {agenda.Session{Slots: slots, Windows: agenda.Windows{Until: at("18:00")}}, at("18:00"), agenda.Writing{Window: agenda.After, Closes: at("18:00")}},
		"after, shut":         {agenda.Session{Slots: slots, Windows: agenda.Windows{NotAfter: true}}, at("16:01"), agenda.Writing{Window: agenda.After, Closes: midnight}},
		"started early":       {agenda.Session{Slots: slots, Windows: all, Progress: agenda.InProgress}, at("09:30"), agenda.Writing{Window: agenda.During, Open: true}},
		"runs over":           {agenda.Session{Slots: slots, Windows: all, Progress: agenda.InProgress}, at("17:00"), agenda.Writing{Window: agenda.During, Open: true}},
		"ended early":         {agenda.Session{Slots: slots, Windows: all, Progress: agenda.Ended, EndedAt: at("10:30")}, at("10:45"), agenda.Writing{Window: agenda.After, Open: true, Closes: midnight}},
		"ended a day late":    {agenda.Session{Slots: slots, Windows: all, Progress: agenda.Ended, EndedAt: midnight.Add(time.Hour)}, midnight.Add(2 * time.Hour), agenda.Writing{Window: agenda.After, Open: true, Closes: midnight.AddDate(0, 0, 1)}},
		"no slots, planned":   {agenda.Session{Windows: all}, at("12:00"), agenda.Writing{Window: agenda.Before, Open: true}},
		"no slots, held":      {agenda.Session{Windows: all, Progress: agenda.InProgress}, at("12:00"), agenda.Writing{Window: agenda.During, Open: true}},
		"no slots, ended":     {agenda.Session{Windows: all, Progress: agenda.Ended, EndedAt: at("12:00")}, at("12:01"), agenda.Writing{Window: agenda.After, Open: true, Closes: midnight}},
		"ended, nobody knows": {agenda.Session{Windows: all, Progress: agenda.Ended}, at("12:01"), agenda.Writing{Window: agenda.After}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.session.WritingAt(c.now, vienna)
			if got.Window != c.want.Window || got.Open != c.want.Open || !got.Closes.Equal(c.want.Closes) {
				t.Errorf("writing is %+v, want %+v", got, c.want)
			}
		})
	}
}
