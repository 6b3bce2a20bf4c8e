package access

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost of hashing a passphrase by Argon2id: 19 MiB, two passes, one lane (OWASP's minimum).
const (
	argonMemory  = 19 * 1024 // KiB
	argonPasses  = 2
	argonLanes   = 1
	argonKey     = 32
	argonSalt    = 16
	argonPattern = "argon2id$%d$%d$%d$%s$%s"
)

// MinPassphrase and MaxPassphrase bound a passphrase, in bytes.
const (
	MinPassphrase = 12
	MaxPassphrase = 256
)

// ErrHash says that a stored hash is none of ours.
var ErrHash = errors.New("passphrase hash is not readable")

// HashPassphrase makes the text that is stored of a passphrase. It takes 19 MiB for some 50 ms.
func HashPassphrase(passphrase string, random io.Reader) (string, error) {
	salt := make([]byte, argonSalt)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", fmt.Errorf("salt: %w", err)
	}
	key := argon2.IDKey([]byte(passphrase), salt, argonPasses, argonMemory, argonLanes, argonKey)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf(argonPattern, argonMemory, argonPasses, argonLanes, encode(salt), encode(key)), nil
}

// MatchesPassphrase says whether the passphrase is the one that was hashed, in constant time.
func MatchesPassphrase(passphrase, hash string) (bool, error) {
	parts := strings.Split(hash, "$")
	var memory, passes uint32
	var lanes uint8
	if len(parts) != 6 || parts[0] != "argon2id" {
		return false, ErrHash
	}
	if _, err := fmt.Sscan(parts[1], &memory); err != nil {
		return false, errors.Join(ErrHash, err)
	}
	if _, err := fmt.Sscan(parts[2], &passes); err != nil {
		return false, errors.Join(ErrHash, err)
	}
	if _, err := fmt.Sscan(parts[3], &lanes); err != nil {
		return false, errors.Join(ErrHash, err)
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	key, keyErr := base64.RawStdEncoding.DecodeString(parts[5])
	if err := errors.Join(saltErr, keyErr); err != nil {
		return false, errors.Join(ErrHash, err)
	}
	if passes == 0 || lanes == 0 || len(key) == 0 {
		return false, ErrHash
	}
	given := argon2.IDKey([]byte(passphrase), salt, passes, memory, lanes, uint32(len(key)))
	return subtle.ConstantTimeCompare(given, key) == 1, nil
}
