package handlers

import (
	"github.com/gofiber/fiber/v2"

	"soundings/access"
)

// Route is one line of the table: what is asked for, who may ask, and how much may be sent.
type Route struct {
	Method string
	Path   string
	// Who is the role it takes; access.Nobody lets everyone ask. An organiser may also ask what a
	// moderator may, and either what a screen may; which session is checked where it is read.
	Who access.Role
	// Body is the most bytes that a request may bring; 0 stands for 64 KiB.
	Body   int
	handle fiber.Handler
}

// Routes is every route there is.
func (s *Server) Routes() []Route {
	const get, post = fiber.MethodGet, fiber.MethodPost
	return []Route{
		{get, "/healthz", access.Nobody, 0, s.healthz},
		{get, "/readyz", access.Nobody, 0, s.readyz},
		{get, "/assets/:name", access.Nobody, 0, s.asset},

		{get, "/", access.Nobody, 0, s.joinPage},
		{get, "/j/:code", access.Nobody, 0, s.joinPage},
		{get, "/j/:code/:session", access.Nobody, 0, s.joinPage},
		{post, "/join", access.Nobody, 0, s.join},
		{post, "/leave", access.Nobody, 0, s.leave},
		{get, "/test", access.Nobody, 0, s.testPage},
		{post, "/test", access.Nobody, 0, s.tellClock},
		{get, "/continue", access.Nobody, 0, s.continuePage},
		{post, "/continue", access.Participant, 0, s.makeHandover},
		{post, "/continue/here", access.Nobody, 0, s.takeOver},
		{get, "/now", access.Participant, 0, s.nowPage},
		{get, "/s/:session", access.Participant, 0, s.phoneSession},
		{get, "/s/:session/frame", access.Participant, 0, s.sessionFrame},
		{get, "/s/:session/live", access.Participant, 0, s.sessionLive},
		{get, "/p/:poll", access.Participant, 0, s.phonePoll},
		{get, "/p/:poll/frame", access.Participant, 0, s.pollFrame},
		{get, "/p/:poll/live", access.Participant, 0, s.pollLive},
		{post, "/p/:poll/answer", access.Nobody, 0, s.answer},
		{get, "/k/:question", access.Participant, 0, s.phoneQuestion},
		{get, "/k/:question/frame", access.Participant, 0, s.questionFrame},
		{get, "/k/:question/live", access.Participant, 0, s.questionLive},
		{get, "/k/:question/own", access.Participant, 0, s.ownFragment},
		{post, "/k/:question/contributions", access.Nobody, 0, s.contribute},
		{post, "/contributions/:contribution", access.Nobody, 0, s.editContribution},
		{post, "/contributions/:contribution/withdraw", access.Participant, 0, s.withdraw},

		{get, "/enter", access.Nobody, 0, s.enterPage},
		{post, "/enter", access.Nobody, 0, s.enter},
		{get, "/sign-in", access.Nobody, 0, s.signInPage},
		{post, "/sign-in", access.Nobody, 0, s.signIn},
		{post, "/sign-out", access.Nobody, 0, s.signOut},

		{get, "/screen", access.Nobody, 0, s.waitingPage},
		{post, "/screens", access.Screen, 0, s.pairScreen},
		{get, "/screen/:session", access.Screen, 0, s.screenPage},
		{get, "/screen/:session/frame", access.Screen, 0, s.screenFrame},
		{get, "/screen/:session/live", access.Screen, 0, s.screenLive},

		{get, "/desk/:session", access.Desk, 0, s.deskPage},
		{get, "/desk/:session/frame", access.Desk, 0, s.deskFrame},
		{get, "/desk/:session/live", access.Desk, 0, s.deskLive},
		{get, "/desk/:session/news", access.Desk, 0, s.deskNews},
		{get, "/desk/:session/log", access.Desk, 0, s.deskLogPage},
		{post, "/desk/:session/screen", access.Desk, 0, s.deskScreen},
		{get, "/desk/:session/contributions/:contribution", access.Desk, 0, s.deskItemPart},
		{post, "/desk/:session/contributions/:contribution/show", access.Desk, 0, s.showContribution},
		{post, "/desk/:session/contributions/:contribution/select", access.Desk, 0, s.selectContribution},
		{post, "/desk/:session/contributions/:contribution/aside", access.Desk, 0, s.setContributionAside},
		{post, "/desk/:session/contributions/:contribution/back", access.Desk, 0, s.takeBackContribution},
		{post, "/desk/:session/contributions/:contribution/pin", access.Desk, 0, s.pinContribution},

		{get, "/podium/:session", access.Moderator, 0, s.podiumPage},
		{get, "/podium/:session/frame", access.Moderator, 0, s.stageFrame},
		{get, "/podium/:session/live", access.Moderator, 0, s.stageLive},
		{post, "/podium/:session/polls", access.Moderator, 0, s.addPoll},
		{post, "/podium/:session/screen", access.Moderator, 0, s.putOnScreen},
		{post, "/podium/:session/code", access.Moderator, 0, s.hideCode},
		{post, "/podium/:session/progress", access.Moderator, 0, s.setProgress},
		{get, "/polls/:poll/edit", access.Moderator, 0, s.draftPage},
		{post, "/polls/:poll/edit", access.Moderator, 0, s.editPoll},
		{post, "/polls/:poll/translate", access.Moderator, 0, s.translatePoll},
		{post, "/polls/:poll/take", access.Moderator, 0, s.takeAnswers},
		{post, "/polls/:poll/close", access.Moderator, 0, s.closeAnswers},
		{post, "/polls/:poll/show", access.Moderator, 0, s.showResult},
		{post, "/polls/:poll/draft", access.Moderator, 0, s.backToDraft},
		{post, "/polls/:poll/remove", access.Moderator, 0, s.removePoll},

		{get, "/organise", access.Organiser, 0, s.organise},
		{get, "/passphrase", access.Organiser, 0, s.passphrasePage},
		{post, "/passphrase", access.Organiser, 0, s.setPassphrase},
		{post, "/organise/sample", access.Organiser, 0, s.startSample},
		{post, "/organise/sample/remove", access.Organiser, 0, s.removeSample},
		{get, "/organise/sample/:session", access.Organiser, 0, s.samplePage},
		{get, "/organise/blank", access.Organiser, 0, s.blankPage},
		{post, "/organise/blank", access.Organiser, 0, s.addBlank},
		{get, "/organise/import", access.Organiser, 0, s.importPage},
		{post, "/organise/import", access.Organiser, uploadLimit, s.previewImport},
		{post, "/organise/import/confirm", access.Organiser, uploadLimit, s.confirmImport},
		{get, "/organise/address", access.Organiser, 0, s.addressPage},
		{post, "/organise/address", access.Organiser, 0, s.chooseAddress},
		{get, "/organise/wifi", access.Organiser, 0, s.wifiPage},
		{post, "/organise/wifi", access.Organiser, 0, s.saveWiFi},
		{post, "/organise/code", access.Organiser, 0, s.newCode},
		{post, "/organise/copy", access.Organiser, 0, s.copyNow},
		{get, "/organise/files/soundings.db", access.Organiser, 0, s.sendCopy},
		{get, "/organise/poster", access.Organiser, 0, s.conferencePoster},
		{get, "/organise/sessions/:session/poster", access.Organiser, 0, s.sessionPoster},
		{get, "/organise/files/:file", access.Organiser, 0, s.wholeFile},
		{get, "/organise/conference", access.Organiser, 0, s.conferencePage},
		{post, "/organise/conference", access.Organiser, 0, s.saveConference},
		{post, "/organise/undo", access.Organiser, 0, s.undo},
		{post, "/organise/sort", access.Organiser, 0, s.sortSessions},
		{get, "/organise/sessions/new", access.Organiser, 0, s.newSessionPage},
		{post, "/organise/sessions/new", access.Organiser, 0, s.addSession},
		{get, "/organise/sessions/:session/edit", access.Organiser, 0, s.editSessionPage},
		{post, "/organise/sessions/:session/edit", access.Organiser, 0, s.editSession},
		{post, "/organise/sessions/:session/move", access.Organiser, 0, s.moveSession},
		{post, "/organise/sessions/:session/remove", access.Organiser, 0, s.removeSession},
		{get, "/organise/sessions/:session/questions", access.Organiser, 0, s.newQuestionPage},
		{post, "/organise/sessions/:session/questions", access.Organiser, 0, s.addQuestion},
		{get, "/organise/questions/:question", access.Organiser, 0, s.questionPage},
		{post, "/organise/questions/:question", access.Organiser, 0, s.editQuestion},
		{post, "/organise/questions/:question/move", access.Organiser, 0, s.moveQuestion},
		{post, "/organise/questions/:question/remove", access.Organiser, 0, s.removeQuestion},
		{get, "/organise/sessions/:session", access.Organiser, 0, s.organiseSession},
		{get, "/organise/sessions/:session/files/:file", access.Organiser, 0, s.sessionFile},
		{get, "/organise/sessions/:session/ready", access.Organiser, 0, s.readyPage},
		{get, "/organise/sessions/:session/ready/frame", access.Organiser, 0, s.readyFrame},
		{get, "/organise/sessions/:session/ready/live", access.Organiser, 0, s.readyLive},
		{post, "/organise/sessions/:session/access", access.Organiser, 0, s.setAccess},
		{post, "/organise/sessions/:session/links", access.Organiser, 0, s.newLink},
		{post, "/organise/links/:link/revoke", access.Organiser, 0, s.revokeLink},
	}
}

// mount puts the table behind what every request passes.
func (s *Server) mount() {
	s.app.Use(s.guard)
	for _, route := range s.Routes() {
		limit := route.Body
		if limit == 0 {
			limit = bodyLimit
		} else {
			s.uploads[route.Path] = limit
		}
		chain := []fiber.Handler{s.limitBody(limit), s.admit(route.Who), route.handle}
		s.app.Add(route.Method, route.Path, chain...)
		if route.Method == fiber.MethodGet {
			s.app.Add(fiber.MethodHead, route.Path, chain...)
		}
	}
	s.app.Use(func(*fiber.Ctx) error { return errNoPage })
}
