/// OTLP metrics: the bytes of an `ExportMetricsServiceRequest` into a {@link
/// io.tributary.model.flow.WriteBatch}, as Prometheus 3.14's receiver translates them.
///
/// *Start here*: {@link io.tributary.format.otlp.OtlpDecoder}, {@link
/// io.tributary.format.otlp.rules.OtlpSettings}.
///
/// ```
/// ExportMetricsServiceRequest  1 ResourceMetrics*
/// ResourceMetrics              1 Resource  2 ScopeMetrics*
/// Resource                     1 KeyValue*
/// ScopeMetrics                 1 InstrumentationScope  2 Metric*  3 schema URL
/// InstrumentationScope         1 name  2 version  3 KeyValue*
/// Metric                       see {@link io.tributary.format.otlp.point}
/// KeyValue                     see {@link io.tributary.format.otlp.attribute}
/// ```
///
/// Source: OpenTelemetry's `metrics.proto`, `common.proto`, `resource.proto`; Prometheus'
/// `storage/remote/otlptranslator`. What becomes of what is told in `docs/reference/otlp.md`, where
/// we differ from Prometheus in `docs/decisions/0034-otlp-translation.md`.
///
/// Invariants: any bytes whatever end in a batch or in a {@link
/// io.tributary.format.protobuf.MalformedRequestException}; a data point is translated whole, or
/// refused alone and counted; work and memory are linear in the request.
///
/// Threads: a decoder belongs to one thread at a time. Hot path: no allocation and no `String` per
/// data point, but for values of attributes that are no strings and attributes that meet in a name.
///
/// Deliberately absent: decompression, HTTP, logs and traces; accumulation of deltas.
@NullMarked
package io.tributary.format.otlp;

import org.jspecify.annotations.NullMarked;
