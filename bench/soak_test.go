//go:build soak

package main

import (
	"context"
	"crypto/rand"
	"flag"
	"log/slog"
	"maps"
	mathrand "math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"soundings/bench/client"
	"soundings/poll/kinds"
	"soundings/store"
)

var seed = flag.Uint64("seed", 0, "repeat the random choices of a run; 0 picks new ones")

const (
	soakClients = 64
	soakPhones  = 4096 // so many that none reaches the limit of five answers a second
	soakKills   = 50
	soakOptions = 4
	soakOpen    = 3 // polls that take answers at a time

	fewestAcknowledged = 10000
	fewestInFlight     = 40 // kills at which answers were in flight
	patience           = time.Minute
)

// soak is one run: a server that is killed again and again, and phones that answer all the while.
type soak struct {
	*testing.T
	program   *client.Program
	organiser *client.Organiser
	hall      *client.Hall
	session   int64
	phones    []client.Phone
	ledger    *ledger
	random    *mathrand.Rand // of the killer; each client has its own
	all       []int64        // polls
	taking    atomic.Pointer[[]int64]
	copies    atomic.Int64 // taps delivered late
	over      atomic.Bool
	slowest   time.Duration // start
	inFlight  int           // kills with answers in flight
}

// TestSoakNoAcknowledgedAnswerIsLostDoubledOrAltered kills the server at random moments while
// phones answer, change their minds, try again, and deliver copies of earlier taps late. In the
// end each stored answer is the last one acknowledged, and every figure is a count of those.
func TestSoakNoAcknowledgedAnswerIsLostDoubledOrAltered(t *testing.T) {
	s := newSoak(t)
	var clients sync.WaitGroup
	for i := range soakClients {
		random := mathrand.New(mathrand.NewPCG(*seed, uint64(i+1)))
		clients.Go(func() { s.answerOn(s.phones, i, random) })
	}
	for round := range soakKills {
		s.changePolls(round)
		s.killAndStart()
	}
	s.over.Store(true)
	clients.Wait()
	s.judge()
}

func newSoak(t *testing.T) *soak {
	t.Helper()
	if *seed == 0 {
		*seed = mathrand.Uint64()
	}
	t.Logf("repeat with -seed %d", *seed)
	folder, err := client.DiskFolder("soak-")
	s := &soak{T: t, ledger: newLedger(), random: mathrand.New(mathrand.NewPCG(*seed, 0))}
	s.must(err)
	t.Cleanup(func() { os.RemoveAll(folder) })
	binary, err := client.Build(s.Context(), folder)
	s.must(err)
	s.program, err = client.NewProgram(binary, folder)
	s.must(err)
	s.must(s.program.Start(s.Context()))
	t.Cleanup(func() { s.program.Kill() })
	s.organiser, err = client.NewOrganiser(s.Context(), s.program)
	s.must(err)
	s.session, err = s.organiser.AddSession(s.Context(), "Soaked")
	s.must(err)
	s.hall = client.NewHall(s.program.Address, soakClients)
	code, err := s.organiser.JoinCode(s.Context())
	s.must(err)
	s.phones = make([]client.Phone, soakPhones)
	s.must(inParallel(soakClients, soakPhones, func(i int) (err error) {
		s.phones[i], err = s.hall.Join(code)
		return err
	}))
	s.ask()
	return s
}

func (s *soak) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *soak) ask() {
	asked, err := s.organiser.AskChoice(s.Context(), s.session, soakOptions)
	s.must(err)
	s.all = append(s.all, asked)
	taking := s.all[max(0, len(s.all)-soakOpen):]
	s.taking.Store(&taking)
}

