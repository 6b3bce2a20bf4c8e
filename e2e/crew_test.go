//go:build e2e || shots

package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const passphrase = "a line goes down quietly"

// hand works a hall by plain HTTP, to bring about what a browser test starts from.
type hand struct {
	t      *testing.T
	base   string
	client *http.Client
}

func (h *hall) hand() *hand {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	must(h.t, err)
	return &hand{t: h.t, base: h.url("", "127.0.0.1"), client: &http.Client{Jar: jar, Timeout: patience}}
}

// organiserHand opens the set-up link and sets the passphrase.
func (h *hall) organiserHand() *hand {
	h.t.Helper()
	o := h.hand()
	_, secret, _ := strings.Cut(h.setup, "#")
	o.post("/enter", "secret", secret)
	o.post("/passphrase", "passphrase", passphrase, "again", passphrase)
	return o
}

// post sends a form of pairs and follows to the page that answers.
func (o *hand) post(path string, pairs ...string) string {
	o.t.Helper()
	fields := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		fields.Add(pairs[i], pairs[i+1])
	}
	reply, err := o.client.PostForm(o.base+path, fields)
	must(o.t, err)
	return o.body(path, reply)
}

func (o *hand) see(path string) string {
	o.t.Helper()
	reply, err := o.client.Get(o.base + path)
	must(o.t, err)
	return o.body(path, reply)
}

func (o *hand) body(path string, reply *http.Response) string {
	o.t.Helper()
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	must(o.t, err)
	if reply.StatusCode >= 400 {
		o.t.Fatalf("%s: %d\n%s", path, reply.StatusCode, body)
	}
	return string(body)
}

// importNote confirms testdata/note.md with the sessions' access as given, in their order.
func (o *hand) importNote(access ...string) {
	o.t.Helper()
	note, err := os.ReadFile("testdata/note.md")
	must(o.t, err)
	var body strings.Builder
	form := multipart.NewWriter(&body)
	must(o.t, form.WriteField("text", string(note)))
	for i, one := range access {
		must(o.t, form.WriteField(fmt.Sprintf("access-%d", i+1), one))
	}
	must(o.t, form.Close())
	reply, err := o.client.Post(o.base+"/organise/import/confirm", form.FormDataContentType(), strings.NewReader(body.String()))
	must(o.t, err)
	o.body("/organise/import/confirm", reply)
}

// code is the join code, as the organiser's page names it.
func (o *hand) code() string {
	o.t.Helper()
	found := regexp.MustCompile(`class="code figure" dir="ltr">([^<]+)<`).FindStringSubmatch(o.see("/organise"))
	if found == nil {
		o.t.Fatal("the organiser's page names no join code")
	}
	return strings.NewReplacer(" ", "", "\u2009", "", "\u00a0", "", "\u202f", "").Replace(found[1])
}

// ask makes a poll of a choice and returns its number; with take it takes answers at once.
func (o *hand) ask(session, keyQuestion int64, question string, take bool, options ...string) int64 {
	o.t.Helper()
	return o.askIn("en", session, keyQuestion, question, take, options...)
}

// firstKeyQuestion is the first that a session has.
func (o *hand) firstKeyQuestion(session int64) int64 {
	o.t.Helper()
	for _, s := range o.export().Sessions {
		if s.ID == session && len(s.KeyQuestions) > 0 {
			return s.KeyQuestions[0].ID
		}
	}
	o.t.Fatalf("session %d has no key question", session)
	return 0
}

func (o *hand) askIn(lang string, session, keyQuestion int64, question string, take bool, options ...string) int64 {
	o.t.Helper()
	pairs := []string{
		"kind", "choice", "key_question", strconv.FormatInt(keyQuestion, 10), "question", question,
		"options", strings.Join(options, "\n"), "lang", lang,
	}
	if take {
		pairs = append(pairs, "then", "take")
	}
	o.post(fmt.Sprintf("/podium/%d/polls", session), pairs...)
	newest := int64(0) // drafts stand in no file, so the podium tells the number
	for _, found := range regexp.MustCompile(`id="poll-(\d+)"`).FindAllStringSubmatch(o.see(fmt.Sprintf("/podium/%d", session)), -1) {
		id, err := strconv.ParseInt(found[1], 10, 64)
		must(o.t, err)
		newest = max(newest, id)
	}
	if newest == 0 {
		o.t.Fatalf("the podium of session %d has no poll", session)
	}
	return newest
}

// answers lets new participants answer: the first number of people choose option 1, and so on.
func (h *hall) answers(code string, poll int64, people ...int) {
	h.t.Helper()
	for i, n := range people {
		for range n {
			p := h.hand()
			p.post("/join", "code", code)
			p.answer(poll, i+1, 0)
		}
	}
}

func (o *hand) answer(poll int64, option, replaces int) {
	o.t.Helper()
	o.post(fmt.Sprintf("/p/%d/answer", poll), "answer", strconv.Itoa(option), "replaces", strconv.Itoa(replaces),
		"revision", o.revision(poll), "nonce", fmt.Sprintf("%p-%d-%d-%d", o, poll, option, replaces))
}

// revision is that of a poll's content, as the form in the page names it.
func (o *hand) revision(poll int64) string {
	o.t.Helper()
	found := regexp.MustCompile(`name="revision" value="(\d+)"`).FindStringSubmatch(o.see(fmt.Sprintf("/p/%d", poll)))
	if found == nil {
		o.t.Fatalf("the page of poll %d has no form", poll)
	}
	return found[1]
}

// export is the part of soundings.json that the tests read.
type export struct {
	Sessions []struct {
		ID           int64
		KeyQuestions []struct{ ID int64 } `json:"key_questions"`
		Polls        []exportedPoll
	}
}

type exportedPoll struct {
	ID      int64
	Content struct {
		Question struct{ Text string }
	}
	State       string
	Respondents int
	Rows        []struct {
		Label  struct{ Text string }
		People int
		Share  string
	}
	Answers []struct {
		Answer string
		People int
	}
}

func (o *hand) export() export {
	o.t.Helper()
	var all export
	must(o.t, json.Unmarshal([]byte(o.see("/organise/files/soundings.json")), &all))
	return all
}

// poll is a poll as exported.
func (e export) poll(t *testing.T, id int64) exportedPoll {
	t.Helper()
	for _, session := range e.Sessions {
		for _, p := range session.Polls {
			if p.ID == id {
				return p
			}
		}
	}
	t.Fatalf("the export has no poll %d", id)
	return exportedPoll{}
}
