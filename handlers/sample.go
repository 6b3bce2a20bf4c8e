package handlers

import (
	"fmt"

	"github.com/gofiber/fiber/v2"

	"soundings/agenda"
	"soundings/poll"
	"soundings/views"
)

// startSample writes the sample programme, takes answers on its first poll, and lets this browser
// take part, so that moderator, screen and phone stand side by side at once.
func (s *Server) startSample(c *fiber.Ctx) error {
	sessions, err := s.addPlan(c, samplePlan())
	if err != nil {
		return err
	}
	ctx, viewer, session := c.UserContext(), s.organiser(), sessions[0].ID
	questions, err := s.Store.KeyQuestions(ctx, viewer, session)
	if err != nil {
		return err
	}
	kind := s.Kinds[0]
	for i, draft := range samplePolls() {
		content, err := kind.Draft(draft)
		if err != nil {
			return err
		}
		translateSample(&content)
		p, err := s.Store.AddPoll(ctx, viewer, session, questions[i].ID, kind.Name(), content)
		if err != nil {
			return err
		}
		if i == 0 {
			err = s.Store.TakeAnswers(ctx, viewer, p.ID)
		}
		if err != nil {
			return err
		}
	}
	return c.Redirect(fmt.Sprintf("/organise/sample/%d", session), fiber.StatusSeeOther)
}

// removeSample removes what the sample brought, so that the real programme starts clean.
func (s *Server) removeSample(c *fiber.Ctx) error {
	if err := s.Store.RemoveSample(c.UserContext(), s.organiser()); err != nil {
		return err
	}
	s.Log.Info("sample removed", "request", requestID(c))
	if err := s.reloadConference(c.UserContext()); err != nil {
		return err
	}
	return back(c, "/organise", "sample_removed")
}

// samplePage shows the sample's three panes. The phone's pane joins by the open code, as a phone
// in the hall would.
func (s *Server) samplePage(c *fiber.Ctx) error {
	id, err := number(c, "session")
	if err != nil {
		return err
	}
	session, err := s.Store.Session(c.UserContext(), s.organiser(), id)
	if err != nil {
		return err
	}
	phone := "/j/" + s.conference.Load().JoinCode
	if _, err := s.participant(c); err == nil {
		phone = fmt.Sprintf("/s/%d", session.ID)
	}
	page := s.page(c)
	page.Home = "/organise"
	return html(c, s.Views.Sample, views.Sample{
		Page: page, PodiumPath: fmt.Sprintf("/podium/%d", id), ScreenPath: fmt.Sprintf("/screen/%d", id), PhonePath: phone,
	})
}

// samplePlan is a small programme of an invented conference.
func samplePlan() agenda.Plan {
	both := func(english, arabic string) agenda.Text {
		return agenda.Text{Lang: "en", Text: english, Translations: map[string]string{"ar": arabic}}
	}
	question := func(position int, english, arabic string) agenda.KeyQuestion {
		return agenda.KeyQuestion{Position: position, Text: both(english, arabic), Kind: agenda.Question}
	}
	return agenda.Plan{
		Sample: true,
		Conference: agenda.Conference{
			Name:     both("Conference on Water for Coastal Cities", "المؤتمر المعني بالمياه في المدن الساحلية"),
			Theme:    both("Living with less fresh water", "العيش بمياه عذبة أقل"),
			Language: "en", TimeZone: "UTC",
		},
		Sessions: []agenda.SessionPlan{
			{
				Session: agenda.Session{
					Number: "I", Label: both("Session I", "الجلسة الأولى"), Type: agenda.Thematic, Access: agenda.Open,
					Title: both("Keeping wells and rivers usable", "الحفاظ على صلاحية الآبار والأنهار"),
				},
				KeyQuestions: []agenda.KeyQuestion{
					question(1, "What most often keeps a coastal city from protecting its wells?", "ما الذي يمنع غالباً المدينة الساحلية من حماية آبارها؟"),
					question(2, "Which support would help local water offices first?", "أي دعم يفيد مكاتب المياه المحلية أولاً؟"),
				},
			},
			{
				Session: agenda.Session{
					Number: "II", Label: both("Session II", "الجلسة الثانية"), Type: agenda.Thematic, Access: agenda.MemberStatesOnly,
					AccessText: "Open to Member States only", Title: both("Sharing rivers across borders", "تقاسم الأنهار عبر الحدود"),
				},
				KeyQuestions: []agenda.KeyQuestion{
					question(1, "How can neighbours agree on what a river can give in a dry year?", "كيف يتفق الجيران على ما يمكن أن يعطيه النهر في سنة جافة؟"),
				},
			},
		},
	}
}

// translateSample adds the Arabic of the sample's polls; the form takes one language.
func translateSample(content *poll.Content) {
	arabic := map[string]string{
		"What most often keeps a coastal city from protecting its wells?": "ما الذي يمنع غالباً المدينة الساحلية من حماية آبارها؟",
		"Salt water comes in unnoticed":                                   "المياه المالحة تتسرب دون أن يلاحظها أحد",
		"Too many private wells":                                          "كثرة الآبار الخاصة",
		"Nobody measures the level":                                       "لا أحد يقيس المنسوب",
		"The money goes to new pipes":                                     "الأموال تذهب إلى أنابيب جديدة",
		"Which support would help local water offices first?":             "أي دعم يفيد مكاتب المياه المحلية أولاً؟",
		"Trained staff":                                                   "موظفون مدربون",
		"Shared laboratories":                                             "مختبرات مشتركة",
		"A fund for repairs":                                              "صندوق للإصلاحات",
	}
	translated := func(text *agenda.Text) { text.Translations = map[string]string{"ar": arabic[text.Text]} }
	translated(&content.Question)
	for i := range content.Options {
		translated(&content.Options[i].Label)
	}
}

// samplePolls are the drafts of the sample, one for each key question of its first session.
func samplePolls() []map[string][]string {
	return []map[string][]string{
		{
			poll.FieldLanguage: {"en"},
			poll.FieldQuestion: {"What most often keeps a coastal city from protecting its wells?"},
			poll.FieldOptions:  {"Salt water comes in unnoticed\nToo many private wells\nNobody measures the level\nThe money goes to new pipes"},
		},
		{
			poll.FieldLanguage: {"en"},
			poll.FieldQuestion: {"Which support would help local water offices first?"},
			poll.FieldOptions:  {"Trained staff\nShared laboratories\nA fund for repairs"},
		},
	}
}
