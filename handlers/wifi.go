package handlers

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"soundings/agenda"
	"soundings/poll"
	"soundings/views"
)

// wifiPage is where the organiser says how phones come into the hall's own network.
func (s *Server) wifiPage(c *fiber.Ctx) error { return s.drawWiFi(c, s.conference.Load().WiFi, nil) }

func (s *Server) drawWiFi(c *fiber.Ctx, typed agenda.WiFi, faults []*poll.Invalid) error {
	if len(faults) > 0 {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	page := s.page(c)
	page.Home = "/organise"
	return html(c, s.Views.WiFi, views.WiFi{Page: page, Typed: typed, Faults: faults})
}

func (s *Server) saveWiFi(c *fiber.Ctx) error {
	sent := form(c)
	// Spaces around are typed by accident; within a password they may be meant.
	typed := agenda.WiFi{Name: strings.TrimSpace(sent.Get("name")), Password: strings.Trim(sent.Get("password"), "\r\n\t")}
	if err := typed.Check(); err != nil {
		return s.drawWiFi(c, typed, wifiFaults(err))
	}
	if err := s.Store.SaveWiFi(c.UserContext(), s.organiser(), typed); err != nil {
		return err
	}
	if err := s.reloadConference(c.UserContext()); err != nil {
		return err
	}
	s.Log.Info("network set", "request", requestID(c), "named", typed.Name != "")
	return back(c, "/organise/wifi", "wifi_saved")
}

func wifiFaults(err error) []*poll.Invalid {
	var faults []*poll.Invalid
	if errors.Is(err, agenda.ErrWiFiName) {
		faults = append(faults, &poll.Invalid{Field: "name", Key: "fault.wifi_name", Limit: agenda.MaxWiFiName})
	}
	if errors.Is(err, agenda.ErrWiFiPassword) {
		faults = append(faults, &poll.Invalid{Field: "password", Key: "fault.wifi_password", Limit: agenda.MaxWiFiPassword})
	}
	return faults
}
