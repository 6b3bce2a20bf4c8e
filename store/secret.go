package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"math/big"
	"strings"
	"unicode"
)

const (
	tokenBytes = 32
	// codeSymbols are those of a join code: no look-alikes of each other.
	codeSymbols = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
	codeLength  = 6
)

// newToken makes a secret of 256 bits, and the digest that is stored in its place.
func newToken(random io.Reader) (token string, stored []byte, err error) {
	raw := make([]byte, tokenBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", nil, err
	}
	token = base64.RawURLEncoding.EncodeToString(raw)
	return token, digestOf(token), nil
}

// digestOf is what is stored of a token: a secret of 256 bits needs no slow hash.
func digestOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func newJoinCode(random io.Reader) (string, error) { return NewCode(random, codeLength) }

// NewCode makes a code that people type, in the letters and figures of a join code.
func NewCode(random io.Reader, length int) (string, error) {
	code := make([]byte, length)
	for i := range code {
		n, err := rand.Int(random, big.NewInt(int64(len(codeSymbols))))
		if err != nil {
			return "", err
		}
		code[i] = codeSymbols[n.Int64()]
	}
	return string(code), nil
}

// ReadCode reads a code as people type it.
func ReadCode(typed string) string {
	drop := func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) { // a dash of any length
			return -1
		}
		return r
	}
	return strings.ToUpper(strings.Map(drop, typed))
}
