package report

import (
	"maps"
	"slices"
	"strings"
	"time"

	"soundings/agenda"
	"soundings/disclosure"
)

// writeProgramme writes a line for each key question, and one for a session without any. For each
// language of a translation there is a set of columns more.
func writeProgramme(out *sheet, d disclosure.Dossier, _ Meta) error {
	languages := translationsOf(d)
	empty := planLine{conference: d.Conference, languages: languages}
	if err := out.header(empty.record().columns()); err != nil {
		return err
	}
	for _, session := range d.Sessions {
		questions := session.KeyQuestions
		if len(questions) == 0 {
			questions = []agenda.KeyQuestion{{}}
		}
		for _, question := range questions {
			line := planLine{d.Conference, session.Session, question, languages}
			if err := out.row(line.record().cells()); err != nil {
				return err
			}
		}
	}
	return nil
}

// planLine is one line of the programme.
type planLine struct {
	conference agenda.Conference
	session    agenda.Session
	question   agenda.KeyQuestion
	languages  []string
}

func (l planLine) record() record {
	zone := l.conference.Zone()
	at := place{session: l.session, keyQuestion: l.question}
	all := slices.Concat(
		at.questionRecord(),
		written("short_label", l.question.Short),
		record{
			{"kind", text(string(l.question.Kind))},
			{"session_type", text(string(l.session.Type))},
			{"access", text(string(l.session.Access))},
			{"access_text", text(l.session.AccessText)},
			{"slots", text(intervals(l.session.Slots, zone))},
			{"slots_utc", text(intervals(l.session.Slots, time.UTC))},
			{"time_zone", text(zone.String())},
			{"stated_start", text(l.session.Starts)},
			{"stated_end", text(l.session.Ends)},
			{"progress", text(string(l.session.Progress))},
		},
	)
	for _, lang := range l.languages {
		all = append(all,
			field{"session_label_" + lang, text(l.session.Label.Translations[lang])},
			field{"session_title_" + lang, text(l.session.Title.Translations[lang])},
			field{"key_question_" + lang, text(l.question.Text.Translations[lang])},
			field{"short_label_" + lang, text(l.question.Short.Translations[lang])},
		)
	}
	return all
}

// intervals writes slots as ISO 8601 writes stretches of time, with the offset from UTC.
func intervals(slots []agenda.Slot, zone *time.Location) string {
	var all []string
	for _, slot := range slots {
		all = append(all, slot.Starts.In(zone).Format(time.RFC3339)+"/"+slot.Ends.In(zone).Format(time.RFC3339))
	}
	return strings.Join(all, "; ")
}

// translationsOf are the languages into which any text of the programme was translated, in order.
func translationsOf(d disclosure.Dossier) []string {
	found := map[string]bool{}
	add := func(texts ...agenda.Text) {
		for _, text := range texts {
			for lang := range text.Translations {
				found[lang] = true
			}
		}
	}
	for _, session := range d.Sessions {
		add(session.Session.Label, session.Session.Title)
		for _, question := range session.KeyQuestions {
			add(question.Text, question.Short)
		}
	}
	return slices.Sorted(maps.Keys(found))
}
