package report

import (
	"fmt"
	"slices"

	"soundings/disclosure"
	"soundings/poll"
)

// writeAnswers writes the table of answers: a line for each respondent of each poll, in the order
// of the answers. It holds nothing of who gave an answer or when, so two respondents with the
// same answer have the same line.
func writeAnswers(out *sheet, d disclosure.Dossier, meta Meta) error {
	columns, err := kindColumns(d, meta)
	if err != nil {
		return err
	}
	if err := out.header(append(answerRecord(place{}, "").columns(), columns...)); err != nil {
		return err
	}
	for _, session := range d.Sessions {
		for _, p := range session.Polls {
			if err := writePollAnswers(out, placeOf(session, p.Poll), p.Answers, columns, meta); err != nil {
				return fmt.Errorf("poll %d: %w", p.Poll.ID, err)
			}
		}
	}
	return nil
}

func answerRecord(at place, answer poll.Answer) record {
	return append(at.record(), field{"answer", text(string(answer))})
}

func writePollAnswers(out *sheet, at place, counts []poll.Count, columns []string, meta Meta) error {
	kind, err := meta.kind(at.poll)
	if err != nil {
		return err
	}
	for _, count := range counts {
		own, err := kindCells(kind, at.poll, count.Answer, columns)
		if err != nil {
			return err
		}
		line := append(answerRecord(at, count.Answer).cells(), own...)
		for range count.People {
			if err := out.row(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// kindColumns is every column that the kinds of these polls have, in the order of the polls.
func kindColumns(d disclosure.Dossier, meta Meta) ([]string, error) {
	var columns []string
	for _, session := range d.Sessions {
		for _, p := range session.Polls {
			kind, err := meta.kind(p.Poll)
			if err != nil {
				return nil, err
			}
			for _, column := range kind.Columns(p.Poll) {
				if !slices.Contains(columns, column.Name) {
					columns = append(columns, column.Name)
				}
			}
		}
	}
	return columns, nil
}

// kindCells puts an answer's cells under their columns; those of other kinds stay empty.
func kindCells(kind poll.Kind, p poll.Poll, answer poll.Answer, columns []string) ([]poll.Cell, error) {
	own, cells := kind.Columns(p), kind.Cells(p, answer)
	if len(own) != len(cells) {
		return nil, fmt.Errorf("kind %s gives %d cells for %d columns", kind.Name(), len(cells), len(own))
	}
	line := make([]poll.Cell, len(columns))
	for i, column := range own {
		line[slices.Index(columns, column.Name)] = cells[i]
	}
	return line, nil
}

func (m Meta) kind(p poll.Poll) (poll.Kind, error) {
	kind, known := m.Kind(p.Kind)
	if !known {
		return nil, fmt.Errorf("poll %d: unknown kind %q", p.ID, p.Kind)
	}
	return kind, nil
}
