/// The ways in for samples over HTTP: what each protocol looks like, and the one way that all of
/// them take.
///
/// *Start here*: {@link io.tributary.server.write.WriteRoutes}, then `WriteFlow`; a protocol is a
/// `WriteFormat`.
///
/// ```
/// WriteHandler ─ headers → WriteFormat ─┐
///        └─ WriteFlow: Gate → Route → budget → body → permit → Packing → WriteDecoder → sink
///                                       └→ answer, in the format's own way
/// ```
///
/// Invariants: a 2xx says that all is durable; a 4xx is final, so it is given for what can never be
/// stored only; what the sender should repeat is 503, and stored nothing. No byte of a body is read
/// before its sender is known.
///
/// Threads: a request has a virtual thread; decoding and appending run under a permit, one per
/// core. Hot path: once per request, not per sample. What it does not do: know bytes on the wire
/// (format), decide about samples (the store).
@NullMarked
package io.tributary.server.write;

import org.jspecify.annotations.NullMarked;
