/// From a data directory to a head's memory.
///
/// *Start here*: {@link io.tributary.tsdb.recovery.Recovery}.
///
/// Invariants:
///
/// - A record is a decision: it is applied, and neither rules nor clock are asked.
/// - What chunk files hold is not replayed: a lane in order knows by time, a late one by frame and
///   place ({@link io.tributary.tsdb.lanes.LaneReplay}).
/// - Damage costs what it hit, is reported, and never makes a wrong number; what the wal still has
///   of it is taken from there.
///
/// One thread, before anybody reads.
@NullMarked
package io.tributary.tsdb.recovery;

import org.jspecify.annotations.NullMarked;
