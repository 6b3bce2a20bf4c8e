package store

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

// BenchmarkRecord is how fast answers get to disk, with so many phones waiting at a time. Half of
// the taps are first answers, the others change one.
func BenchmarkRecord(b *testing.B) {
	for _, callers := range []int{1, 64, 256} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) { benchmarkRecord(b, callers) })
	}
}

func benchmarkRecord(b *testing.B, callers int) {
	h := newHall(b)
	p := h.open()
	people := h.joinMany(callers)
	var commits atomic.Int64
	h.OnChange(func(int64) { commits.Add(1) })
	var left atomic.Int64
	left.Store(int64(b.N))
	var group sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for _, v := range people {
		group.Go(func() {
			for i := int64(0); left.Add(-1) >= 0; i++ {
				if _, err := h.Record(b.Context(), v, tapOn(p, "1", i)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
	b.ReportMetric(float64(b.N)/float64(commits.Load()), "answers/commit")
}
