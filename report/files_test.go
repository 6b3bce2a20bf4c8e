package report

import (
	"bytes"
	"errors"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soundings/agenda"
	"soundings/disclosure"
	"soundings/poll"
	"soundings/poll/kinds"
)

func TestEveryFileIsFoundByItsNameAndTheSameTwice(t *testing.T) {
	t.Parallel()
	var names []string
	for _, file := range Files() {
		names = append(names, file.Name)
		found, ok := Find(file.Name)
		if !ok || found.Type != file.Type || found.Title == "" {
			t.Errorf("%s: found %+v, %v", file.Name, found, ok)
		}
		if first, second := export(t, file.Name, sample(t)), export(t, file.Name, sample(t)); !bytes.Equal(first, second) {
			t.Errorf("%s differs from one time to the next", file.Name)
		}
	}
	want := []string{"results.csv", "results-excel.csv", "answers.csv", "answers-excel.csv", "contributions.csv", "contributions-excel.csv",
		"programme.csv", "programme-excel.csv", "soundings.json", "soundings.schema.json"}
	if !slices.Equal(names, want) {
		t.Errorf("files %v, want %v", names, want)
	}
	if _, ok := Find("../soundings.db"); ok {
		t.Error("found a file that is not offered")
	}
}

func TestAnEmptyConferenceGivesFilesWithHeadersOnly(t *testing.T) {
	t.Parallel()
	for _, file := range Files() {
		raw := export(t, file.Name, disclosure.Dossier{})
		if strings.HasSuffix(file.Name, ".csv") && len(readCSV(t, raw)) != 1 {
			t.Errorf("%s: %q", file.Name, raw)
		}
	}
}

func TestResultsSayWhereAPollStandsAndWhatIsCounted(t *testing.T) {
	t.Parallel()
	line := lines(t, export(t, "results.csv", sample(t)))[1]
	for column, want := range map[string]string{
		"session_number": "III", "session_label": "Session III", "session_label_language": "en",
		"session_title": "Coopération", "session_title_language": "fr",
		"key_question_number": "1", "key_question": `How, "exactly"?`, "key_question_language": "en",
		"poll_id": "7", "poll_question": "What comes first?", "poll_question_language": "en",
		"kind": kinds.All()[0].Name(), "state": "closed", "option_key": "2", "option_label": "Option 2", "option_label_language": "en",
		"people": "170", "base": "201", "respondents": "201", "share_percent": "85",
		"digest": polls(sample(t))[0].Result.Digest, "counting_unit": "per participant", "build": "1.2.3-test",
	} {
		if got, there := line[column]; got != want || !there {
			t.Errorf("%s = %q, want %q", column, got, want)
		}
		delete(line, column)
	}
	if len(line) != 0 {
		t.Errorf("columns without a test: %v", line)
	}
}

func TestAPollUnderNoKeyQuestionHasEmptyCells(t *testing.T) {
	t.Parallel()
	all := lines(t, export(t, "results.csv", sample(t)))
	last := all[len(all)-1]
	if last["poll_id"] != "9" || last["key_question_number"] != "" || last["key_question"] != "" {
		t.Errorf("line %v", last)
	}
}

func TestFewerThanTenRespondentsHaveNoShare(t *testing.T) {
	t.Parallel()
	for _, line := range lines(t, export(t, "results.csv", sample(t))) {
		if line["poll_id"] == "8" && (line["share_percent"] != "" || line["base"] != "9") {
			t.Errorf("line %v", line)
		}
	}
}

func TestAnswersTellNothingOfWhoGaveThem(t *testing.T) {
	t.Parallel()
	records := readCSV(t, export(t, "answers.csv", sample(t)))
	known := answerRecord(place{}, "").columns()
	for _, kind := range kinds.All() {
		for _, column := range kind.Columns(anyPoll(t, kind, 1, 3)) {
			known = append(known, column.Name)
		}
	}
	for _, column := range records[0] {
		if !slices.Contains(known, column) {
			t.Errorf("column %s is neither the place of a poll nor of a kind", column)
		}
	}
	seen := map[string]string{}
	answer, id := slices.Index(records[0], "answer"), slices.Index(records[0], "poll_id")
	for _, record := range records[1:] {
		key, whole := record[id]+" "+record[answer], strings.Join(record, "\x00")
		if before, again := seen[key]; again && before != whole {
			t.Errorf("two lines with the answer %s differ", key)
		}
		seen[key] = whole
	}
}

