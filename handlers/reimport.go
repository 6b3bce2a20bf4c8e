package handlers

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"soundings/agenda"
	"soundings/poll"
	"soundings/programme"
	"soundings/views"
)

// ownProgramme is the stored programme without the sample.
func (s *Server) ownProgramme(c *fiber.Ctx) ([]agenda.SessionPlan, error) {
	all, err := s.Store.Programme(c.UserContext(), s.organiser())
	return slices.DeleteFunc(all, func(plan agenda.SessionPlan) bool { return plan.Session.Sample }), err
}

// drawDifference shows what a note changes. Nothing is written.
func (s *Server) drawDifference(c *fiber.Ctx, name string, preview *programme.Preview, stored []agenda.SessionPlan, stale bool) error {
	held, err := s.held(c, stored)
	if err != nil {
		return err
	}
	if stale {
		c.Status(fiber.StatusConflict)
	}
	found := programme.CompareAll(stored, *s.conference.Load(), preview.Plan())
	page := s.page(c)
	page.Home, page.Path = "/organise", "/organise/import"
	return html(c, s.Views.ImportDifference, views.ImportDifference{
		Page: page, Name: name, Text: preview.Note, Preview: preview, Difference: found,
		Held: held, Stale: stale,
	})
}

// held says which sessions and key questions hold answers or contributions, so that they stay.
func (s *Server) held(c *fiber.Ctx, stored []agenda.SessionPlan) (views.Held, error) {
	held := views.Held{Sessions: map[int64]bool{}, KeyQuestions: map[int64]bool{}}
	for _, plan := range stored {
		var err error
		if held.Sessions[plan.Session.ID], err = s.Store.SessionHeld(c.UserContext(), s.organiser(), plan.Session.ID); err != nil {
			return held, err
		}
		uses, err := s.Store.KeyQuestionUses(c.UserContext(), s.organiser(), plan.Session.ID)
		if err != nil {
			return held, err
		}
		for id, use := range uses {
			held.KeyQuestions[id] = use.Held
		}
	}
	return held, nil
}

// confirmDifference compares again, just as the page did, and makes the changes that were ticked. If
// the programme is not the one that was shown, the difference is shown anew.
func (s *Server) confirmDifference(c *fiber.Ctx, preview *programme.Preview, stored []agenda.SessionPlan) error {
	sent := form(c)
	found := programme.CompareAll(stored, *s.conference.Load(), preview.Plan())
	if sent.Get("shown") != found.Shown() {
		return s.drawDifference(c, sent.Get("source"), preview, stored, true)
	}
	ticked := map[string]bool{}
	for _, key := range sent["tick"] {
		ticked[key] = true
	}
	err := s.Store.Reimport(c.UserContext(), s.organiser(), stored, found.With(ticked))
	if errors.Is(err, poll.ErrConflict) {
		if stored, err = s.ownProgramme(c); err != nil {
			return err
		}
		return s.drawDifference(c, sent.Get("source"), preview, stored, true)
	}
	if err != nil {
		return err
	}
	s.Log.Info("changed note imported", "request", requestID(c), "changes", len(ticked))
	return s.changed(c, "/organise", "imported")
}
