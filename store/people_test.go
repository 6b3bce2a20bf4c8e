package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"soundings/access"
	"soundings/poll"
)

func TestTheCodeIsReadAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"abc234": "ABC234", " ab c-23 4 ": "ABC234", "ABC–234": "ABC234", "": "", "Ä": "Ä", "abc\u00a0234\n": "ABC234",
	} {
		if got := ReadCode(typed); got != want {
			t.Errorf("%q reads %q, want %q", typed, got, want)
		}
	}
}

func TestJoiningAndLeaving(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	c, err := h.Conference(ctx)
	h.must(err)
	token, v, err := h.Join(ctx, " "+c.JoinCode[:3]+"-"+c.JoinCode[3:])
	h.must(err)
	if len(token) != 43 || v.Role != access.Participant || v.Participant == 0 {
		t.Errorf("joined as %+v with %q", v, token)
	}
	for range 2 { // from the file, then from memory
		if got, err := h.ParticipantBy(ctx, token); err != nil || got != v {
			t.Errorf("participant is %+v, %v", got, err)
		}
	}
	h.must(h.Leave(ctx, token))
	_, err = h.ParticipantBy(ctx, token)
	wantError(t, err, poll.ErrNotFound)
	if next := h.join(); next.Participant == v.Participant {
		t.Error("the number of one who left passed to another")
	}
	_, _, err = h.Join(ctx, "WRONG2")
	wantError(t, err, poll.ErrNotFound)
	_, err = h.ParticipantBy(ctx, "")
	wantError(t, err, poll.ErrNotFound)
}

func TestAPhoneStaysJoinedForSevenDays(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	c, err := h.Conference(t.Context())
	h.must(err)
	token, _, err := h.Join(t.Context(), c.JoinCode)
	h.must(err)
	h.clock.advance(7*24*time.Hour - time.Second)
	h.must(second(h.ParticipantBy(t.Context(), token)))
	h.clock.advance(time.Second)
	_, err = h.ParticipantBy(t.Context(), token)
	wantError(t, err, poll.ErrNotFound)
}

func (h *hall) grants(token string) []Grant {
	h.t.Helper()
	live, err := h.Grants(h.ctx(), token)
	h.must(err)
	return live
}

func TestTheSetUpLinkLetsInOnce(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	dead, err := h.SetupToken(ctx)
	h.must(err)
	link, err := h.SetupToken(ctx)
	h.must(err)
	_, _, err = h.Enter(ctx, "", dead)
	wantError(t, err, poll.ErrNotFound)
	staff, g, err := h.Enter(ctx, "", link)
	h.must(err)
	if g.Role != access.Organiser || g.Session != 0 {
		t.Errorf("grant is %+v", g)
	}
	if live := h.grants(staff); len(live) != 1 || live[0] != g {
		t.Errorf("grants are %v", live)
	}
	_, _, err = h.Enter(ctx, "", link)
	wantError(t, err, poll.ErrNotFound)
	h.must(second(h.SetupToken(ctx))) // a used link keeps its grants
	if live := h.grants(staff); len(live) != 1 {
		t.Errorf("grants are %v", live)
	}
}

func TestOneBrowserHoldsSeveralGrantsUnderANewTokenEachTime(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	moderate, _, err := h.NewLink(ctx, organiser, h.session.ID, access.Moderator)
	h.must(err)
	watch, _, err := h.NewLink(ctx, organiser, h.other.ID, access.Screen)
	h.must(err)
	first, _, err := h.Enter(ctx, "", moderate)
	h.must(err)
	then, _, err := h.Enter(ctx, first, watch)
	h.must(err)
	last, err := h.SignIn(ctx, then)
	h.must(err)
	for _, old := range []string{first, then, ""} {
		if live := h.grants(old); len(live) != 0 {
			t.Errorf("an old token holds %v", live)
		}
	}
	if live := h.grants(last); len(live) != 3 || live[0].Role != access.Moderator || live[1].Role != access.Organiser || live[2].Session != h.other.ID {
		t.Errorf("grants are %v", live)
	}
	elsewhere, _, err := h.Enter(ctx, "", moderate) // a moderator's link lets in more than one browser
	h.must(err)
	h.must(h.SignOut(ctx, last))
	if len(h.grants(last)) != 0 || len(h.grants(elsewhere)) != 1 {
		t.Error("signing out ends the grants of one browser, and no other")
	}
}

func TestGrantsEndByIdlenessAndByAge(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		role           access.Role
		idle, absolute time.Duration
	}{
		{access.Organiser, 30 * time.Minute, 12 * time.Hour},
		{access.Moderator, 12 * time.Hour, 7 * 24 * time.Hour},
		{access.Screen, 12 * time.Hour, 7 * 24 * time.Hour},
	} {
		t.Run(string(c.role), func(t *testing.T) {
			t.Parallel()
			h := newHall(t)
			idle, used := h.enterAs(c.role), h.enterAs(c.role)
			for age := c.idle - time.Second; age < c.absolute; age += c.idle - time.Second {
				h.clock.advance(c.idle - time.Second)
				if len(h.grants(used)) != 1 {
					t.Fatalf("a grant in use ended after %v", age)
				}
			}
			if len(h.grants(idle)) != 0 {
				t.Error("an idle grant lasts")
			}
			h.clock.advance(c.idle - time.Second)
			if len(h.grants(used)) != 0 {
				t.Error("a grant lasts for ever")
			}
		})
	}
}

