package io.tributary.tsdb.lanes;

import static io.tributary.tsdb.lanes.SeriesTable.WAL_COUNT;
import static io.tributary.tsdb.lanes.SeriesTable.WAL_SEQUENCE;

import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.histogram.HistogramSample;
import java.util.Arrays;

/// Applies recorded samples to one lane, as they were decided: what chunk files hold already is
/// passed over, but for what later records refer back to. One thread, before anybody reads.
public abstract sealed class LaneReplay {
    final Lanes lanes;
    final Lane lane;

    private LaneReplay(Lanes lanes, Lane lane) {
        this.lanes = lanes;
        this.lane = lane;
    }

    /// Whether the series has a value since the last reset point.
    public boolean isKnown(int slot, Moment at) {
        return SeriesTable.generation(state(slot)) == at.generation();
    }

    /// The bits of the newest sample recorded.
    public long lastBits(int slot) {
        return lane.table().hot().word(series(slot), SeriesTable.LAST_BITS);
    }

    /// The coder state of the series.
    public int coder(int slot) {
        return SeriesTable.coderState(state(slot));
    }

    /// Notes a change that a record says: since when the samples of the series count that stand in
    /// records from here on.
    public void changeStart(int slot, long startMillis, Moment at) {
        lane.starts().record(series(slot), startMillis, at.generation());
    }

    /// Since when the sample counts that is met next, 0 where that is unknown.
    public long start(int slot, Moment at) {
        return lane.starts().recorded(series(slot), at.generation());
    }

    /// Applies the next sample; false where it is in a chunk file.
    ///
    /// @param startMillis since when it counts, 0 where that is unknown
    public boolean apply(
            int slot, long timeMillis, long bits, long startMillis, int coder, Moment at) {
        int series = series(slot);
        boolean isNew = isNewer(series, timeMillis, at);
        if (!isNew) {
            passOver(slot, bits, coder, at);
            return false;
        }
        append(slot, timeMillis, bits, at);
        lane.start(series, startMillis);
        lane.setCoder(series, coder, at.generation());
        return true;
    }

    /// Applies the next histogram; false where it is in a chunk file.
    ///
    /// @param startMillis since when it counts, 0 where that is unknown
    public boolean apply(int slot, HistogramSample sample, long startMillis, Moment at) {
        int series = series(slot);
        if (!isNewer(series, sample.timeMillis(), at)) {
            count(series, at);
            return false;
        }
        append(slot, sample, at);
        lane.start(series, startMillis);
        return true;
    }

    /// Notes a sample that is not to be applied: what later records refer back to. It is of another
    /// chunk than the open one, which was sealed before: else the next sample would be encoded
    /// against a value that the chunk does not hold.
    public void passOver(int slot, long bits, int coder, Moment at) {
        int series = series(slot);
        if (lane.openCount(series) > 0) {
            seal(slot);
        }
        lane.table().hot().setWord(series, SeriesTable.LAST_BITS, bits);
        lane.setCoder(series, coder, at.generation());
        count(series, at);
    }

    /// Whether what a chunk held that was carried in this frame is in no chunk file, as far as that
    /// is told for all of it.
    public abstract boolean isCarryNewer(int slot, Moment at);

    /// Makes ready for the samples of a carried chunk.
    public abstract void beginCarried(int slot, Moment at);

    /// Applies one of them; false where it is in a chunk file.
    ///
    /// @param startMillis since when it counts, 0 where that is unknown
    public boolean applyCarried(int slot, long timeMillis, long bits, long startMillis, Moment at) {
        boolean isNew = applyCarried(slot, timeMillis, bits, at);
        if (isNew) {
            lane.start(series(slot), startMillis);
        }
        return isNew;
    }

    /// Appends a sample of a carried chunk; false where it is in a chunk file.
    abstract boolean applyCarried(int slot, long timeMillis, long bits, Moment at);

    /// The series' number in the lane, made where it has none.
    abstract int series(int slot);

    /// Whether no chunk file holds the sample.
    abstract boolean isNewer(int series, long timeMillis, Moment at);

    abstract void append(int slot, long timeMillis, long bits, Moment at);

    abstract void append(int slot, HistogramSample sample, Moment at);

    /// Seals the open chunk, which is not empty.
    abstract void seal(int slot);

    /// Counts a sample that is passed over.
    abstract void count(int series, Moment at);

    private long state(int slot) {
        return lane.table().hot().word(series(slot), SeriesTable.STATE);
    }

    /// In order: times tell what is newer.
    ///
    /// The sample that ends a gap may be met after late ones that lie in the gap: they were in a
    /// chunk file, or were carried before it. So a gap begins behind all that is late so far.
    public static final class InOrder extends LaneReplay {
        private final Late late;
        private final Refill refill;

        InOrder(Lanes lanes, Late late) {
            super(lanes, lanes.inOrder());
            this.late = late;
            this.refill = new Refill(lanes, late, lanes.newLate());
        }

        /// Takes a sample behind the newest that chunk files have, which they have not; false if it
        /// is not later than all that were taken of the series before.
        ///
        /// @param startMillis since when it counts, 0 where that is unknown
        public boolean refill(int slot, long timeMillis, long bits, long startMillis, Moment at) {
            return refill.append(slot, timeMillis, bits, startMillis, at);
        }

