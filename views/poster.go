package views

import (
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"soundings/agenda"
	"soundings/i18n"
)

// Poster is a sheet that says how to take part, in the conference or in one session.
type Poster struct {
	Page
	Facts   agenda.Conference
	Session *agenda.Session // nil for the whole conference
	Join    JoinAddress
	Tongues []*i18n.Printer // languages that it speaks
}

// Poster draws a sheet that says how to take part.
func (v *Views) Poster(w io.Writer, p Poster) error {
	drawn := poster{Poster: p}
	if p.Join.Reachable {
		code, err := qrOf(p.Join.URL)
		if err != nil {
			return err
		}
		drawn.QR = code
	}
	return v.page(w, "poster", drawn)
}

// poster is Poster with its code drawn.
type poster struct {
	Poster
	QR qrPicture
}

// posterName is what the sheet is about in one language: a title, with what stands above it.
type posterName struct {
	Above []Written
	Title Written
}

// Names are the titles in every language of the conference that they were written in, the original
// first; at least one.
func (p poster) Names() []posterName {
	var names []posterName
	seen := map[string]bool{}
	for _, tag := range append([]string{p.title().Lang, p.Facts.Language}, p.Facts.Languages...) {
		text, in := p.title().In(tag)
		if seen[text] || (in != tag && len(names) > 0) {
			continue
		}
		seen[text] = true
		names = append(names, posterName{Above: p.above(tag), Title: Written{Text: text, Lang: in}})
	}
	return names
}

func (p poster) title() agenda.Text {
	switch {
	case p.Session == nil:
		return p.Facts.Name
	case p.Session.Title.IsEmpty():
		return p.Session.Label
	default:
		return p.Session.Title
	}
}

func (p poster) above(lang string) []Written {
	texts := []agenda.Text{p.Facts.Theme}
	if p.Session != nil {
		texts = []agenda.Text{p.Facts.Name, p.Session.Label}
	}
	var above []Written
	for _, text := range texts {
		if written, in := text.In(lang); written != "" && written != p.title().Text {
			above = append(above, Written{Text: written, Lang: in})
		}
	}
	return above
}

// Fit names the size at which all titles fit on the sheet.
func (p poster) Fit() string {
	total := 0
	for _, name := range p.Names() {
		total += utf8.RuneCountInString(name.Title.Text)
		for _, text := range name.Above {
			total += utf8.RuneCountInString(text.Text) / 2
		}
	}
	for i, most := range []int{60, 140, 320, 700} {
		if total <= most {
			return []string{"poster-largest", "poster-large", "poster-middle", "poster-small"}[i]
		}
	}
	return "poster-smallest"
}

// Where says when and where the session is held, in each language once.
func (p poster) Where() []posterLine {
	var lines []posterLine
	for _, tongue := range p.Tongues {
		spoken := p.Page
		spoken.Printer = tongue
		var parts []string
		if p.Session != nil {
			parts = spoken.Slots(*p.Session)
		}
		for _, place := range []string{p.Facts.Room, p.Facts.Place} {
			if place != "" {
				parts = append(parts, isolated(place))
			}
		}
		line := posterLine{tongue, strings.Join(parts, " · ")}
		if line.Text != "" && !slices.ContainsFunc(lines, func(other posterLine) bool { return other.Text == line.Text }) {
			lines = append(lines, line)
		}
	}
	return lines
}

// posterLine is one line in one language.
type posterLine struct {
	*i18n.Printer
	Text string
}

// SpacedCode is the join code in two halves.
func (p poster) SpacedCode() string { return spaced(p.Join.Code) }

// AddressFit names the size of the address, so that it stands on one line.
func (p poster) AddressFit() string { return screen{Screen: Screen{Join: p.Join}}.HostFit() }