// TestTheDigestIsThatOfTheAnswersInTheFile does what the notes in soundings.json tell a reader.
func TestTheDigestIsThatOfTheAnswersInTheFile(t *testing.T) {
	t.Parallel()
	d := sample(t)
	var answers strings.Builder
	for _, line := range slices.Backward(lines(t, export(t, "answers.csv", d))) {
		if line["poll_id"] == "7" {
			answers.WriteString(line["answer"] + "\n")
		}
	}
	command := exec.Command("sh", "-c", "LC_ALL=C sort | sha256sum")
	command.Stdin = strings.NewReader(answers.String())
	sum, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := polls(d)[0].Result.Digest
	if got, _, _ := strings.Cut(string(sum), " "); got != want || len(want) != 64 {
		t.Errorf("sum of the answers %s, digest %s", got, want)
	}
	if open := polls(d)[1].Result.Digest; open != "" {
		t.Errorf("a poll that takes answers has the digest %s", open)
	}
}

// dossiers draws conferences with polls of any kind and hostile texts.
func dossiers(t *rapid.T) disclosure.Dossier {
	var d disclosure.Dossier
	id := int64(0)
	for range rapid.IntRange(0, 3).Draw(t, "sessions") {
		session := disclosure.SessionDossier{
			Session: agenda.Session{
				ID: id + 1, Position: 1, Label: agenda.Plain("en", rapid.String().Draw(t, "label")),
				Type: agenda.Other, Access: agenda.NotStated, Progress: agenda.Planned,
			},
			KeyQuestions: []agenda.KeyQuestion{
				{ID: 1, Position: 1, Kind: agenda.Question, Text: agenda.Plain("", rapid.SampledFrom(hostile()).Draw(t, "text"))},
			},
		}
		for i := range rapid.IntRange(0, 8).Draw(t, "contributions") {
			c := contribution(i, rapid.String().Draw(t, "contribution"))
			c.KeyQuestionID = 1
			session.Contributions = append(session.Contributions, c)
		}
		for range rapid.IntRange(0, 3).Draw(t, "polls") {
			id++
			session.Polls = append(session.Polls, drawPoll(t, id))
		}
		d.Sessions = append(d.Sessions, session)
	}
	return d
}

func drawPoll(t *rapid.T, id int64) disclosure.PollDossier {
	kind := rapid.SampledFrom(kinds.All()).Draw(t, "kind")
	p := anyPoll(t, kind, id, rapid.IntRange(2, 12).Draw(t, "options"))
	p.State = rapid.SampledFrom([]poll.State{poll.TakingAnswers, poll.Closing, poll.Closed}).Draw(t, "state")
	p.KeyQuestionID = rapid.Int64Range(0, 1).Draw(t, "key question")
	for i := range p.Content.Options {
		p.Content.Options[i].Label.Text = rapid.SampledFrom(hostile()).Draw(t, "option")
	}
	accepted := anyAnswers(t, kind, p)
	people := rapid.SliceOfN(rapid.IntRange(0, 300), 0, len(accepted)).Draw(t, "people")
	return dossierOf(kind, p, repeat(accepted, people...))
}

func TestEveryFigureInTheResultsIsTheDisclosedOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := dossiers(t)
		for _, name := range []string{"results.csv", "results-excel.csv"} {
			rest := lines(t, export(t, name, d))
			for _, p := range polls(d) {
				for _, row := range p.Result.Rows {
					checkResultLine(t, rest[0], p.Result, row)
					rest = rest[1:]
				}
			}
			if len(rest) != 0 {
				t.Fatalf("%s: %d lines too many", name, len(rest))
			}
		}
	})
}

func checkResultLine(t *rapid.T, line map[string]string, result disclosure.Result, row disclosure.Row) {
	for column, want := range map[string]string{
		"poll_id": strconv.FormatInt(result.Poll, 10), "state": string(result.State), "option_key": row.Key,
		"people": strconv.Itoa(row.People), "base": strconv.Itoa(result.Base), "respondents": strconv.Itoa(result.Respondents),
		"share_percent": row.Share.Figure(), "digest": result.Digest,
	} {
		if line[column] != want {
			t.Fatalf("%s = %q, want %q", column, line[column], want)
		}
	}
}

func TestTheAnswersOfAPollAreAllThereInTheirOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := dossiers(t)
		for _, name := range []string{"answers.csv", "answers-excel.csv"} {
			given := map[string][]poll.Answer{}
			for _, line := range lines(t, export(t, name, d)) {
				given[line["poll_id"]] = append(given[line["poll_id"]], poll.Answer(line["answer"]))
			}
			for _, p := range polls(d) {
				answers := given[strconv.FormatInt(p.Poll.ID, 10)]
				if !slices.IsSorted(answers) || !slices.Equal(poll.CountAnswers(answers), p.Answers) {
					t.Fatalf("%s: poll %d has the answers %v, want %v", name, p.Poll.ID, answers, p.Answers)
				}
			}
		}
	})
}

