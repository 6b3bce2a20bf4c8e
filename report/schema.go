package report

import (
	_ "embed"
	"io"

	"soundings/disclosure"
)

// jsonSchema is the JSON Schema of soundings.json; it changes with schemaVersion.
//
//go:embed soundings.schema.json
var jsonSchema string

// writeSchema writes the schema; it is the same for every conference.
func writeSchema(w io.Writer, _ disclosure.Dossier, _ Meta) error {
	_, err := io.WriteString(w, jsonSchema)
	return err
}
