/// Metrics and their data points, read from protobuf.
///
/// *Start here*: {@link io.tributary.format.otlp.point.MetricReader}.
///
/// ```
/// Metric  1 name  2 description  3 unit
///         5 Gauge | 7 Sum | 9 Histogram | 10 ExponentialHistogram | 11 Summary
/// Gauge, Summary                     1 point*
/// Sum, Histogram, Exponential…       1 point*  2 temporality (1 delta, 2 cumulative)   Sum: 3 monotonic
/// ```
///
/// Each reader tells the layout of its points.
///
/// Invariants: a point is written whole or not at all; one that is refused says why.
///
/// Seam: what becomes of points whose temporality is delta is decided in one place ({@link
/// io.tributary.format.otlp.point.MetricReader}), by metric, before a point is read.
///
/// Threads: everything here belongs to one thread at a time. Hot path: no allocation per point.
///
/// Deliberately absent: minimum and maximum of histograms, which have no place in series.
@NullMarked
package io.tributary.format.otlp.point;

import org.jspecify.annotations.NullMarked;
