package handlers

import (
	"bytes"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"soundings/report"
)

func (s *Server) wholeFile(c *fiber.Ctx) error { return s.sendFile(c, 0) }

func (s *Server) sessionFile(c *fiber.Ctx) error {
	id, err := number(c, "session")
	if err != nil {
		return err
	}
	return s.sendFile(c, id)
}

// sendFile writes one file of a session, or of all for 0.
func (s *Server) sendFile(c *fiber.Ctx, session int64) error {
	file, known := report.Find(c.Params("file"))
	if !known {
		return errNoPage
	}
	dossier, err := s.Store.Dossier(c.UserContext(), s.organiser(), session)
	if err != nil {
		return err
	}
	var written bytes.Buffer
	meta := report.Meta{Build: s.Build, Exported: s.Now().UTC(), Kind: s.kindByName}
	if err := file.Write(&written, dossier, meta); err != nil {
		return err
	}
	name := file.Name
	if session > 0 {
		name = fmt.Sprintf("session-%d-%s", session, file.Name)
	}
	s.Log.Info("exported", "request", requestID(c), "file", file.Name, "session", session)
	c.Set(fiber.HeaderContentType, file.Type)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Send(written.Bytes())
}
