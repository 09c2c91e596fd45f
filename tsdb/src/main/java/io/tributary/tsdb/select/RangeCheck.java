package io.tributary.tsdb.select;

import io.tributary.model.flow.Selector;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.lanes.SeriesSnapshot;
import io.tributary.tsdb.lanes.SeriesSnapshot.LaneCopy;

/// Whether a series may hold samples in a selector's range, as far as that is told without its
/// sealed chunks.
final class RangeCheck {
    private RangeCheck() {}

    static boolean mayHold(SeriesSnapshot series, Selector selector) {
        boolean isBehind = series.inOrder().frontier <= selector.fromMillis();
        return (!isBehind && mayHold(series.inOrder(), selector))
                || mayHold(series.late(), selector);
    }

    /// Whether the lane's open chunk reaches into the range.
    static boolean isOpenIn(LaneCopy lane, Selector selector) {
        return lane.openCount > 0
                && lane.openStart <= selector.toMillis()
                && lane.frontier > selector.fromMillis();
    }

    private static boolean mayHold(LaneCopy lane, Selector selector) {
        return lane.sealed != ChunkStore.NONE || isOpenIn(lane, selector);
    }
}
