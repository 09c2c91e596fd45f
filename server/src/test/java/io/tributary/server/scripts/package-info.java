/// Prometheus' own scripts, asked of a server that listens.
///
/// *Start here*: `HttpScriptsTest`, {@link io.tributary.server.scripts.HttpTarget}.
///
/// ```
/// load ── remote write 2.0 ─→ POST /api/v1/push ─→ Server
/// eval ←─ ShownAnswer ←─ JSON ── /api/v1/query, /api/v1/query_range
/// ```
///
/// Each `clear` begins a new tenant; the server stays. One thread.
@NullMarked
package io.tributary.server.scripts;

import org.jspecify.annotations.NullMarked;
