/// The one way that all samples take that come over HTTP, and what a protocol has to say of itself.
///
/// *Start here*: {@link io.tributary.server.write.WriteFlow}; a protocol is a {@link
/// io.tributary.server.write.WriteFormat}.
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
