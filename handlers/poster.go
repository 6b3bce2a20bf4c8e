package handlers

import (
	"fmt"

	"github.com/gofiber/fiber/v2"

	"soundings/agenda"
	"soundings/i18n"
	"soundings/views"
)

// conferencePoster is a sheet to print and hang up: how to take part in the conference.
func (s *Server) conferencePoster(c *fiber.Ctx) error {
	page := s.posterOf(c)
	page.Home = "/organise"
	return html(c, s.Views.Poster, page)
}

// sessionPoster is the same for one session: its code leads a phone to it.
func (s *Server) sessionPoster(c *fiber.Ctx) error {
	id, err := number(c, "session")
	if err != nil {
		return err
	}
	session, err := s.Store.Session(c.UserContext(), s.organiser(), id)
	if err != nil {
		return err
	}
	page := s.posterOf(c)
	page.Home, page.Session = organisePath(id), &session
	if page.Join.Reachable {
		page.Join.URL = fmt.Sprintf("%s/%d", page.Join.URL, id)
	}
	return html(c, s.Views.Poster, page)
}

// posterOf speaks every language of the conference that the interface has, the organiser's where
// there is none.
func (s *Server) posterOf(c *fiber.Ctx) views.Poster {
	conference := *s.conference.Load()
	page := views.Poster{Page: s.page(c), Facts: conference, Join: s.joinAddress()}
	for _, language := range i18n.Languages() {
		if speaks(conference, language.Tag) {
			page.Tongues = append(page.Tongues, s.printerOf(language.Tag))
		}
	}
	if len(page.Tongues) == 0 {
		page.Tongues = []*i18n.Printer{page.Printer}
	}
	return page
}

func speaks(conference agenda.Conference, lang string) bool {
	for _, tag := range append([]string{conference.Language}, conference.Languages...) {
		if tag == lang {
			return true
		}
	}
	return false
}
