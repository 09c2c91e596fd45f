package io.tributary.tsdb.lanes;

import static io.tributary.tsdb.lanes.SeriesTable.CODER;
import static io.tributary.tsdb.lanes.SeriesTable.LATE;
import static io.tributary.tsdb.lanes.SeriesTable.WAL_COUNT;
import static io.tributary.tsdb.lanes.SeriesTable.WAL_SEQUENCE;

import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.memory.LongSlabs;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.SampleEncoder;
import io.tributary.tsdb.record.histogram.HistogramEncoder;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.series.SeriesDirectory;
import io.tributary.tsdb.wal.RecordWriter;

/// What each series holds besides its labels: its samples in order, those that came late, and the
/// gaps it remembers.
///
/// ```
/// in order   ──●──●──●──────────gap──────────●──●──▶ frontier
/// late              ●   ●●●●▶
/// ```
///
/// The lane in order is appended to at its end only. A late sample goes to the series' late lane,
/// which is made when it is needed: appended in order too, and where a sample is before its end the
/// open chunk is sealed and another begun. So late chunks may overlap one another and those in
/// order; no time stands in two of them. A chunk in order ends where a gap begins, so that chunk
/// files tell of gaps.
///
/// Writer only, but for {@link SeriesSnapshot} and what is said to be a hint.
public final class Lanes {
    /// The frontier of a series without a sample.
    public static final long NO_FRONTIER = SeriesTable.NO_TIME;

    private static final int USUAL_DELTAS = 2;

    private final SeriesDirectory directory;
    private final ChunkStore chunks;
    private final Lane inOrder;
    private final Lane late;
    private final Gaps gaps = new Gaps();
    private final IntList freeLate = new IntList();
    private int lateCount;

    Lanes(SeriesDirectory directory, ChunkStore chunks) {
        this.directory = directory;
        this.chunks = chunks;
        this.inOrder = new Lane(SealedChunk.IN_ORDER, chunks);
        this.late = new Lane(SealedChunk.LATE, chunks);
    }

    /// The ways in which senders call the series of these lanes; empty.
    RawKeys newKeys() {
        return new RawKeys(inOrder.table());
    }

    Lane inOrder() {
        return inOrder;
    }

    Lane late() {
        return late;
    }

    /// Whether a series is present in a range as of request `number`, told without decoding
    /// wherever its records know. Any thread.
    ///
    /// @param fromMillis exclusive
    /// @param toMillis inclusive; where there is a newer sample the records do not know
    public Presence presence(int slot, long number, long fromMillis, long toMillis) {
        return PresenceCheck.of(this, slot, number, fromMillis, toMillis);
    }

    /// A lane beside the late one; empty.
    Lane newLate() {
        return new Lane(SealedChunk.LATE, chunks);
    }

    long ref(int slot) {
        return directory.ref(slot);
    }

    int tenant(int slot) {
        return directory.tenant(slot);
    }

    Gaps gaps() {
        return gaps;
    }

    /// Makes the records of a new series.
    public void create(int slot) {
        inOrder.create(slot);
        gaps.create(slot);
    }

    /// Lets a series that has come back begin where it left: nothing at or before its frontier is
    /// accepted in order, and no gap is remembered before it.
    public void comeBack(int slot, long frontierMillis) {
        inOrder.table().hot().setWord(slot, SeriesTable.FRONTIER, frontierMillis);
    }

    /// Whether the series would hold nothing any more without the chunk files up to this one.
    public boolean isGoneWithout(int slot, long file) {
        long newest = inOrder.table().cold().word(slot, SeriesTable.SEALED);
        int lane = lateOf(slot);
        long newestLate =
                lane < 0
                        ? SeriesTable.NO_CHUNK
                        : late.table().cold().word(lane, SeriesTable.SEALED);
        return !isNew(frontier(slot))
                && !isOpen(slot)
                && ChunkStore.fileOf(newest) <= file
                && ChunkStore.fileOf(newestLate) <= file;
    }

