package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
	"soundings/poll"
)

// desk is a hall with an operator at its desk.
type desk struct {
	*hall
	operator access.Viewer
}

func newDesk(t testing.TB) *desk {
	h := newHall(t)
	return &desk{h, access.Viewer{Role: access.Desk, Session: h.session.ID, Link: 7}}
}

// comesIn stores contributions as if participants had written them.
func (d *desk) comesIn(texts ...string) []feedback.Contribution {
	d.t.Helper()
	author := d.join().Participant
	var all []feedback.Contribution
	d.must(d.write(d.ctx(), func(ctx context.Context, tx *change) error {
		for i, text := range texts {
			kind := feedback.Types()[i%len(feedback.Types())]
			row, err := one(ctx, tx, scanDeskRow, `
				INSERT INTO contribution (session, key_question, author, number, type, text, folded, written, nonce, minute)
				VALUES (?1, ?2, ?3, (SELECT coalesce(max(number), 0) + 1 FROM contribution WHERE session = ?1), ?4, ?5, ?6, 'during', ?7, 0)
				RETURNING `+deskColumns,
				d.session.ID, d.key.ID, author, string(kind), encode(agenda.Plain("en", text)), agenda.Fold(text), nonce())
			if err != nil {
				return err
			}
			all = append(all, row.Contribution)
		}
		return tx.touch(ctx, d.session.ID)
	}))
	return all
}

func seen(c feedback.Contribution) Seen { return Seen{c.ID, c.Revision, c.State} }

func (d *desk) now(c feedback.Contribution) feedback.Contribution {
	d.t.Helper()
	row, err := one(d.ctx(), d.readers, scanDeskRow, `SELECT `+deskColumns+` FROM contribution WHERE id = ?`, c.ID)
	d.must(err)
	return row.Contribution
}

func (d *desk) list(q DeskQuery) []string {
	d.t.Helper()
	page, err := d.Desk(d.ctx(), d.operator, d.session.ID, q)
	d.must(err)
	var texts []string
	for _, c := range page.Contributions {
		texts = append(texts, c.Text.Text)
	}
	return texts
}

func (d *desk) wall() Wall {
	d.t.Helper()
	wall, err := d.Wall(d.ctx(), access.Viewer{Role: access.Screen, Session: d.session.ID}, d.session.ID)
	d.must(err)
	return wall
}

// edited is what an author's edit does to the stored row.
func (d *desk) edited(c feedback.Contribution, text string) {
	d.t.Helper()
	execAt(d.t, d.path, fmt.Sprintf(
		`UPDATE contribution SET text = '{"lang":"en","text":"%s"}', state = 'incoming', revision = revision + 1 WHERE id = %d`, text, c.ID))
}

func TestTheQueueBeginsWithWhatWaitsLongestAndEndsWithTheNewest(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	all := d.comesIn("first", "second", "third")
	incoming := DeskQuery{State: feedback.Incoming}
	if got := d.list(incoming); !slices.Equal(got, []string{"first", "second", "third"}) {
		t.Fatalf("the queue is %v", got)
	}
	d.must(d.Pin(t.Context(), d.operator, seen(all[2]), true))
	if got := d.list(incoming); !slices.Equal(got, []string{"third", "first", "second"}) {
		t.Errorf("with the third pinned it is %v", got)
	}
	for _, c := range []feedback.Contribution{all[1], all[0]} {
		d.must(d.Show(t.Context(), d.operator, seen(c)))
	}
	if got := d.list(DeskQuery{State: feedback.Shown}); !slices.Equal(got, []string{"first", "second"}) {
		t.Errorf("what was shown last does not come first: %v", got)
	}
	counts, err := d.DeskCounts(t.Context(), d.operator, d.session.ID)
	d.must(err)
	if got := counts[d.key.ID]; got[feedback.Incoming] != 1 || got[feedback.Shown] != 2 || got[feedback.SetAside] != 0 {
		t.Errorf("counts are %v", got)
	}
}

