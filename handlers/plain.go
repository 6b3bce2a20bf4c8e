package handlers

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"soundings/poll"
)

// healthz says that the process answers.
func (s *Server) healthz(c *fiber.Ctx) error { return c.SendString("ok\n") }

// readyz says that answers can be stored and read, and that the server is not shutting down.
func (s *Server) readyz(c *fiber.Ctx) error {
	if s.context.Err() != nil {
		return c.Status(fiber.StatusServiceUnavailable).SendString("shutting down\n")
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), requestTimeout/4)
	defer cancel()
	if err := s.Store.Ready(ctx); err != nil {
		s.Log.Error("not ready", "request", requestID(c), "err", err)
		return c.Status(fiber.StatusServiceUnavailable).SendString("not ready\n")
	}
	return c.SendString("ok\n")
}

// asset serves one embedded file; its name holds a sum of its content, so it never changes.
func (s *Server) asset(c *fiber.Ctx) error {
	asset, known := s.Assets.At(c.Path())
	if !known {
		return errNoPage
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderContentType, asset.Type)
	c.Vary(fiber.HeaderAcceptEncoding)
	if asset.Packed != nil && strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(asset.Packed)
	}
	return c.Send(asset.Body)
}

func (s *Server) kindByName(name string) (poll.Kind, bool) {
	kind, known := s.kinds[name]
	return kind, known
}
