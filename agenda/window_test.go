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

func TestWritingEndsWithTheLastOfTheWindowsThatFollowEachOther(t *testing.T) {
	t.Parallel()
	vienna := zone(t, "Europe/Vienna")
	at := func(clock string) time.Time {
		moment, err := agenda.At("2026-06-17", clock, vienna)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	slots := []agenda.Slot{{Starts: at("10:00"), Ends: at("12:00")}}
	midnight := agenda.EndOfDay(at("12:00"), vienna)
	for name, c := range map[string]struct {
		windows  agenda.Windows
		progress agenda.Progress
		now      string
		want     time.Time
	}{
		"all, before":         {agenda.Windows{Before: true, During: true}, "", "09:00", midnight},
		"all, during":         {agenda.Windows{Before: true, During: true}, "", "11:00", midnight},
		"all, after":          {agenda.Windows{Before: true, During: true}, "", "13:00", midnight},
		"an hour":             {agenda.Windows{During: true, Until: at("18:00")}, "", "11:00", at("18:00")},
		"before alone":        {agenda.Windows{Before: true}, "", "09:00", at("10:00")},
		"not after":           {agenda.Windows{Before: true, During: true, NotAfter: true}, "", "09:00", at("12:00")},
		"not after, during":   {agenda.Windows{During: true, NotAfter: true}, "", "11:00", at("12:00")},
		"not after, progress": {agenda.Windows{During: true, NotAfter: true}, agenda.InProgress, "11:00", time.Time{}},
		"shut":                {agenda.Windows{During: true}, "", "09:00", time.Time{}},
	} {
		session := agenda.Session{Slots: slots, Windows: c.windows, Progress: c.progress}
		if got := session.WritingEnds(at(c.now), vienna); !got.Equal(c.want) {
			t.Errorf("%s: writing ends at %s, not %s", name, got, c.want)
		}
	}
	if got := (agenda.Session{Windows: agenda.Windows{Before: true, During: true}}).WritingEnds(at("09:00"), vienna); !got.IsZero() {
		t.Errorf("without slots writing ends at %s", got)
	}
}
