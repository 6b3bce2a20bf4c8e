package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"soundings/disclosure"
)

func schema(t fataler) *jsonschema.Schema {
	t.Helper()
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(export(t, "soundings.schema.json", disclosure.Dossier{})))
	if err != nil {
		t.Fatalf("the schema is no JSON: %v", err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("soundings.schema.json", read); err != nil {
		t.Fatalf("%v", err)
	}
	compiled, err := compiler.Compile("soundings.schema.json")
	if err != nil {
		t.Fatalf("the schema is no schema: %v", err)
	}
	return compiled
}

func validate(t fataler, against *jsonschema.Schema, raw []byte) error {
	t.Helper()
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return against.Validate(read)
}

func TestEveryExportKeepsToItsSchema(t *testing.T) {
	t.Parallel()
	against := schema(t)
	for name, d := range map[string]disclosure.Dossier{"full": full(t), "sample": sample(t), "empty": {}} {
		if err := validate(t, against, export(t, "soundings.json", d)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if err := validate(t, against, export(t, "soundings.json", dossiers(t))); err != nil {
			t.Fatalf("%v", err)
		}
	})
}

// TestTheSchemaRefusesWhatNoExportHolds: a schema that lets everything pass would say nothing.
func TestTheSchemaRefusesWhatNoExportHolds(t *testing.T) {
	t.Parallel()
	against := schema(t)
	for name, spoil := range map[string]func(*document, map[string]any){
		"another version":     func(_ *document, raw map[string]any) { raw["schema_version"] = 1 },
		"an unknown field":    func(_ *document, raw map[string]any) { raw["author"] = "somebody" },
		"a missing programme": func(_ *document, raw map[string]any) { delete(raw, "sessions") },
		"an unknown state": func(d *document, raw map[string]any) {
			d.Sessions[0].Contributions[0].State = "read"
			raw["sessions"] = d.Sessions
		},
		"a number from 0": func(d *document, raw map[string]any) {
			d.Sessions[0].Contributions[0].Number = 0
			raw["sessions"] = d.Sessions
		},
	} {
		exported := export(t, "soundings.json", full(t))
		read, raw := readJSON(t, exported), map[string]any{}
		if err := json.Unmarshal(exported, &raw); err != nil {
			t.Fatal(err)
		}
		spoil(&read, raw)
		spoiled, err := json.Marshal(raw)
		if err != nil {
			t.Fatal(err)
		}
		if validate(t, against, spoiled) == nil {
			t.Errorf("%s passes", name)
		}
	}
}
