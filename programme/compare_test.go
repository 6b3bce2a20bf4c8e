package programme

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"soundings/agenda"
)

// stored is a plan as it comes back from the store: everything has a number.
func stored(plan agenda.Plan) []agenda.SessionPlan {
	sessions := slices.Clone(plan.Sessions)
	for i := range sessions {
		sessions[i].Session.ID = int64(i + 1)
		sessions[i].KeyQuestions = slices.Clone(sessions[i].KeyQuestions)
		for j := range sessions[i].KeyQuestions {
			sessions[i].KeyQuestions[j].ID = int64(100*(i+1) + j + 1)
			sessions[i].KeyQuestions[j].SessionID = int64(i + 1)
		}
	}
	return sessions
}

const museums = `Conference on Museums

Opening Session: Welcome

Session I: Access to Collections

Key questions:

- How can museums reach people who live far away?
- What are the main obstacles that small island museums face in their work with schools, and who could help?
- What are the main obstacles that small island museums face in their work with “travelling” shows?
- Who pays?

Session II: Care of Objects (open to Member States only)

Key issues:

- The role of laboratories.
- The role of harbours.

Session III: New Buildings

Key questions:

- When is a building full?

Closing Session
`

func compareNotes(t *testing.T, before, after string) Comparison {
	t.Helper()
	return Compare(stored(mustRead(t, []byte(before)).Plan()), mustRead(t, []byte(after)).Plan())
}

// linesOf is a comparison's changes, short enough to read.
func linesOf(c Comparison) []string {
	var lines []string
	for _, change := range c.Changes() {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %d/%d %s: %s => %s", change.Kind, change.Session, change.KeyQuestion, change.Field, change.Old, change.New)))
	}
	return lines
}

// edited replaces pairs of texts in a note, each of which must be there.
func edited(t *testing.T, note string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(note, pairs[i]) {
			t.Fatalf("the note has no %q", pairs[i])
		}
		note = strings.ReplaceAll(note, pairs[i], pairs[i+1])
	}
	return note
}

func TestAChangedNoteIsComparedAsAPersonWould(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit []string
		want []string
	}{
		"the same note": {nil, nil},
		"other quotation marks, dashes and spaces": {[]string{"“travelling”", `"travelling"`, "far away", "far  away"}, nil},
		"a typo mended": {
			[]string{"far away", "far awey"},
			[]string{"changed 2/201 text: How can museums reach people who live far away? => How can museums reach people who live far awey?"},
		},
		"a question mark and a capital": {
			[]string{"Who pays?", "Who Pays"},
			[]string{"changed 2/204 text: Who pays? => Who Pays"},
		},
		"a question inserted in the middle": {
			[]string{"- Who pays?", "- How many visitors come on foot?\n- Who pays?"},
			[]string{"new 2/0 : 4 => How many visitors come on foot?"},
		},
		"two swapped": {
			[]string{"- The role of laboratories.\n- The role of harbours.", "- The role of harbours.\n- The role of laboratories."},
			[]string{"moved 3/302 : 2 => 1"},
		},
		"an issue that only looks alike": {
			[]string{"The role of harbours.", "The role of parliaments."},
			[]string{"missing 3/302 : The role of harbours. =>", "new 3/0 : 2 => The role of parliaments."},
		},
		"one of two that begin alike is removed": {
			[]string{"- What are the main obstacles that small island museums face in their work with schools, and who could help?\n", ""},
			[]string{"missing 2/202 : What are the main obstacles that small island museums face in their work with schools, and who could help? =>"},
		},
		"a session removed": {
			[]string{"Session II: Care of Objects (open to Member States only)\n\nKey issues:\n\n- The role of laboratories.\n- The role of harbours.\n", ""},
			[]string{"missing 3/0 : Session II Care of Objects =>"},
		},
		"a session inserted, the others renumbered": {
			[]string{"Session III:", "Session IV:", "Session II:", "Session III:", "Session I: Access to Collections", "Session I: Guards and Keys\n\nKey questions:\n\n- Who holds the keys?\n\nSession II: Access to Collections"},
			[]string{
				"new 0/0 : 2 => Session I Guards and Keys",
				"changed 2/0 label: Session I => Session II",
				"changed 3/0 label: Session II => Session III",
				"changed 4/0 label: Session III => Session IV",
			},
		},
		"a session renumbered and retitled": {
			[]string{"Session I: Access to Collections", "Session V: Doors"},
			[]string{"changed 2/0 label: Session I => Session V", "changed 2/0 title: Access to Collections => Doors"},
		},
		"roman numbers become digits": {
			[]string{"Session I:", "Session 1:", "Access to Collections", "Doors and Windows", "How can", "In which ways do", "Who pays?", "When?"},
			nil, // compared below: session 2 must be found
		},
		"a title and an access changed": {
			[]string{"New Buildings", "New and Old Buildings (by invitation only)"},
			[]string{"changed 4/0 title: New Buildings => New and Old Buildings", "changed 4/0 access: not_stated => by invitation only"},
		},
		"an access no longer stated": {[]string{" (open to Member States only)", ""}, nil},
		"two sessions swapped": {
			[]string{"Session III: New Buildings\n\nKey questions:\n\n- When is a building full?\n\n", "", "Session II:", "Session III: New Buildings\n\nKey questions:\n\n- When is a building full?\n\nSession II:"},
			[]string{"moved 4/0 : 4 => 3"},
		},
		"times stated": {
			[]string{"Session III: New Buildings", "Session III: New Buildings\n\nTime: 10:00 – 11:30"},
			[]string{"changed 4/0 times:  => 10:00–11:30"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := compareNotes(t, museums, edited(t, museums, c.edit...))
			if name == "roman numbers become digits" {
				if s := got.Sessions[1]; s.Stored.ID != 2 || s.Planned.Number != "1" {
					t.Errorf("Session 1 is compared with %+v", s.Stored)
				}
				return
			}
			if lines := linesOf(got); !slices.Equal(lines, c.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(lines, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}
