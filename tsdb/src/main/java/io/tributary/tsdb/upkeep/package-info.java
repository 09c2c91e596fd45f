/// What a head does besides requests, so that it stays within its bounds: sealing idle chunks,
/// carrying what holds the wal, retention, giving wal segments back.
///
/// *Start here*: {@link io.tributary.tsdb.upkeep.Upkeep}.
///
/// Invariants:
///
/// - A wal segment goes only after everything that begins in it is durable elsewhere.
/// - Age is measured by the monotonic clock, retention by the wall clock, and nothing is let go
///   while that is suspect.
/// - The append lock is held for portions of 256 series at most.
///
/// One platform thread that nobody interrupts.
@NullMarked
package io.tributary.tsdb.upkeep;

import org.jspecify.annotations.NullMarked;
