/// The log of definitions: what the wal says of tenants, pairs, stamps, series and departed ones,
/// kept after its segments are gone.
///
/// *Start here*: {@link io.tributary.tsdb.serieslog.SeriesLog}; {@link
/// io.tributary.tsdb.serieslog.RecordLog} is the same file without a thread. The bytes:
/// `docs/series.md` of this module.
///
/// Knows batches, not what a record says: records are opaque but for their type and length, exactly
/// as in the wal.
///
/// Invariants
///
/// - One batch is in flight at a time: a valid batch n + 1 proves that batch n was durable.
/// - A file under its final name is whole: it is written under another name first.
/// - After a failed sync nothing is reported durable any more.
///
/// Threads: `add` from the head's append lock, without I/O; one platform thread writes. Not a hot
/// path: definitions are made once a series.
@NullMarked
package io.tributary.tsdb.serieslog;

import org.jspecify.annotations.NullMarked;
