package io.tributary.tsdb.lanes;

import io.tributary.tsdb.record.starts.StartChanges;
import java.lang.invoke.VarHandle;

/// A copy of one series as of one request number: of both lanes, where the sealed chunks begin, and
/// the bits of the open chunk.
///
/// {@link #take} is the read side of {@link SeriesTable}'s version: it copies without the lock and
/// checks that nothing moved. Reused; owned by one thread at a time.
public final class SeriesSnapshot {
    /// Every request, the one in progress included.
    public static final long ALL = Long.MAX_VALUE;

    /// What {@link #take} needs room for, in bytes.
    public static final int BYTES_MAX = 2 * (OpenChunks.copyBytesMax() + OpenStarts.COPY_BYTES_MAX);

    /// What a copy came to.
    public enum Result {
        /// The fields are filled.
        TAKEN,
        /// The series had no sample yet.
        NOTHING,
        /// Both requests it remembers are newer: another number is needed.
        TOO_NEW
    }

    /// One lane of a series as of one request: where its sealed chunks begin, and what of its open
    /// chunk is to be seen.
    public static final class LaneCopy {
        /// The newest sealed chunk, or {@link SeriesTable#NO_CHUNK}.
        public long sealed;

        /// How many samples of the newest sealed chunks are not to be seen.
        public int sealedSkip;

        /// How many samples of the open chunk are to be seen.
        public int openCount;

        /// The first time of the open chunk, where it has samples to be seen.
        public long openStart;

        /// The time of the lane's newest sample, which may be newer than what is to be seen.
        public long frontier;

        /// Where the copied bits begin, and their length.
        public int openOffset;

        public int openBytes;

        /// How many bytes behind the bits say since when its samples count, as {@link StartChanges}
        /// writes them.
        public int startBytes;

        /// Its samples, where the open chunk is of histograms: there are no bits then.
        public HistogramRun histograms = HistogramRun.NONE;

        /// Samples ever appended to the lane, modulo 2^32, those not to be seen included.
        public int count;

        /// Whether there is anything to be seen.
        public boolean isEmpty() {
            return openCount == 0 && sealed == SeriesTable.NO_CHUNK;
        }

        void clear() {
            sealed = SeriesTable.NO_CHUNK;
            sealedSkip = 0;
            openCount = 0;
            openStart = Long.MAX_VALUE;
            frontier = SeriesTable.NO_TIME;
            openBytes = 0;
            startBytes = 0;
            histograms = HistogramRun.NONE;
            count = 0;
        }
    }

    private static final int SPINS_MAX = 10_000;

    private final Lanes lanes;
    private final LaneCopy inOrder = new LaneCopy();
    private final LaneCopy late = new LaneCopy();
    private final StartChanges starts = new StartChanges();

    public SeriesSnapshot(Lanes lanes) {
        this.lanes = lanes;
    }

    /// The lane in order.
    public LaneCopy inOrder() {
        return inOrder;
    }

    /// The late lane; empty where the series has none.
    public LaneCopy late() {
        return late;
    }

    /// Bytes copied, both lanes together.
    public int sizeBytes() {
        return inOrder.openBytes + inOrder.startBytes + late.openBytes + late.startBytes;
    }

    /// Copies the series as of request `number`; the open chunks' bits go to `into` at `offset`,
    /// which must have room for {@link #BYTES_MAX}.
    public Result take(int slot, long number, byte[] into, int offset) {
        SeriesTable table = lanes.inOrder().table();
        long[] cold = table.cold().slab(slot);
        int base = table.cold().base(slot);
        for (int spin = 0; spin < SPINS_MAX; spin++) {
            long before = SeriesTable.readVersion(cold, base);
            if (SeriesTable.isChanging(before)) {
                Thread.onSpinWait();
                continue;
            }
            Result result = copy(slot, number, into, offset);
            VarHandle.acquireFence();
            if (SeriesTable.readVersion(cold, base) == before) {
                return result;
            }
        }
        return Result.TOO_NEW;
    }

    private Result copy(int slot, long number, byte[] into, int offset) {
        late.clear();
        if (!copy(lanes.inOrder(), slot, number, inOrder, into, offset)) {
            return Result.TOO_NEW;
        }
        int lane = lanes.lateOf(slot);
        int lateOffset = offset + inOrder.openBytes + inOrder.startBytes;
        if (lane >= 0 && !copy(lanes.late(), lane, number, late, into, lateOffset)) {
            return Result.TOO_NEW;
        }
        return inOrder.isEmpty() && late.isEmpty() ? Result.NOTHING : Result.TAKEN;
    }

    /// More than there is room for is torn.
    private void copyStarts(Lane lane, int series, LaneCopy copy, byte[] into) {
        starts.begin();
        lane.starts().copy(series, starts);
        copy.startBytes = Math.min(starts.sizeBytes(), OpenStarts.COPY_BYTES_MAX);
        int at = copy.openOffset + copy.openBytes;
        System.arraycopy(starts.array(), 0, into, at, copy.startBytes);
    }

    private boolean copy(
            Lane lane, int series, long number, LaneCopy copy, byte[] into, int offset) {
        copy.clear();
        SeriesTable table = lane.table();
        long[] cold = table.cold().slab(series);
        int base = table.cold().base(series);
        copy.count = SeriesTable.count(cold[base + SeriesTable.COUNT_VERSION]);
        copy.frontier = table.frontier(series);
        int visible = copy.count;
        if (cold[base + SeriesTable.NUMBER] > number) {
            if (cold[base + SeriesTable.NUMBER_BEFORE] > number) {
                return false;
            }
            if (cold[base + SeriesTable.NUMBER_BEFORE] == 0) {
                return true;
            }
            visible = (int) cold[base + SeriesTable.COUNT_BEFORE];
        }
        int hidden = copy.count - visible;
        long state = table.hot().word(series, SeriesTable.STATE);
        int inOpen = SeriesTable.openCount(state);
        copy.openCount = Math.max(0, inOpen - hidden);
        copy.sealedSkip = Math.max(0, hidden - inOpen);
        copy.sealed = cold[base + SeriesTable.SEALED];
        copy.openStart = cold[base + SeriesTable.CHUNK_START];
        copy.openOffset = offset;
        if (SeriesTable.holdsHistograms(state)) {
            copy.histograms = lane.histograms().run(series);
        } else {
            copy.openBytes = copy.openCount == 0 ? 0 : lane.open().copy(series, into, offset);
        }
        if (copy.openCount > 0 && SeriesTable.startsPlace(cold[base + SeriesTable.LATE]) != 0) {
            copyStarts(lane, series, copy, into);
        }
        return true;
    }
}
