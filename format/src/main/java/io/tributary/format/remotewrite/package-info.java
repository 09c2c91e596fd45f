/// Prometheus remote write 1.0: the bytes of a `WriteRequest` into a {@link
/// io.tributary.model.flow.WriteBatch}.
///
/// *Start here*: {@link io.tributary.format.remotewrite.RemoteWrite1Decoder}, {@link
/// io.tributary.format.remotewrite.RemoteWrite1Labels}.
///
/// ```
/// WriteRequest  1 TimeSeries*   3 MetricMetadata*
/// TimeSeries    1 Label*   2 Sample*   3 Exemplar*   4 Histogram*
/// Label         1 name     2 value
/// Sample        1 double value         2 int64 timestamp (ms)
/// ```
///
/// Source: Prometheus `prompb/remote.proto`, `prompb/types.proto`; the encoding is
/// <https://protobuf.dev/programming-guides/encoding/>.
///
/// Accepted is what protobuf-java accepts, with proto3's meaning (fields in any order, the last of
/// a scalar wins, missing scalars are zero, unknown fields are skipped), but for these, which no
/// writer makes: groups; a known field with a wrong wire type; a tag or a length above 32 bits. A
/// name or value that is not UTF-8 passes here, so that admission can refuse that series alone.
///
/// Invariants: no byte outside the range given is read; any bytes whatever end in a batch or in a
/// {@link io.tributary.format.remotewrite.MalformedRequestException}; time is linear in the length.
///
/// Threads: a decoder belongs to one thread at a time. Hot path: no allocation and no `String` per
/// series or sample.
///
/// Deliberately absent: decompression, checks of label names, native histograms (checked and
/// counted only).
@NullMarked
package io.tributary.format.remotewrite;

import org.jspecify.annotations.NullMarked;