    /// Forgets a series, and what it may still hold.
    public void depart(int slot) {
        begin(slot);
        int lane = lateOf(slot);
        if (lane >= 0) {
            late.clear(lane);
            freeLate.add(lane);
        }
        inOrder.clear(slot);
        gaps.create(slot);
        end(slot);
    }

    /// Whether the series was made by, or last found by, these label bytes. A hint without the
    /// lock.
    public boolean hasHash(int slot, long high, long low) {
        return inOrder.table().hasHash(slot, high, low);
    }

    /// The greatest time accepted in order, or {@link SeriesTable#NO_TIME}. A hint without the
    /// lock.
    public long frontier(int slot) {
        return inOrder.table().frontier(slot);
    }

    /// The bits of the sample at the frontier. A hint without the lock.
    public long frontierBits(int slot) {
        return inOrder.table().hot().word(slot, SeriesTable.LAST_BITS);
    }

    /// Whether nothing was accepted around this time, so that nothing there can conflict. A hint
    /// without the lock.
    public boolean isInGap(int slot, long timeMillis) {
        return gaps.contains(slot, timeMillis);
    }

    /// Of the newer gap (0) or the older (1): exclusive. A hint without the lock.
    public long gapFrom(int slot, int gap) {
        return gaps.from(slot, gap);
    }

    /// Of the newer gap (0) or the older (1): exclusive, and not after any time where there is no
    /// such gap. A hint without the lock.
    public long gapTo(int slot, int gap) {
        return gaps.to(slot, gap);
    }

    /// Samples appended to the lane in order, modulo 2^32.
    public int inOrderCount(int slot) {
        return inOrder.count(slot);
    }

    /// Samples appended to the lane in order, modulo 2^31: what is read of the lane after this is
    /// at least as new. Negative while the series is being changed, or where its newest sample is
    /// in no open chunk, or is a histogram. A hint without the lock.
    public int stableCount(int slot) {
        SeriesTable table = inOrder.table();
        long word = SeriesTable.readVersion(table.cold().slab(slot), table.cold().base(slot));
        if (SeriesTable.isChanging(word)
                || inOrder.openCount(slot) == 0
                || inOrder.holdsHistograms(slot)) {
            return -1;
        }
        return SeriesTable.count(word);
    }

    /// Samples appended to the late lane, modulo 2^32.
    public int lateCount(int slot) {
        int lane = lateOf(slot);
        return lane < 0 ? 0 : late.count(lane);
    }

    /// The request that appended to the series last.
    public long lastRequest(int slot) {
        long last = inOrder.table().cold().word(slot, SeriesTable.NUMBER);
        int lane = lateOf(slot);
        return lane < 0 ? last : Math.max(last, late.table().cold().word(lane, SeriesTable.NUMBER));
    }

    /// Records and appends a sample ahead of the frontier.
    ///
    /// @param startMillis since when it counts, 0 where that is unknown
    public void append(
            int slot, long timeMillis, long bits, long startMillis, Moment at, SampleEncoder into) {
        SeriesTable table = inOrder.table();
        long[] hot = table.hot().slab(slot);
        long[] cold = table.cold().slab(slot);
        int base = table.base(slot);
        SeriesTable.beginChange(cold, base);
        Lane.record(hot, base, directory.ref(slot), timeMillis, bits, at, into);
        appendInOrder(hot, cold, base, slot, timeMillis, bits, at);
        if (startMillis != 0 || SeriesTable.startsPlace(cold[base + LATE]) != 0) {
            inOrder.start(slot, startMillis, at, into.starts(), into.count() - 1);
        }
        SeriesTable.endChange(cold, base);
    }

    /// Records and appends a sample behind the frontier, into an empty slot.
    ///
    /// @param startMillis since when it counts, 0 where that is unknown
    public void appendLate(
            int slot, long timeMillis, long bits, long startMillis, Moment at, SampleEncoder into) {
        begin(slot);
        int lane = lateOrNew(slot);
        SeriesTable table = late.table();
        Lane.record(
                table.hot().slab(lane),
                table.base(lane),
                directory.ref(slot),
                timeMillis,
                bits,
                at,
                into);
        appendLate(slot, timeMillis, bits, at);
        late.start(lane, startMillis, at, into.starts(), into.count() - 1);
        end(slot);
    }

