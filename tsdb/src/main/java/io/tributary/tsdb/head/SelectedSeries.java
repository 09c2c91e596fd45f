package io.tributary.tsdb.head;

import io.tributary.format.chunk.XorChunkReader;
import io.tributary.format.chunk.XorEncoding;
import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;

/// The series one selector found: columns of what was copied of each, and their samples when they
/// are asked for.
///
/// Filled by one thread, then read by any.
final class SelectedSeries {
    private static final int FIRST_BYTES = 4096;

    /// Of copied bits; a query's own budget is far below.
    private static final int BYTES_MAX = Integer.MAX_VALUE - 8;

    /// What a series takes besides its bits: labels, columns, its place in the order.
    private static final long SERIES_BYTES = 200;

    private final HeadParts parts;
    private final Selector selector;
    private final ReadBudget budget;
    private long taken;
    private final SeriesSnapshot snapshot;
    private byte[] bits = new byte[FIRST_BYTES];
    private int bitsUsed;
    private int count;
    private Entry[] order = {};
    private Labels[] labels = new Labels[16];
    private long[] sealed = new long[16];
    private int[] sealedSkip = new int[16];
    private int[] openOffset = new int[16];
    private int[] openCount = new int[16];

    /// A series' labels and where its columns stand.
    private record Entry(Labels labels, int place) {}

    /// @param budget charged before anything is held; {@link #release} gives it back
    SelectedSeries(HeadParts parts, Selector selector, ReadBudget budget) {
        this.parts = parts;
        this.selector = selector;
        this.budget = budget;
        this.snapshot = new SeriesSnapshot(parts.table(), parts.open());
    }

    /// Copies a series as of a request; one with nothing to show is left out. False if another
    /// number is needed.
    boolean add(int slot, long number) {
        int room = OpenChunks.copyBytesMax();
        if (bits.length - bitsUsed < room) {
            int size = (int) Math.min(Math.max(bits.length * 2L, bitsUsed + room), BYTES_MAX);
            take(size - bits.length);
            bits = Arrays.copyOf(bits, size);
        }
        SeriesSnapshot.Result result = snapshot.take(slot, number, bits, bitsUsed);
        if (result == SeriesSnapshot.Result.TOO_NEW) {
            return false;
        }
        if (result == SeriesSnapshot.Result.NOTHING || !isInRange()) {
            return true;
        }
        grow();
        boolean openInRange = snapshot.openCount > 0 && snapshot.openStart <= selector.toMillis();
        labels[count] = parts.directory().labels(slot);
        sealed[count] = snapshot.sealed;
        sealedSkip[count] = snapshot.sealedSkip;
        openOffset[count] = bitsUsed;
        openCount[count] = openInRange ? snapshot.openCount : 0;
        bitsUsed += openInRange ? snapshot.openBytes : 0;
        count++;
        return true;
    }

    /// Puts the series in the order of their labels.
    void sort() {
        order = new Entry[count];
        for (int i = 0; i < count; i++) {
            order[i] = new Entry(labels[i], i);
        }
        Arrays.sort(order, Comparator.comparing(Entry::labels));
    }

    int count() {
        return count;
    }

    Labels labels(int series) {
        return order[series].labels();
    }

    /// Reads the samples in the selector's range.
    void read(int series, SampleColumn into) throws IOException {
        into.clear();
        int place = order[series].place();
        XorChunkReader reader = new XorChunkReader();
        readSealed(sealed[place], sealedSkip[place], reader, into);
        if (openCount[place] > 0) {
            int end = place + 1 < count ? openOffset[place + 1] : bitsUsed;
            reader.resetOpen(bits, openOffset[place], end - openOffset[place], openCount[place]);
            collect(reader, into);
        }
    }

    /// Gives back what was taken from the budget.
    void release() {
        budget.giveBack(taken);
        taken = 0;
    }

    private void take(long bytes) {
        budget.take(bytes, "selected series");
        taken += bytes;
    }

    /// Whether the series may have a sample in the range.
    private boolean isInRange() {
        if (snapshot.frontier <= selector.fromMillis()) {
            return false;
        }
        return snapshot.sealed != SeriesTable.NO_CHUNK || snapshot.openStart <= selector.toMillis();
    }

    /// Oldest first: the links lead from new to old, so the addresses in range are gathered before.
    private void readSealed(long newest, int skip, XorChunkReader reader, SampleColumn into)
            throws IOException {
        SealedChunks chunks = parts.sealed();
        long[] inRange = new long[8];
        int[] visible = new int[8];
        int found = 0;
        int hidden = skip;
        for (long chunk = newest; chunk != SeriesTable.NO_CHUNK; chunk = chunks.before(chunk)) {
            if (chunks.lastMillis(chunk) <= selector.fromMillis()) {
                break;
            }
            int samples = chunks.count(chunk) - hidden;
            hidden = Math.max(0, -samples);
            if (samples > 0 && chunks.firstMillis(chunk) <= selector.toMillis()) {
                if (found == inRange.length) {
                    inRange = Arrays.copyOf(inRange, found * 2);
                    visible = Arrays.copyOf(visible, found * 2);
                }
                inRange[found] = chunk;
                visible[found++] = samples;
            }
        }
        for (int i = found - 1; i >= 0; i--) {
            int offset = chunks.chunkOffset(inRange[i]) + XorEncoding.COUNT_BYTES;
            int length = chunks.length(inRange[i]) - XorEncoding.COUNT_BYTES;
            reader.resetOpen(chunks.slab(inRange[i]), offset, length, visible[i]);
            collect(reader, into);
        }
    }

    private void collect(XorChunkReader reader, SampleColumn into) throws IOException {
        while (reader.next()) {
            long time = reader.timeMillis();
            if (time > selector.toMillis()) {
                return;
            }
            if (time > selector.fromMillis()) {
                into.add(time, Double.longBitsToDouble(reader.valueBits()));
            }
        }
    }

    private void grow() {
        if (count == labels.length) {
            int size = count * 2;
            take(SERIES_BYTES * count);
            labels = Arrays.copyOf(labels, size);
            sealed = Arrays.copyOf(sealed, size);
            sealedSkip = Arrays.copyOf(sealedSkip, size);
            openOffset = Arrays.copyOf(openOffset, size);
            openCount = Arrays.copyOf(openCount, size);
        }
    }
}
