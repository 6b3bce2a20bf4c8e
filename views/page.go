package views

import (
	"net/url"
	"time"

	"soundings/access"
	"soundings/agenda"
	"soundings/disclosure"
	"soundings/feedback"
	"soundings/i18n"
	"soundings/poll"
	"soundings/programme"
)

// Page is what every page carries. T is its method, so that a template never draws one person's
// page in another's language.
type Page struct {
	*i18n.Printer
	Path   string // this page's own path and query, for the language switch and Refresh
	Socket string // path of its live socket, "" for none
	Frame  string // path of the same frame over plain GET, for a page whose socket is down
	Notice string // message key of what just happened, "" for none
	Role   access.Role
	Home   string // path of the way back, "" for none
	// Conference is the conference's name, "" until it has one.
	Conference agenda.Text
	// Zone is the conference's time zone; nil stands for UTC.
	Zone *time.Location
}

// Join is where a participant enters the code.
type Join struct {
	Page
	Code    string // as typed or scanned
	Session string // number of the session whose poster was scanned, as it came
	Next    string // path to go to afterwards, "" for where the session is
	Fault   string // message key, "" for none
}

// Now lists the sessions in progress for a phone: none, or several. With one the phone is there.
type Now struct {
	Page
	Sessions []agenda.Session
	Writable []WritableSession // others on which one can write now
}

// PhoneSession is the phone's page of a session.
type PhoneSession struct {
	Page
	Session      agenda.Session
	KeyQuestions []KeyQuestionLine
	Now          SessionNow
}

// KeyQuestionLine is a key question in the phone's list, with what became of it.
type KeyQuestionLine struct {
	KeyQuestion   agenda.KeyQuestion
	Contributions int
	State         string // message key: "line.taking_answers", "line.answered", "line.result", "line.closed", "line.write", "line.later"
}

// SessionNow is the region of the phone's session page that is pushed; the same for everyone.
type SessionNow struct {
	Session agenda.Session
	Taking  []PollCard // polls that take answers, the current one first
	Shown   []PollCard // polls whose result is shown on phones
	Writing Writing
	// WriteOn is the key question that "Write a contribution" leads to, 0 where a person has to choose.
	WriteOn      int64
	KeyQuestions int // how many it has
}

// PollCard is a poll with the key question it stands under (ID 0 for none).
type PollCard struct {
	Poll        poll.Poll
	KeyQuestion agenda.KeyQuestion
}

// PhonePoll is the phone's page of one poll.
type PhonePoll struct {
	Page
	PollCard
	Session agenda.Session
	Form    url.Values  // what is chosen: the stored answer, or what was sent and refused
	Own     poll.Ballot // the stored answer of this participant; Revision 0 for none
	OwnText string      // the stored answer in words, "" for none
	Nonce   string      // of the next tap
	Foot    Foot
	Now     PollNow
}

// PollNow is the region of the phone's poll page that is pushed; the same for everyone.
type PollNow struct {
	PollCard
	Session agenda.Session
	Result  disclosure.Result // for phones
	Others  []PollCard        // other polls that take answers
}

// Foot is the one truth about this phone's answer, or about the contribution that is written.
type Foot struct {
	State        FootState
	Poll         int64         // 0 for a contribution
	KeyQuestion  int64         // of a contribution, 0 for an answer
	Contribution int64         // for FootConflict: the stored one, 0 for an answer
	Fault        *poll.Invalid // for FootInvalid
	Stored       string        // for FootConflict: the stored answer in words
	// Revision is the stored one's, so that "replace" can name it.
	Revision int64
}

// FootState is the state of a phone's foot.
type FootState string

// The states of the foot. Saving and NotSaved are also drawn as templates for the script.
const (
	FootTap      FootState = "tap"
	FootWrite    FootState = "write" // a contribution that was not sent yet
	FootSaving   FootState = "saving"
	FootRecorded FootState = "recorded"
	FootNotSaved FootState = "not_saved"
	FootConflict FootState = "conflict" // another answer of this participant is stored
	FootInvalid  FootState = "invalid"
	FootClosed   FootState = "closed"   // answers are closed
	FootLate     FootState = "late"     // answers closed before this one arrived
	FootExpired  FootState = "expired"  // the cookie is gone: join again
	FootRejected FootState = "rejected" // the poll's content changed, or the request was refused: load again
	FootSlow     FootState = "slow"     // contributions come faster than one person writes
	FootGone     FootState = "gone"     // the contribution that was edited is not there any more
)

// Screen is the projector's page; all of it is pushed.
type Screen struct {
	Page
	Session  agenda.Session
	Poll     *PollCard         // what the screen shows, nil for the welcome
	Question *ScreenQuestion   // what it shows of contributions, nil for none
	Result   disclosure.Result // for the screen
	Join     JoinAddress
	Watching int  // phones connected
	Light    bool // for bright rooms
	Preview  bool // inside the podium's frame: nothing to focus
}

