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

    /// Whether the lane's sealed chunks may reach into the range: not where the open one begins
    /// before it, unless what is hidden has to be counted in them.
    static boolean isSealedIn(LaneCopy lane, Selector selector) {
        return lane.openCount == 0 || lane.openStart > selector.fromMillis() || lane.sealedSkip > 0;
    }

    private static boolean mayHold(LaneCopy lane, Selector selector) {
        return lane.sealed != ChunkStore.NONE || isOpenIn(lane, selector);
    }
}
