package report

import (
	"slices"

	"soundings/disclosure"
	"soundings/poll"
)

// countingUnit says what one of the people in a result is.
const countingUnit = "per participant"

// writeResults writes the table of results: a line for each row of each poll's result.
func writeResults(out *sheet, d disclosure.Dossier, meta Meta) error {
	if err := out.header(resultRecord(place{}, disclosure.Result{}, disclosure.Row{}, meta).columns()); err != nil {
		return err
	}
	for _, session := range d.Sessions {
		for _, p := range session.Polls {
			at := placeOf(session, p.Poll)
			for _, row := range p.Result.Rows {
				if err := out.row(resultRecord(at, p.Result, row, meta).cells()); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func resultRecord(at place, result disclosure.Result, row disclosure.Row, meta Meta) record {
	return slices.Concat(
		at.record(),
		record{{"option_key", text(row.Key)}},
		written("option_label", row.Label),
		record{
			{"people", whole(row.People)},
			{"base", whole(result.Base)},
			{"respondents", whole(result.Respondents)},
			{"share_percent", poll.Cell{Text: row.Share.Figure(), Number: true}},
			{"digest", text(result.Digest)},
			{"counting_unit", text(countingUnit)},
			{"build", text(meta.Build)},
		},
	)
}
