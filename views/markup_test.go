package views

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

// element is a start tag with its attributes, and the text directly inside it.
type element struct {
	name    string
	attrs   []attribute
	text    string
	parents []*element
}

type attribute struct{ name, value string }

func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// inside reports whether the element or one of its parents is accepted.
func (e *element) inside(accept func(*element) bool) bool {
	return accept(e) || slices.ContainsFunc(e.parents, accept)
}

var (
	tagPattern  = regexp.MustCompile(`^<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>`)
	attrPattern = regexp.MustCompile(`([a-zA-Z_:][-a-zA-Z0-9_:.]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?`)
	rawText     = []string{"script", "style", "title", "textarea"}
	voidTags    = []string{"meta", "link", "input", "br", "hr", "img", "col"}
)

// parse reads markup as our templates write it: quoted attributes, every element closed. It
// panics where that does not hold, since then nothing else can be trusted.
func parse(markup string) []*element {
	var all, open []*element
	for rest := markup; rest != ""; {
		if strings.HasPrefix(rest, "<!doctype") {
			rest = rest[strings.Index(rest, ">")+1:]
			continue
		}
		found := tagPattern.FindStringSubmatch(rest)
		if rest[0] != '<' || found == nil {
			next := strings.IndexByte(rest[1:], '<') + 1
			if next == 0 {
				next = len(rest)
			}
			if len(open) > 0 {
				open[len(open)-1].text += html.UnescapeString(rest[:next]) + " "
			}
			rest = rest[next:]
			continue
		}
		rest = rest[len(found[0]):]
		if found[1] == "/" {
			if len(open) == 0 || open[len(open)-1].name != found[2] {
				panic("unbalanced </" + found[2] + ">")
			}
			open = open[:len(open)-1]
			continue
		}
		e := &element{name: found[2], parents: slices.Clone(open)}
		for _, a := range attrPattern.FindAllStringSubmatch(found[3], -1) {
			e.attrs = append(e.attrs, attribute{a[1], html.UnescapeString(a[2] + a[3] + a[4])})
		}
		all = append(all, e)
		switch {
		case slices.Contains(voidTags, e.name) || strings.HasSuffix(found[3], "/"):
		case slices.Contains(rawText, e.name):
			end := strings.Index(rest, "</"+e.name+">")
			e.text, rest = html.UnescapeString(rest[:end]), rest[end+len(e.name)+3:]
		default:
			open = append(open, e)
		}
	}
	if len(open) > 0 {
		panic("not closed: " + open[len(open)-1].name)
	}
	return all
}
