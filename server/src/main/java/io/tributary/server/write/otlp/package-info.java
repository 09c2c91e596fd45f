/// OTLP metrics over HTTP and gRPC: which form a request has, what its sender is told, and how its
/// tenant has it translated.
///
/// *Start here*: {@link io.tributary.server.write.otlp.OtlpRoutes}; what becomes of data points
/// stands in `docs/reference/otlp.md`.
///
/// Invariants: the answer has the form of the request; what a sender should repeat is 503, or
/// UNAVAILABLE with a `RetryInfo`, and nothing else is; a request of which a part is stored is a
/// success that tells how much is not. Threads: stateless but for decoders, which one thread owns
/// at a time. Not a hot path: once a request. What it does not do: read messages (`format.otlp`).
@NullMarked
package io.tributary.server.write.otlp;

import org.jspecify.annotations.NullMarked;
