package access_test

import (
	"testing"

	"soundings/access"
	"soundings/agenda"
)

// viewers are one of each role, and what they may do in their own session (1) and another (2).
var viewers = map[string]access.Viewer{
	"visitor":                {},
	"participant":            {Role: access.Participant, Participant: 5},
	"participant unnumbered": {Role: access.Participant},
	"screen":                 {Role: access.Screen, Session: 1},
	"moderator":              {Role: access.Moderator, Session: 1},
	"moderator of nothing":   {Role: access.Moderator},
	"organiser":              {Role: access.Organiser},
	"unknown role":           {Role: "press", Session: 1, Participant: 5},
}

func TestEveryRuleForEveryRole(t *testing.T) {
	t.Parallel()
	open := agenda.Session{ID: 1, Access: agenda.Open, Progress: agenda.InProgress}
	restricted := agenda.Session{ID: 1, Access: agenda.MemberStatesOnly, Progress: agenda.InProgress}
	elsewhere := agenda.Session{ID: 2, Access: agenda.ByInvitation, Progress: agenda.Planned}
	openElsewhere := agenda.Session{ID: 2, Access: agenda.Open, Progress: agenda.Planned}
	ended := agenda.Session{ID: 1, Access: agenda.Open, Progress: agenda.Ended}
	unsaved := agenda.Session{}
	sessions := []agenda.Session{open, restricted, elsewhere, openElsewhere, ended, unsaved}
	rules := map[string]func(access.Viewer, agenda.Session) bool{
		"read": access.MayRead, "answer": access.MayAnswer, "moderate": access.MayModerate, "watch": access.MayWatchScreen,
	}
	// For each viewer and rule: may they, in open, restricted, elsewhere, open elsewhere, ended, unsaved?
	want := map[string]map[string]string{
		"visitor":                {"read": "------", "answer": "------", "moderate": "------", "watch": "------"},
		"participant":            {"read": "y--yy-", "answer": "y--y--", "moderate": "------", "watch": "------"},
		"participant unnumbered": {"read": "y--yy-", "answer": "------", "moderate": "------", "watch": "------"},
		"screen":                 {"read": "yy--y-", "answer": "------", "moderate": "------", "watch": "yy--y-"},
		"moderator":              {"read": "yy--y-", "answer": "------", "moderate": "yy--y-", "watch": "yy--y-"},
		"moderator of nothing":   {"read": "------", "answer": "------", "moderate": "-----y", "watch": "-----y"},
		"organiser":              {"read": "yyyyyy", "answer": "------", "moderate": "yyyyyy", "watch": "yyyyyy"},
		"unknown role":           {"read": "------", "answer": "------", "moderate": "------", "watch": "------"},
	}
	for name, viewer := range viewers {
		for rule, may := range rules {
			got := ""
			for _, session := range sessions {
				if may(viewer, session) {
					got += "y"
				} else {
					got += "-"
				}
			}
			if got != want[name][rule] {
				t.Errorf("%s, %s: %s, want %s", name, rule, got, want[name][rule])
			}
		}
		if access.MayOrganise(viewer) != (name == "organiser") {
			t.Errorf("%s may organise: %v", name, access.MayOrganise(viewer))
		}
	}
}

func TestTheOpenCodeAdmitsToOpenSessionsAlone(t *testing.T) {
	t.Parallel()
	for _, rule := range append(agenda.Accesses(), "") {
		session := agenda.Session{ID: 1, Access: rule, Progress: agenda.InProgress}
		if got := access.MayRead(viewers["participant"], session); got != (rule == agenda.Open) {
			t.Errorf("access %q: a participant may read: %v", rule, got)
		}
	}
}

func TestAScopeSaysNothingButWhatTheRuleOfReadingSays(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]access.Scope{
		"visitor":      {},
		"participant":  {Access: agenda.Open},
		"screen":       {Session: 1},
		"moderator":    {Session: 1},
		"organiser":    {Everything: true},
		"unknown role": {},
	} {
		if got := viewers[name].Scope(); got != want {
			t.Errorf("%s: scope is %+v, want %+v", name, got, want)
		}
	}
}
