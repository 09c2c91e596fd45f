package io.tributary.tsdb.head;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.SeriesView;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/// What a question sees of the head: copies, made at one request number.
final class HeadView implements SeriesView {
    private final Head head;
    private final List<SelectedSeries> selected;
    private final boolean whole;
    private final long position;

    /// @param whole whether every series could be copied as of one number
    HeadView(Head head, List<SelectedSeries> selected, boolean whole) {
        this.head = head;
        this.selected = List.copyOf(selected);
        this.whole = whole;
        this.position = head.wal().position();
    }

    boolean isWhole() {
        return whole;
    }

    /// The label sets of all selectors, each once, in order.
    List<Labels> labels() {
        TreeSet<Labels> found = new TreeSet<>();
        for (SelectedSeries series : selected) {
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
    public void read(int selector, int series, SampleColumn into) throws IOException {
        selected.get(selector).read(series, into);
    }

    @Override
    public void awaitDurable() {
        head.awaitDurable(position);
    }

    @Override
    public void close() {
        selected.forEach(SelectedSeries::release);
    }
}