        /// Likewise.
        public boolean refill(int slot, HistogramSample sample, long startMillis, Moment at) {
            return refill.append(slot, sample, startMillis, at);
        }

        /// Seals what was taken so.
        public void endRefill() {
            refill.end();
        }

        @Override
        int series(int slot) {
            return slot;
        }

        @Override
        boolean isNewer(int series, long timeMillis, Moment at) {
            return timeMillis > lane.table().frontier(series);
        }

        @Override
        void append(int slot, long timeMillis, long bits, Moment at) {
            lanes.appendInOrder(slot, timeMillis, bits, at);
            shortenGap(slot, timeMillis);
        }

        @Override
        void append(int slot, HistogramSample sample, Moment at) {
            lanes.appendInOrder(slot, sample, at);
            shortenGap(slot, sample.timeMillis());
        }

        private void shortenGap(int slot, long endMillis) {
            if (lanes.gapTo(slot, 0) == endMillis) {
                lanes.gaps().beginBehind(slot, 0, late.maxMillis(slot));
            }
        }

        @Override
        void seal(int slot) {
            lanes.sealInOrder(slot);
        }

        @Override
        void count(int series, Moment at) {}

        @Override
        public boolean isCarryNewer(int slot, Moment at) {
            return true;
        }

        @Override
        public void beginCarried(int slot, Moment at) {}

        @Override
        boolean applyCarried(int slot, long timeMillis, long bits, Moment at) {
            boolean isNew = isNewer(slot, timeMillis, at);
            if (isNew) {
                append(slot, timeMillis, bits, at);
            }
            return isNew;
        }
    }

    /// Late: a sealed chunk names the frame of its last sample, and how many of the lane's samples
    /// in that frame are in it or before it.
    public static final class Late extends LaneReplay {
        private long[] sealedSequence = {};
        private int[] sealedCount = {};
        private long[] maxMillis = {};

        Late(Lanes lanes) {
            super(lanes, lanes.late());
        }

        /// Notes how far the lane's chunk files go: all before a frame, and so many in it.
        void sealed(int series, long sequence, int count, long lateMaxMillis) {
            ensure(series);
            sealedSequence[series] = sequence;
            sealedCount[series] = count;
            maxMillis[series] = lateMaxMillis;
        }

        /// The newest late sample of the series so far, or {@link SeriesTable#NO_TIME}.
        long maxMillis(int slot) {
            int series = lanes.lateOf(slot);
            return series < 0 || series >= maxMillis.length
                    ? SeriesTable.NO_TIME
                    : maxMillis[series];
        }

        /// The frame up to which the lane's samples are in chunk files, in part or in whole; 0
        /// where none is.
        long sealedSequence(int series) {
            return series < sealedSequence.length ? sealedSequence[series] : 0;
        }

        /// The frame up to which what was met of the lane is in chunks that are sealed, where it
        /// has none open.
        long coveredSequence(int series) {
            return Math.max(sealedSequence(series), lane.table().hot().word(series, WAL_SEQUENCE));
        }

        /// How many of the lane's samples in that frame.
        int coveredCount(int series) {
            long sealed = sealedSequence(series);
            long met = lane.table().hot().word(series, WAL_SEQUENCE);
            int metCount = (int) lane.table().hot().word(series, WAL_COUNT);
            if (met > sealed || series >= sealedCount.length) {
                return metCount;
            }
            return met < sealed ? sealedCount[series] : Math.max(metCount, sealedCount[series]);
        }

        @Override
        int series(int slot) {
            return lanes.lateOrNew(slot);
        }

        @Override
        boolean isNewer(int series, long timeMillis, Moment at) {
            long sealed = sealedSequence(series);
            return at.sequence() > sealed
                    || (at.sequence() == sealed
                            && lanes.lateIndex(series, at) >= sealedCount[series]);
        }

        @Override
        void append(int slot, long timeMillis, long bits, Moment at) {
            lanes.appendLate(slot, timeMillis, bits, at);
            note(series(slot), timeMillis);
        }

        @Override
        void append(int slot, HistogramSample sample, Moment at) {
            lanes.appendLate(slot, sample, at);
            note(series(slot), sample.timeMillis());
        }

        @Override
        void seal(int slot) {
            lanes.sealLate(slot);
        }

        @Override
        void count(int series, Moment at) {
            lanes.countLate(series, at);
        }

        @Override
        public boolean isCarryNewer(int slot, Moment at) {
            return at.sequence() > sealedSequence(series(slot));
        }

        /// What the lane holds so far was sealed before the chunk began.
        @Override
        public void beginCarried(int slot, Moment at) {
            lanes.sealLate(slot);
        }

        @Override
        boolean applyCarried(int slot, long timeMillis, long bits, Moment at) {
            lanes.appendCarried(slot, timeMillis, bits, at);
            note(series(slot), timeMillis);
            return true;
        }

        private void note(int series, long timeMillis) {
            ensure(series);
            maxMillis[series] = Math.max(maxMillis[series], timeMillis);
        }

        private void ensure(int series) {
            int from = maxMillis.length;
            if (series >= from) {
                int size = Math.max(16, 2 * (series + 1));
                sealedSequence = Arrays.copyOf(sealedSequence, size);
                sealedCount = Arrays.copyOf(sealedCount, size);
                maxMillis = Arrays.copyOf(maxMillis, size);
                Arrays.fill(maxMillis, from, size, SeriesTable.NO_TIME);
            }
        }
    }
}
