/// The language of Prometheus' query API: its parameters, times and escapes on the way in, its
/// envelope and JSON on the way out.
///
/// *Start here*: {@link io.tributary.server.api.ApiParameters}, {@link
/// io.tributary.server.api.ApiAnswer}.
///
/// Invariants: what upstream refuses is refused in its words; answers equal upstream's byte for
/// byte (but for what statistics there are).
///
/// Threads: everything belongs to one request. Not a hot path, but for the writing of large
/// answers, which allocates nothing per sample. What it does not do: routes, tenants, evaluation.
@NullMarked
package io.tributary.server.api;

import org.jspecify.annotations.NullMarked;
