package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

var vendored = regexp.MustCompile("(?m)^\\| [^|]+ \\| [^|]+ \\| `([^`]+)` \\| `[^`]+` \\| `([0-9a-f]{64})` \\| [^|(]+\\(`([^`]+)`\\) \\|$")

// TestVendoredFilesAreThoseThatAreListed compares every sum, and wants a licence for each file.
func TestVendoredFilesAreThoseThatAreListed(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile("VENDOR.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, line := range vendored.FindAllStringSubmatch(string(list), -1) {
		body, err := files.ReadFile(line[1])
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(body)
		if hex.EncodeToString(sum[:]) != line[2] {
			t.Errorf("%s is not the file that VENDOR.md lists", line[1])
		}
		if licence, err := files.ReadFile(line[3]); err != nil || len(licence) == 0 {
			t.Errorf("%s: no licence: %v", line[1], err)
		}
		listed[line[1]], listed[line[3]] = true, true
	}
	err = fs.WalkDir(files, "vendor", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !listed[name] {
			t.Errorf("%s is not listed in VENDOR.md", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T) *Set {
	t.Helper()
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestEveryAssetIsServedUnderItsHash(t *testing.T) {
	t.Parallel()
	set := load(t)
	for _, name := range []string{"app.css", "app.js", "inter-latin.woff2", "mark.svg"} {
		asset, known := set.At(set.Path(name))
		if !known || len(asset.Body) == 0 || asset.Type == "" {
			t.Errorf("%s is not served: %q", name, set.Path(name))
		}
	}
	if set.Path("nothing.css") != "" {
		t.Error("an unknown name has a path")
	}
}

// TestTheStylesheetAsksNobodyElse wants every reference to lead to an asset of ours.
func TestTheStylesheetAsksNobodyElse(t *testing.T) {
	t.Parallel()
	set := load(t)
	styles, _ := set.At(set.Path("app.css"))
	references := regexp.MustCompile(`url\(([^)]*)\)`).FindAllStringSubmatch(string(styles.Body), -1)
	if len(references) == 0 {
		t.Error("the font is not referred to")
	}
	for _, found := range references {
		if _, known := set.At(strings.Trim(found[1], `"`)); !known {
			t.Errorf("url(%s) is not served here", found[1])
		}
	}
	if strings.Contains(string(styles.Body), "@import") {
		t.Error("the stylesheet imports another one")
	}
}

// TestColoursThatStandTwiceAgree compares the dark and light values of the two places they are in.
func TestColoursThatStandTwiceAgree(t *testing.T) {
	t.Parallel()
	raw, err := files.ReadFile("css/10-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := map[string][]map[string]string{}
	for _, block := range regexp.MustCompile(`\{[^{}]*color-scheme: (light|dark);([^{}]*)\}`).FindAllStringSubmatch(string(raw), -1) {
		values := map[string]string{}
		for _, pair := range regexp.MustCompile(`(--[a-z0-9-]+): ([^;]+);`).FindAllStringSubmatch(block[2], -1) {
			if strings.HasPrefix(pair[2], "#") || strings.HasPrefix(pair[2], "0 1px") || pair[2] == "none" {
				values[pair[1]] = pair[2]
			}
		}
		blocks[block[1]] = append(blocks[block[1]], values)
	}
	for scheme, two := range blocks {
		if len(two) != 2 || len(two[0]) < 20 {
			t.Fatalf("%s stands %d times", scheme, len(two))
		}
		for name, value := range two[0] {
			if two[1][name] != value {
				t.Errorf("%s %s is %s in one place and %s in the other", scheme, name, value, two[1][name])
			}
		}
	}
}
