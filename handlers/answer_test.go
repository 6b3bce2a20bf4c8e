package handlers_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/url"
	"strings"
	"sync"
	"testing"

	"soundings/access"
	"soundings/agenda"
	"soundings/poll"
)

func TestAnAnswerIsRecordedAndFoundAgainAfterAReload(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	phone := w.phone()
	if r := phone.htmx().post(answerPath(p), tap(p, "2", 0, "n1")); r.status != 200 || footState(t, r.body) != "recorded" {
		t.Fatalf("first answer: %d %s", r.status, r.body)
	}
	r := phone.get(fmt.Sprintf("/p/%d", p.ID))
	if footState(t, r.body) != "recorded" || !strings.Contains(r.body, `name="replaces" value="1"`) {
		t.Errorf("after a reload: %s", r.body)
	}
	if got := w.answers(p.ID); got["2"] != 1 || len(got) != 1 {
		t.Errorf("stored %v", got)
	}
}

func TestRecordedIsTheSameBytesForEveryoneInALanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	first := w.phone().htmx().post(answerPath(p), tap(p, "1", 0, "a")).body
	second := w.phone().htmx().post(answerPath(p), tap(p, "3", 0, "b")).body
	arabic := w.phone().speaking("ar").htmx().post(answerPath(p), tap(p, "3", 0, "c")).body
	if first != second || first == arabic || first == "" {
		t.Errorf("english %q, %q; arabic %q", first, second, arabic)
	}
}

func TestWithoutScriptTheAnswerGoesRoundByRedirect(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	phone := w.phone()
	for range 2 { // a double tap sends the same form twice
		if r := phone.post(answerPath(p), tap(p, "1", 0, "same")); r.status != 303 || r.location != fmt.Sprintf("/p/%d", p.ID) {
			t.Fatalf("%d to %q: %s", r.status, r.location, r.body)
		}
	}
	if got := w.answers(p.ID); got["1"] != 1 || len(got) != 1 {
		t.Errorf("stored %v", got)
	}
}

func TestFiftyDeliveriesOfOneTapAllSayRecordedAndCountOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	phone := w.phone()
	var all sync.WaitGroup
	// The bucket of one participant lets ten through at once; a real retry waits between.
	for range 8 {
		all.Go(func() {
			if r := phone.htmx().post(answerPath(p), tap(p, "2", 0, "same")); r.status != 200 {
				t.Errorf("%d %s", r.status, r.body)
			}
		})
	}
	all.Wait()
	if got := w.answers(p.ID); got["2"] != 1 || len(got) != 1 {
		t.Errorf("stored %v", got)
	}
}

func TestASecondTabIsShownWhatIsStoredAndMayKeepOrReplace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	phone := w.phone()
	phone.htmx().post(answerPath(p), tap(p, "1", 0, "tab-one"))
	r := phone.htmx().post(answerPath(p), tap(p, "3", 0, "tab-two"))
	if r.status != 409 || footState(t, r.body) != "conflict" || !strings.Contains(r.body, "Trained staff") || !strings.Contains(r.body, `data-replace="1"`) {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if got := w.answers(p.ID); got["1"] != 1 {
		t.Fatalf("the second tab overwrote the first: %v", got)
	}
	replace := tap(p, "3", 0, "tab-two-again")
	replace.Add("replaces", "1") // as the button sends it, after the hidden field
	if r := phone.post(answerPath(p), replace); r.status != 303 {
		t.Fatalf("replace: %d %s", r.status, r.body)
	}
	if got := w.answers(p.ID); got["3"] != 1 || len(got) != 1 {
		t.Errorf("stored %v", got)
	}
}

