/// The write-ahead log: one frame a commit, one commit at a time, durable before anything is
/// answered.
///
/// *Start here*: {@link io.tributary.tsdb.wal.Wal}, {@link io.tributary.tsdb.wal.WalReader}. The
/// bytes: `docs/wal.md` of this module.
///
/// Knows frames and space, not what a record says: payloads are opaque here. The way of a request:
///
/// ```text
/// reserve ──→ begin ─ records ─ finish ──→ awaitDurable ──→ answer
/// (space)     (head's append lock held)        ↑
///                  PendingFrame ──→ Committer: write, sync, publish
///                       ↑
///                  SegmentAllocator: zeroes segments ahead, recycles released ones
/// ```
///
/// Invariants
///
/// - Acknowledged bytes are never written again; a segment is written by one run of one process.
/// - One frame is in flight at a time: a valid frame n + 1 proves that frame n was durable.
/// - What was admitted fits into segments that are allocated, zeroed and named already.
/// - Released segments leave the oldest first, each durably before the next; all files together
///   keep to the wal's bound.
/// - After a failed write or sync nothing is reported durable any more.
///
/// Threads: requests on any thread, `begin` to `finish` one at a time; one committer, one allocator
/// (platform threads, never interrupted). Hot path: begin, finish and the committer allocate
/// nothing. Not here: what records mean, when a segment may be released.
@NullMarked
package io.tributary.tsdb.wal;

import org.jspecify.annotations.NullMarked;
