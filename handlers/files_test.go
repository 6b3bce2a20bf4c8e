package handlers_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"soundings/agenda"
	"soundings/poll"
	"soundings/report"
)

// TestAnExportOfARealConferenceKeepsToTheSchemaThatIsServedBesideIt: what the store holds, and not
// only what a test can think of.
func TestAnExportOfARealConferenceKeepsToTheSchemaThatIsServedBesideIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	session, question := w.running()
	for _, state := range []poll.State{poll.Draft, poll.TakingAnswers, poll.Closed} {
		w.poll(session, state)
	}
	for range 3 {
		w.author().contribute(question, "=Kenya\u202e asks, \"why\"?")
	}
	w.session(agenda.ByInvitation)
	organiser := w.organiser()
	served := organiser.get("/organise/files/soundings.schema.json")
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(served.body)))
	must(t, err)
	compiler := jsonschema.NewCompiler()
	must(t, compiler.AddResource("soundings.schema.json", read))
	schema, err := compiler.Compile("soundings.schema.json")
	must(t, err)
	exported, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(organiser.get("/organise/files/soundings.json").body)))
	must(t, err)
	must(t, schema.Validate(exported))
	sessions := exported.(map[string]any)["sessions"].([]any)
	if written := sessions[0].(map[string]any)["contributions"].([]any); len(written) != 3 {
		t.Errorf("%d contributions are exported", len(written))
	}
}

func TestEveryFileIsServedToOrganisersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	organiser, phone := w.organiser(), w.phone()
	for _, file := range report.Files() {
		path := "/organise/files/" + file.Name
		if r := organiser.get(path); r.status != http.StatusOK || r.header.Get("Content-Type") != file.Type || r.body == "" {
			t.Errorf("%s: %d, %q", file.Name, r.status, r.header.Get("Content-Type"))
		}
		if r := phone.get(path); r.status == http.StatusOK {
			t.Errorf("a phone is served %s", file.Name)
		}
	}
}
