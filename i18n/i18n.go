// Package i18n holds the message catalogues and draws messages from them. It knows nothing of
// what the messages are about.
package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed en/*.json ar/*.json
var catalogues embed.FS

// Default is the language that every message exists in.
const Default = "en"

// Language is one language of the interface.
type Language struct {
	Tag     string // BCP 47
	Endonym string // its name in itself
	Dir     string // "ltr" or "rtl"
}

// Languages lists the languages of the interface in the order in which they are offered.
func Languages() []Language {
	return []Language{{"en", "English", "ltr"}, {"ar", "العربية", "rtl"}}
}

// Catalogue is all messages in all languages.
type Catalogue struct {
	bundle  *goi18n.Bundle
	matcher language.Matcher
	keys    map[string][]string
	asked   *asked
}

// Load reads the embedded catalogues: one folder per language, any number of files in it.
func Load() (*Catalogue, error) {
	c := &Catalogue{bundle: goi18n.NewBundle(language.English), keys: map[string][]string{}, asked: &asked{}}
	c.bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	tags := []language.Tag{}
	for _, lang := range Languages() {
		tags = append(tags, language.Make(lang.Tag))
		if err := c.loadFolder(lang.Tag); err != nil {
			return nil, err
		}
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

func (c *Catalogue) loadFolder(lang string) error {
	files, err := fs.Glob(catalogues, lang+"/*.json")
	if err != nil {
		return err
	}
	for _, file := range files {
		raw, err := catalogues.ReadFile(file)
		if err != nil {
			return err
		}
		// go-i18n takes the language from the name, so the folder's name becomes the file's.
		parsed, err := c.bundle.ParseMessageFileBytes(raw, path.Base(file)+"."+lang+".json")
		if err != nil {
			return fmt.Errorf("catalogue %s: %w", file, err)
		}
		for _, message := range parsed.Messages {
			c.keys[lang] = append(c.keys[lang], message.ID)
		}
	}
	return nil
}

// Keys lists the message keys of one language, sorted.
func (c *Catalogue) Keys(lang string) []string { return slices.Sorted(slices.Values(c.keys[lang])) }

// Negotiate picks the language of the interface from what was asked for, best first; each may be
// a tag or an Accept-Language header. It falls back to Default.
func (c *Catalogue) Negotiate(wanted ...string) string {
	for _, want := range wanted {
		if want == "" {
			continue
		}
		if found := c.asked.answer(want, c.match); found != "" {
			return found
		}
	}
	return Default
}

// match picks the language that one wish leads to, "" for none.
func (c *Catalogue) match(want string) string {
	tags, _, err := language.ParseAcceptLanguage(want)
	if err != nil || len(tags) == 0 {
		return ""
	}
	_, index, confidence := c.matcher.Match(tags...)
	if confidence == language.No {
		return ""
	}
	return Languages()[index].Tag
}

// Printer draws messages in one language.
type Printer struct {
	lang      Language
	localizer *goi18n.Localizer // nil in the pseudo-locale
}

// Printer returns the printer of a language, of Default where there is no such language.
func (c *Catalogue) Printer(lang string) *Printer {
	chosen := Languages()[0]
	for _, known := range Languages() {
		if known.Tag == lang {
			chosen = known
		}
	}
	return &Printer{lang: chosen, localizer: goi18n.NewLocalizer(c.bundle, chosen.Tag, Default)}
}

// Pseudo is the printer that draws each message as [key], for tests that look for text which
// escaped translation.
func Pseudo() *Printer {
	return &Printer{lang: Language{Tag: "en-x-pseudo", Endonym: "[pseudo]", Dir: "ltr"}}
}

// Lang is the language's BCP 47 tag.
func (p *Printer) Lang() string { return p.lang.Tag }

// Dir is the direction of its script, "ltr" or "rtl".
func (p *Printer) Dir() string { return p.lang.Dir }

// Endonym is the language's name in itself.
func (p *Printer) Endonym() string { return p.lang.Endonym }

// T draws a message. Arguments are pairs of a name and a value; the value named "Count", an int,
// also picks the plural form. A missing message is drawn as its key in brackets, so that it shows.
func (p *Printer) T(key string, pairs ...any) string {
	if p.localizer == nil {
		return "[" + key + "]"
	}
	config := &goi18n.LocalizeConfig{MessageID: key}
	if values := arguments(pairs); len(values) > 0 {
		config.TemplateData = values
		if count, counted := values["Count"]; counted {
			config.PluralCount = count
		}
	}
	text, err := p.localizer.Localize(config)
	if text == "" && err != nil {
		return "[" + key + "]"
	}
	return text
}

func arguments(pairs []any) map[string]any {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			values[name] = pairs[i+1]
		}
	}
	return values
}

// Number prints a whole number in Latin digits, as all languages of the interface show figures.
func (p *Printer) Number(n int) string { return strconv.Itoa(n) }
