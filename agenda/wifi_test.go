package agenda_test

import (
	"errors"
	"strings"
	"testing"

	"soundings/agenda"
)

func TestTheCodeOfANetworkEscapesWhatItsFormatUses(t *testing.T) {
	t.Parallel()
	for want, network := range map[string]agenda.WiFi{
		`WIFI:T:WPA;S:Soundings-Room4;P:lasting-2026;;`: {Name: "Soundings-Room4", Password: "lasting-2026"},
		`WIFI:T:nopass;S:Hall;;`:                        {Name: "Hall"},
		`WIFI:T:WPA;S:a\\b\;c\,d\:e\"f;P:\;\;\:\:\,\,\"\\;;`: {
			Name: `a\b;c,d:e"f`, Password: `;;::,,"\`,
		},
		`WIFI:T:WPA;S:قاعة 4;P:كلمة سر طويلة;;`: {Name: "قاعة 4", Password: "كلمة سر طويلة"},
	} {
		if got := network.Code(); got != want {
			t.Errorf("%+v gives %s, want %s", network, got, want)
		}
	}
}

func TestANetworkIsOneThatPhonesCouldComeInBy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		network agenda.WiFi
		want    error
	}{
		"none":                {agenda.WiFi{}, nil},
		"open":                {agenda.WiFi{Name: "Hall 4"}, nil},
		"with a password":     {agenda.WiFi{Name: "Hall 4", Password: "12345678"}, nil},
		"32 bytes":            {agenda.WiFi{Name: strings.Repeat("é", 16)}, nil},
		"34 bytes":            {agenda.WiFi{Name: strings.Repeat("é", 17)}, agenda.ErrWiFiName},
		"a password alone":    {agenda.WiFi{Password: "12345678"}, agenda.ErrWiFiName},
		"seven characters":    {agenda.WiFi{Name: "Hall", Password: "1234567"}, agenda.ErrWiFiPassword},
		"64 characters":       {agenda.WiFi{Name: "Hall", Password: strings.Repeat("x", 64)}, agenda.ErrWiFiPassword},
		"a line break":        {agenda.WiFi{Name: "Hall\n4"}, agenda.ErrWiFiName},
		"a turned direction":  {agenda.WiFi{Name: "Hall\u202e4"}, agenda.ErrWiFiName},
		"a hidden character":  {agenda.WiFi{Name: "Hall", Password: "1234\u200b5678"}, agenda.ErrWiFiPassword},
		"what is not a text":  {agenda.WiFi{Name: "Hall\xff"}, agenda.ErrWiFiName},
		"a tab in a password": {agenda.WiFi{Name: "Hall", Password: "1234\t5678"}, agenda.ErrWiFiPassword},
	} {
		if err := c.network.Check(); !errors.Is(err, c.want) || (c.want == nil && err != nil) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
