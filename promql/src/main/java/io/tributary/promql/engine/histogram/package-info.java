/// What PromQL computes with native histograms (Prometheus: `model/histogram/float_histogram.go`,
/// `promql/quantile.go`): sums, resets, quantiles, trimming, and what is said about all that.
///
/// *Start here*: {@link io.tributary.promql.engine.histogram.HistogramSum}, {@link
/// io.tributary.promql.engine.histogram.Distribution}.
///
/// Invariants: no histogram is changed, results are new ones; histograms of exponential and of
/// custom buckets never mix; of two resolutions the coarser wins, of two zero buckets the wider.
///
/// Threads: what holds state belongs to one thread.
///
/// Deliberately absent: which samples are combined (the operators decide), classic buckets.
@NullMarked
package io.tributary.promql.engine.histogram;

import org.jspecify.annotations.NullMarked;
