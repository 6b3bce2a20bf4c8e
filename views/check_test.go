package views

import (
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/jba/templatecheck"

	"soundings/poll/kinds"
)

// checkedPages names every page with the type of its data.
func checkedPages() map[string]any {
	return map[string]any{
		"join": Join{}, "now": Now{}, "phone_session": PhoneSession{}, "phone_poll": phonePoll{}, "phone_question": phoneQuestion{}, "kept": kept{}, "screen": screen{}, "failure": Failure{},
		"podium": podium{}, "draft": draftPage{}, "enter": Enter{}, "sign_in": SignIn{}, "passphrase": Passphrase{},
		"organise": organise{}, "organise_session": OrganiseSession{}, "address": Address{}, "blank": Blank{}, "sample": Sample{},
		"import": Import{}, "import_preview": importPreview{},
		"wifi": WiFi{}, "ready": readyPage{}, "test": Test{}, "waiting": Waiting{}, "pair": Pair{}, "continue": Continue{}, "poster": poster{},
		"conference": ConferenceForm{}, "session_form": SessionForm{}, "question_form": QuestionForm{},
		"desk": deskPage{}, "desk_log": DeskLog{}, "import_difference": ImportDifference{},
	}
}

// checkedParts names the regions and fragments that a method draws.
func checkedParts() map[string]any {
	parts := map[string]any{
		"session-frame": sessionNow{}, "question-frame": questionNow{}, "own": ownContributions{}, "poll-now": pollNow{}, "foot": foot{}, "screen": screen{}, "stage": stage{}, "ready": readyNow{},
		"desk-hall": deskHall{}, "desk-item": deskItem{}, "desk-news": deskNews{},
	}
	for _, kind := range kinds.All() {
		parts[kind.Name()+"/answer"] = answerFields{}
		parts[kind.Name()+"/draft"] = draftFields{}
		parts[kind.Name()+"/result"] = resultFigures{}
	}
	return parts
}

// TestTemplatesFitTheirData finds a field or method that is not there, in branches that no other
// test draws too. It needs sets that have not been executed.
func TestTemplatesFitTheirData(t *testing.T) {
	t.Parallel()
	v := newViews(t)
	for name, data := range checkedPages() {
		checkTemplate(t, v.pages[name], "layout", data)
	}
	for name := range v.pages {
		if checkedPages()[name] == nil {
			t.Errorf("page %s is not checked", name)
		}
	}
	for name, data := range checkedParts() {
		checkTemplate(t, v.parts, name, data)
	}
}

func checkTemplate(t *testing.T, set *template.Template, name string, data any) {
	t.Helper()
	if set == nil || set.Lookup(name) == nil {
		t.Errorf("no template %s", name)
		return
	}
	if err := templatecheck.CheckHTML(set.Lookup(name), data); err != nil {
		t.Error(err)
	}
}

var styleClasses = regexp.MustCompile(`class="[^"]*"`)

// TestKindsAreNamedInTheirOwnFileAlone keeps a new kind to one file here.
func TestKindsAreNamedInTheirOwnFileAlone(t *testing.T) {
	t.Parallel()
	var files []string
	for _, pattern := range []string{"*.go", "*.html", "pages/*.html", "parts/*.html"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range kinds.All() {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text := styleClasses.ReplaceAllString(string(body), "")
			if strings.Contains(text, `"`+kind.Name()) || strings.Contains(text, kind.Name()+"/") {
				t.Errorf("%s names the kind %s", file, kind.Name())
			}
		}
	}
	for _, kind := range kinds.All() {
		if _, err := os.Stat(filepath.Join("kinds", kind.Name()+".html")); err != nil {
			t.Error(err)
		}
	}
}
