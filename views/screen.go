package views

import (
	"html/template"
	"io"
	"unicode/utf8"

	"soundings/agenda"
	"soundings/chart"
	"soundings/disclosure"
	"soundings/poll"
)

// Screen draws the projector's page.
func (v *Views) Screen(w io.Writer, p Screen) error {
	drawn, err := v.screen(p, false)
	if err != nil {
		return err
	}
	return v.page(w, "screen", drawn)
}

// ScreenFrame draws the pushed frame of the projector's page.
func (v *Views) ScreenFrame(w io.Writer, p Screen) error {
	drawn, err := v.screen(p, true)
	if err != nil {
		return err
	}
	return v.part(w, "screen", drawn)
}

// screen is Screen with its code and its result drawn.
type screen struct {
	Screen
	OOB     bool
	QR      qrPicture
	WiFiQR  qrPicture // where the welcome has two steps
	Figures template.HTML
}

func (v *Views) screen(p Screen, pushed bool) (screen, error) {
	drawn := screen{Screen: p, OOB: pushed}
	var err error
	if drawn.ShowsCode() {
		if drawn.QR, err = qrOf(p.Join.URL); err != nil {
			return screen{}, err
		}
	}
	if drawn.HasWiFi() {
		if drawn.WiFiQR, err = qrOf(p.Join.WiFi.Code()); err != nil {
			return screen{}, err
		}
	}
	if p.Poll != nil {
		drawn.Figures, err = v.resultFigures(p.Printer, p.Poll.Poll, p.Result, onScreen)
	}
	return drawn, err
}

// Ended reports whether the session is over and nothing is left to show.
func (s screen) Ended() bool {
	return s.Poll == nil && s.Question == nil && s.Session.Progress == agenda.Ended
}

// TakesAnswers reports whether the poll on the screen takes answers.
func (s screen) TakesAnswers() bool { return s.Poll != nil && s.Poll.Poll.State == poll.TakingAnswers }

// Shown reports whether the screen shows the result.
func (s screen) Shown() bool { return s.Result.Level == disclosure.Full }

// ShowsCode reports whether QR and code are on the screen.
func (s screen) ShowsCode() bool { return s.Join.Reachable && !s.Session.CodeHidden }

// Unreachable reports whether the screen has to say that phones cannot get here.
func (s screen) Unreachable() bool { return !s.Join.Reachable && !s.Session.CodeHidden }

// Fit names the sizes at which everything that people wrote fits.
func (s screen) Fit() string {
	if board := s.Board(); board != nil {
		return board.Fit()
	}
	if s.Poll == nil {
		return fitTitle(s.In(s.Session.Title).Text)
	}
	content := s.Poll.Poll.Content
	labels := make([]string, len(content.Options))
	for i, option := range content.Options {
		labels[i] = s.In(option.Label).Text
	}
	return fitPlan(s.In(content.Question).Text, labels, s.Shown())
}

// HostFit names the size of the address, so that it stands on one line.
func (s screen) HostFit() string {
	switch n := utf8.RuneCountInString(s.Join.Host); {
	case n <= 17:
		return "host-short"
	case n <= 24:
		return "host-medium"
	default:
		return "host-long"
	}
}

// CodeLines are the two halves of the code, each as its characters.
func (s screen) CodeLines() [][]string {
	var lines [][]string
	for _, half := range halves(s.Join.Code) {
		var line []string
		for _, character := range half {
			line = append(line, string(character))
		}
		lines = append(lines, line)
	}
	return lines
}

// halves splits a join code in two, as it is read aloud.
func halves(code string) []string {
	half := len(code) / 2
	return []string{code[:half], code[half:]}
}

// SpacedCode is the code in two halves, as it is written on one line.
func (s screen) SpacedCode() string { return spaced(s.Join.Code) }

// WideCode reports whether the code needs a little less size to fill the rail.
func (s screen) WideCode() bool {
	for _, half := range halves(s.Join.Code) {
		wide := 0
		for _, character := range half {
			if character == 'M' || character == 'W' {
				wide++
			}
		}
		if wide > 1 {
			return true
		}
	}
	return false
}

// Depth is how far the lead of the sounding line has sunk: answered of connected.
func (s screen) Depth() string {
	return chart.Depth(s.Result.Respondents, max(s.Watching, s.Result.Respondents))
}

// SomeLeft reports whether fewer phones are connected now than have answered, or none at all, so
// that "of so many connected" would be wrong.
func (s screen) SomeLeft() bool { return s.Watching == 0 || s.Watching < s.Result.Respondents }
