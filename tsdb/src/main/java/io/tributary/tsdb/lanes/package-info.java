/// What each series holds in memory, by slot: its frontier, the open chunk of either lane, where
/// its sealed chunks begin, the gaps it remembers; and how senders' bytes find its slot.
///
/// Series whose samples have starts have an entry beside their lane ({@link
/// io.tributary.tsdb.lanes.OpenStarts}); others take nothing for it.
///
/// *Start here*: {@link io.tributary.tsdb.lanes.Lanes}, then {@link
/// io.tributary.tsdb.lanes.SeriesTable} (the layout) and {@link
/// io.tributary.tsdb.lanes.SeriesSnapshot} (how readers copy without the lock).
///
/// Invariants:
///
/// - Bits of counted samples never change; a chunk is only appended to, then sealed, then
///   immutable.
/// - The lane in order ascends; no time stands in both lanes.
/// - No object per series or chunk: flat records in slabs; but for open chunks of native
///   histograms, which few series have.
/// - A chunk holds floats or native histograms, never both.
///
/// One writer, under the head's append lock. Hot path: no allocation per sample. No rule is asked
/// here: what is appended was decided.
@NullMarked
package io.tributary.tsdb.lanes;

import org.jspecify.annotations.NullMarked;
