package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// passphrase of every conference that these tools make.
const passphrase = "a passphrase for measuring"

// Organiser makes conferences, sessions and polls, and reads what came of them.
type Organiser struct {
	base   string
	client *http.Client
}

// NewOrganiser opens the set-up link and sets the passphrase.
func NewOrganiser(ctx context.Context, p *Program) (*Organiser, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	o := &Organiser{base: "http://" + p.Address, client: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		// After a kill a kept connection leads nowhere.
		Transport: &http.Transport{DisableKeepAlives: true},
	}}
	secret, err := p.SetupSecret()
	if err != nil {
		return nil, err
	}
	if _, err := o.post(ctx, "/enter", url.Values{"secret": {secret}}); err != nil {
		return nil, err
	}
	_, err = o.post(ctx, "/passphrase", url.Values{"passphrase": {passphrase}, "again": {passphrase}})
	return o, err
}

// post sends a form and returns where it leads.
func (o *Organiser) post(ctx context.Context, path string, form url.Values) (location string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, o.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	reply, err := o.client.Do(request)
	if err != nil {
		return "", err
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("POST %s: %s", path, reply.Status)
	}
	return reply.Header.Get("Location"), nil
}

func (o *Organiser) get(ctx context.Context, path string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, o.base+path, nil)
	if err != nil {
		return nil, err
	}
	reply, err := o.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %s", path, reply.Status)
	}
	return io.ReadAll(reply.Body)
}

// AddSession adds a session that is open to all, with one key question, and returns its number.
func (o *Organiser) AddSession(ctx context.Context, title string) (int64, error) {
	location, err := o.post(ctx, "/organise/blank", url.Values{
		"name": {"Conference on Measuring"}, "title": {title}, "access": {"open"}, "lang": {"en"},
		"key_questions": {"What holds under load?"},
	})
	if err != nil {
		return 0, err
	}
	parsed, err := url.Parse(location)
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(strings.TrimPrefix(parsed.Path, "/organise/sessions/"), 10, 64)
}

// AskChoice puts a question with so many options to the session, takes answers, and returns the
// poll's number.
func (o *Organiser) AskChoice(ctx context.Context, session int64, options int) (int64, error) {
	var lines []string
	for i := range options {
		lines = append(lines, fmt.Sprintf("Option %d", i+1))
	}
	_, err := o.post(ctx, fmt.Sprintf("/podium/%d/polls", session), url.Values{
		"kind": {"choice"}, "question": {"Which one?"}, "lang": {"en"},
		"options": {strings.Join(lines, "\n")}, "then": {"take"},
	})
	if err != nil {
		return 0, err
	}
	polls, err := o.Export(ctx, session)
	if err != nil || len(polls) == 0 {
		return 0, errors.Join(err, errors.New("the new poll is not in the export"))
	}
	return polls[len(polls)-1].ID, nil
}

// MakeCopy has a copy made and returns when it is done.
func (o *Organiser) MakeCopy(ctx context.Context) error {
	location, err := o.post(ctx, "/organise/copy", nil)
	if err == nil && !strings.HasSuffix(location, "copy_made") {
		err = fmt.Errorf("the copy leads to %s", location)
	}
	return err
}

// Close closes a poll.
func (o *Organiser) Close(ctx context.Context, poll int64) error {
	_, err := o.post(ctx, fmt.Sprintf("/polls/%d/close", poll), nil)
	return err
}

// Show shows a poll's result on the screen and on phones.
func (o *Organiser) Show(ctx context.Context, poll int64) error {
	_, err := o.post(ctx, fmt.Sprintf("/polls/%d/show", poll), url.Values{"screen": {"on"}, "phones": {"on"}})
	return err
}

// PutOnScreen makes a poll the one that the session's screen shows.
func (o *Organiser) PutOnScreen(ctx context.Context, session, poll int64) error {
	_, err := o.post(ctx, fmt.Sprintf("/podium/%d/screen", session), url.Values{"poll": {strconv.FormatInt(poll, 10)}})
	return err
}

// ExportedPoll is a poll in soundings.json.
type ExportedPoll struct {
	ID          int64  `json:"id"`
	State       string `json:"state"`
	Respondents int    `json:"respondents"`
	Rows        []struct {
		Key    string `json:"key"`
		People int    `json:"people"`
	} `json:"rows"`
	Answers []struct {
		Answer string `json:"answer"`
		People int    `json:"people"`
	} `json:"answers"`
}

// Export reads a session's polls from soundings.json.
func (o *Organiser) Export(ctx context.Context, session int64) ([]ExportedPoll, error) {
	raw, err := o.get(ctx, fmt.Sprintf("/organise/sessions/%d/files/soundings.json", session))
	if err != nil {
		return nil, err
	}
	var whole struct {
		Sessions []struct {
			Polls []ExportedPoll `json:"polls"`
		} `json:"sessions"`
	}
	if err := json.Unmarshal(raw, &whole); err != nil {
		return nil, fmt.Errorf("soundings.json: %w", err)
	}
	if len(whole.Sessions) != 1 {
		return nil, fmt.Errorf("soundings.json holds %d sessions", len(whole.Sessions))
	}
	return whole.Sessions[0].Polls, nil
}

// Screen reads the newest frame of a session's screen.
func (o *Organiser) Screen(ctx context.Context, session int64) (Figures, error) {
	raw, err := o.get(ctx, fmt.Sprintf("/screen/%d/frame", session))
	if err != nil {
		return Figures{}, err
	}
	return ReadFigures(raw)
}

var joinCode = regexp.MustCompile(`class="code figure"[^>]*>([0-9A-Z ]+)<`)

// JoinCode is the open code.
func (o *Organiser) JoinCode(ctx context.Context) (string, error) {
	page, err := o.get(ctx, "/organise")
	if err != nil {
		return "", err
	}
	found := joinCode.FindSubmatch(page)
	if found == nil {
		return "", errors.New("the organiser's page shows no code")
	}
	return strings.ReplaceAll(string(found[1]), " ", ""), nil
}

// Cookies are what this organiser's browser would send with a socket.
func (o *Organiser) Cookies() (string, error) {
	base, err := url.Parse(o.base)
	if err != nil {
		return "", err
	}
	var all []string
	for _, cookie := range o.client.Jar.Cookies(base) {
		all = append(all, cookie.Name+"="+cookie.Value)
	}
	return strings.Join(all, "; "), nil
}