func TestALateCopyAfterClosingIsStillTheSameReceiptAndANewAnswerIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	early, late := w.phone(), w.phone()
	early.htmx().post(answerPath(p), tap(p, "1", 0, "n"))
	closed, err := w.file.CloseAnswers(t.Context(), lead(), p.ID)
	must(t, err)
	if r := early.htmx().post(answerPath(p), tap(p, "1", 0, "n")); r.status != 200 {
		t.Errorf("a copy after closing: %d %s", r.status, r.body)
	}
	r := late.htmx().post(answerPath(p), tap(p, "1", 0, "m"))
	if r.status != 409 || footState(t, r.body) != "late" {
		t.Errorf("an answer after closing: %d %s", r.status, r.body)
	}
	if plain := late.post(answerPath(p), tap(p, "1", 0, "m")); plain.status != 409 || footState(t, plain.body) != "late" {
		t.Errorf("without script: %d %s", plain.status, plain.body)
	}
	if again := w.readPoll(p.ID); again.Digest != closed.Digest || again.Respondents != 1 {
		t.Errorf("the closed poll changed: %+v", again)
	}
}

// What is wrong with a request is told in a sentence with a way on, never by a 500, and stores nothing.
func TestBadAnswersAreRefusedWithASentence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	p, closed := w.poll(session, poll.TakingAnswers), w.poll(session, poll.Closed)
	secret := w.poll(w.session(agenda.MemberStatesOnly), poll.TakingAnswers)
	undecided := w.poll(w.session(agenda.NotStated), poll.TakingAnswers)
	hidden := w.poll(session, poll.Draft)
	without := func(field string) url.Values {
		values := tap(p, "1", 0, "n")
		values.Del(field)
		return values
	}
	t.Run("group", func(t *testing.T) {
		for name, c := range map[string]struct {
			path   string
			values url.Values
			status int
		}{
			"unknown option":       {answerPath(p), tap(p, "99", 0, "n"), 422},
			"option as text":       {answerPath(p), tap(p, "Trained staff", 0, "n"), 422},
			"two options":          {answerPath(p), url.Values{"answer": {"1", "2"}, "replaces": {"0"}, "nonce": {"n"}, "revision": {"1"}}, 422},
			"empty form":           {answerPath(p), url.Values{}, 422},
			"nothing chosen":       {answerPath(p), without("answer"), 422},
			"no nonce":             {answerPath(p), without("nonce"), 422},
			"no revision replaced": {answerPath(p), without("replaces"), 422},
			"no content revision":  {answerPath(p), without("revision"), 422},
			"old content":          {answerPath(p), url.Values{"answer": {"1"}, "replaces": {"0"}, "nonce": {"n"}, "revision": {"7"}}, 409},
			"negative revision":    {answerPath(p), tap(p, "1", -1, "n"), 422},
			"huge nonce":           {answerPath(p), tap(p, "1", 0, strings.Repeat("n", 65)), 422},
			"a megabyte":           {answerPath(p), tap(p, strings.Repeat("x", 1<<20), 0, "n"), 413},
			"control characters":   {answerPath(p), tap(p, "1\x00\x1b\u202e", 0, "n"), 422},
			"not utf-8":            {answerPath(p), tap(p, "\xff\xfe", 0, "n"), 422},
			"closed poll":          {answerPath(closed), tap(closed, "1", 0, "n"), 409},
			"draft":                {answerPath(hidden), tap(hidden, "1", 0, "n"), 404},
			"no such poll":         {"/p/4711/answer", tap(p, "1", 0, "n"), 404},
			"restricted session":   {answerPath(secret), tap(secret, "1", 0, "n"), 404},
			"access not stated":    {answerPath(undecided), tap(undecided, "1", 0, "n"), 404},
			"no number":            {"/p/x/answer", tap(p, "1", 0, "n"), 404},
		} {
			for _, lang := range []string{"en", "ar"} {
				t.Run(name+" "+lang, func(t *testing.T) {
					t.Parallel()
					phone := w.phone().speaking(lang)
					for _, b := range []*browser{phone, phone.htmx()} {
						r := b.post(c.path, c.values)
						if r.status != c.status {
							t.Fatalf("status %d, want %d: %s", r.status, c.status, r.body)
						}
						if !strings.Contains(r.body, "href=") && !strings.Contains(r.body, "<button") && !strings.Contains(r.body, `id="foot"`) {
							t.Errorf("no way on in %s", r.body)
						}
						if strings.Contains(r.body, "[failure") || strings.Contains(r.body, "[foot") || strings.Contains(r.body, "[fault") {
							t.Errorf("untranslated: %s", r.body)
						}
					}
				})
			}
		}
	})
	if got := w.answers(p.ID); len(got) != 0 {
		t.Errorf("something was stored: %v", got)
	}
	if strings.Contains(w.log.String(), "panic") {
		t.Errorf("a handler panicked: %s", w.log)
	}
}

