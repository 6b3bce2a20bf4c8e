package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"soundings/views"
)

// lastChange is the newest change of the programme, as pages offer to take it back.
func (s *Server) lastChange(c *fiber.Ctx) (views.LastChange, error) {
	last, err := s.Store.LastChange(c.UserContext(), s.organiser())
	return views.LastChange{ID: last.ID, What: last.What, About: last.About}, err
}

// undo takes back the newest change, if it is the one that the page showed.
func (s *Server) undo(c *fiber.Ctx) error {
	id, err := formNumber(c, "change")
	if err != nil {
		return err
	}
	undone, err := s.Store.Undo(c.UserContext(), s.organiser(), id)
	if err != nil {
		return err
	}
	s.Log.Info("change taken back", "request", requestID(c), "change", id, "what", undone.What)
	next := localPath(form(c).Get("next"), "/organise")
	if undone.What == "change.session_added" || undone.What == "change.imported" {
		next = "/organise" // the page of what is no more
	}
	return s.changed(c, next, "undone")
}

// changed answers a form that changed the programme: facts of the conference are on every page.
func (s *Server) changed(c *fiber.Ctx, path, notice string) error {
	if err := s.reloadConference(c.UserContext()); err != nil {
		return err
	}
	return back(c, path, notice)
}

// lastMove is what was moved before this page was loaded.
func lastMove(c *fiber.Ctx) views.Move {
	id, err := strconv.ParseInt(c.Query("moved"), 10, 64)
	if err != nil || id < 0 {
		return views.Move{}
	}
	return views.Move{ID: id, Up: c.Query("to") == "up"}
}
