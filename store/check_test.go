package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"soundings/poll"
	"soundings/poll/kinds"
)

// flips is how many single-bit changes each series makes.
const flips = 1000

// closedFile is a file, as a backup makes it, with one key question, one closed poll and its answers.
func closedFile(t testing.TB) string {
	t.Helper()
	h := newHall(t)
	p := h.open()
	for i, v := range h.joinMany(150) {
		h.answer(v, p, poll.Answer(strconv.Itoa(1+i%4)))
	}
	h.must(second(h.CloseAnswers(t.Context(), organiser, p.ID)))
	h.must(h.ShowResult(t.Context(), organiser, p.ID, true, false))
	path := filepath.Join(t.TempDir(), "closed.db")
	h.must(h.Backup(t.Context(), path))
	execAt(t, path, `DELETE FROM key_question WHERE id <> 1`)
	if found := checkFile(t, path); len(found) > 0 {
		t.Fatalf("before any change check finds %v", found)
	}
	return path
}

func checkFile(t testing.TB, path string) []Difference {
	t.Helper()
	s, err := OpenReader(t.Context(), testOptions(path))
	if err != nil {
		return []Difference{{What: err.Error()}} // what cannot be opened is no silent change
	}
	defer s.Close()
	found, err := s.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestEverySingleBitThatChangesAValueIsFound flips one bit of one value of a closed poll, its key
// question or its ballots, a thousand times, by SQL.
func TestEverySingleBitThatChangesAValueIsFound(t *testing.T) {
	t.Parallel()
	pool := openPool(closedFile(t), use{parameters: "_foreign_keys=off", connections: 1})
	defer pool.Close()
	if _, err := pool.Exec(`PRAGMA ignore_check_constraints = on`); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range flips {
		tx, err := pool.Begin()
		if err != nil {
			t.Fatal(err)
		}
		what := flipValue(t, tx, random)
		c := &checker{tx: tx, kind: kinds.ByName}
		c.everyPoll(t.Context())
		if len(c.found) == 0 {
			t.Errorf("not found: %s", what)
		}
		tx.Rollback()
	}
}

// sealed are the tables and columns that a closed poll stands on.
var sealed = map[string]string{
	"poll":         sealedPollColumns + " seal",
	"key_question": strings.NewReplacer("=0", "", "=1", "").Replace(sealedKeyQuestionColumns),
	"ballot":       sealedBallotColumns,
}

func flipValue(t testing.TB, tx *sql.Tx, random *rand.Rand) (what string) {
	t.Helper()
	table := []string{"poll", "key_question", "ballot", "ballot"}[random.IntN(4)]
	columns := strings.Fields(sealed[table])
	column := columns[random.IntN(len(columns))]
	key := "id = 1"
	if table == "ballot" {
		key = fmt.Sprintf("poll = 1 AND voter = %d", 1+random.IntN(150))
	}
	var value any
	if err := tx.QueryRow(`SELECT ` + column + ` FROM ` + table + ` WHERE ` + key).Scan(&value); err != nil {
		t.Fatal(err)
	}
	flipped, form := flipBit(value, random)
	result, err := tx.Exec(`UPDATE `+table+` SET `+column+` = `+form+` WHERE `+key, flipped)
	if primaryCode(err) == codeConstraint {
		return flipValue(t, tx, random) // two ballots of one voter cannot be stored
	}
	if err != nil {
		t.Fatalf("%s of %s: %v", column, table, err)
	}
	if n, _ := result.RowsAffected(); n != 1 {
		t.Fatalf("%d rows changed", n)
	}
	return fmt.Sprintf("%s of %s where %s from %v to %v", column, table, key, value, flipped)
}

func flipBit(value any, random *rand.Rand) (flipped any, form string) {
	switch v := value.(type) {
	case int64:
		return v ^ 1<<random.IntN(63), "?"
	case string:
		if v == "" {
			return "\x01", "?" // there is no bit to flip in an empty text
		}
		return flipByte([]byte(v), random), "CAST(? AS TEXT)"
	case []byte:
		return flipByte(v, random), "?"
	}
	panic(fmt.Sprintf("a value of type %T", value))
}

func flipByte(from []byte, random *rand.Rand) []byte {
	flipped := append([]byte(nil), from...)
	flipped[random.IntN(len(flipped))] ^= 1 << random.IntN(8)
	return flipped
}

// TestEverySingleBitInTheCellsOfTheFileIsFound flips one bit of the file itself, a thousand times,
// inside the cells that hold a closed poll, its key question and its ballots.
func TestEverySingleBitInTheCellsOfTheFileIsFound(t *testing.T) {
	t.Parallel()
	path := closedFile(t)
	intact, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content := dump(t, path)
	var used []int
	for table := range sealed {
		used = append(used, cellBytes(t, path, intact, table)...)
	}
	random := rand.New(rand.NewPCG(3, 4))
	unread := 0
	for done := 0; done < flips; {
		at, bit := used[random.IntN(len(used))], random.IntN(8)
		damaged := append([]byte(nil), intact...)
		damaged[at] ^= 1 << bit
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		found := checkFile(t, path)
		if len(found) > 0 {
			done++
			continue
		}
		// The only bits that no statement ever reads are in the place that a record keeps, and
		// leaves empty, for a key that is stored beside it.
		if unread++; dump(t, path) != content {
			t.Errorf("not found: bit %d of byte %d, which was %#x", bit, at, intact[at])
			done++
		}
	}
	t.Logf("%d flips found; %d of bits that mean nothing left out", flips, unread)
	if unread > flips/100 {
		t.Errorf("%d flips changed nothing that can be read", unread)
	}
}

// dump is all that can be read of the sealed tables, or the error of reading.
func dump(t testing.TB, path string) string {
	t.Helper()
	pool := openPool(path, reading)
	defer pool.Close()
	var all strings.Builder
	for _, table := range []string{"poll", "key_question", "ballot"} {
		quoted := `quote(` + strings.Join(strings.Fields(sealed[table]), `) || ' ' || quote(`) + `)`
		rows, err := list(t.Context(), pool, scanValue[string], `SELECT `+quoted+` FROM `+table)
		fmt.Fprintln(&all, table, rows, err)
	}
	return all.String()
}

// cellBytes are the places in the file of every byte in the cells of a table; see
// sqlite.org/fileformat2.html, section 1.6.
func cellBytes(t testing.TB, path string, file []byte, table string) []int {
	t.Helper()
	pool := openPool(path, reading)
	defer pool.Close()
	root, err := one(context.Background(), pool, scanValue[int], `SELECT rootpage FROM sqlite_schema WHERE name = ?`, table)
	if err != nil {
		t.Fatal(err)
	}
	var places []int
	for pages := []int{root}; len(pages) > 0; pages = pages[1:] {
		start := (pages[0] - 1) * pageSize
		page := file[start : start+pageSize]
		interior := page[0] == 2 || page[0] == 5
		cells := 8
		if interior {
			pages = append(pages, int(binary.BigEndian.Uint32(page[8:])))
			cells = 12
		}
		for i := range int(binary.BigEndian.Uint16(page[3:])) {
			cell := int(binary.BigEndian.Uint16(page[cells+2*i:]))
			if interior {
				pages = append(pages, int(binary.BigEndian.Uint32(page[cell:])))
				cell += 4
			}
			if page[0] == 5 {
				continue // of a table with row numbers, only the leaves hold rows
			}
			for at := cell; at < cell+cellSize(page, cell); at++ {
				places = append(places, start+at)
			}
		}
	}
	if len(places) == 0 {
		t.Fatalf("%s has no cells", table)
	}
	return places
}

const pageSize = 4096

// cellSize is the length of a cell from its payload's length on; nothing here is long enough for
// an overflow page.
func cellSize(page []byte, cell int) int {
	payload, size := varint(page[cell:])
	if page[0] == 13 {
		_, key := varint(page[cell+size:])
		size += key
	}
	return size + int(payload)
}

// varint is SQLite's: the most significant seven bits come first.
func varint(from []byte) (value uint64, size int) {
	for size < 8 {
		value = value<<7 | uint64(from[size]&0x7f)
		size++
		if from[size-1] < 0x80 {
			break
		}
	}
	return value, size
}

func TestTheSealCoversEveryColumn(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	for table, columns := range sealed {
		stored, err := list(t.Context(), h.readers, scanValue[string], `SELECT name FROM pragma_table_info(?)`, table)
		h.must(err)
		if got := strings.Join(stored, " "); got != columns {
			t.Errorf("%s has the columns %q, sealed are %q", table, got, columns)
		}
	}
}

func TestABrokenSealIsNotMadeWholeByShowingTheResult(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	p := h.inState("closed")
	execAt(t, h.path, `UPDATE ballot SET answer = '2'`, `UPDATE poll SET counts = '[{"Answer":"2","People":1}]'`)
	h.must(h.ShowResult(t.Context(), organiser, p.ID, true, true))
	found, err := h.Check(t.Context())
	h.must(err)
	if len(found) == 0 {
		t.Error("showing the result hid that an answer was changed")
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for change, want := range map[string]string{
		`UPDATE ballot SET answer = '9'`:                            `Poll 1 holds the answer "9", which its kind cannot read.`,
		`DELETE FROM ballot`:                                        "Poll 1 has 0 answers, at closing it had 1.",
		`UPDATE poll SET digest = 'x'`:                              "The answers of poll 1 do not have the digest stored at closing.",
		`UPDATE poll SET counts = '[]'`:                             "The answers of poll 1 do not add up to the counts stored at closing.",
		`UPDATE poll SET kind = 'guess'`:                            `Poll 1 is of the unknown kind "guess".`,
		`UPDATE poll SET content = '{'`:                             "Poll 1 cannot be read: ",
		`UPDATE poll SET state = 'draft'`:                           "Poll 1 is a draft and has answers.",
		`UPDATE key_question SET text = '{}'`:                       "The seal of poll 1 is broken",
		`DELETE FROM key_question`:                                  "A row of poll refers to a row of key_question that is not there.",
		`UPDATE ballot SET poll = 7`:                                "Poll 7 cannot be read: not found.",
		`DROP INDEX poll_session; PRAGMA user_version = 1`:          "",
		`UPDATE session SET title = '{"text":"renamed"}'`:           "",
		`UPDATE poll SET on_screen = 1`:                             "The seal of poll 1 is broken",
		`UPDATE ballot SET nonce = 'other'`:                         "The seal of poll 1 is broken",
		`INSERT INTO ballot VALUES (1, 9, '', '1', 1, 'by night')`:  "Poll 1 has 2 answers, at closing it had 1.",
		`UPDATE ballot SET voter = voter + 1, revision = revision `: "The seal of poll 1 is broken",
	} {
		t.Run(change, func(t *testing.T) {
			t.Parallel()
			h := newHall(t)
			h.inState("closed")
			execAt(t, h.path, change)
			found, err := h.Check(t.Context())
			h.must(err)
			named := want == "" && len(found) == 0
			for _, difference := range found {
				named = named || (want != "" && strings.Contains(difference.What, want))
			}
			if !named {
				t.Errorf("check finds %v, want %q", found, want)
			}
		})
	}
}
