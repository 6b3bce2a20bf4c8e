package handlers

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/url"

	"github.com/gofiber/fiber/v2"

	"soundings/agenda"
	"soundings/poll"
	"soundings/programme"
	"soundings/views"
)

func (s *Server) importPage(c *fiber.Ctx) error { return s.drawImport(c, "", nil) }

func (s *Server) drawImport(c *fiber.Ctx, text string, fault *programme.Fault) error {
	if fault != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	page := s.page(c)
	page.Home, page.Path = "/organise", "/organise/import"
	return html(c, s.Views.Import, views.Import{Page: page, Text: text, Fault: fault})
}

// previewImport shows what a note becomes, or what it changes where a programme is there already.
// Nothing is written.
func (s *Server) previewImport(c *fiber.Ctx) error {
	name, note, err := readNote(c)
	if err != nil {
		return err
	}
	preview, err := programme.Read(note)
	if fault, ok := errors.AsType[*programme.Fault](err); ok {
		return s.drawImport(c, form(c).Get("text"), fault)
	}
	if err != nil {
		return err
	}
	stored, err := s.ownProgramme(c)
	if err != nil {
		return err
	}
	if len(stored) > 0 {
		return s.drawDifference(c, name, preview, stored, false)
	}
	return s.drawPreview(c, views.ImportPreview{Name: name, Preview: preview})
}

func (s *Server) drawPreview(c *fiber.Ctx, page views.ImportPreview) error {
	if len(page.Faults) > 0 {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	page.Page, page.Text = s.page(c), page.Preview.Note
	page.Home, page.Path = "/organise", "/organise/import"
	return html(c, s.Views.ImportPreview, page)
}

// readNote takes the uploaded file, else what was pasted.
func readNote(c *fiber.Ctx) (name string, note []byte, err error) {
	if parts, err := c.Request().MultipartForm(); err == nil {
		for _, file := range parts.File["note"] {
			if file.Size > 0 {
				note, err := readUpload(file)
				return file.Filename, note, err
			}
		}
	}
	return "", []byte(form(c).Get("text")), nil
}

func readUpload(file *multipart.FileHeader) ([]byte, error) {
	opened, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("open upload: %w", err)
	}
	defer opened.Close()
	return io.ReadAll(io.LimitReader(opened, programme.MaxBytes+1))
}

// confirmImport reads the note again, just as the preview did, and writes what was confirmed.
func (s *Server) confirmImport(c *fiber.Ctx) error {
	sent := form(c)
	preview, err := programme.Read([]byte(sent.Get("text")))
	if fault, ok := errors.AsType[*programme.Fault](err); ok {
		return s.drawImport(c, sent.Get("text"), fault)
	}
	if err != nil {
		return err
	}
	stored, err := s.ownProgramme(c)
	if err != nil {
		return err
	}
	if len(stored) > 0 {
		return s.confirmDifference(c, preview, stored)
	}
	plan, err := confirmed(preview, sent)
	if faults := poll.Faults(err); len(faults) > 0 {
		return s.drawPreview(c, views.ImportPreview{Preview: preview, Values: sent, Faults: faults})
	}
	if err != nil {
		return err
	}
	added, err := s.Store.ImportPlan(c.UserContext(), s.organiser(), plan)
	if errors.Is(err, poll.ErrConflict) { // somebody was first, or this one pressed twice
		if stored, err = s.ownProgramme(c); err != nil {
			return err
		}
		return s.drawDifference(c, sent.Get("source"), preview, stored, true)
	}
	if err != nil {
		return err
	}
	s.Log.Info("programme imported", "request", requestID(c), "sessions", len(added))
	return s.changed(c, "/organise", "")
}

// confirmed is the preview's plan with the choices made on its page: who is admitted to each
// session, and which suggestions become key questions.
func confirmed(preview *programme.Preview, sent url.Values) (agenda.Plan, error) {
	plan := preview.Plan()
	if err := correct(&plan, sent); err != nil {
		return plan, err
	}
	if sent.Has("name") {
		name, err := poll.ReadSentence(sent, "name", agenda.MaxCharacters)
		if err != nil {
			return plan, err
		}
		plan.Conference.Name = name
	}
	for i := range plan.Sessions {
		chosen := agenda.Access(sent.Get(fmt.Sprintf("access-%d", i+1)))
		if chosen == "" {
			continue
		}
		if !chosen.Known() {
			return plan, errForm
		}
		plan.Sessions[i].Session.Access = chosen
	}
	for _, suggestion := range preview.Suggestions {
		if sent.Get(fmt.Sprintf("suggestion-%d", suggestion.Line)) != "on" || suggestion.Session < 1 || suggestion.Session > len(plan.Sessions) {
			continue
		}
		session := &plan.Sessions[suggestion.Session-1]
		lang := plan.Conference.Language
		session.KeyQuestions = append(session.KeyQuestions, agenda.KeyQuestion{
			Position: len(session.KeyQuestions) + 1, Kind: suggestion.Kind, Compound: suggestion.Compound,
			Text: agenda.Plain(lang, suggestion.Text), Short: agenda.Plain(lang, agenda.ShortLabel(suggestion.Text)),
		})
	}
	return plan, nil
}
