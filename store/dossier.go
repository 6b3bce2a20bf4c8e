package store

import (
	"context"
	"database/sql"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/disclosure"
	"soundings/feedback"
	"soundings/poll"
)

// dossierTime is the longest that one reading may take: a long one keeps the log from being folded
// into the file.
const dossierTime = 10 * time.Second

// Dossier is everything that files are written from, of one moment; of one session, or of all (0).
// Organisers only.
func (s *Store) Dossier(ctx context.Context, v access.Viewer, session int64) (disclosure.Dossier, error) {
	return s.DossierInSteps(ctx, v, session, func(int, int) {})
}

// DossierInSteps is Dossier for one who waits: step hears, before each session is read, which one
// it is and of how many.
func (s *Store) DossierInSteps(ctx context.Context, v access.Viewer, session int64, step func(at, of int)) (disclosure.Dossier, error) {
	if !access.MayOrganise(v) {
		return disclosure.Dossier{}, poll.ErrNotFound
	}
	ctx, cancel := context.WithTimeout(ctx, dossierTime)
	defer cancel()
	var dossier disclosure.Dossier
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		dossier, err = s.dossier(ctx, tx, v, session, step)
		return err
	})
	return dossier, err
}

func (s *Store) dossier(ctx context.Context, tx *sql.Tx, v access.Viewer, only int64, step func(at, of int)) (disclosure.Dossier, error) {
	facts, err := conference(ctx, tx)
	if err != nil {
		return disclosure.Dossier{}, err
	}
	dossier := disclosure.Dossier{Conference: facts}
	wanted, err := wantedSessions(ctx, tx, v, only)
	if err != nil {
		return disclosure.Dossier{}, err
	}
	for i, session := range wanted {
		step(i+1, len(wanted))
		part, err := s.sessionDossier(ctx, tx, session)
		if err != nil {
			return disclosure.Dossier{}, err
		}
		dossier.Sessions = append(dossier.Sessions, part)
	}
	return dossier, nil
}

func wantedSessions(ctx context.Context, tx *sql.Tx, v access.Viewer, only int64) ([]agenda.Session, error) {
	if only == 0 {
		return sessions(ctx, tx, v)
	}
	session, err := readableSession(ctx, tx, v, only)
	return []agenda.Session{session}, err
}

func (s *Store) sessionDossier(ctx context.Context, tx *sql.Tx, session agenda.Session) (disclosure.SessionDossier, error) {
	part := disclosure.SessionDossier{Session: session}
	var err error
	if part.KeyQuestions, err = keyQuestions(ctx, tx, session.ID); err != nil {
		return part, err
	}
	if part.Contributions, err = sessionContributions(ctx, tx, session.ID); err != nil {
		return part, err
	}
	polls, err := sessionPolls(ctx, tx, session.ID)
	if err != nil {
		return part, err
	}
	for _, p := range polls {
		if p.State == poll.Draft {
			continue
		}
		whole, err := s.pollDossier(ctx, tx, p)
		if err != nil {
			return part, err
		}
		part.Polls = append(part.Polls, whole)
	}
	return part, nil
}

func (s *Store) pollDossier(ctx context.Context, tx *sql.Tx, p poll.Poll) (disclosure.PollDossier, error) {
	kind, err := s.kindOf(p)
	if err != nil {
		return disclosure.PollDossier{}, err
	}
	counts, err := countAnswers(ctx, tx, p.ID)
	if err != nil {
		return disclosure.PollDossier{}, err
	}
	result := disclosure.Of(p, kind.Tally(p, counts), disclosure.Moderators)
	return disclosure.PollDossier{Poll: p, Result: result, Answers: counts}, nil
}

func sessionContributions(ctx context.Context, tx *sql.Tx, session int64) ([]feedback.Contribution, error) {
	return list(ctx, tx, scanContribution, `
		SELECT `+contributionColumns+`
		FROM contribution
		JOIN key_question ON key_question.id = contribution.key_question
		WHERE contribution.session = ?
		ORDER BY key_question.position, key_question.id, contribution.number`, session)
}
