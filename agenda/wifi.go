package agenda

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a network's name in bytes, and of its password in characters, as the standards set them.
const (
	MaxWiFiName     = 32
	MinWiFiPassword = 8
	MaxWiFiPassword = 63
)

// Faults of a network as it is typed; handlers translate them.
var (
	ErrWiFiName     = errors.New("not a network's name")
	ErrWiFiPassword = errors.New("not a network's password")
)

// Check says whether phones could come in by it: a name that a network can have, and a password of
// the length that it must have, or none. What is shown to be typed holds no character that hides.
func (w WiFi) Check() error {
	var faults error
	if len(w.Name) > MaxWiFiName || !typable(w.Name) || (w.Name == "" && w.Password != "") {
		faults = ErrWiFiName
	}
	if n := utf8.RuneCountInString(w.Password); w.Password != "" && (n < MinWiFiPassword || n > MaxWiFiPassword || !typable(w.Password)) {
		faults = errors.Join(faults, ErrWiFiPassword)
	}
	return faults
}

func typable(text string) bool {
	hides := func(r rune) bool { return r != ' ' && !unicode.IsGraphic(r) || unicode.Is(unicode.Cf, r) }
	return utf8.ValidString(text) && !strings.ContainsFunc(text, hides)
}

// wifiEscapes are those that every reader of such codes knows.
var wifiEscapes = strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`, `:`, `\:`, `"`, `\"`)

// Code is what a QR code says so that a phone offers to connect: "WIFI:T:WPA;S:name;P:password;;".
func (w WiFi) Code() string {
	if w.Password == "" {
		return "WIFI:T:nopass;S:" + wifiEscapes.Replace(w.Name) + ";;"
	}
	return "WIFI:T:WPA;S:" + wifiEscapes.Replace(w.Name) + ";P:" + wifiEscapes.Replace(w.Password) + ";;"
}
