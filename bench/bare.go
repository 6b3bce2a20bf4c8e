package main

import (
	"net"
	"strings"

	"github.com/gofiber/fiber/v2"

	"soundings/handlers"
)

// bareReply is about as long as the foot that a phone gets for a recorded answer.
const bareReply = 450

// serveBare serves what an answer is compared with: a POST in the same Fiber configuration that
// reads the same cookie, and does nothing.
func serveBare(address string) error {
	app := fiber.New(handlers.FiberConfig(fiber.DefaultErrorHandler))
	reply := []byte(strings.Repeat("x", bareReply))
	app.Get("/readyz", func(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusOK) })
	app.Post("/p/:poll/answer", func(c *fiber.Ctx) error {
		if c.Cookies("soundings_participant") == "" {
			return fiber.ErrUnauthorized
		}
		return c.Send(reply)
	})
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	return app.Listener(listener)
}
