/// What is kept beside samples: exemplars of series and metadata of metric families, in bounded
/// rings by tenant.
///
/// *Start here*: {@link io.tributary.tsdb.notes.Notes}.
///
/// ```
/// a request ─► BatchNotes ─► Notes: Ring, Families ─► EXEMPLARS, METADATA, … in the wal
///                                       │
///                                       └─► written again at the wal's end when their segment goes
/// ```
///
/// Invariants:
///
/// - Each note knows the wal segment of its record, and stands in a segment that is not given back.
/// - What one cluster says of a metric family neither replaces nor shows what another does.
/// - What there is no room for drops the oldest of its tenant, and is counted.
///
/// Values, with an object each: few, and bounded by count. Written under the head's append lock,
/// read by any thread. Not a hot path.
@NullMarked
package io.tributary.tsdb.notes;

import org.jspecify.annotations.NullMarked;
