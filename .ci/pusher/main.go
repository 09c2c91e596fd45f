// Sends metrics of every type as applications in Go do, by the client library of Prometheus; or writes the same moment
// as text and as protobuf.
//
//	pusher push URL         to a Pushgateway, with labels of its own; fails if the push is no success
//	pusher families DIR     into DIR/text and DIR/protobuf
package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/push"
	"github.com/prometheus/common/expfmt"
)

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: pusher push URL | pusher families DIR"))
	}
	var err error
	switch os.Args[1] {
	case "push":
		err = push.New(os.Args[2], "backup").Grouping("path", "/var").Gatherer(metrics()).Push()
	case "families":
		err = write(os.Args[2])
	default:
		err = fmt.Errorf("unknown command %q", os.Args[1])
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func write(directory string) error {
	families, err := metrics().Gather()
	if err != nil {
		return err
	}
	formats := map[string]expfmt.FormatType{"text": expfmt.TypeTextPlain, "protobuf": expfmt.TypeProtoDelim}
	for name, format := range formats {
		file, err := os.Create(filepath.Join(directory, name))
		if err != nil {
			return err
		}
		encoder := expfmt.NewEncoder(file, expfmt.NewFormat(format))
		for _, family := range families {
			if err := encoder.Encode(family); err != nil {
				return err
			}
		}
		if err := file.Close(); err != nil {
			return err
		}
	}
	return nil
}

func metrics() *prometheus.Registry {
	registry := prometheus.NewRegistry()

	jobs := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "jobs_total", Help: "Jobs \"done\",\nby kind \\."}, []string{"kind"})
	jobs.WithLabelValues("full").(prometheus.ExemplarAdder).AddWithExemplar(7, prometheus.Labels{"trace_id": "a1"})
	jobs.WithLabelValues("é \"quoted\"\n\\").Add(0.5)

	level := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "level", Help: "Of numbers."}, []string{"of"})
	for name, value := range map[string]float64{
		"negative": -3.25, "nan": math.NaN(), "infinite": math.Inf(-1), "large": 1e300, "small": 5e-324, "zero": 0,
	} {
		level.WithLabelValues(name).Set(value)
	}

	untyped := prometheus.NewUntypedFunc(prometheus.UntypedOpts{Name: "anything"}, func() float64 { return 42 })

	wait := prometheus.NewSummary(prometheus.SummaryOpts{Name: "wait_seconds", Help: "Waiting.", Objectives: map[float64]float64{0.5: 0.01, 0.99: 0.001, 1: 0}})

	classic := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "classic_seconds", Buckets: []float64{0.25, 1, 2.5, 1e6}})
	native := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "native_seconds", NativeHistogramBucketFactor: 1.1, NativeHistogramMaxExemplars: 5})
	both := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "both_seconds", Buckets: []float64{1, 10}, NativeHistogramBucketFactor: 2, NativeHistogramZeroThreshold: 0.5})
	unused := prometheus.NewHistogram(prometheus.HistogramOpts{Name: "unused_seconds", NativeHistogramBucketFactor: 1.1})
	for i := 1; i <= 100; i++ {
		value := float64(i) / 8
		wait.Observe(value)
		classic.(prometheus.ExemplarObserver).ObserveWithExemplar(value, prometheus.Labels{"trace_id": fmt.Sprint(i)})
		both.Observe(value - 6)
		native.(prometheus.ExemplarObserver).ObserveWithExemplar(value, prometheus.Labels{"trace_id": fmt.Sprint(i)})
	}

	registry.MustRegister(jobs, level, untyped, wait, classic, native, both, unused)
	return registry
}
