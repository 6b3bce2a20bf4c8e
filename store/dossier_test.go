package store

import (
	"testing"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/feedback"
)

// dossierLimit is how long everything may take to be read with ten thousand contributions; the test
// allows ten times that on a busy machine.
const dossierLimit = time.Second

func TestADossierHoldsTenThousandContributionsAndIsReadQuickly(t *testing.T) {
	t.Parallel()
	d := crowded(t)
	first, err := d.Dossier(t.Context(), organiser, 0) // the first reads the file
	d.must(err)
	began := time.Now()
	again, err := d.Dossier(t.Context(), organiser, 0)
	took := time.Since(began)
	d.must(err)
	t.Logf("10,000 contributions of 500 characters: %.0f ms", took.Seconds()*1000)
	if took > 10*dossierLimit {
		t.Errorf("a dossier takes %v", took)
	}
	for i, session := range again.Sessions {
		want := 0
		if session.Session.ID == d.session.ID {
			want = 10_000
		}
		if len(session.Contributions) != want || len(first.Sessions[i].Contributions) != want {
			t.Errorf("session %d has %d contributions, want %d", session.Session.ID, len(session.Contributions), want)
		}
	}
}

func TestADossierHasContributionsByQuestionAndNumberWhateverTheirState(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.must(h.AddKeyQuestion(t.Context(), organiser, agenda.KeyQuestion{
		SessionID: h.session.ID, Text: agenda.Plain("en", "What next?"), Short: agenda.Plain("en", "Next"), Kind: agenda.Question,
	}))
	questions, err := h.KeyQuestions(t.Context(), organiser, h.session.ID)
	h.must(err)
	last := questions[len(questions)-1].ID
	author := h.join()
	behind := h.writing("on the last question, written first")
	behind.KeyQuestion = last
	_, err = h.Contribute(t.Context(), author, behind)
	h.must(err)
	aside := h.contribute(h.join(), "set aside")
	shown := h.contribute(author, "shown")
	h.contribute(h.join(), "incoming")
	h.setState(aside, feedback.SetAside)
	h.setState(shown, feedback.Shown)
	dossier, err := h.Dossier(t.Context(), organiser, h.session.ID)
	h.must(err)
	var texts []string
	for _, c := range dossier.Sessions[0].Contributions {
		texts = append(texts, c.Text.Text)
	}
	want := []string{"set aside", "shown", "incoming", "on the last question, written first"}
	if len(texts) != len(want) || texts[0] != want[0] || texts[1] != want[1] || texts[2] != want[2] || texts[3] != want[3] {
		t.Errorf("contributions %q, want %q", texts, want)
	}
}

func TestADossierTellsWhichSessionItReads(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	sessions, err := h.Sessions(t.Context(), organiser)
	h.must(err)
	var heard []int
	_, err = h.DossierInSteps(t.Context(), organiser, 0, func(at, of int) {
		if of != len(sessions) {
			t.Errorf("%d of %d sessions", at, of)
		}
		heard = append(heard, at)
	})
	h.must(err)
	if len(heard) != len(sessions) || heard[0] != 1 || heard[len(heard)-1] != len(sessions) {
		t.Errorf("heard of %v of %d sessions", heard, len(sessions))
	}
	_, err = h.DossierInSteps(t.Context(), access.Viewer{Role: access.Moderator, Session: h.session.ID}, 0, func(int, int) {
		t.Error("somebody who may not export hears of a session")
	})
	if err == nil {
		t.Error("a moderator exports")
	}
}