// changePolls asks a new question every few rounds, and closes the oldest while answers to it are
// on their way; half of the time the kill comes while it is being closed.
func (s *soak) changePolls(round int) {
	if round%5 != 4 {
		return
	}
	s.ask()
	if len(s.all) <= soakOpen {
		return
	}
	oldest := s.all[len(s.all)-soakOpen-1]
	if s.random.IntN(2) == 0 {
		s.must(s.organiser.Close(s.Context(), oldest))
		return
	}
	closing := make(chan struct{})
	go func() { defer close(closing); _ = s.organiser.Close(s.Context(), oldest) }()
	<-time.After(time.Duration(s.random.Int64N(int64(10 * time.Millisecond))))
	s.must(s.program.Kill())
	<-closing
	s.start()
	s.must(s.organiser.Close(s.Context(), oldest))
}

// killAndStart kills the server 50 to 350 ms after it became ready.
func (s *soak) killAndStart() {
	<-time.After(50*time.Millisecond + time.Duration(s.random.Int64N(int64(300*time.Millisecond))))
	if s.hall.InFlight() > 0 {
		s.inFlight++
	}
	s.must(s.program.Kill())
	s.start()
}

func (s *soak) start() {
	began := time.Now()
	s.must(s.program.Start(s.Context()))
	s.slowest = max(s.slowest, time.Since(began))
}

// answerOn answers for one client's phones until the run is over.
func (s *soak) answerOn(phones []client.Phone, who int, random *mathrand.Rand) {
	sender := s.hall.NewSender(false)
	share := len(phones) / soakClients
	for !s.over.Load() && !s.Failed() {
		taking := *s.taking.Load()
		where := place{phone: who*share + random.IntN(share), poll: taking[random.IntN(len(taking))]}
		known := s.ledger.at(where)
		if known.unknown != nil || known.late || (known.acknowledged.Revision > 0 && random.IntN(3) > 0) {
			continue
		}
		tap := client.NewTap(random, where.poll, 1+random.IntN(soakOptions), known.acknowledged.Revision)
		// Few phones go away when they get no reply, and never learn what became of the answer.
		outcome := s.deliver(sender, where.phone, tap, random.IntN(50) > 0)
		if outcome == client.Conflict {
			s.Errorf("phone %d, poll %d: revision %d was acknowledged and is not stored", where.phone, where.poll, tap.Replaces)
			return
		}
		s.ledger.note(where, tap, outcome)
		if random.IntN(10) == 0 {
			s.deliverLate(sender, where, random)
		}
	}
}

func (s *soak) deliver(sender *client.Sender, phone int, tap client.Tap, again bool) client.Outcome {
	if !again {
		outcome, _ := sender.Send(s.phones[phone], tap)
		return outcome
	}
	ctx, cancel := context.WithTimeout(s.Context(), patience)
	defer cancel()
	outcome, err := sender.Deliver(ctx, s.phones[phone], tap)
	if err != nil {
		s.Errorf("phone %d got no reply within %v: %v", phone, patience, err)
	}
	return outcome
}

// deliverLate sends an earlier tap again after a later one was acknowledged.
func (s *soak) deliverLate(sender *client.Sender, where place, random *mathrand.Rand) {
	earlier, found := s.ledger.at(where).earlier(random.IntN)
	if !found {
		return
	}
	s.copies.Add(1)
	if outcome := s.deliver(sender, where.phone, earlier, true); outcome == client.Recorded {
		s.Errorf("phone %d, poll %d: a copy of revision %d was taken for a new answer", where.phone, where.poll, earlier.Replaces+1)
	}
}

// judge compares what is stored with what was acknowledged, and every figure with a recount.
func (s *soak) judge() {
	for _, poll := range s.all {
		s.must(s.organiser.Close(s.Context(), poll))
	}
	stored := s.stored()
	v := s.ledger.compare(stored)
	s.Logf("%d answers acknowledged, %d late copies, %d kills, in flight at %d, slowest start %v",
		s.ledger.total, s.copies.Load(), soakKills, s.inFlight, s.slowest.Round(time.Millisecond))
	s.Logf("%d answers stored in %d polls: %d lost, %d altered, %d from nobody; %d whose outcome the phone never learnt",
		len(stored), len(s.all), v.Lost, v.Altered, v.Invented, v.Undecided)
	if v.Lost+v.Altered+v.Invented > 0 {
		s.Error(v.First)
	}
	if s.ledger.total < fewestAcknowledged || s.inFlight < fewestInFlight {
		s.Errorf("the run proves little: want %d acknowledged and answers in flight at %d kills", fewestAcknowledged, fewestInFlight)
	}
	s.must(s.program.Kill())
	s.hall.Disconnect()
	s.start()
	if again := s.stored(); !maps.Equal(stored, again) {
		s.Error("one more kill changes what is stored")
	}
	s.comparePhones(stored)
	s.compareFigures(stored)
	s.must(s.program.Stop())
	if said, err := s.program.Command(s.Context(), "check"); err != nil {
		s.Errorf("check: %v\n%s", err, said)
	}
}