    /// Records and appends a histogram ahead of the frontier.
    ///
    /// @param startMillis since when it counts, 0 where that is unknown
    public void append(
            int slot, HistogramSample sample, long startMillis, Moment at, HistogramEncoder into) {
        begin(slot);
        into.add(directory.ref(slot), SealedChunk.IN_ORDER, sample);
        appendInOrder(slot, sample, at);
        inOrder.start(slot, startMillis, at, into.starts(), into.count() - 1);
        end(slot);
    }

    /// Records and appends a histogram behind the frontier, into an empty slot.
    ///
    /// @param startMillis since when it counts, 0 where that is unknown
    public void appendLate(
            int slot, HistogramSample sample, long startMillis, Moment at, HistogramEncoder into) {
        begin(slot);
        into.add(directory.ref(slot), SealedChunk.LATE, sample);
        appendLate(slot, sample, at);
        late.start(lateOf(slot), startMillis, at, into.starts(), into.count() - 1);
        end(slot);
    }

    /// Seals the open chunks of a series, those that there are.
    public void seal(int slot) {
        begin(slot);
        if (inOrder.openCount(slot) > 0) {
            sealInOrder(slot);
        }
        int lane = lateOf(slot);
        if (lane >= 0 && late.openCount(lane) > 0) {
            sealLate(slot, lane);
        }
        end(slot);
    }

    /// Whether the series has an open chunk.
    public boolean isOpen(int slot) {
        int lane = lateOf(slot);
        return inOrder.openCount(slot) > 0 || (lane >= 0 && late.openCount(lane) > 0);
    }

    /// Makes the wal segment one that no open chunk of the series begins in: small ones are written
    /// once more, whole, at the wal's end, and begin there from now on; others are sealed.
    ///
    /// @param segment and all before it
    /// @param out takes at most {@link io.tributary.tsdb.record.Carry#BYTES_MAX}
    public void carry(int slot, long segment, Moment at, RecordWriter out) {
        begin(slot);
        if (beginsBy(inOrder, slot, segment)) {
            if (!inOrder.carry(slot, directory.ref(slot), at, out)) {
                sealInOrder(slot);
            }
        }
        int lane = lateOf(slot);
        if (lane >= 0 && beginsBy(late, lane, segment)) {
            if (!late.carry(lane, directory.ref(slot), at, out)) {
                sealLate(slot, lane);
            } else if (late.table().hot().word(lane, WAL_SEQUENCE) < at.sequence()) {
                late.table().hot().setWord(lane, WAL_SEQUENCE, at.sequence());
                late.table().hot().setWord(lane, WAL_COUNT, 0);
            }
        }
        end(slot);
    }

    /// Whether an open chunk of the series begins in the wal segment or before it.
    public boolean beginsBy(int slot, long segment) {
        int lane = lateOf(slot);
        return beginsBy(inOrder, slot, segment) || (lane >= 0 && beginsBy(late, lane, segment));
    }

    /// The oldest wal segment that an open chunk begins in, or `Long.MAX_VALUE`.
    public long oldestBegun() {
        return Math.min(inOrder.begun().oldest(), late.begun().oldest());
    }

    /// Series that have a late lane. Writer only.
    public int lateLanes() {
        return lateCount - freeLate.size();
    }

    /// Whether a frontier that moves on leaves a gap behind: by more than five minutes, and more
    /// than twice as far as the time before (a series of rare samples does not leave one after
    /// each). The first sample of a series does: before it there is nothing.
    public static boolean leavesGap(long frontier, long lastDelta, long timeMillis) {
        long jump = timeMillis - frontier;
        return frontier == SeriesTable.NO_TIME
                || (jump > Gaps.GAP_MILLIS && jump > USUAL_DELTAS * lastDelta);
    }

    /// Whether it is the frontier of a series without a sample.
    public static boolean isNew(long frontier) {
        return frontier == NO_FRONTIER;
    }

    /// How far the frontier moved the last time, in milliseconds; 0 where that is not known. A hint
    /// without the lock.
    public long lastDelta(int slot) {
        return inOrder.table().hot().word(slot, CODER) >> 32;
    }

