/// The roles of the server, each a thin composition, and the HTTP routes.
///
/// *Start here*: {@link io.tributary.server.Server}.
///
/// Invariants: a 2xx to a write, and any answer to a read, leaves only after everything it may have
/// seen is durable; a sender is told 4xx only for what can never be stored, and 503 for what it
/// should repeat; errors are told in Prometheus' envelope and codes.
///
/// Threads: handlers run on the virtual thread of their request; queries run on the engine's own
/// pool.
///
/// Hot path: once per request, not per sample. What it does not do: decide about samples (the
/// store), evaluate (promql), know bytes on the wire (format).
@NullMarked
package io.tributary.server;

import org.jspecify.annotations.NullMarked;
