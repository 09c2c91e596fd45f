/// Prometheus' remote write over HTTP, 1.0 and 2.0: which a request is, and what its sender is
/// told.
///
/// *Start here*: {@link io.tributary.server.write.remote.RemoteWriteRoutes}; what is asked of a
/// receiver stands in `docs/reference/remote-write.md`.
///
/// Invariants: the content type alone says which version a body is; the headers that count what is
/// written stand in every answer. Threads: stateless. Not a hot path. What it does not do: read
/// messages (`format.remotewrite`).
@NullMarked
package io.tributary.server.write.remote;

import org.jspecify.annotations.NullMarked;
