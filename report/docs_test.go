package report

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"soundings/disclosure"
)

// documented are the names in the first column of each table of docs/export.md, by its heading.
func documented(t *testing.T, column int) map[string][]string {
	t.Helper()
	page, err := os.ReadFile("../docs/export.md")
	if err != nil {
		t.Fatal(err)
	}
	found, heading := map[string][]string{}, ""
	for line := range strings.Lines(string(page)) {
		if title, is := strings.CutPrefix(line, "## "); is {
			heading = strings.TrimSpace(title)
		}
		cells := strings.Split(line, "|")
		if len(cells) < 3 {
			continue
		}
		key := heading
		if column == 2 {
			key = strings.TrimSpace(cells[1])
		}
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[column], -1) {
			found[key] = append(found[key], name[1])
		}
	}
	return found
}

func TestEveryColumnOfEveryTableIsDocumentedAndNoOther(t *testing.T) {
	t.Parallel()
	tables := documented(t, 1)
	translated := regexp.MustCompile(`^(session_label|session_title|key_question|short_label)_(fr|ar|en)$`)
	for _, name := range []string{"results.csv", "answers.csv", "contributions.csv", "programme.csv"} {
		var columns []string
		for _, column := range readCSV(t, export(t, name, full(t)))[0] {
			columns = append(columns, translated.ReplaceAllString(column, "${1}_LANG"))
		}
		want := slices.Compact(slices.Sorted(slices.Values(columns)))
		got := slices.Sorted(slices.Values(slices.Concat(tables["Where it stands: in each table"], tables[name])))
		if !slices.Equal(got, want) {
			t.Errorf("%s: documented are\n%v\nand it has\n%v", name, got, want)
		}
	}
	for _, file := range Files() {
		if !slices.Contains(tables[""], strings.Replace(file.Name, "-excel", "", 1)) {
			t.Errorf("%s is not documented", file.Name)
		}
	}
}

func TestEveryFieldOfTheJSONIsDocumentedAndNoOther(t *testing.T) {
	t.Parallel()
	type object struct {
		Properties map[string]any `json:"properties"`
	}
	var described struct {
		object
		Definitions map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(export(t, "soundings.schema.json", disclosure.Dossier{}), &described); err != nil {
		t.Fatal(err)
	}
	described.Definitions["the file"] = described.object
	parts := documented(t, 2)
	for part, is := range described.Definitions {
		want, got := slices.Sorted(maps.Keys(is.Properties)), slices.Sorted(slices.Values(parts[part]))
		if !slices.Equal(got, want) {
			t.Errorf("%s: documented are %v, and it has %v", part, got, want)
		}
	}
}
