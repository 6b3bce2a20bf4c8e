package handlers

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/gofiber/fiber/v2"

	"soundings/store"
	"soundings/views"
)

// How long a copy may take, and for how much of it its page waits.
const (
	copyTimeout = 2 * time.Minute
	copyWait    = requestTimeout - 2*time.Second
)

// copyNow makes a copy in the folder of copies. A slow disk does not hold the page: the copy goes
// on, and the page says so.
func (s *Server) copyNow(c *fiber.Ctx) error {
	if s.Copies == nil {
		return errNoPage
	}
	done := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), copyTimeout)
		defer cancel()
		done <- s.Copies.Now(ctx)
	}()
	s.Log.Info("copy asked for", "request", requestID(c))
	next := localPath(form(c).Get("next"), "/organise")
	select {
	case err := <-done:
		if err != nil {
			return back(c, next+"#copies", "") // where it says what is wrong
		}
		return back(c, next, "copy_made")
	case <-time.After(copyWait):
		return back(c, next, "copy_running")
	}
}

// sendCopy sends a verified copy of the whole conference, for those who keep no folder of copies.
func (s *Server) sendCopy(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(context.Background(), copyTimeout)
	defer cancel()
	snapshot, err := s.Store.Snapshot(ctx)
	if err != nil {
		return err
	}
	info, err := snapshot.Stat()
	if err != nil {
		return errors.Join(err, snapshot.Close())
	}
	s.Log.Info("copy taken out", "request", requestID(c), "bytes", info.Size())
	name := "soundings-" + s.Now().UTC().Format("2006-01-02-1504") + ".db"
	c.Set(fiber.HeaderContentType, "application/vnd.sqlite3")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.SendStream(&download{snapshot, c.Context().Conn()}, int(info.Size()))
}

// download gives a slow line as long as it takes, as long as it takes some.
type download struct {
	snapshot *store.Snapshot
	conn     net.Conn
}

// Read reads the next piece of the file.
func (d *download) Read(into []byte) (int, error) {
	_ = d.conn.SetWriteDeadline(time.Now().Add(writeTimeout))
	return d.snapshot.Read(into)
}

// Close removes the file that was sent.
func (d *download) Close() error { return d.snapshot.Close() }

// copies is how the copies stand, in the conference's time.
func (s *Server) copies() views.Copies {
	if s.Copies == nil {
		return views.Copies{}
	}
	zone, state := s.zone.Load(), s.Copies.State()
	at := func(moment time.Time) string {
		if moment.IsZero() {
			return ""
		}
		return moment.In(zone).Format("2006-01-02 15:04")
	}
	return views.Copies{
		Folder: true, Made: at(state.Made), Running: !state.Running.IsZero(),
		SameDisk: state.SameDisk, Fault: string(state.Fault), Since: at(state.Failed),
	}
}
