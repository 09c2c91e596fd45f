/// What is answered to OTLP, in protobuf and in JSON.
///
/// *Start here*: {@link io.tributary.format.otlp.answer.ExportAnswer}, {@link
/// io.tributary.format.otlp.answer.RpcStatus}.
///
/// ```
/// ExportMetricsServiceResponse  1 ExportMetricsPartialSuccess
/// ExportMetricsPartialSuccess   1 int64 rejected data points  2 error message
/// google.rpc.Status             1 int32 code  2 message
/// ```
///
/// Source: <https://opentelemetry.io/docs/specs/otlp/#otlphttp-response>.
///
/// Invariants: immutable. Threads: any. Not a hot path: once a request.
///
/// Deliberately absent: details of a status, HTTP.
@NullMarked
package io.tributary.format.otlp.answer;

import org.jspecify.annotations.NullMarked;
