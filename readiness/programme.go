package readiness

import (
	"slices"

	"soundings/agenda"
	"soundings/poll"
)

// access: the open code admits phones to the session. Nothing else lets anybody in.
func (f Facts) access() Check {
	switch f.Session.Access {
	case agenda.Open:
		return ready("access", "open")
	case agenda.NotStated:
		return waiting("access", "not_stated", ChooseAccess)
	default:
		return waiting("access", "closed_to_code", ChooseAccess)
	}
}

// time: it is known when the session is held, in which zone, and that is still to come.
func (f Facts) time() Check {
	slots := f.Session.Slots
	switch {
	case f.Session.Progress == agenda.Ended:
		return waiting("time", "ended", Resume)
	case len(slots) == 0:
		return waiting("time", "no_slot", SetTimes)
	case f.Conference.TimeZone == "":
		return waiting("time", "no_zone", SetZone)
	case f.Session.Progress == agenda.Planned && f.Now.After(slots[len(slots)-1].Ends):
		return Check{Name: "time", Found: "past", Do: SetTimes, At: slots[len(slots)-1].Ends}
	default:
		return Check{Name: "time", Ready: true, Found: "set", At: slots[0].Starts}
	}
}

// questions: they stand in all languages of the conference, and so does what the session is called.
func (f Facts) questions() Check {
	texts := []agenda.Text{f.Session.Title, f.Session.Label}
	for _, question := range f.KeyQuestions {
		texts = append(texts, question.Text, question.Short)
	}
	check := Check{Name: "questions", Count: len(f.KeyQuestions), Languages: f.missing(texts)}
	switch {
	case len(check.Languages) > 0:
		check.Found, check.Do = "untranslated", EditQuestions
	case len(f.KeyQuestions) == 0:
		check.Ready, check.Found = true, "none"
	default:
		check.Ready, check.Found, check.Languages = true, "complete", f.languages()
	}
	return check
}

// polls: one is prepared where there are key questions, none would be refused when it is to take
// answers, and all stand in all languages.
func (f Facts) polls() Check {
	prepared, incomplete, texts := 0, 0, []agenda.Text{}
	for _, p := range f.Polls {
		if p.State != poll.Draft && p.State != poll.TakingAnswers {
			continue
		}
		prepared++
		if p.State == poll.Draft && p.Fault != nil {
			incomplete++
		}
		texts = append(texts, p.Content.Question)
		for _, option := range slices.Concat(p.Content.Options, p.Content.Items) {
			texts = append(texts, option.Label)
		}
	}
	check := Check{Name: "polls", Count: prepared, Languages: f.missing(texts), Do: PreparePolls}
	switch {
	case incomplete > 0:
		check.Found, check.Count = "incomplete", incomplete
	case prepared == 0 && len(f.KeyQuestions) > 0 && len(f.Polls) == 0:
		check.Found = "none"
	case prepared == 0:
		check.Ready, check.Found, check.Do = true, "unneeded", Nothing
	case len(check.Languages) > 0:
		check.Found = "untranslated"
	default:
		check.Ready, check.Found, check.Do, check.Languages = true, "complete", Nothing, f.languages()
	}
	return check
}

// missing lists the languages of the conference that one of the texts is not in.
func (f Facts) missing(texts []agenda.Text) []string {
	var missing []string
	for _, text := range texts {
		if text.IsEmpty() {
			continue
		}
		for _, lang := range f.Conference.TranslatedInto(text) {
			if text.Translations[lang] == "" && !slices.Contains(missing, lang) {
				missing = append(missing, lang)
			}
		}
	}
	return missing
}

// languages are all of the conference's.
func (f Facts) languages() []string {
	all := slices.DeleteFunc(append([]string{f.Conference.Language}, f.Conference.Languages...), func(tag string) bool { return tag == "" })
	slices.Sort(all[min(1, len(all)):])
	return slices.Compact(all)
}

// writing informs: when participants may write, and whether they may now.
func (f Facts) writing() Check {
	check := ready("writing", "never")
	if check.Windows = f.windows(); len(check.Windows) == 0 {
		return check
	}
	now := f.Session.WritingAt(f.Now, f.Conference.Zone())
	check.Found, check.At = "not_now", now.Closes
	if now.Open {
		check.Found = "now"
		if !now.Closes.IsZero() {
			check.Found = "now_until"
		}
	}
	return check
}

// windows are those in which something may be written at some time.
func (f Facts) windows() []agenda.Window {
	var open []agenda.Window
	if f.Session.Windows.Before {
		open = append(open, agenda.Before)
	}
	if f.Session.Windows.During {
		open = append(open, agenda.During)
	}
	if !f.Session.Windows.NotAfter {
		open = append(open, agenda.After)
	}
	return open
}
