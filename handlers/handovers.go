package handlers

import (
	"crypto/rand"
	"crypto/sha256"
	"io"
	"sync"
	"time"

	"soundings/store"
)

// Secrets that carry a participant's credential into another browser: for how long, and how many at
// a time. A code is longer than a join code: whoever guesses one is somebody.
const (
	handoverLasts  = 10 * time.Minute
	handoversMost  = 1 << 14
	handoverLength = 8 // characters of the code
)

// handovers are the participants who are about to continue in another browser. They live in memory,
// each under its own token: a new secret makes the one before worthless.
type handovers struct {
	now    func() time.Time
	random io.Reader

	mu       sync.Mutex
	byWhom   map[string]*handover // by the participant's token
	byDigest map[[sha256.Size]byte]*handover
}

// handover is one secret, in its two forms, and what it carries.
type handover struct {
	token        string
	since        time.Time
	secret, code [sha256.Size]byte // digests
}

func newHandovers(now func() time.Time, random io.Reader) *handovers {
	return &handovers{now: now, random: random, byWhom: map[string]*handover{}, byDigest: map[[sha256.Size]byte]*handover{}}
}

// begin makes the secret for a link and the code to type; errTooMany where there is no room.
func (h *handovers) begin(token string) (secret, code string, err error) {
	code, err = store.NewCode(h.random, handoverLength)
	if err != nil {
		return "", "", err
	}
	secret = rand.Text()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.forget()
	h.drop(h.byWhom[token])
	made := &handover{token: token, since: h.now(), secret: sha256.Sum256([]byte(secret)), code: sha256.Sum256([]byte(code))}
	if len(h.byWhom) >= handoversMost || h.byDigest[made.code] != nil {
		return "", "", errTooMany
	}
	h.byWhom[token], h.byDigest[made.secret], h.byDigest[made.code] = made, made, made
	return secret, code, nil
}

// take yields what a secret or a code carries, once.
func (h *handovers) take(typed string) (token string, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.forget()
	found := h.byDigest[sha256.Sum256([]byte(typed))]
	if found == nil {
		return "", false
	}
	h.drop(found)
	return found.token, true
}

func (h *handovers) drop(one *handover) {
	if one == nil {
		return
	}
	delete(h.byWhom, one.token)
	delete(h.byDigest, one.secret)
	delete(h.byDigest, one.code)
}

// forget drops those who have waited too long.
func (h *handovers) forget() {
	now := h.now()
	for _, one := range h.byWhom {
		if now.Sub(one.since) >= handoverLasts {
			h.drop(one)
		}
	}
}
