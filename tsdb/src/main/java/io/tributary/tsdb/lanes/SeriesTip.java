package io.tributary.tsdb.lanes;

import static io.tributary.tsdb.lanes.SeriesTable.COUNT_VERSION;
import static io.tributary.tsdb.lanes.SeriesTable.LAST_BITS;
import static io.tributary.tsdb.lanes.SeriesTable.STATE;

import io.tributary.tsdb.record.histogram.HistogramSample;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/// The newest sample in order of one series, as its records know it: without reading what is
/// sealed.
///
/// {@link #take} is a read side of {@link SeriesTable}'s version. Reused; owned by one thread at a
/// time.
public final class SeriesTip {
    private static final int SPINS_MAX = 10_000;

    private final Lanes lanes;
    private long frontier;
    private int count;
    private int lateCount;
    private boolean open;
    private long bits;
    private long startMillis;
    private Optional<HistogramSample> histogram = Optional.empty();

    public SeriesTip(Lanes lanes) {
        this.lanes = lanes;
    }

    /// Reads the series as it is now. Any thread.
    ///
    /// @return whether it held still for that
    public boolean take(int slot) {
        SeriesTable table = lanes.inOrder().table();
        long[] cold = table.cold().slab(slot);
        int base = table.cold().base(slot);
        for (int spin = 0; spin < SPINS_MAX; spin++) {
            long before = SeriesTable.readVersion(cold, base);
            if (SeriesTable.isChanging(before)) {
                Thread.onSpinWait();
                continue;
            }
            read(slot, table, cold[base + COUNT_VERSION]);
            VarHandle.acquireFence();
            if (SeriesTable.readVersion(cold, base) == before) {
                return true;
            }
        }
        return false;
    }

    /// Its time, in milliseconds since 1970, or {@link SeriesTable#NO_TIME}.
    public long frontier() {
        return frontier;
    }

    /// Samples appended to the lane in order, modulo 2^32.
    public int count() {
        return count;
    }

    /// Samples appended to the late lane, modulo 2^32.
    public int lateCount() {
        return lateCount;
    }

    /// Whether it is in an open chunk: else it is sealed, or there is none, and nothing below is
    /// known.
    public boolean isOpen() {
        return open;
    }

    /// The bits of a float.
    public long bits() {
        return bits;
    }

    /// Since when it counts, in milliseconds since 1970; 0 where that is unknown.
    public long startMillis() {
        return startMillis;
    }

    /// The native histogram, where it is one.
    public Optional<HistogramSample> histogram() {
        return histogram;
    }

    private void read(int slot, SeriesTable table, long countVersion) {
        Lane lane = lanes.inOrder();
        long state = table.hot().word(slot, STATE);
        int inOpen = SeriesTable.openCount(state);
        frontier = table.frontier(slot);
        count = SeriesTable.count(countVersion);
        lateCount = lanes.lateCount(slot);
        open = inOpen > 0;
        bits = table.hot().word(slot, LAST_BITS);
        startMillis = open ? lane.starts().newest(slot) : 0;
        histogram =
                open && SeriesTable.holdsHistograms(state)
                        ? lane.histograms().run(slot).newest(inOpen)
                        : Optional.empty();
    }
}