    /// Sets what a series has in chunk files; before anything is appended to it. Where it came
    /// back, no gap begins before it had left.
    public void restore(int slot, RestoredLanes from, LaneReplay.Late replay) {
        long left = frontier(slot);
        if (from.inOrder() != SeriesTable.NO_CHUNK) {
            inOrder.restore(slot, from.inOrder(), from.lastMillis());
        }
        gaps.add(slot, from.olderFrom(), from.olderTo());
        gaps.add(slot, from.gapFrom(), from.gapTo());
        forgetGapsUntil(slot, left);
        if (from.late() != SeriesTable.NO_CHUNK) {
            int lane = lateOrNew(slot);
            late.restore(lane, from.late(), from.lateLastMillis());
            replay.sealed(lane, from.lateSequence(), from.lateCount(), from.lateMaxMillis());
        }
    }

    /// Says that a series may have held, up to this time, what is known no more: no gap of it
    /// begins before, and where nothing of it is known it begins there.
    public void mayHaveHeldUntil(int slot, long timeMillis) {
        forgetGapsUntil(slot, timeMillis);
        if (isNew(frontier(slot))) {
            comeBack(slot, timeMillis);
        }
    }

    /// Lets no gap of a series begin before this time.
    public void forgetGapsUntil(int slot, long timeMillis) {
        gaps.beginBehind(slot, 0, timeMillis);
        gaps.beginBehind(slot, 1, timeMillis);
    }

    /// Whether first chunks are made shorter, each by another length; not while a wal is replayed,
    /// so that no chunk is sealed earlier than it was.
    public void stagger(boolean on) {
        inOrder.open().stagger(on);
        late.open().stagger(on);
    }

    /// Applies the lane in order of a wal.
    public LaneReplay.InOrder replayInOrder(LaneReplay.Late late) {
        return new LaneReplay.InOrder(this, late);
    }

    /// Applies the late lane of a wal.
    public LaneReplay.Late replayLate() {
        return new LaneReplay.Late(this);
    }

    /// How many slots there is room for: an entry of a table may be seen before the room for its
    /// slot.
    int capacity() {
        return inOrder.table().capacity();
    }

    /// The series' number in the late lane, or -1.
    int lateOf(int slot) {
        return (int) inOrder.table().cold().word(slot, LATE) - 1;
    }

    /// Makes the series' version odd. Writer only, as all changes here.
    void begin(int slot) {
        SeriesTable table = inOrder.table();
        SeriesTable.beginChange(table.cold().slab(slot), table.cold().base(slot));
    }

    /// Makes the series' version even again.
    void end(int slot) {
        SeriesTable table = inOrder.table();
        SeriesTable.endChange(table.cold().slab(slot), table.cold().base(slot));
    }

    void appendInOrder(int slot, HistogramSample sample, Moment at) {
        boolean jumps = jumpTo(slot, sample.timeMillis());
        if (inOrder.openCount(slot) > 0 && (jumps || inOrder.mustSeal(slot, sample))) {
            sealInOrder(slot);
        }
        inOrder.append(slot, sample, at);
    }

    void appendLate(int slot, HistogramSample sample, Moment at) {
        int lane = lateOrNew(slot);
        if (isBackwards(lane, sample.timeMillis()) || late.mustSeal(lane, sample)) {
            sealLate(slot, lane);
        }
        countLate(lane, at);
        late.append(lane, sample, at);
        gaps.fill(slot, sample.timeMillis());
    }

    void appendInOrder(int slot, long timeMillis, long bits, Moment at) {
        SeriesTable table = inOrder.table();
        appendInOrder(
                table.hot().slab(slot),
                table.cold().slab(slot),
                table.base(slot),
                slot,
                timeMillis,
                bits,
                at);
    }

