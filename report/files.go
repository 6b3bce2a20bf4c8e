package report

import (
	"fmt"
	"io"
	"time"

	"soundings/disclosure"
	"soundings/poll"
)

// File is one file that can be exported.
type File struct {
	Name  string // of the file, as it is asked for and saved
	Type  string // media type
	Title string // message key

	write func(w io.Writer, d disclosure.Dossier, meta Meta) error
}

// Meta is what a file says of its own making, and how its kinds of poll are found.
type Meta struct {
	Build    string
	Exported time.Time
	Kind     func(name string) (poll.Kind, bool)
}

const (
	typeCSV  = "text/csv; charset=utf-8"
	typeJSON = "application/json"
	// typeSchema is that of a JSON Schema.
	typeSchema = "application/schema+json"
)

// Files lists what can be exported, in the order in which it is offered.
func Files() []File {
	return []File{
		{"results.csv", typeCSV, "report.results_csv", csvFile(forMachines, writeResults)},
		{"results-excel.csv", typeCSV, "report.results_excel", csvFile(forExcel, writeResults)},
		{"answers.csv", typeCSV, "report.answers_csv", csvFile(forMachines, writeAnswers)},
		{"answers-excel.csv", typeCSV, "report.answers_excel", csvFile(forExcel, writeAnswers)},
		{"contributions.csv", typeCSV, "report.contributions_csv", csvFile(forMachines, writeContributions)},
		{"contributions-excel.csv", typeCSV, "report.contributions_excel", csvFile(forExcel, writeContributions)},
		{"programme.csv", typeCSV, "report.programme_csv", csvFile(forMachines, writeProgramme)},
		{"programme-excel.csv", typeCSV, "report.programme_excel", csvFile(forExcel, writeProgramme)},
		{"soundings.json", typeJSON, "report.everything_json", writeJSON},
		{"soundings.schema.json", typeSchema, "report.schema_json", writeSchema},
	}
}

// Find finds a file by its name.
func Find(name string) (File, bool) {
	for _, file := range Files() {
		if file.Name == name {
			return file, true
		}
	}
	return File{}, false
}

// Write writes the file. The same dossier and meta give the same bytes.
func (f File) Write(w io.Writer, d disclosure.Dossier, meta Meta) error {
	if err := f.write(w, d, meta); err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	return nil
}
