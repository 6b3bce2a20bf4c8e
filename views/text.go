package views

import (
	"net/url"

	"soundings/agenda"
	"soundings/i18n"
)

// Written is a text that a person wrote, and the language it is in ("" when unknown). The part
// "text" draws it, isolated from the direction of what surrounds it.
type Written struct {
	Text, Lang string
}

func written(t *i18n.Printer, text agenda.Text) Written {
	content, lang := text.In(t.Lang())
	return Written{Text: content, Lang: lang}
}

// placeName is how a session is called in a head: its label, or its title where it has none.
func placeName(t *i18n.Printer, s agenda.Session) Written {
	if s.Label.IsEmpty() {
		return written(t, s.Title)
	}
	return written(t, s.Label)
}

// itemName is "Key question 2" or "Issue 2", "" for none.
func itemName(t *i18n.Printer, k agenda.KeyQuestion) string {
	switch {
	case k.ID == 0:
		return ""
	case k.Kind == agenda.Issue:
		return t.T("issue_number", "Number", t.Number(k.Position))
	default:
		return t.T("key_question_number", "Number", t.Number(k.Position))
	}
}

// shortName is the short label of a key question. Where it has none, or none in the language of the
// page while the question itself has, it is proposed from the question.
func shortName(t *i18n.Printer, k agenda.KeyQuestion) Written {
	short, full := written(t, k.Short), written(t, k.Text)
	if short.Text == "" || (short.Lang != t.Lang() && full.Lang == t.Lang()) {
		return Written{Text: agenda.ShortLabel(full.Text), Lang: full.Lang}
	}
	return short
}

// In is a text in the language of the page, or in its own.
func (p Page) In(text agenda.Text) Written { return written(p.Printer, text) }

// Place is how a session is called in a head.
func (p Page) Place(s agenda.Session) Written { return placeName(p.Printer, s) }

// ItemName is "Key question 2" or "Issue 2", "" for none.
func (p Page) ItemName(k agenda.KeyQuestion) string { return itemName(p.Printer, k) }

// region is what a pushed region or a fragment carries in place of a Page: its language, and
// whether it is pushed rather than part of a page.
type region struct {
	*i18n.Printer
	OOB bool
}

func (r region) In(text agenda.Text) Written          { return written(r.Printer, text) }
func (r region) Place(s agenda.Session) Written       { return placeName(r.Printer, s) }
func (r region) ItemName(k agenda.KeyQuestion) string { return itemName(r.Printer, k) }
func (p Page) region() region                         { return region{Printer: p.Printer} }
func (r region) mirrored() bool                       { return r.Dir() == "rtl" }

// LanguageLink is one language in the language switch.
type LanguageLink struct {
	i18n.Language
	Href    string
	Current bool
}

// Languages links to this page in each language.
func (p Page) Languages() []LanguageLink {
	var links []LanguageLink
	for _, language := range i18n.Languages() {
		links = append(links, LanguageLink{
			Language: language, Href: p.pathWithLanguage(language.Tag), Current: language.Tag == p.Lang(),
		})
	}
	return links
}

func (p Page) pathWithLanguage(lang string) string {
	path, err := url.Parse(p.Path)
	if err != nil {
		path = &url.URL{Path: "/"}
	}
	query := path.Query()
	query.Set("lang", lang)
	path.RawQuery = query.Encode()
	return path.String()
}

// Head is the strip at the top of a phone's page: the way back, where one is, the language.
type Head struct {
	Page
	Here Written // "" for the name of the program
}

// Head is that of a page outside any session.
func (p Page) Head() Head { return Head{Page: p} }