func TestAMultipartAnswerIsReadLikeAnyOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for name, values := range tap(p, "3", 0, "n") {
		must(t, parts.WriteField(name, values[0]))
	}
	must(t, parts.Close())
	if r := w.phone().send("POST", answerPath(p), parts.FormDataContentType(), body.String()); r.status != 303 {
		t.Errorf("%d %s", r.status, r.body)
	}
}

func TestFieldsInTheAddressAreNoAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	r := w.phone().post(answerPath(p)+"?"+tap(p, "1", 0, "n").Encode(), nil)
	if r.status != 422 || len(w.answers(p.ID)) != 0 {
		t.Errorf("%d, stored %v", r.status, w.answers(p.ID))
	}
}

func TestAPhoneWhoseCookieIsGoneIsToldToJoinAgainAndLosesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	stranger := w.browser()
	if r := stranger.htmx().post(answerPath(p), tap(p, "1", 0, "n")); r.status != 401 || footState(t, r.body) != "expired" {
		t.Errorf("%d %s", r.status, r.body)
	}
	if r := stranger.post(answerPath(p), tap(p, "1", 0, "n")); r.status != 401 || !strings.Contains(r.body, `href="`) {
		t.Errorf("without script: %d %s", r.status, r.body)
	}
	if r := stranger.get(fmt.Sprintf("/p/%d", p.ID)); r.status != 303 || !strings.HasPrefix(r.location, "/?next=") {
		t.Errorf("looking: %d to %s", r.status, r.location)
	}
}

func TestOneParticipantCannotFloodAndIsToldToTryAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.poll(w.session(agenda.Open), poll.TakingAnswers)
	phone, refused := w.phone(), 0
	for i := range 40 {
		r := phone.htmx().post(answerPath(p), tap(p, "1", int64(i), fmt.Sprint("n", i)))
		if r.status == 429 {
			refused++
			if footState(t, r.body) != "not_saved" {
				t.Fatalf("%s", r.body)
			}
		}
	}
	if refused == 0 {
		t.Error("40 answers in a moment were all taken")
	}
	if other := w.phone().htmx().post(answerPath(p), tap(p, "2", 0, "m")); other.status != 200 {
		t.Errorf("another phone at the same address is refused: %d", other.status)
	}
}

// The reply to the first tap was lost, and the session has ended meanwhile.
func TestARetryAfterTheSessionEndedIsToldThatItIsRecorded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session := w.session(agenda.Open)
	p := w.poll(session, poll.TakingAnswers)
	phone := w.phone().htmx()
	if r := phone.post(answerPath(p), tap(p, "2", 0, "n")); r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if r := w.link(session, access.Moderator).post(fmt.Sprintf("/podium/%d/progress", session.ID), url.Values{"progress": {"ended"}}); r.status != 303 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if r := phone.post(answerPath(p), tap(p, "2", 0, "n")); r.status != 200 || footState(t, r.body) != "recorded" {
		t.Errorf("the same tap: %d %s", r.status, r.body)
	}
	if r := phone.post(answerPath(p), tap(p, "3", 1, "m")); r.status != 409 || footState(t, r.body) != "late" {
		t.Errorf("another tap: %d %s", r.status, r.body)
	}
}