// JoinAddress is how phones reach the server.
type JoinAddress struct {
	URL       string // "http://192.0.2.10:8080/j/K7M2QX", "" where phones cannot reach this address
	Host      string // "192.0.2.10:8080"
	Code      string // "K7M2QX"
	Reachable bool   // false when only loopback is there: the screen says so
	WiFi      agenda.WiFi
}

// Podium is the moderator's page of a session. Podium.Stage is pushed, Ask is not.
type Podium struct {
	Page
	Stage Stage
	Ask   DraftForm
}

// Stage is the region of the podium that is pushed.
type Stage struct {
	Session      agenda.Session
	KeyQuestions []agenda.KeyQuestion
	Polls        []PodiumPoll
	Current      *PodiumPoll     // what the screen shows
	Question     *ScreenQuestion // what it shows of contributions, nil for none
	Counts       map[int64]map[feedback.State]int
	Next         Step
	Watching     int // phones connected
	Screens      int // screens connected
	Reachable    bool
	Host         string // the address that people type, "" for none
	ScreenPath   string // the real frame, for the preview
}

// PodiumPoll is one poll with its result for moderators.
type PodiumPoll struct {
	PollCard
	Result  disclosure.Result
	Current bool
}

// Step is the one thing to do next: a POST to Action with the fields in Values, or a GET of Link.
type Step struct {
	Key    string // message key stem: "step.take_answers" with ".detail"
	Action string
	Values url.Values
	Link   string // "#ask" where the next thing is to write a question
	Poll   PollCard
}

// DraftForm is the moderator's form for a poll.
type DraftForm struct {
	Session         int64
	Poll            int64 // 0 for a new one
	ContentRevision int64
	KeyQuestion     int64
	KeyQuestions    []agenda.KeyQuestion
	Kind            string
	Values          url.Values
	Faults          []*poll.Invalid
}

// DraftPage is the form on a page of its own: editing a draft, or a form that was refused.
type DraftPage struct {
	Page
	Session      agenda.Session
	Ask          DraftForm
	Translations Translations
}

// Enter is the page that a link with a secret opens: its script exchanges the fragment.
type Enter struct{ Page }

// SignIn asks for the passphrase.
type SignIn struct {
	Page
	Next  string // path to go to afterwards
	Fault string // message key
}

// Passphrase sets or changes the passphrase.
type Passphrase struct {
	Page
	Fault string
	First bool // none exists yet
}

// Organise is the organiser's programme, or the first page while there is none.
type Organise struct {
	Page
	Facts     agenda.Conference
	Sessions  []SessionLine
	Join      JoinAddress
	Undecided int // sessions that admit nobody because their access is not chosen
	Copies    Copies
	Last      LastChange
	Order     bool // sessions are being put in order
	Moved     Move
}

// SessionLine is a session in the organiser's programme.
type SessionLine struct {
	Session      agenda.Session
	KeyQuestions int
	Polls        int
	ToDo         int // checks of its readiness that are not ready
}

// OrganiseSession is the organiser's page of one session: access, links, files.
type OrganiseSession struct {
	Page
	Session       agenda.Session
	KeyQuestions  []agenda.KeyQuestion
	Polls         []PollCard
	Contributions map[int64]int // by key question
	Links         []LinkLine
	NewLink       *NewLink // shown once, after it was made
	Reachable     bool
	Host          string // the address that people type, "" for none
	Last          LastChange
	Moved         Move
}

// LinkLine is a link that opens a session to a moderator or a screen.
type LinkLine struct {
	ID   int64
	Role access.Role
	Made string // ISO date and time, UTC
	Used bool
}

// NewLink is a link that was just made; its secret is shown this once.
type NewLink struct {
	Role access.Role
	URL  string
}

// Address is where the organiser chooses how phones reach the server.
type Address struct {
	Page
	Candidates []string // URLs other machines can reach
	Chosen     string
	Configured bool // by --public-url, so nothing to choose
	Fault      string
	Typed      string
}

// Blank is the form that starts a programme without a note, or adds one session to it.
type Blank struct {
	Page
	First  bool // no programme yet: asks for the conference's name too
	Values url.Values
	Faults []*poll.Invalid
}

// Import is the form for a concept note.
type Import struct {
	Page
	Text  string
	Fault *programme.Fault
}

// ImportPreview shows what was found; nothing is written until it is confirmed.
type ImportPreview struct {
	Page
	Name    string
	Text    string // the note, sent back on confirmation
	Preview *programme.Preview
	Values  url.Values // corrections as they were typed, nil at first
	Faults  []*poll.Invalid
}

// Sample shows moderator, screen and phone side by side.
type Sample struct {
	Page
	PodiumPath, ScreenPath, PhonePath string
}

// Failure is the page of every error.
type Failure struct {
	Page
	Status int
	Key    string   // message key stem: "failure.not_found" with ".title", ".text", ".way_on"
	WayOn  string   // path
	ID     string   // of the request, for the log
	Typed  []string // what staff typed into a form that was not taken, so that it is not lost
}
