package io.tributary.tsdb.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.series.SeriesDirectory;
import java.io.IOException;
import java.util.Arrays;

/// The series one selector found: copies of each, and their samples when they are asked for.
final class SelectedSeries implements Selected {
    /// What a series takes besides its copy: labels, its place in the order.
    private static final long SERIES_BYTES = 192;

    private final SeriesDirectory directory;
    private final ReadBudget budget;
    private final SeriesCopies copies;

    /// Places, in the order of labels.
    private final IntList order = new IntList();

    /// By place.
    private Labels[] labels = new Labels[16];

    private long taken;

    /// @param files taken before the first series is added
    /// @param budget charged before anything is held; {@link #release} gives it back
    SelectedSeries(HeadMemory memory, ChunkVersion files, Selector selector, ReadBudget budget) {
        this.directory = memory.directory();
        this.budget = budget;
        this.copies = new SeriesCopies(memory, files, selector, budget);
    }

    /// Copies a series as of a request.
    @Override
    public Added add(int slot, long number) {
        return switch (copies.add(slot, number)) {
            case TOO_NEW -> Added.TOO_NEW;
            case NOTHING -> Added.DONE;
            case COPIED -> {
                name(copies.count() - 1, slot);
                yield Added.DONE;
            }
        };
    }

    @Override
    public void sort() {
        for (int place = 0; place < copies.count(); place++) {
            order.add(place);
        }
        order.sortBy((left, right) -> labels[left].compareTo(labels[right]) <= 0);
    }

    @Override
    public int count() {
        return order.size();
    }

    @Override
    public Labels labels(int series) {
        return labels[order.at(series)];
    }

    @Override
    public void read(
            int series, long fromMillis, long toMillis, SeriesReader reader, SampleColumn into)
            throws IOException {
        copies.read(order.at(series), fromMillis, toMillis, reader, into);
    }

    @Override
    public void release() {
        copies.release();
        budget.giveBack(taken);
        taken = 0;
    }

    private void name(int place, int slot) {
        if (place == labels.length) {
            long bytes = SERIES_BYTES * place;
            budget.take(bytes, "selected series");
            taken += bytes;
            labels = Arrays.copyOf(labels, 2 * place);
        }
        labels[place] = directory.labels(slot);
    }
}
