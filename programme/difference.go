package programme

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"soundings/agenda"
)

// Difference is all that a changed note says otherwise than what is stored: of the conference's
// facts, and of the programme.
type Difference struct {
	Facts []Change
	Comparison
	stored []agenda.SessionPlan
	known  agenda.Conference
	note   agenda.Plan
}

// CompareAll finds what a note changes. Facts that are the sample's are not known.
func CompareAll(stored []agenda.SessionPlan, known agenda.Conference, note agenda.Plan) Difference {
	if known.Sample {
		known = agenda.Conference{JoinCode: known.JoinCode, PublicURL: known.PublicURL, WiFi: known.WiFi, Revision: known.Revision}
	}
	return Difference{CompareFacts(known, note.Conference), Compare(stored, note), stored, known, note}
}

// Changes is everything that can be ticked, in the order in which it is shown.
func (d Difference) Changes() []Change {
	return append(slices.Clone(d.Facts), d.Comparison.Changes()...)
}

// Shown names the changes, so that what is confirmed is what was shown.
func (d Difference) Shown() string {
	var keys []string
	for _, change := range d.Changes() {
		keys = append(keys, change.Key)
	}
	sum := sha256.Sum256([]byte(strings.Join(keys, "\n")))
	return hex.EncodeToString(sum[:8])
}

// With is the programme and the conference as they are once the ticked changes are made.
func (d Difference) With(ticked map[string]bool) agenda.Plan {
	plan := agenda.Plan{Conference: WithFacts(d.known, d.note.Conference, ticked), Sessions: d.Comparison.With(ticked)}
	for i, planned := range plan.Sessions {
		at := slices.IndexFunc(d.stored, func(p agenda.SessionPlan) bool { return p.Session.ID == planned.Session.ID })
		if at >= 0 {
			plan.Sessions[i].Session = Retimed(d.stored[at].Session, planned.Session, d.known.Zone())
		}
	}
	return plan
}
