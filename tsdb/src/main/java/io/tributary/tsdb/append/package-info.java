/// The way into the head: from a decoded write to decisions, open chunks and a record of the wal.
///
/// *Start here*: {@link io.tributary.tsdb.append.WritePath}, then `RequestLookup` (without the
/// lock; what is not plain is decided by {@link io.tributary.tsdb.rules}), `Confirmation` and
/// `Appender` (under the lock).
///
/// Invariants:
///
/// - One holder of the append lock takes a whole request in one pass; wal order is memory order.
/// - Under the lock nothing is read from a disk and nothing waits; what is decoded there is what
///   the same request brought.
/// - A request is applied whole or not at all: all that could stop it is found before anything
///   changes.
///
/// Hot path: no allocation per sample, no boxing, no exceptions for expected cases; but for series
/// that are planned ({@link io.tributary.tsdb.append.WritePath} says which), which may allocate.
@NullMarked
package io.tributary.tsdb.append;

import org.jspecify.annotations.NullMarked;
