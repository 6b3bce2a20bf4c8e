package report

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"strconv"

	"soundings/agenda"
	"soundings/disclosure"
	"soundings/poll"
)

// dialect is what differs between the CSV files for their readers.
type dialect struct {
	mark    string // written before everything
	lineEnd string
	guarded bool // texts that look like a formula get an apostrophe
}

// The dialects: raw UTF-8 with line feeds, so that sort and sha256sum work on it as it is; and
// what Excel opens by a double click without mistaking the encoding or running a formula.
var (
	forMachines = dialect{lineEnd: "\n"}
	forExcel    = dialect{mark: "\uFEFF", lineEnd: "\r\n", guarded: true}
)

func (d dialect) text(cell poll.Cell) string {
	if !d.guarded || cell.Number && number.MatchString(cell.Text) {
		return cell.Text
	}
	return guard(cell.Text)
}

// csvFile writes a table in a dialect.
func csvFile(d dialect, fill func(*sheet, disclosure.Dossier, Meta) error) func(io.Writer, disclosure.Dossier, Meta) error {
	return func(w io.Writer, dossier disclosure.Dossier, meta Meta) error {
		out := newSheet(w, d)
		if err := fill(out, dossier, meta); err != nil {
			return err
		}
		return out.out.Flush()
	}
}

// sheet writes one table as CSV, line by line.
type sheet struct {
	dialect dialect
	out     *bufio.Writer
	line    bytes.Buffer
	encoder *csv.Writer
}

func newSheet(w io.Writer, d dialect) *sheet {
	s := &sheet{dialect: d, out: bufio.NewWriter(w)}
	s.encoder = csv.NewWriter(&s.line)
	return s
}

// header writes the names of the columns; it comes first.
func (s *sheet) header(columns []string) error {
	if _, err := s.out.WriteString(s.dialect.mark); err != nil {
		return err
	}
	cells := make([]poll.Cell, len(columns))
	for i, column := range columns {
		cells[i] = text(column)
	}
	return s.row(cells)
}

// row writes one line. The line's end is put on here and not by UseCRLF of encoding/csv, which
// drops a lone CR inside a cell and turns its line feeds into CRLF.
func (s *sheet) row(cells []poll.Cell) error {
	texts := make([]string, len(cells))
	for i, cell := range cells {
		texts[i] = s.dialect.text(cell)
	}
	s.line.Reset()
	if err := s.encoder.Write(texts); err != nil {
		return err
	}
	s.encoder.Flush()
	if err := s.encoder.Error(); err != nil {
		return err
	}
	if _, err := s.out.Write(bytes.TrimSuffix(s.line.Bytes(), []byte("\n"))); err != nil {
		return err
	}
	_, err := s.out.WriteString(s.dialect.lineEnd)
	return err
}

// field is one cell with the name of its column.
type field struct {
	column string
	cell   poll.Cell
}

// record is one line of a table; its columns are those of every line.
type record []field

func (r record) columns() []string {
	columns := make([]string, len(r))
	for i, field := range r {
		columns[i] = field.column
	}
	return columns
}

func (r record) cells() []poll.Cell {
	cells := make([]poll.Cell, len(r))
	for i, field := range r {
		cells[i] = field.cell
	}
	return cells
}

func text(value string) poll.Cell { return poll.Cell{Text: value} }

func whole[N int | int64](value N) poll.Cell {
	return poll.Cell{Text: strconv.FormatInt(int64(value), 10), Number: true}
}

// written is what a person wrote, in the original, and the language of it.
func written(column string, value agenda.Text) record {
	return record{{column, text(value.Text)}, {column + "_language", text(value.Lang)}}
}