func TestASearchFindsWordsWithoutTheirAccentsAndNumbers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.comesIn("Élan vital for the Basin", "الجامعات المحلية أبقت البرنامج حياً", "加强能力建设", "Straße closed")
	for search, want := range map[string]string{
		"elan": "Élan vital for the Basin", "BASIN vital": "Élan vital for the Basin", "حيا": "الجامعات المحلية أبقت البرنامج حياً",
		"能力": "加强能力建设", "strasse": "Straße closed", "4": "Straße closed", "vital closed": "", "%": "", "'": "",
	} {
		got := strings.Join(d.list(DeskQuery{State: feedback.Incoming, Search: search}), "|")
		if got != want {
			t.Errorf("%q finds %q, want %q", search, got, want)
		}
	}
	if got := d.list(DeskQuery{State: feedback.Incoming, Type: feedback.GoodPractice}); len(got) != 1 {
		t.Errorf("good practices: %v", got)
	}
	if got := d.list(DeskQuery{State: feedback.Incoming, KeyQuestion: d.key.ID + 1}); len(got) != 0 {
		t.Errorf("another key question has %v", got)
	}
}

func TestWhatAnotherOperatorDidFirstIsNotDoneAgainAndTheOperatorIsToldWhatItIsNow(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.comesIn("seen by two")[0]
	second := access.Viewer{Role: access.Organiser}
	d.must(d.SetAside(t.Context(), d.operator, seen(c), feedback.AlreadySaid))
	for name, err := range map[string]error{
		"show":      d.Show(t.Context(), second, seen(c)),
		"select":    d.Select(t.Context(), second, seen(c)),
		"set aside": d.SetAside(t.Context(), second, seen(c), feedback.NamesSomebody),
		"take back": d.TakeBack(t.Context(), second, seen(c)),
		"pin":       d.Pin(t.Context(), second, seen(c), true),
	} {
		var overtaken *Overtaken
		if !errors.As(err, &overtaken) || !errors.Is(err, poll.ErrConflict) || overtaken.Now.Reason != feedback.AlreadySaid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if now := d.now(c); now.State != feedback.SetAside || now.Reason != feedback.AlreadySaid {
		t.Errorf("it is %+v", now)
	}
	if entries, _ := d.DeskLog(t.Context(), d.operator, d.session.ID, 0); len(entries) != 1 {
		t.Errorf("the log has %d lines, want the one thing that was done", len(entries))
	}
}

func TestATextThatItsAuthorChangedAfterItWasReadIsNotReleased(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.comesIn("harmless")[0]
	d.edited(c, "with a name")
	for name, err := range map[string]error{
		"show": d.Show(t.Context(), d.operator, seen(c)), "select": d.Select(t.Context(), d.operator, seen(c)),
	} {
		var overtaken *Overtaken
		if !errors.As(err, &overtaken) || overtaken.Now.Text.Text != "with a name" {
			t.Errorf("%s of an older text: %v", name, err)
		}
	}
	if now := d.now(c); now.State != feedback.Incoming {
		t.Errorf("it is %s", now.State)
	}
}

func TestTwoOperatorsOnTheSameTwentyEachGetDoneWhatOneOfThemDid(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	all := d.comesIn(strings.Fields(strings.Repeat("text ", 20))...)
	var group sync.WaitGroup
	var mu sync.Mutex
	done := map[int64]int{}
	for range 2 {
		for _, c := range all {
			group.Go(func() {
				if err := d.Show(t.Context(), d.operator, seen(c)); err == nil {
					mu.Lock()
					defer mu.Unlock()
					done[c.ID]++
				} else if !errors.Is(err, poll.ErrConflict) {
					t.Error(err)
				}
			})
		}
	}
	group.Wait()
	for _, c := range all {
		if done[c.ID] != 1 {
			t.Errorf("contribution %d was shown %d times", c.Number, done[c.ID])
		}
	}
	if entries, _ := d.DeskLog(t.Context(), d.operator, d.session.ID, 0); len(entries) != len(all) {
		t.Errorf("%d lines in the log", len(entries))
	}
}

func TestTheLogSaysWhatWasDoneByWhichLinkAndNoText(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.comesIn("canary in a coal mine")[0]
	d.must(d.Pin(t.Context(), d.operator, seen(c), true))
	d.must(d.Select(t.Context(), d.operator, seen(c)))
	d.clock.advance(time.Minute)
	d.must(d.SetAside(t.Context(), organiser, seen(d.now(c)), feedback.OutOfTime))
	d.must(d.TakeBack(t.Context(), d.operator, seen(d.now(c))))
	entries, err := d.DeskLog(t.Context(), d.operator, d.session.ID, 0)
	d.must(err)
	var lines []string
	for _, e := range entries {
		lines = append(lines, fmt.Sprintf("%d %s %s %s %d %s", e.Number, e.What, e.Reason, e.Role, e.Link, e.Made.Sub(epoch)))
	}
	want := []string{
		"1 take_back  desk 7 1m0s", "1 set_aside out_of_time organiser 0 1m0s", "1 select  desk 7 0s", "1 pin  desk 7 0s",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("the log is %q", lines)
	}
	if strings.Contains(fmt.Sprintf("%+v", entries), "canary") {
		t.Error("the log holds the text")
	}
	if rest, err := d.DeskLog(t.Context(), d.operator, d.session.ID, entries[2].ID); err != nil || len(rest) != 1 {
		t.Errorf("before the third line: %v, %v", rest, err)
	}
	execAt(t, d.path, `DELETE FROM contribution`)
	if kept, _ := d.DeskLog(t.Context(), d.operator, d.session.ID, 0); len(kept) != 4 {
		t.Error("the log does not outlive the contribution")
	}
}

func TestOnlyTheDeskOfTheSessionAndTheOrganiserReadWhatCameIn(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	c := d.comesIn("not for everyone")[0]
	for name, v := range map[string]access.Viewer{
		"moderator": {Role: access.Moderator, Session: d.session.ID}, "screen": {Role: access.Screen, Session: d.session.ID},
		"other desk": {Role: access.Desk, Session: d.other.ID}, "participant": d.join(), "nobody": {},
	} {
		_, listed := d.Desk(t.Context(), v, d.session.ID, DeskQuery{State: feedback.Incoming})
		_, news := d.DeskNews(t.Context(), v, d.session.ID, DeskQuery{State: feedback.Incoming}, []int64{c.ID}, DeskPage{})
		_, logged := d.DeskLog(t.Context(), v, d.session.ID, 0)
		for what, err := range map[string]error{
			"list": listed, "news": news, "log": logged, "show": d.Show(t.Context(), v, seen(c)), "pin": d.Pin(t.Context(), v, seen(c), true),
			"set aside": d.SetAside(t.Context(), v, seen(c), feedback.AlreadySaid),
		} {
			if !errors.Is(err, poll.ErrNotFound) {
				t.Errorf("%s by a %s: %v", what, name, err)
			}
		}
	}
	if _, err := d.DeskCounts(t.Context(), access.Viewer{Role: access.Moderator, Session: d.session.ID}, d.session.ID); err != nil {
		t.Errorf("a moderator may know how many wait: %v", err)
	}
	if err := d.SetAside(t.Context(), d.operator, seen(c), "because"); len(poll.Faults(err)) != 1 {
		t.Errorf("an unknown reason: %v", err)
	}
}

func TestTheWallShowsFourReleasedOnesAPageAndNothingElse(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	all := d.comesIn("a", "b", "c", "d", "e", "f", "g")
	d.must(d.PutOnScreen(t.Context(), d.operator, d.session.ID, agenda.Showing{KeyQuestion: d.key.ID}))
	if wall := d.wall(); wall.Written != 7 || wall.Pages != 0 || len(wall.Shown) != 0 {
		t.Fatalf("before a release: %+v", wall)
	}
	for _, c := range all[:6] {
		d.must(d.Show(t.Context(), d.operator, seen(c)))
	}
	texts := func(wall Wall) (all string) {
		for _, c := range wall.Shown {
			all += c.Text.Text
		}
		return all
	}
	if wall := d.wall(); texts(wall) != "fedc" || wall.Page != 1 || wall.Pages != 2 || wall.Selected != nil {
		t.Errorf("the first page: %+v", wall)
	}
	d.must(d.PutOnScreen(t.Context(), d.operator, d.session.ID, agenda.Showing{KeyQuestion: d.key.ID, Page: 2}))
	if wall := d.wall(); texts(wall) != "ba" || wall.Page != 2 {
		t.Errorf("the second page: %+v", wall)
	}
	d.must(d.Pin(t.Context(), d.operator, seen(d.now(all[0])), true))
	d.must(d.Show(t.Context(), d.operator, seen(all[6])))
	if wall := d.wall(); texts(wall) != "agfe" || wall.Page != 1 {
		t.Errorf("after a release, with the first one pinned: %+v", wall)
	}
	d.must(d.Select(t.Context(), d.operator, seen(d.now(all[1]))))
	if wall := d.wall(); wall.Selected == nil || wall.Selected.Text.Text != "b" {
		t.Errorf("selected: %+v", wall.Selected)
	}
	d.must(d.SetAside(t.Context(), d.operator, seen(d.now(all[1])), feedback.NotAppropriate))
	if wall := d.wall(); wall.Selected != nil || texts(wall) != "agfe" {
		t.Errorf("after it was set aside: %+v", wall)
	}
	execAt(t, d.path, fmt.Sprintf(`UPDATE session SET selected = %d`, all[1].ID))
	if wall := d.wall(); wall.Selected != nil {
		t.Errorf("a text that is not released is on the screen: %+v", wall.Selected)
	}
	for _, v := range []access.Viewer{d.join(), {Role: access.Desk, Session: d.other.ID}} {
		_, err := d.Wall(t.Context(), v, d.session.ID)
		wantError(t, err, poll.ErrNotFound)
	}
}

func TestTheNewsOfAPageSayWhatCameAndWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	all := d.comesIn(strings.Fields(strings.Repeat("text ", deskPage+5))...)
	q := DeskQuery{State: feedback.Incoming}
	news := func(q DeskQuery, page DeskPage) DeskNews {
		t.Helper()
		var ids []int64
		for _, c := range page.Contributions {
			ids = append(ids, c.ID)
		}
		found, err := d.DeskNews(t.Context(), d.operator, d.session.ID, q, ids, page)
		d.must(err)
		return found
	}
	first, err := d.Desk(t.Context(), d.operator, d.session.ID, q)
	d.must(err)
	if got := news(q, first); first.More != 5 || got.New != 0 || got.More != 5 || len(got.Now) != deskPage {
		t.Fatalf("at once: %d more; news %d new, %d more", first.More, got.New, got.More)
	}
	rest := q
	rest.After = first.Last
	last, err := d.Desk(t.Context(), d.operator, d.session.ID, rest)
	d.must(err)
	d.comesIn("one more")
	d.must(d.Show(t.Context(), organiser, seen(all[0])))
	d.must(d.Pin(t.Context(), organiser, seen(all[34]), true))
	if got := news(q, first); got.New != 1 || got.More != 5 || got.Now[all[0].ID].State != feedback.Shown {
		t.Errorf("of the first page: %d new, %d more, the first is %s", got.New, got.More, got.Now[all[0].ID].State)
	}
	if got := news(rest, last); len(last.Contributions) != 5 || got.New != 1 || got.More != 0 {
		t.Errorf("of the last page: %d new, %d more", got.New, got.More)
	}
	execAt(t, d.path, fmt.Sprintf(`DELETE FROM contribution WHERE id = %d`, all[1].ID))
	if got := news(q, first); len(got.Now) != deskPage-1 {
		t.Errorf("what was withdrawn still stands: %d", len(got.Now))
	}
}

func TestWhatComesIntoAnEmptyListIsNews(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.comesIn("the first")
	news, err := d.DeskNews(t.Context(), d.operator, d.session.ID, DeskQuery{State: feedback.Incoming}, nil, DeskPage{})
	if err != nil || news.New != 1 {
		t.Errorf("%d new, %v", news.New, err)
	}
}
