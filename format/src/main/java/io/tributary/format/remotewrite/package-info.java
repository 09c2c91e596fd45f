/// Prometheus remote write, 1.0 and 2.0: the bytes of a request into a {@link
/// io.tributary.model.flow.WriteBatch}, and the simple ones of 1.0 that we make ourselves ({@link
/// io.tributary.format.remotewrite.RemoteWrite1Template}).
///
/// *Start here*: {@link io.tributary.format.remotewrite.RemoteWrite1Decoder}, {@link
/// io.tributary.format.remotewrite.RemoteWrite1Labels}, {@link
/// io.tributary.format.remotewrite.RemoteWrite2Decoder}.
///
/// ```
/// WriteRequest  1 TimeSeries*   3 MetricMetadata*
/// TimeSeries    1 Label*   2 Sample*   3 Exemplar*   4 Histogram*
/// Label         1 name     2 value
/// Sample        1 double value         2 int64 timestamp (ms)
/// Exemplar      1 Label*   2 double value   3 int64 timestamp (ms)
/// Histogram     1 count (uint64) or 2 count (double)   3 sum   4 schema   5 zero threshold
///               6 zero count (uint64) or 7 zero count (double)
///               8 BucketSpan*   9 sint64 deltas* or 10 double counts*      negative buckets
///              11 BucketSpan*  12 sint64 deltas* or 13 double counts*      positive buckets
///              14 reset hint   15 int64 timestamp (ms)   16 double custom bounds*
/// BucketSpan    1 sint32 offset        2 uint32 length
/// MetricMetadata   1 type   2 family   4 help   5 unit
///
/// 2.0:
/// Request       4 symbols*     5 TimeSeries*
/// TimeSeries    1 uint32 refs of labels*   2 Sample*   3 Histogram*   4 Exemplar*   5 Metadata
/// Sample        1 double value   2 int64 timestamp (ms)   3 int64 start timestamp (ms)
/// Exemplar      1 uint32 refs of labels*   2 double value   3 int64 timestamp (ms)
/// Histogram     as above, and 17 int64 start timestamp (ms)
/// Metadata      1 type   3 ref of help   4 ref of unit
/// ```
///
/// A ref is the place of a text in the symbols, of which the first is empty; refs of labels are
/// name, value, name, value …
///
/// Source: Prometheus `prompb/remote.proto`, `prompb/types.proto`,
/// `prompb/io/prometheus/write/v2/types.proto`; the encoding is
/// <https://protobuf.dev/programming-guides/encoding/>.
///
/// Accepted is what protobuf-java accepts, with proto3's meaning (fields in any order, the last of
/// a scalar wins, missing scalars are zero, unknown fields are skipped), but for these, which no
/// writer makes: groups; a known field with a wrong wire type; a tag or a length above 32 bits. A
/// name or value that is not UTF-8 passes here, so that admission can refuse that series alone.
///
/// Invariants: no byte outside the range given is read; any bytes whatever end in a batch or in a
/// {@link io.tributary.format.protobuf.MalformedRequestException}; time is linear in the length.
///
/// Refused alone, not with the request: a histogram that contradicts itself, an exemplar with bad
/// labels, a series whose refs name no symbol. Bounds: {@link
/// io.tributary.model.histogram.Buckets#COUNT_MAX} buckets, spans and bounds of a histogram, 128
/// characters of an exemplar's labels; all else by the request's size.
///
/// Threads: a decoder belongs to one thread at a time. Hot path: no allocation and no `String` per
/// series or sample.
///
/// Deliberately absent: decompression, checks of label names, reduction of schemas above 8, which
/// no writer sends.
@NullMarked
package io.tributary.format.remotewrite;

import org.jspecify.annotations.NullMarked;
