package handlers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"soundings/access"
	"soundings/i18n"
	"soundings/poll"
	"soundings/store"
	"soundings/views"
)

// Hidden fields of the answer form.
const (
	fieldNonce    = "nonce"    // of the tap; a retry carries the same
	fieldReplaces = "replaces" // revision of the answer that this one replaces, 0 for the first
	fieldRevision = "revision" // of the poll's content that the form was drawn from
)

// drawRecorded draws the reply to a recorded answer once per language: it is always the same.
func (s *Server) drawRecorded() error {
	s.recorded = map[string][]byte{}
	for _, lang := range i18n.Languages() {
		var drawn bytes.Buffer
		if err := s.Views.Foot(&drawn, s.printerOf(lang.Tag), views.Foot{State: views.FootRecorded}); err != nil {
			return err
		}
		s.recorded[lang.Tag] = drawn.Bytes()
	}
	return nil
}

// answer takes a participant's answer. It says "recorded" only after the commit; whatever else
// happens is said in the foot of the page, with a way on, and loses nothing of what was sent.
func (s *Server) answer(c *fiber.Ctx) error {
	id, err := number(c, "poll")
	if err != nil {
		return err
	}
	sent := form(c)
	viewer, err := s.participant(c)
	if err == nil {
		err = s.record(c, viewer, id, sent)
	}
	if err != nil {
		return s.refuse(c, viewer, id, sent, err)
	}
	if !isPart(c) {
		return c.Redirect(fmt.Sprintf("/p/%d", id), fiber.StatusSeeOther)
	}
	c.Type("html", "utf-8")
	return c.Send(s.recorded[s.language(c)])
}

func (s *Server) record(c *fiber.Ctx, viewer access.Viewer, id int64, sent url.Values) error {
	// Whether answers are taken is asked where they are stored: a copy of a stored answer gets its
	// reply whatever has been closed since.
	p, _, err := s.Store.Poll(c.UserContext(), viewer, id)
	if err != nil {
		return err
	}
	tap, err := s.readTap(p, sent)
	if err != nil {
		return err
	}
	if !s.answers.allow(viewer.Participant) {
		return errTooMany
	}
	_, err = s.Store.Record(c.UserContext(), viewer, tap)
	return err
}

func (s *Server) readTap(p poll.Poll, sent url.Values) (store.Tap, error) {
	kind, known := s.kinds[p.Kind]
	if !known {
		return store.Tap{}, fmt.Errorf("poll %d is of the unknown kind %q", p.ID, p.Kind)
	}
	answer, err := kind.Read(p, sent)
	if err != nil {
		return store.Tap{}, err
	}
	replaces, err := strconv.ParseInt(last(sent, fieldReplaces), 10, 64)
	if err != nil || replaces < 0 {
		return store.Tap{}, errForm
	}
	revision, err := strconv.ParseInt(sent.Get(fieldRevision), 10, 64)
	if err != nil {
		return store.Tap{}, errForm
	}
	nonce, err := readNonce(sent)
	if err != nil {
		return store.Tap{}, err
	}
	return store.Tap{Poll: p.ID, Answer: answer, ContentRevision: revision, Replaces: replaces, Nonce: nonce}, nil
}

// readNonce reads the nonce of a tap or a text.
func readNonce(sent url.Values) (string, error) {
	nonce := sent.Get(fieldNonce)
	if nonce == "" || len(nonce) > store.MaxNonce {
		return "", errForm
	}
	return nonce, nil
}

// refuse says why an answer was not recorded: a foot for the script, the whole page without it.
func (s *Server) refuse(c *fiber.Ctx, viewer access.Viewer, id int64, sent url.Values, fault error) error {
	foot := s.footFor(c, viewer, id, fault)
	if foot.State == "" {
		return fault
	}
	status, _ := classify(fault)
	if status >= fiber.StatusInternalServerError {
		s.Log.Error("answer not saved", "request", requestID(c), "poll", id, "err", fault)
		c.Set(fiber.HeaderRetryAfter, "2")
	}
	c.Status(status)
	if isPart(c) {
		return html(c, func(w io.Writer, f views.Foot) error { return s.Views.Foot(w, s.printer(c), f) }, foot)
	}
	if foot.State == views.FootExpired {
		return fault
	}
	return s.drawPoll(c, viewer, id, sent, foot)
}

// footFor is the foot that tells of a fault; none where the fault needs a page of its own.
func (s *Server) footFor(c *fiber.Ctx, viewer access.Viewer, id int64, fault error) views.Foot {
	foot := views.Foot{State: footStateOf(fault), Poll: id}
	refused, isRefused := errors.AsType[*store.Refused](fault)
	switch {
	case isRefused:
		foot.State, foot.Revision = views.FootConflict, refused.Stored.Revision
		if p, _, err := s.Store.Poll(c.UserContext(), viewer, id); err == nil {
			foot.Stored = s.answerText(p, refused.Stored.Answer)
		}
	case isNotFound(fault):
		foot.State = ""
		if isPart(c) {
			foot.State = views.FootRejected
		}
	case foot.State == views.FootInvalid:
		foot.Fault = poll.Faults(fault)[0]
	}
	return foot
}

// footStateOf is what the foot says of a fault, of an answer or a contribution alike.
func footStateOf(fault error) views.FootState {
	switch {
	case errors.Is(fault, errNotJoined):
		return views.FootExpired
	case errors.Is(fault, poll.ErrClosed):
		return views.FootLate
	case errors.Is(fault, poll.ErrNotSaved), errors.Is(fault, errTooMany):
		return views.FootNotSaved
	case errors.Is(fault, poll.ErrConflict), errors.Is(fault, errForm):
		return views.FootRejected
	case len(poll.Faults(fault)) > 0:
		return views.FootInvalid
	default:
		return views.FootNotSaved
	}
}

// last is the last value of a field: "replace" is a button that names the revision again.
func last(sent url.Values, field string) string {
	if all := sent[field]; len(all) > 0 {
		return all[len(all)-1]
	}
	return ""
}
