package io.tributary.tsdb.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.SeriesSnapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;

/// The series one selector found: columns of what was copied of each, and their samples when they
/// are asked for.
final class SelectedSeries implements Selected {
    private static final int FIRST_BYTES = 4096;

    /// Of copied bits; a query's own budget is far below.
    private static final int BYTES_MAX = Integer.MAX_VALUE - 8;

    /// What a series takes besides its bits: labels, columns, its place in the order.
    private static final long SERIES_BYTES = 200 + 2 * LaneColumns.BYTES;

    private final HeadMemory memory;
    private final ChunkVersion files;
    private final Selector selector;
    private final ReadBudget budget;
    private final SeriesSnapshot snapshot;
    private final LaneColumns inOrder = new LaneColumns();
    private final LaneColumns late = new LaneColumns();
    private byte[] bits = new byte[FIRST_BYTES];
    private int bitsUsed;
    private int count;
    private Entry[] order = {};
    private Labels[] labels = new Labels[16];
    private long[] refs = new long[16];
    private long taken;

    /// A series' labels and where its columns stand.
    private record Entry(Labels labels, int place) {}

    /// @param files taken before the first series is added
    /// @param budget charged before anything is held; {@link #release} gives it back
    SelectedSeries(HeadMemory memory, ChunkVersion files, Selector selector, ReadBudget budget) {
        this.memory = memory;
        this.files = files;
        this.selector = selector;
        this.budget = budget;
        this.snapshot = new SeriesSnapshot(memory.lanes());
    }

    /// Copies a series as of a request.
    @Override
    public Added add(int slot, long number) {
        int room = SeriesSnapshot.BYTES_MAX;
        if (bits.length - bitsUsed < room) {
            int size = (int) Math.min(Math.max(bits.length * 2L, bitsUsed + room), BYTES_MAX);
            take(size - bits.length);
            bits = Arrays.copyOf(bits, size);
        }
        SeriesSnapshot.Result result = snapshot.take(slot, number, bits, bitsUsed);
        if (result == SeriesSnapshot.Result.TOO_NEW
                || !files.covers(snapshot.inOrder().sealed)
                || !files.covers(snapshot.late().sealed)) {
            return Added.TOO_NEW;
        }
        if (result == SeriesSnapshot.Result.NOTHING || !RangeCheck.mayHold(snapshot, selector)) {
            return Added.DONE;
        }
        grow();
        labels[count] = memory.directory().labels(slot);
        refs[count] = memory.directory().ref(slot);
        inOrder.set(count, snapshot.inOrder(), RangeCheck.isOpenIn(snapshot.inOrder(), selector));
        if (!snapshot.late().isEmpty()) {
            late.set(count, snapshot.late(), RangeCheck.isOpenIn(snapshot.late(), selector));
        }
        bitsUsed += snapshot.sizeBytes();
        take(snapshot.inOrder().histograms.sizeBytes() + snapshot.late().histograms.sizeBytes());
        count++;
        return Added.DONE;
    }

    @Override
    public void sort() {
        order = new Entry[count];
        for (int i = 0; i < count; i++) {
            order[i] = new Entry(labels[i], i);
        }
        Arrays.sort(order, Comparator.comparing(Entry::labels));
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public Labels labels(int series) {
        return order[series].labels();
    }

    @Override
    public void read(int series, SeriesReader reader, SampleColumn into) throws IOException {
        readPlace(order[series].place(), reader, into);
    }

    /// Likewise, of the series that was added as this one, from 0, of those that were copied.
    void readPlace(int place, SeriesReader reader, SampleColumn into) throws IOException {
        into.clear();
        reader.read(files, refs[place], selector, bits, inOrder, late, place, into);
    }

    @Override
    public void release() {
        budget.giveBack(taken);
        taken = 0;
    }

    private void take(long bytes) {
        budget.take(bytes, "selected series");
        taken += bytes;
    }

    private void grow() {
        if (count == labels.length) {
            int size = count * 2;
            take(SERIES_BYTES * count);
            labels = Arrays.copyOf(labels, size);
            refs = Arrays.copyOf(refs, size);
        }
    }
}
