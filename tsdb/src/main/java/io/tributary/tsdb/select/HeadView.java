package io.tributary.tsdb.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.SeriesView;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.wal.Wal;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// What a question sees of the head: copies, made at one request number, and the chunk files as
/// they were then.
final class HeadView implements SeriesView {
    /// Readers kept for the next series; more at once make their own.
    private static final int READERS_KEPT = 8;

    private final Wal wal;
    private final ChunkVersion files;
    private final List<Selected> selected;
    private final long position;
    private final BlockingQueue<SeriesReader> readers = new ArrayBlockingQueue<>(READERS_KEPT);

    /// @param files let go with the view
    HeadView(Wal wal, ChunkVersion files, List<? extends Selected> selected) {
        this.wal = wal;
        this.files = files;
        this.selected = List.copyOf(selected);
        this.position = wal.position();
    }

    /// Puts the series of each selector in the order of their labels; to be called once, before
    /// anything is asked.
    void sort() {
        selected.forEach(Selected::sort);
    }

    /// The label sets of all selectors, each once, in order.
    List<Labels> labels() {
        TreeSet<Labels> found = new TreeSet<>();
        for (Selected series : selected) {
            for (int i = 0; i < series.count(); i++) {
                found.add(series.labels(i));
            }
        }
        return List.copyOf(found);
    }

    @Override
    public int seriesCount(int selector) {
        return selected.get(selector).count();
    }

    @Override
    public Labels labels(int selector, int series) {
        return selected.get(selector).labels(series);
    }

    @Override
    public void read(int selector, int series, long fromMillis, long toMillis, SampleColumn into)
            throws IOException {
        SeriesReader kept = readers.poll();
        SeriesReader reader = kept != null ? kept : new SeriesReader();
        selected.get(selector).read(series, fromMillis, toMillis, reader, into);
        readers.offer(reader);
    }

    @Override
    public void awaitDurable() {
        wal.awaitDurable(position);
    }

    @Override
    public void close() {
        selected.forEach(Selected::release);
        files.close();
    }
}
