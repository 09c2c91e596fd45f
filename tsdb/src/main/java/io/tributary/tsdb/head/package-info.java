/// The head: the newest samples of every series of every tenant, in memory and behind the wal.
///
/// *Start here*: {@link io.tributary.tsdb.head.Head}, then {@link
/// io.tributary.tsdb.append.WritePath} (the way in) and {@link io.tributary.tsdb.select.ReadPath}
/// (the way back).
///
/// Invariants:
///
/// - One holder of the append lock takes a whole request in one pass; wal order is memory order.
/// - Requests are numbered. A reader fixes a number N and sees exactly the requests up to N.
/// - Bits of counted samples never change; a chunk is only appended to, then sealed, then
///   immutable.
/// - Under the lock there is no I/O, no waiting, and no decoding of more than open chunks.
/// - Nothing is answered before what it saw is durable.
///
/// Memory: flat records by slot, no object per series or chunk ({@link
/// io.tributary.tsdb.lanes.Lanes}).
///
/// Hot path: no allocation per sample, no boxing, no exceptions for expected cases.
@NullMarked
package io.tributary.tsdb.head;

import org.jspecify.annotations.NullMarked;
