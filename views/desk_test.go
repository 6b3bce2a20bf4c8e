package views

import (
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"soundings/access"
	"soundings/agenda"
	"soundings/disclosure"
	"soundings/i18n"
	"soundings/poll"
)

func drawn(t *testing.T, draw func(w io.Writer) error) string {
	t.Helper()
	var page strings.Builder
	if err := draw(&page); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

func english(t *testing.T) *i18n.Printer {
	t.Helper()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.Printer("en")
}

func drawnStage(t *testing.T, s Stage) string {
	t.Helper()
	return drawn(t, func(w io.Writer) error { return newViews(t).Stage(w, english(t), s) })
}

func wants(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
}

func lacks(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			t.Errorf("the page has %q", text)
		}
	}
}

// A push would wipe what somebody types or has opened.
func TestThePushedStageHoldsNothingToTypeOrUnfold(t *testing.T) {
	t.Parallel()
	field := regexp.MustCompile(`<(textarea|select|details|iframe|input)[^>]*>`)
	for _, s := range podiumStates() {
		if !s.frame {
			continue
		}
		page := drawn(t, func(w io.Writer) error { return s.draw(newViews(t), w, english(t)) })
		wants(t, page, `<section id="stage" hx-swap-oob="outerMorph"`)
		for _, tag := range field.FindAllString(page, -1) {
			if !strings.Contains(tag, `type="hidden"`) {
				t.Errorf("%s: %s in a pushed region", s.name, tag)
			}
		}
	}
}

func TestTheNextButtonPostsTheStepItNames(t *testing.T) {
	t.Parallel()
	stage := sampleStage(nil)
	stage.Next = Step{Key: "step.start_session", Action: "/podium/4/progress", Values: url.Values{"progress": {"in_progress"}}}
	page := drawnStage(t, stage)
	wants(t, page, `action="/podium/4/progress"`, `<input type="hidden" name="progress" value="in_progress">`, `id="next" type="submit"`, `id="guard-step.start_session-0"`)
	stage.Next = Step{Key: "step.write_question", Link: "#ask"}
	wants(t, drawnStage(t, stage), `<a class="next" id="next" href="#ask">`)
	stage.Next, stage.Session.Progress = Step{}, agenda.Ended
	lacks(t, drawnStage(t, stage), `id="next"`)
}

func TestASwitchLeavesTheOtherAsItIs(t *testing.T) {
	t.Parallel()
	p := samplePoll()
	p.OnPhones = true
	one := podiumPoll{region: region{Printer: english(t)}, PodiumPoll: PodiumPoll{PollCard: PollCard{Poll: p}}}
	screen, phones := one.ShowOnScreen("now"), one.ShowOnPhones("now")
	if screen.Switch != "false" || screen.Fields[0] != (hidden{"screen", "on"}) || screen.Fields[1] != (hidden{"phones", "on"}) {
		t.Errorf("switching the screen on posts %v from %s", screen.Fields, screen.Switch)
	}
	if phones.Switch != "true" || phones.Fields[0] != (hidden{"screen", "off"}) || phones.Fields[1] != (hidden{"phones", "off"}) {
		t.Errorf("switching phones off posts %v from %s", phones.Fields, phones.Switch)
	}
}

func TestAResultThatTheHallDoesNotSeeIsMarked(t *testing.T) {
	t.Parallel()
	hidden := podiumPollOf(withState(samplePoll(), poll.Closed, false), true, 7, 5, 3, 2, 1)
	shown := podiumPollOf(withState(samplePoll(), poll.Closed, true), true, 7, 5, 3, 2, 1)
	const mark = `id="only-you"`
	wants(t, drawnStage(t, sampleStage(&hidden)), mark)
	lacks(t, drawnStage(t, sampleStage(&shown)), mark)
	secret := hidden
	secret.Result = disclosure.Result{Poll: 7}
	lacks(t, drawnStage(t, sampleStage(&secret)), mark)
}

func TestAPodiumSaysThatTheOpenCodeAdmitsNobody(t *testing.T) {
	t.Parallel()
	for _, rule := range agenda.Accesses() {
		stage := sampleStage(nil)
		stage.Session.Access = rule
		if said := strings.Contains(drawnStage(t, stage), `id="no-access"`); said == (rule == agenda.Open) {
			t.Errorf("access %s: said %v", rule, said)
		}
	}
}

