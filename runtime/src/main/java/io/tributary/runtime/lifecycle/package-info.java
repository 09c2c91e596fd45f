/// The life of a process: it starts, is ready, stops in order, or falls at once.
///
/// *Start here*: {@link io.tributary.runtime.lifecycle.Lifecycle}.
///
/// ```
/// STARTING ── ready ──→ READY
///     └── SIGTERM, SIGINT, failure ──┴──→ STOPPING → exit 0 (all parts closed) or 1
/// any state ── fatal ──→ exit 1, nothing else runs
/// ```
///
/// Invariants: a part is closed once, after all parts that were added later; no part can hold up
/// the end for longer than its own bound.
///
/// Threads: everything from any thread. Not a hot path. Does not build the parts and knows no
/// dependencies between them: the order in which they are added is the order data flows.
@NullMarked
package io.tributary.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
