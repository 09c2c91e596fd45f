/// A data directory that nobody serves, from one end to the other.
///
/// *Start here*: {@link io.tributary.tsdb.dump.StoredData}.
///
/// What a start would recover is recovered here by the same code ({@link
/// io.tributary.tsdb.recovery.Recovery}) and read by the code that answers questions, so a dump
/// shows what a server would answer from. Given a disk that keeps writes to itself ({@link
/// io.tributary.runtime.disk.OverlayDisk}), nothing of the directory changes.
///
/// Threads: one. Not a hot path. What it does not do: choose by an index, or hold more than the
/// floats of one series and some of its histograms.
@NullMarked
package io.tributary.tsdb.dump;

import org.jspecify.annotations.NullMarked;