func TestMorePeopleAnsweredThanAreConnectedNow(t *testing.T) {
	t.Parallel()
	current := podiumPollOf(samplePoll(), true, 5, 4)
	stage := sampleStage(&current)
	stage.Watching = 3
	page := drawnStage(t, stage)
	lacks(t, page, "of 3 connected")
	wants(t, page, `<strong class="figure">9</strong> <span>have answered</span>`, `width="100%" height="4"`)
}

func TestARefusedDraftKeepsWhatWasTypedBesideItsFault(t *testing.T) {
	t.Parallel()
	values := url.Values{"question": {"Which first?"}, "options": {"One\nTwo <b>"}, "lang": {"fr"}}
	ask := sampleAsk(values, &poll.Invalid{Field: "options", Key: "fault.too_few_options", Limit: 2})
	ask.Poll, ask.ContentRevision = 8, 3
	page := drawn(t, func(w io.Writer) error {
		return newViews(t).DraftPage(w, DraftPage{Page: staffPage(english(t), "/polls/8/edit"), Session: sampleSession(), Ask: ask})
	})
	wants(t, page, "Which first?</textarea>", "One\nTwo &lt;b&gt;</textarea>", `name="lang" value="fr"`, `name="content_revision" value="3"`,
		`action="/polls/8/edit"`, `draft-options-fault" aria-invalid="true"`, `action="/polls/8/remove"`)
}

func TestARestrictedSessionIsAnInkTagAndAMissingChoiceIsToCheck(t *testing.T) {
	t.Parallel()
	looks := map[agenda.Access]string{agenda.Open: "open", agenda.NotStated: "to-check"}
	for _, rule := range agenda.Accesses() {
		want := looks[rule]
		if want == "" {
			want = "locked"
		}
		if got := (accessTag{Access: rule}).Look(); got != want {
			t.Errorf("%s looks %s, want %s", rule, got, want)
		}
	}
}

func TestNoLinkIsOfferedWherePhonesCannotReachTheAddress(t *testing.T) {
	t.Parallel()
	page := func(reachable bool) string {
		return drawn(t, func(w io.Writer) error {
			return newViews(t).OrganiseSession(w, OrganiseSession{Page: staffPage(english(t), "/organise/sessions/4"), Session: sampleSession(), Reachable: reachable})
		})
	}
	wants(t, page(true), `value="moderator"`, `value="screen"`)
	lacks(t, page(false), `value="moderator"`, `value="screen"`)
	wants(t, page(false), `href="/organise/address"`)
}

func TestTheSecretOfALinkIsShownOnceAndNamed(t *testing.T) {
	t.Parallel()
	link := &NewLink{Role: access.Screen, URL: "http://192.0.2.10:8080/enter#secret"}
	page := drawn(t, func(w io.Writer) error {
		return newViews(t).OrganiseSession(w, OrganiseSession{Page: staffPage(english(t), "/organise/sessions/4"), Session: sampleSession(), Reachable: true, NewLink: link})
	})
	if n := strings.Count(page, "enter#secret"); n != 1 {
		t.Errorf("the secret stands %d times on the page", n)
	}
	wants(t, page, `<label class="label" for="new-link">Screen link</label>`)
}

func TestThePreviewCountsWhatItAsksToCheck(t *testing.T) {
	t.Parallel()
	preview := importPreview{ImportPreview{Page: staffPage(english(t), "/organise/import"), Preview: samplePreview()}}
	// Access, two questions in one, suggestions, and three remarks of their own.
	if got := preview.ToCheck(); got != 6 {
		t.Errorf("%d things to check, want 6", got)
	}
	if got := preview.Twofold(); len(got) != 2 || got[0] != 9 || got[1] != 18 {
		t.Errorf("two questions in one at lines %v", got)
	}
	preview.Preview = clearPreview()
	if got := preview.ToCheck(); got != 0 {
		t.Errorf("%d things to check in a clear note", got)
	}
}

func TestThePreviewOffersAccessSuggestionsAndWhatWasLeftOut(t *testing.T) {
	t.Parallel()
	page := drawn(t, func(w io.Writer) error {
		return newViews(t).ImportPreview(w, ImportPreview{Page: staffPage(english(t), "/organise/import"), Name: "note.md", Text: "Line \"one\"\nLine <two>\n", Preview: samplePreview()})
	})
	wants(t, page, `name="access-1"`, `name="access-3"`, `value="member_states_only" selected`, `name="suggestion-20" value="on"`,
		"See A/RES/60/288, pillar IV.</bdi></s>", "value=\"Line &#34;one&#34;\nLine &lt;two&gt;\n\"")
	lacks(t, page, `name="suggestion-20" value="on" checked`)
}