func TestEveryKindHasACellForEachColumn(t *testing.T) {
	t.Parallel()
	machineName := regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	for _, kind := range kinds.All() {
		p := anyPoll(t, kind, 1, 5)
		taken := answerRecord(place{}, "").columns()
		for _, column := range kind.Columns(p) {
			if !machineName.MatchString(column.Name) || slices.Contains(taken, column.Name) {
				t.Errorf("kind %s: column %q is no machine name or there twice", kind.Name(), column.Name)
			}
			taken = append(taken, column.Name)
		}
		for _, answer := range append(anyAnswers(t, kind, p), "", "no such answer") {
			if cells := kind.Cells(p, answer); len(cells) != len(kind.Columns(p)) {
				t.Errorf("kind %s: %d cells for %d columns in answer %q", kind.Name(), len(cells), len(kind.Columns(p)), answer)
			}
		}
	}
}

func TestOwnColumnsOfTablesAreMachineNamesAndThereOnce(t *testing.T) {
	t.Parallel()
	machineName := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	columns := resultRecord(place{}, disclosure.Result{}, disclosure.Row{}, Meta{}).columns()
	for i, column := range columns {
		if !machineName.MatchString(column) || slices.Contains(columns[:i], column) {
			t.Errorf("column %q", column)
		}
	}
}

// mosaic is a kind with columns of its own that differ from poll to poll.
type mosaic struct {
	poll.Kind
	short bool // gives a cell too few
}

func (mosaic) Columns(p poll.Poll) []poll.Column {
	return []poll.Column{{Name: "shared"}, {Name: "of_poll_" + strconv.FormatInt(p.ID, 10)}}
}

func (m mosaic) Cells(p poll.Poll, answer poll.Answer) []poll.Cell {
	cells := []poll.Cell{text("s" + string(answer)), whole(p.ID)}
	if m.short {
		return cells[:1]
	}
	return cells
}

func TestColumnsOfSeveralPollsAreJoinedByName(t *testing.T) {
	t.Parallel()
	m := meta()
	m.Kind = func(string) (poll.Kind, bool) { return mosaic{}, true }
	file, _ := Find("answers.csv")
	var written bytes.Buffer
	if err := file.Write(&written, sample(t), m); err != nil {
		t.Fatal(err)
	}
	header := readCSV(t, written.Bytes())[0]
	if own := header[len(header)-4:]; !slices.Equal(own, []string{"shared", "of_poll_7", "of_poll_8", "of_poll_9"}) {
		t.Errorf("columns %v", own)
	}
	for _, line := range lines(t, written.Bytes()) {
		id := line["poll_id"]
		if line["shared"] != "s"+line["answer"] || line["of_poll_"+id] != id || line["of_poll_7"]+line["of_poll_8"] != id {
			t.Errorf("line %v", line)
		}
	}
}

func TestAKindThatIsUnknownOrShortOfCellsIsAnErrorAndNotAPanic(t *testing.T) {
	t.Parallel()
	file, _ := Find("answers.csv")
	for want, kind := range map[string]func(string) (poll.Kind, bool){
		"unknown kind":                func(string) (poll.Kind, bool) { return nil, false },
		"gives 1 cells for 2 columns": func(string) (poll.Kind, bool) { return mosaic{Kind: kinds.All()[0], short: true}, true },
	} {
		m := meta()
		m.Kind = kind
		err := file.Write(&bytes.Buffer{}, sample(t), m)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "answers.csv: poll 7") {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

var errFull = errors.New("disk full")

// fullDisk takes some bytes and no more.
type fullDisk struct{ room int }

func (d *fullDisk) Write(p []byte) (int, error) {
	if len(p) > d.room {
		return 0, errFull
	}
	d.room -= len(p)
	return len(p), nil
}

func TestAFullDiskIsAnErrorWhereverItStrikes(t *testing.T) {
	t.Parallel()
	for _, file := range Files() {
		size := len(export(t, file.Name, sample(t)))
		for _, room := range []int{0, size / 2, size - 1} {
			if err := file.Write(&fullDisk{room: room}, sample(t), meta()); !errors.Is(err, errFull) {
				t.Errorf("%s with room for %d of %d bytes: %v", file.Name, room, size, err)
			}
		}
	}
}
