/// Families of metrics in Prometheus' protobuf, as clients push them, into a {@link
/// io.tributary.model.flow.WriteBatch}.
///
/// *Start here*: {@link io.tributary.format.exposition.protobuf.FamilyDecoder}.
///
/// ```
/// request       ( length varint | MetricFamily )*
/// MetricFamily  1 name  2 help  3 type  4 Metric*  5 unit
/// Metric        1 LabelPair*  2 Gauge  3 Counter  4 Summary  5 Untyped  6 int64 time (ms)  7 Histogram
/// LabelPair     1 name  2 value
/// Gauge         1 double              Untyped  1 double
/// Counter       1 double  2 Exemplar  3 Timestamp start
/// Summary       1 uint64 count  2 double sum  3 Quantile*  4 Timestamp start
/// Quantile      1 double quantile  2 double value
/// Histogram     see {@link io.tributary.format.exposition.protobuf.HistogramFields}
/// Exemplar      1 LabelPair*  2 double value  3 Timestamp
/// Timestamp     1 int64 seconds  2 int32 nanoseconds
/// ```
///
/// Source: Prometheus `client_model/io/prometheus/client/metrics.proto`; what becomes what is
/// Prometheus' `model/textparse/protobufparse.go`. Where we differ stands in
/// `docs/reference/text-protocols.md`.
///
/// Invariants: any bytes whatever end in a batch and a report, or in a {@link
/// io.tributary.format.protobuf.MalformedRequestException}; a metric is taken whole or not at all;
/// time is linear in the length. Bounds: those of {@link io.tributary.format.lines.SymbolText}.
///
/// Threads: a decoder belongs to one thread at a time. Hot path: no allocation per sample, but for
/// the text of bounds and quantiles.
///
/// Deliberately absent: families in text or JSON, protobuf without lengths before its messages;
/// checks of UTF-8 and of labels, which are admission's.
@NullMarked
package io.tributary.format.exposition.protobuf;

import org.jspecify.annotations.NullMarked;
