package io.tributary.tsdb.select;

import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.SeriesSnapshot;
import java.io.IOException;
import java.util.Arrays;

/// Copies of series, as of a request: columns of what is needed to read each, by place, which is
/// from 0 in the order in which they were copied.
final class SeriesCopies {
    /// What copying a series came to.
    enum Result {
        COPIED,
        /// It has nothing in the selector's range.
        NOTHING,
        /// Another request number, or a newer version of the files, is needed.
        TOO_NEW
    }

    private static final int FIRST_BYTES = 4096;

    /// Of copied bits; a query's own budget is far below.
    private static final int BYTES_MAX = Integer.MAX_VALUE - 8;

    /// What a series takes besides its bits.
    private static final long SERIES_BYTES = Long.BYTES + 2 * LaneColumns.BYTES;

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
    private long[] refs = new long[16];
    private long taken;

    /// @param files taken before the first series is copied
    /// @param budget charged before anything is held; {@link #release} gives it back
    SeriesCopies(HeadMemory memory, ChunkVersion files, Selector selector, ReadBudget budget) {
        this.memory = memory;
        this.files = files;
        this.selector = selector;
        this.budget = budget;
        this.snapshot = new SeriesSnapshot(memory.lanes());
    }

    Result add(int slot, long number) {
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
            return Result.TOO_NEW;
        }
        if (result == SeriesSnapshot.Result.NOTHING || !RangeCheck.mayHold(snapshot, selector)) {
            return Result.NOTHING;
        }
        if (count == refs.length) {
            take(SERIES_BYTES * count);
            refs = Arrays.copyOf(refs, 2 * count);
        }
        refs[count] = memory.directory().ref(slot);
        inOrder.set(
                count,
                snapshot.inOrder(),
                RangeCheck.isSealedIn(snapshot.inOrder(), selector),
                RangeCheck.isOpenIn(snapshot.inOrder(), selector));
        if (!snapshot.late().isEmpty()) {
            late.set(count, snapshot.late(), true, RangeCheck.isOpenIn(snapshot.late(), selector));
        }
        bitsUsed += snapshot.sizeBytes();
        take(snapshot.inOrder().histograms.sizeBytes() + snapshot.late().histograms.sizeBytes());
        count++;
        return Result.COPIED;
    }

    int count() {
        return count;
    }

    /// Reads samples within the selector's range into `into`, emptied first.
    void read(int place, long fromMillis, long toMillis, SeriesReader reader, SampleColumn into)
            throws IOException {
        into.clear();
        reader.read(files, refs[place], fromMillis, toMillis, bits, inOrder, late, place, into);
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
}
