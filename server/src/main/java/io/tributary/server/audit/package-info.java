/// The audit stream over HTTP: one route that finds lines of it.
///
/// *Start here*: {@link io.tributary.server.audit.AuditApi}.
///
/// Invariants: what a caller may see is told by a function of the request that is handed in, never
/// by a parameter; an answer ends with a line that says that it is whole.
///
/// Threads: safe from any thread. Not a hot path. What it does not do: decide who the caller is, or
/// record anything.
@NullMarked
package io.tributary.server.audit;

import org.jspecify.annotations.NullMarked;
