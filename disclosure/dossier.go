package disclosure

import (
	"soundings/agenda"
	"soundings/feedback"
	"soundings/poll"
)

// Dossier is what files for organisers are written from: the programme with the full result of
// every poll that has left the draft state, its answers, and the contributions, without anything of
// whose they are.
type Dossier struct {
	Conference agenda.Conference
	Sessions   []SessionDossier
}

// SessionDossier is one session of a Dossier.
type SessionDossier struct {
	Session      agenda.Session
	KeyQuestions []agenda.KeyQuestion
	Polls        []PollDossier
	// Contributions are in the order of the key questions and of their numbers.
	Contributions []feedback.Contribution
}

// PollDossier is one poll of a Dossier. Answers are counted and sorted by answer, so their order
// says nothing of who came first.
type PollDossier struct {
	Poll    poll.Poll
	Result  Result
	Answers []poll.Count
}
