package agenda

import "slices"

// Language is one in which organisers write.
type Language struct {
	Tag     string // BCP 47
	Endonym string // its name in itself
}

// WritingLanguages lists the languages that texts may be written in and translated into: those of the
// United Nations, then others by their tags.
func WritingLanguages() []Language {
	return []Language{
		{"en", "English"}, {"fr", "Français"}, {"es", "Español"}, {"ar", "العربية"}, {"zh", "中文"}, {"ru", "Русский"},
		{"bn", "বাংলা"}, {"de", "Deutsch"}, {"fa", "فارسی"}, {"hi", "हिन्दी"}, {"id", "Bahasa Indonesia"}, {"it", "Italiano"},
		{"ja", "日本語"}, {"ko", "한국어"}, {"pt", "Português"}, {"sw", "Kiswahili"}, {"tr", "Türkçe"}, {"uk", "Українська"}, {"ur", "اردو"}, {"vi", "Tiếng Việt"},
	}
}

// Endonym is a language's name in itself, its tag where it is none of WritingLanguages.
func Endonym(tag string) string {
	for _, known := range WritingLanguages() {
		if known.Tag == tag {
			return known.Endonym
		}
	}
	return tag
}

// KnownLanguage reports whether a tag is one of WritingLanguages.
func KnownLanguage(tag string) bool {
	return slices.ContainsFunc(WritingLanguages(), func(l Language) bool { return l.Tag == tag })
}

// WrittenIn is the language in which a text of the conference is edited: its own, unless that is
// unknown, or no language of the conference while there is no translation into the one that is.
func (c Conference) WrittenIn(text Text) string {
	spoken := text.Lang == c.Language || slices.Contains(c.Languages, text.Lang) || text.Translations[c.Language] != ""
	if text.Lang != "" && spoken {
		return text.Lang
	}
	return c.Language
}

// TranslatedInto lists the languages that a text of the conference is to be translated into: all of
// the conference's but the one it is written in.
func (c Conference) TranslatedInto(text Text) []string {
	var into []string
	for _, tag := range append([]string{c.Language}, c.Languages...) {
		if tag != "" && tag != c.WrittenIn(text) && !slices.Contains(into, tag) {
			into = append(into, tag)
		}
	}
	return into
}
