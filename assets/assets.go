// Package assets holds what the program serves beside pages: htmx, its socket extension, one
// stylesheet, little script, one font. Nothing of it comes from elsewhere at run time.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed css script vendor image
var files embed.FS

// Asset is one file as it is served.
type Asset struct {
	Path string // with the content's hash, so that it can be kept for ever
	Type string // media type
	Body []byte
	// Packed is Body by gzip, nil where that saves nothing.
	Packed []byte
}

// Set is all assets, by name and by path.
type Set struct {
	byName map[string]Asset
	byPath map[string]Asset
}

// Load reads the embedded files. The stylesheet's parts, in the order of their names, become
// app.css, and htmx, its extension and the scripts become app.js, so that a phone asks twice.
func Load() (*Set, error) {
	s := &Set{byName: map[string]Asset{}, byPath: map[string]Asset{}}
	styles, err := concatenate("css/*.css")
	if err != nil {
		return nil, err
	}
	scripts, err := concatenate("vendor/htmx.min.js", "vendor/hx-ws.min.js", "script/*.js")
	if err != nil {
		return nil, err
	}
	if err := s.addRest("image", "vendor/font"); err != nil {
		return nil, err
	}
	s.add("app.css", s.withPaths(styles))
	s.add("app.js", scripts)
	return s, nil
}

var reference = regexp.MustCompile(`url\("([^"/]+)"\)`)

// withPaths replaces the name of an asset in a stylesheet by the path where it is served.
func (s *Set) withPaths(styles []byte) []byte {
	return reference.ReplaceAllFunc(styles, func(found []byte) []byte {
		name := string(reference.FindSubmatch(found)[1])
		return []byte(`url("` + s.Path(name) + `")`)
	})
}

func concatenate(patterns ...string) ([]byte, error) {
	var whole bytes.Buffer
	for _, pattern := range patterns {
		names, err := fs.Glob(files, pattern)
		if err != nil || len(names) == 0 {
			return nil, fmt.Errorf("asset %s: nothing found: %w", pattern, err)
		}
		for _, name := range slices.Sorted(slices.Values(names)) {
			body, err := files.ReadFile(name)
			if err != nil {
				return nil, err
			}
			whole.Write(body)
			whole.WriteString("\n")
		}
	}
	return whole.Bytes(), nil
}

func (s *Set) addRest(folders ...string) error {
	for _, folder := range folders {
		names, err := fs.Glob(files, folder+"/*")
		if err != nil {
			return err
		}
		for _, name := range names {
			body, err := files.ReadFile(name)
			if err != nil {
				return err
			}
			s.add(path.Base(name), body)
		}
	}
	return nil
}

func (s *Set) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	stem, ext := strings.TrimSuffix(name, path.Ext(name)), path.Ext(name)
	asset := Asset{Path: "/assets/" + stem + "." + hex.EncodeToString(sum[:6]) + ext, Type: mediaTypes[ext], Body: body, Packed: pack(body)}
	s.byName[name], s.byPath[asset.Path] = asset, asset
}

// pack compresses once what is served often.
func pack(body []byte) []byte {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(body); err != nil || w.Close() != nil || packed.Len() >= len(body) {
		return nil
	}
	return packed.Bytes()
}

var mediaTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".woff2": "font/woff2",
}

// Path is where the named asset is served, "" for an unknown name.
func (s *Set) Path(name string) string { return s.byName[name].Path }

// At finds the asset served at a path.
func (s *Set) At(path string) (Asset, bool) {
	asset, known := s.byPath[path]
	return asset, known
}
