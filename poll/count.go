package poll

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// CountAnswers counts ballots by answer, in the order of their answers.
func CountAnswers(answers []Answer) []Count {
	sorted := slices.Sorted(slices.Values(answers))
	var counts []Count
	for _, answer := range sorted {
		if last := len(counts) - 1; last >= 0 && counts[last].Answer == answer {
			counts[last].People++
			continue
		}
		counts = append(counts, Count{Answer: answer, People: 1})
	}
	return counts
}

// Digest is the SHA-256 in hex over the answers behind the counts: sorted, each followed by a
// line feed, so that `sort | sha256sum` over an exported column gives the same.
func Digest(counts []Count) string {
	sorted := slices.SortedFunc(slices.Values(counts), func(a, b Count) int {
		switch {
		case a.Answer < b.Answer:
			return -1
		case a.Answer > b.Answer:
			return 1
		default:
			return 0
		}
	})
	sum := sha256.New()
	for _, count := range sorted {
		for range count.People {
			sum.Write([]byte(count.Answer))
			sum.Write([]byte("\n"))
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Respondents is the number of people behind the counts.
func Respondents(counts []Count) int {
	people := 0
	for _, count := range counts {
		people += count.People
	}
	return people
}