// stored reads each phone's answers out of the file.
func (s *soak) stored() map[place]kept {
	s.Helper()
	file, err := store.OpenReader(s.Context(), store.Options{
		Path: s.program.File, Kind: kinds.ByName, Now: time.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler),
	})
	s.must(err)
	defer file.Close()
	all := map[place]kept{}
	for i, phone := range s.phones {
		viewer, err := file.ParticipantBy(s.Context(), phone.Token)
		s.must(err)
		own, err := file.OwnBallots(s.Context(), viewer, s.session)
		s.must(err)
		for poll, ballot := range own {
			option, err := strconv.Atoi(string(ballot.Answer))
			s.must(err)
			all[place{phone: i, poll: poll}] = kept{Option: option, Revision: ballot.Revision}
		}
	}
	return all
}

// compareFigures holds export and screen against a recount of the stored answers.
func (s *soak) compareFigures(stored map[place]kept) {
	exported, err := s.organiser.Export(s.Context(), s.session)
	s.must(err)
	for i, poll := range s.all {
		people := count(stored, poll)
		want := client.Figures{}
		for option := range soakOptions {
			want.People = append(want.People, people[option+1])
			want.Respondents += people[option+1]
		}
		written := client.Figures{Respondents: exported[i].Respondents}
		for _, row := range exported[i].Rows {
			written.People = append(written.People, row.People)
		}
		if exported[i].ID != poll || !same(written, want) {
			s.Errorf("poll %d: exported as %d: %v, recounted %v", poll, exported[i].ID, written, want)
		}
		s.must(s.organiser.Show(s.Context(), poll))
		s.must(s.organiser.PutOnScreen(s.Context(), s.session, poll))
		s.awaitScreen(poll, want)
	}
}

// awaitScreen waits until the screen shows the figures: its frames come at most five a second.
func (s *soak) awaitScreen(poll int64, want client.Figures) {
	var shown client.Figures
	for began := time.Now(); time.Since(began) < 5*time.Second; <-time.After(20 * time.Millisecond) {
		var err error
		shown, err = s.organiser.Screen(s.Context(), s.session)
		s.must(err)
		if same(shown, want) {
			return
		}
	}
	s.Errorf("poll %d: the screen shows %v, recounted %v", poll, shown, want)
}

func same(a, b client.Figures) bool {
	return a.Respondents == b.Respondents && slices.Equal(a.People, b.People)
}

// comparePhones asks some phones' own pages, and all whose phones never learnt what became of
// their answers.
func (s *soak) comparePhones(stored map[place]kept) {
	const some = 20
	asked := 0
	for where, known := range s.ledger.entries {
		if known.unknown == nil && asked%some != 0 {
			asked++
			continue
		}
		asked++
		option, err := s.hall.Own(s.phones[where.phone], where.poll)
		if err != nil || option != stored[where].Option {
			s.Errorf("phone %d, poll %d shows %d, stored is %v, %v", where.phone, where.poll, option, stored[where], err)
			return
		}
	}
}

// count tallies stored answers of one poll by option, as a recount of its own.
func count(stored map[place]kept, poll int64) map[int]int {
	people := map[int]int{}
	for where, answer := range stored {
		if where.poll == poll {
			people[answer.Option]++
		}
	}
	return people
}
