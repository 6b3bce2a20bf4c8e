package programme

import (
	"slices"
	"testing"

	"soundings/agenda"
)

func TestTimesAreReadAsPrinted(t *testing.T) {
	t.Parallel()
	for printed, want := range map[string]times{
		"10:30—13:00":         {"10:30", "13:00"},
		"9.00 – 12.00":        {"09:00", "12:00"},
		"9h30 à 11h":          {"09:30", "11:00"},
		"2:00 - 3:30 pm":      {"14:00", "15:30"},
		"11:00 - 1:00 p.m.":   {"11:00", "13:00"},
		"10.05 am – 11.35 am": {"10:05", "11:35"},
		"12:00 – 1:00 pm":     {"12:00", "13:00"},
		"12:15 am":            {"00:15", ""},
		"2.00 pm":             {"14:00", ""},
		"0930-1100 hrs":       {"09:30", "11:00"},
		"10 to 11:30 am":      {"10:00", "11:30"},
		"٩:٠٠ - ١٠:٣٠":        {"09:00", "10:30"},
		"(14:00-15:30)":       {"14:00", "15:30"},
		"2015-2030":           {},
		"10 questions":        {},
		"Agenda 10:30":        {},
		"25:00-26:00":         {},
		"10.30":               {},
	} {
		if got, _, _ := takeTimes(printed); got != want {
			t.Errorf("%q: got %v, want %v", printed, got, want)
		}
	}
}

func TestDatesAreReadInEveryOrder(t *testing.T) {
	t.Parallel()
	for printed, want := range map[string][]string{
		"19–20 JUNE 2023":                    {"2023-06-19", "2023-06-20"},
		"19-20 June 2023":                    {"2023-06-19", "2023-06-20"},
		"3 to 5 May 2026":                    {"2026-05-03", "2026-05-05"},
		"30 June - 2 July 2026":              {"2026-06-30", "2026-07-02"},
		"30 December 2026 – 2 January 2027":  {"2026-12-30", "2027-01-02"},
		"June 19-20, 2023":                   {"2023-06-19", "2023-06-20"},
		"May 31 – June 2, 2026":              {"2026-05-31", "2026-06-02"},
		"Monday, 3 to Wednesday, 5 May 2026": {"2026-05-03", "2026-05-05"},
		"3rd and 4th of May 2026":            {"2026-05-03", "2026-05-04"},
		"2026-05-03 to 2026-05-05":           {"2026-05-03", "2026-05-05"},
		"12 November 2026":                   {"2026-11-12"},
		"du 3 au 5 août 2026":                {"2026-08-03", "2026-08-05"},
		"3 a 5 de septiembre de 2026":        {"2026-09-03", "2026-09-05"},
		"3–5 мая 2026 года":                  {"2026-05-03", "2026-05-05"},
		"٣-٥ مايو ٢٠٢٦":                      {"2026-05-03", "2026-05-05"},
		"2026年5月3日至5日":                       {"2026-05-03", "2026-05-05"},
		"2026年5月30日至6月2日":                    {"2026-05-30", "2026-06-02"},
		"31 June 2026":                       nil,
		"5–3 May 2026":                       nil,
		"resolution 1325 (2000)":             nil,
		"in May 2022":                        nil,
	} {
		if got, _ := findDates(printed); !slices.Equal(got.days, want) {
			t.Errorf("%q: got %v, want %v", printed, got.days, want)
		}
	}
}

func TestAccessIsReadFromTheProgrammesOwnWords(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]agenda.Access{
		"Open to Member States only":                            agenda.MemberStatesOnly,
		"Member States only":                                    agenda.MemberStatesOnly,
		"open to participating States only":                     agenda.MemberStatesOnly,
		"open to Member States and observers":                   agenda.StatesObservers,
		"open to Member States and international organizations": agenda.StatesAndIGOs,
		"by invitation only":                                    agenda.ByInvitation,
		"closed":                                                agenda.Closed,
		"closed session":                                        agenda.Closed,
		"open via webcast":                                      agenda.Open,
		"open to all participants":                              agenda.Open,
		"open to the public":                                    agenda.Open,
		"open":                                                  agenda.Open,
		"open to heads of agency only":                          agenda.Restricted,
		"open to youth delegates":                               agenda.Restricted,
		"limited to heads of agency":                            agenda.Restricted,
		"restricted":                                            agenda.Restricted,
		"not open to observers":                                 agenda.Restricted,
		"à huis clos":                                           agenda.Closed,
		"réservée aux États Membres":                            agenda.MemberStatesOnly,
		"a puerta cerrada":                                      agenda.Closed,
		"только для государств-членов": agenda.MemberStatesOnly,
		"مغلقة": agenda.Closed,
		"仅限会员国": agenda.MemberStatesOnly,
	} {
		if !accessWords(words) {
			t.Errorf("%q is not taken for a note on access", words)
		}
		if got := classify(words); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
	for _, words := range []string{"A/RES/60/288", "English only", "continued", "in person only", "2030", "@UN_OCT", "an open question", "open data"} {
		if accessWords(words) {
			t.Errorf("%q is taken for a note on access", words)
		}
	}
}
