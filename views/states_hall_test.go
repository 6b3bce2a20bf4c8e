package views

import (
	"io"

	"soundings/access"
	"soundings/agenda"
	"soundings/i18n"
	"soundings/poll"
)

// hallStates are the pages that set up a hall.
func hallStates() []state {
	var all []state
	for _, group := range [][]state{wifiStates(), stepStates()} {
		all = append(all, group...)
	}
	return all
}

func wifiStates() []state {
	wifi := func(name string, w WiFi) state {
		return state{name: "wifi-" + name, draw: func(v *Views, out io.Writer, t *i18n.Printer) error {
			w := w
			w.Page = staffPage(t, "/organise/wifi")
			return v.WiFi(out, w)
		}}
	}
	return []state{
		wifi("none", WiFi{}), wifi("given", WiFi{Typed: agenda.WiFi{Name: "Soundings-Room4", Password: "lasting-2026"}}),
		wifi("refused", WiFi{
			Typed:  agenda.WiFi{Name: hostile[1], Password: "short"},
			Faults: []*poll.Invalid{{Field: "name", Key: "fault.wifi_name", Limit: 32}, {Field: "password", Key: "fault.wifi_password", Limit: 63}},
		}),
	}
}

func stepStates() []state {
	steps := func(name string, s Screen, network agenda.WiFi) state {
		return state{name: "screen-steps-" + name, draw: func(v *Views, w io.Writer, t *i18n.Printer) error {
			s := s
			s.Page = livePage(t, "/screen/4")
			s.Page.Role = access.Screen
			s.Join.WiFi = network
			return v.Screen(w, s)
		}}
	}
	welcome := Screen{Session: sampleSession(), Join: sampleJoin(), Watching: 286}
	long := welcome
	long.Session.Title = textOf(longQuestion)
	return []state{
		steps("password", welcome, agenda.WiFi{Name: "Soundings-Room4", Password: "lasting-2026"}),
		steps("open", welcome, agenda.WiFi{Name: "قاعة المؤتمرات"}),
		steps("long", long, agenda.WiFi{Name: "The-Conference-Centre-Room-4-5GH", Password: "a password of sixty-three characters: as long as one may be, 63"}),
		steps("hostile", welcome, agenda.WiFi{Name: hostile[0], Password: hostile[1]}),
	}
}
