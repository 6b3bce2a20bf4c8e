package main

import (
	"cmp"
	"slices"
	"time"
)

// quantile is the value below which the share q of the values lies; zero of none.
func quantile[T cmp.Ordered](values []T, q float64) T {
	var none T
	if len(values) == 0 {
		return none
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

func median[T cmp.Ordered](values []T) T { return quantile(values, 0.5) }

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