    private void appendInOrder(
            long[] hot, long[] cold, int base, int slot, long timeMillis, long bits, Moment at) {
        long frontier = hot[base + SeriesTable.FRONTIER];
        if (leavesGap(frontier, hot[base + CODER] >> 32, timeMillis)) {
            gaps.add(slot, frontier, timeMillis);
            if (SeriesTable.openCount(hot[base + SeriesTable.STATE]) > 0) {
                sealInOrder(slot);
            }
        } else if (inOrder.open().mustSeal(hot, cold, base, slot, timeMillis)) {
            sealInOrder(slot);
        }
        inOrder.append(hot, cold, base, timeMillis, bits, at);
    }

    void appendLate(int slot, long timeMillis, long bits, Moment at) {
        int lane = lateOrNew(slot);
        if (isBackwards(lane, timeMillis) || late.mustSeal(lane, timeMillis)) {
            sealLate(slot, lane);
        }
        countLate(lane, at);
        late.append(lane, timeMillis, bits, at);
        gaps.fill(slot, timeMillis);
    }

    /// Notes the gap that the frontier leaves behind where it moves on to this time, if it does.
    private boolean jumpTo(int slot, long timeMillis) {
        long frontier = inOrder.table().frontier(slot);
        boolean jumps = leavesGap(frontier, lastDelta(slot), timeMillis);
        if (jumps) {
            gaps.add(slot, frontier, timeMillis);
        }
        return jumps;
    }

    private boolean isBackwards(int lane, long timeMillis) {
        return late.openCount(lane) > 0 && timeMillis <= late.table().frontier(lane);
    }

    /// Appends a sample that a carried late chunk brings: it is of an earlier frame.
    void appendCarried(int slot, long timeMillis, long bits, Moment at) {
        int lane = lateOrNew(slot);
        LongSlabs hot = late.table().hot();
        if (hot.word(lane, WAL_SEQUENCE) < at.sequence()) {
            hot.setWord(lane, WAL_SEQUENCE, at.sequence());
            hot.setWord(lane, WAL_COUNT, 0);
        }
        late.append(lane, timeMillis, bits, at);
        gaps.fill(slot, timeMillis);
    }

    /// The place that the next sample of a late lane has among those of the lane in its frame.
    int lateIndex(int lane, Moment at) {
        LongSlabs hot = late.table().hot();
        return hot.word(lane, WAL_SEQUENCE) == at.sequence() ? (int) hot.word(lane, WAL_COUNT) : 0;
    }

    /// Counts a sample of a late lane in its frame.
    void countLate(int lane, Moment at) {
        LongSlabs hot = late.table().hot();
        hot.setWord(lane, WAL_COUNT, lateIndex(lane, at) + 1L);
        hot.setWord(lane, WAL_SEQUENCE, at.sequence());
    }

    /// The series' number in the late lane, made where it has none.
    int lateOrNew(int slot) {
        int known = lateOf(slot);
        if (known >= 0) {
            return known;
        }
        boolean isUsedAgain = freeLate.size() > 0;
        int made = isUsedAgain ? freeLate.removeLast() : lateCount;
        late.create(made);
        late.table().cold().setWord(made, LATE, slot);
        lateCount += isUsedAgain ? 0 : 1;
        LongSlabs cold = inOrder.table().cold();
        cold.setWord(slot, LATE, cold.word(slot, LATE) + made + 1);
        return made;
    }

    void sealInOrder(int slot) {
        inOrder.seal(slot, directory.ref(slot), directory.tenant(slot), 0, 0);
    }

    /// Seals the open chunk of the late lane, if there is one.
    void sealLate(int slot) {
        int lane = lateOrNew(slot);
        if (late.openCount(lane) > 0) {
            sealLate(slot, lane);
        }
    }

    void sealLate(int slot, int lane) {
        late.seal(
                lane,
                directory.ref(slot),
                directory.tenant(slot),
                late.table().hot().word(lane, WAL_SEQUENCE),
                (int) late.table().hot().word(lane, WAL_COUNT));
    }

    long sizeBytes() {
        return inOrder.sizeBytes() + late.sizeBytes() + gaps.sizeBytes();
    }

    private static boolean beginsBy(Lane lane, int series, long segment) {
        return lane.openCount(series) > 0
                && lane.table().cold().word(series, SeriesTable.BEGUN) <= segment;
    }
}