func (h *hall) enterAs(role access.Role) (staff string) {
	h.t.Helper()
	if role == access.Organiser {
		staff, err := h.SignIn(h.ctx(), "")
		h.must(err)
		return staff
	}
	link, _, err := h.NewLink(h.ctx(), organiser, h.session.ID, role)
	h.must(err)
	staff, _, err = h.Enter(h.ctx(), "", link)
	h.must(err)
	return staff
}

func TestABrowserWhoseGrantsHaveEndedMayEnterAgain(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	staff, other := h.enterAs(access.Moderator), h.enterAs(access.Screen)
	h.clock.advance(8 * 24 * time.Hour)
	again, err := h.SignIn(t.Context(), staff)
	h.must(err)
	if len(h.grants(again)) != 1 || len(h.grants(staff)) != 0 || len(h.grants(other)) != 0 {
		t.Error("one who signs in holds one grant")
	}
	if left, err := one(t.Context(), h.readers, scanValue[int], `SELECT count(*) FROM staff`); err != nil || left != 1 {
		t.Errorf("%d browsers are remembered, %v", left, err)
	}
}

func TestAClockSetBackSignsNobodyOut(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	staff := h.enterAs(access.Organiser)
	for _, step := range []time.Duration{-time.Hour, 24 * time.Hour, -24 * time.Hour} {
		h.clock.advance(step)
		live := len(h.grants(staff)) == 1
		if live != (step < 0) {
			t.Errorf("after a step of %v live is %v", step, live)
		}
	}
}

func TestUseOfAGrantIsWrittenDownOnceAMinuteAtMost(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	staff := h.enterAs(access.Moderator)
	seen := func() int64 {
		at, err := one(t.Context(), h.readers, scanValue[int64], `SELECT seen FROM staff_grant`)
		h.must(err)
		return at
	}
	made := seen()
	h.clock.advance(59 * time.Second)
	h.grants(staff)
	if seen() != made {
		t.Error("it was written down within a minute")
	}
	h.clock.advance(time.Second)
	h.grants(staff)
	if seen() != made+60 {
		t.Errorf("seen at %d, made at %d", seen(), made)
	}
}

func TestARevokedLinkTakesItsGrantsWithIt(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := t.Context()
	token, link, err := h.NewLink(ctx, organiser, h.session.ID, access.Moderator)
	h.must(err)
	staff, _, err := h.Enter(ctx, "", token)
	h.must(err)
	keep, err := h.SignIn(ctx, staff)
	h.must(err)
	if all, err := h.Links(ctx, organiser, h.session.ID); err != nil || len(all) != 1 || !all[0].Used || !all[0].Made.Equal(epoch) {
		t.Errorf("links are %+v, %v", all, err)
	}
	var told int64
	h.OnChange(func(session int64) { told = session })
	h.must(h.RevokeLink(ctx, organiser, link.ID))
	if live := h.grants(keep); len(live) != 1 || live[0].Role != access.Organiser {
		t.Errorf("grants are %v", live)
	}
	if told != h.session.ID {
		t.Errorf("told was session %d", told)
	}
	_, _, err = h.Enter(ctx, "", token)
	wantError(t, err, poll.ErrNotFound)
	wantError(t, h.RevokeLink(ctx, organiser, link.ID), poll.ErrNotFound)
	if _, _, err := h.NewLink(ctx, organiser, h.session.ID, access.Organiser); len(poll.Faults(err)) != 1 {
		t.Errorf("a link for an organiser: %v", err)
	}
}

func TestThePassphraseIsKeptAsItsHash(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	if has, err := h.HasPassphrase(t.Context()); err != nil || has {
		t.Errorf("has one: %v, %v", has, err)
	}
	h.must(h.SetPassphrase(t.Context(), organiser, "", "$argon2id$…"))
	hash, err := h.PassphraseHash(t.Context())
	has, hasErr := h.HasPassphrase(t.Context())
	if err != nil || hasErr != nil || !has || hash != "$argon2id$…" {
		t.Errorf("hash is %q, %v", hash, errors.Join(err, hasErr))
	}
}

func TestANewPassphraseSignsOutEveryOtherOrganiser(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	own, err := h.SignIn(t.Context(), "")
	h.must(err)
	other, err := h.SignIn(t.Context(), h.enterAs(access.Moderator))
	h.must(err)
	h.must(h.SetPassphrase(t.Context(), organiser, own, "$argon2id$…"))
	if grants, err := h.Grants(t.Context(), own); err != nil || len(grants) != 1 {
		t.Errorf("who set it holds %v, %v", grants, err)
	}
	if grants, err := h.Grants(t.Context(), other); err != nil || len(grants) != 1 || grants[0].Role != access.Moderator {
		t.Errorf("the other holds %v, %v", grants, err)
	}
}

func TestNoTokenStandsInTheFile(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	ctx := context.Background()
	c, err := h.Conference(ctx)
	h.must(err)
	joined, _, err := h.Join(ctx, c.JoinCode)
	h.must(err)
	setup, err := h.SetupToken(ctx)
	h.must(err)
	link, _, err := h.NewLink(ctx, organiser, h.session.ID, access.Screen)
	h.must(err)
	staff, _, err := h.Enter(ctx, "", setup)
	h.must(err)
	files, err := filepath.Glob(h.path + "*")
	h.must(err)
	if len(files) < 3 {
		t.Fatalf("files are %v", files)
	}
	for _, file := range files {
		stored, err := os.ReadFile(file)
		h.must(err)
		for _, token := range []string{joined, setup, link, staff} {
			if bytes.Contains(stored, []byte(token)) {
				t.Errorf("%s holds a token", filepath.Base(file))
			}
		}
	}
}
