package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"soundings/poll/kinds"
)

// mayImport is the house: which of our packages a package may know, and nothing else. Tests and
// the tools in bench and e2e stand outside it.
func mayImport() map[string][]string {
	words := []string{"agenda", "access", "poll", "feedback"}
	shown := append(slices.Clone(words), "disclosure", "chart", "programme", "readiness", "i18n")
	return map[string][]string{
		"agenda":     {},
		"i18n":       {},
		"live":       {},
		"assets":     {},
		"access":     {"agenda"},
		"poll":       {"agenda"},
		"feedback":   {"agenda"},
		"poll/kinds": {"poll"},
		"disclosure": words,
		"chart":      {"agenda", "disclosure"},
		"programme":  {"agenda"},
		"readiness":  {"agenda", "access", "poll"},
		"store":      append(slices.Clone(words), "disclosure"),
		"views":      append(slices.Clone(shown), "assets"),
		"report":     shown,
		"handlers":   append(slices.Clone(shown), "assets", "live", "report", "store", "views"),
		".":          append(slices.Clone(shown), "assets", "live", "report", "store", "views", "handlers", "poll/kinds"),
	}
}

// onlyIn says where a library from outside may be used.
func onlyIn() map[string][]string {
	return map[string][]string{
		"github.com/gofiber/":            {"handlers", "."},
		"github.com/fasthttp/websocket":  {"handlers"},
		"database/sql":                   {"store"},
		"github.com/mattn/go-sqlite3":    {"store"},
		"github.com/pressly/goose":       {"store"},
		"html/template":                  {"views"},
		"github.com/alecthomas/kong":     {"."},
		"github.com/nicksnyder/go-i18n/": {"i18n"},
	}
}

// toolFolders measure and drive the program from outside.
var toolFolders = []string{"bench", "e2e", "tools"}

type source struct {
	path, pkg string
	tree      *ast.File
	set       *token.FileSet
	text      string
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if path != "." && (strings.HasPrefix(entry.Name(), ".") || slices.Contains(toolFolders, path)) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, path, text, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return err
		}
		all = append(all, source{path, filepath.ToSlash(filepath.Dir(path)), tree, set, string(text)})
		return nil
	})
	if err != nil || len(all) < 50 {
		t.Fatalf("%d source files read: %v", len(all), err)
	}
	return all
}

func (s source) imports() []string {
	var all []string
	for _, spec := range s.tree.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			all = append(all, path)
		}
	}
	return all
}

func TestImportsRunOneWay(t *testing.T) {
	t.Parallel()
	table, outside := mayImport(), onlyIn()
	for _, file := range sources(t) {
		allowed, known := table[file.pkg]
		if !known {
			t.Errorf("%s: package %s is not in the table of the house", file.path, file.pkg)
			continue
		}
		for _, path := range file.imports() {
			if own, ours := strings.CutPrefix(path, "soundings/"); ours && !slices.Contains(allowed, own) {
				t.Errorf("%s imports %s, which %s may not know", file.path, own, file.pkg)
			}
			for prefix, homes := range outside {
				if strings.HasPrefix(path, prefix) && !slices.Contains(homes, file.pkg) {
					t.Errorf("%s imports %s, which belongs in %v", file.path, path, homes)
				}
			}
		}
	}
}

// The store counts and hands what it counted to disclosure; nobody behind it holds a raw tally.
func TestARawTallyEntersDisclosureAndNothingElse(t *testing.T) {
	t.Parallel()
	home := []string{"poll", "poll/kinds", "disclosure", "store"}
	for _, file := range sources(t) {
		ast.Inspect(file.tree, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if ok && selector.Sel.Name == "Tally" && !slices.Contains(home, file.pkg) {
				t.Errorf("%s holds a raw tally", file.set.Position(selector.Pos()))
			}
			return true
		})
	}
}

func TestKindNamesAppearOnlyWhereKindsLive(t *testing.T) {
	t.Parallel()
	for _, file := range sources(t) {
		if file.pkg == "poll/kinds" {
			continue
		}
		for _, kind := range kinds.All() {
			if strings.Contains(file.text, strconv.Quote(kind.Name())) {
				t.Errorf("%s names the kind %q", file.path, kind.Name())
			}
		}
	}
}

func TestSourceFilesStaySmall(t *testing.T) {
	t.Parallel()
	const fileLimit, functionLimit = 400, 70
	for _, file := range sources(t) {
		if lines := strings.Count(file.text, "\n"); lines > fileLimit {
			t.Errorf("%s has %d lines", file.path, lines)
		}
		for _, declared := range file.tree.Decls {
			function, ok := declared.(*ast.FuncDecl)
			if !ok || function.Name.Name == "Routes" {
				continue
			}
			if lines := file.set.Position(function.End()).Line - file.set.Position(function.Pos()).Line; lines > functionLimit {
				t.Errorf("%s: %s has %d lines", file.path, function.Name.Name, lines)
			}
		}
	}
}

func TestNoInitNoPanicNoUndocumentedName(t *testing.T) {
	t.Parallel()
	for _, file := range sources(t) {
		for _, declared := range file.tree.Decls {
			switch d := declared.(type) {
			case *ast.FuncDecl:
				if d.Name.Name == "init" && d.Recv == nil {
					t.Errorf("%s has an init function", file.path)
				}
				if d.Name.IsExported() && d.Doc == nil && hasExportedReceiver(d) && d.Name.Name != "Error" {
					t.Errorf("%s: %s has no sentence of documentation", file.path, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if named, ok := spec.(*ast.TypeSpec); ok && named.Name.IsExported() && d.Doc == nil && named.Doc == nil {
						t.Errorf("%s: type %s has no sentence of documentation", file.path, named.Name.Name)
					}
				}
			}
		}
		ast.Inspect(file.tree, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok {
				if name, ok := call.Fun.(*ast.Ident); ok && name.Name == "panic" {
					t.Errorf("%s panics", file.set.Position(call.Pos()))
				}
			}
			return true
		})
	}
}

// hasExportedReceiver is false for methods of unexported types: their interface documents them.
func hasExportedReceiver(function *ast.FuncDecl) bool {
	if function.Recv == nil {
		return true
	}
	receiver := function.Recv.List[0].Type
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = pointer.X
	}
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	named, ok := receiver.(*ast.Ident)
	return ok && named.IsExported()
}
