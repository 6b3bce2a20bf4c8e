// Package views draws pages, their pushed regions and fragments. One typed method per page; all
// text that is not what people wrote comes from the catalogues.
package views

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"

	"soundings/assets"
)

//go:embed layout.html parts/*.html pages/*.html kinds/*.html
var templates embed.FS

// Views draws everything. It is safe for concurrent use and keeps nothing of what it draws.
type Views struct {
	pages map[string]*template.Template // layout, parts and one page each
	parts *template.Template            // parts and kinds, for regions and fragments
	build string
}

// New parses the templates. build is the program's version, as the footer shows it.
func New(set *assets.Set, build string) (*Views, error) {
	v := &Views{pages: map[string]*template.Template{}, build: build}
	shared, err := template.New("parts").Funcs(v.functions(set)).ParseFS(templates, "parts/*.html", "kinds/*.html")
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	v.parts = shared
	names, err := fs.Glob(templates, "pages/*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		page, err := shared.Clone()
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		if page, err = page.ParseFS(templates, "layout.html", name); err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		v.pages[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return v, nil
}

// functions know no language: a translation is a method of the page's data.
func (v *Views) functions(set *assets.Set) template.FuncMap {
	return template.FuncMap{
		"asset": set.Path,
		"build": func() string { return v.build },
	}
}

// page draws a whole page; nothing is written when drawing fails.
func (v *Views) page(w io.Writer, name string, data any) error {
	return execute(w, v.pages[name], "layout", data)
}

// part draws a region or fragment.
func (v *Views) part(w io.Writer, name string, data any) error {
	return execute(w, v.parts, name, data)
}

func execute(w io.Writer, set *template.Template, name string, data any) error {
	var drawn bytes.Buffer
	if err := set.ExecuteTemplate(&drawn, name, data); err != nil {
		return fmt.Errorf("draw %s: %w", name, err)
	}
	_, err := drawn.WriteTo(w)
	return err
}
