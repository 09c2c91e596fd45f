/// Bounds on what may go on at once: CPU sections and bytes in flight.
///
/// *Start here*: {@link io.tributary.runtime.concurrent.FairPermits}, {@link
/// io.tributary.runtime.concurrent.ByteBudget}.
///
/// Invariants: what was taken is given back once, however often it is closed; nothing is ever below
/// zero or lost.
///
/// Threads: everything from any thread. Taken and given back once per request or query, never per
/// sample. Does not measure time and does not queue bytes: who finds no room is told so at once.
@NullMarked
package io.tributary.runtime.concurrent;

import org.jspecify.annotations.NullMarked;
