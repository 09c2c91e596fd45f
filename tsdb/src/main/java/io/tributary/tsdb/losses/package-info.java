/// What damage has taken from a data directory, for ever: each loss is recorded once, when it is
/// noticed, and outlives the file it was in.
///
/// *Start here*: {@link io.tributary.tsdb.losses.Losses}, then {@link
/// io.tributary.tsdb.losses.Loss}. The bytes: `docs/losses.md` of this module.
///
/// Invariants:
///
/// - A loss is told to nobody before its record is durable.
/// - Damage of one place is one loss, however often it is met.
/// - Nothing that would take the last trace of a damage from a file is done before the loss is
///   durable here.
///
/// Threads: losses are noticed by any thread, which costs no I/O, and written by recovery and
/// upkeep. Not a hot path. What it does not do: find damage, or mend it.
@NullMarked
package io.tributary.tsdb.losses;

import org.jspecify.annotations.NullMarked;
