package io.tributary.gateway.tenants;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.SeriesView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A view in which neighbours with equal labels are one series. Safe from any thread.
final class MergedView implements SeriesView {
    private final SeriesView view;
    private final ReadBudget budget;

    /// By selector, where each series begins among those of the view, and where the last one ends;
    /// empty where each stands alone.
    private final List<Optional<int[]>> starts;

    private long takenBytes;

    private MergedView(SeriesView view, ReadBudget budget, List<Optional<int[]>> starts) {
        this.view = view;
        this.budget = budget;
        this.starts = starts;
    }

    /// A view with its neighbours made one; itself where no two are equal.
    ///
    /// @param view closed with this one, unless this fails
    static SeriesView of(SeriesView view, int selectors, ReadBudget budget) {
        List<Optional<int[]>> starts = new ArrayList<>(selectors);
        long bytes = 0;
        try {
            for (int selector = 0; selector < selectors; selector++) {
                Optional<int[]> of = Optional.empty();
                int alone = countAlone(view, selector);
                if (alone < view.seriesCount(selector)) {
                    long more = (long) Integer.BYTES * (view.seriesCount(selector) + 1);
                    budget.take(more, "series of several tenants");
                    bytes += more;
                    of = Optional.of(starts(view, selector));
                }
                starts.add(of);
            }
        } catch (RuntimeException e) {
            budget.giveBack(bytes);
            throw e;
        }
        if (bytes == 0) {
            return view;
        }
        MergedView merged = new MergedView(view, budget, starts);
        merged.takenBytes = bytes;
        return merged;
    }

    /// How many series stand before the first that equals the one before it; all, where none does.
    private static int countAlone(SeriesView view, int selector) {
        int count = view.seriesCount(selector);
        for (int i = 1; i < count; i++) {
            if (view.labels(selector, i).equals(view.labels(selector, i - 1))) {
                return i;
            }
        }
        return count;
    }

    private static int[] starts(SeriesView view, int selector) {
        int count = view.seriesCount(selector);
        return IntStream.rangeClosed(0, count)
                .filter(i ->
                        i == 0
                                || i == count
                                || !view.labels(selector, i).equals(view.labels(selector, i - 1)))
                .toArray();
    }

    @Override
    public int seriesCount(int selector) {
        return starts.get(selector)
                .map(of -> of.length - 1)
                .orElseGet(() -> view.seriesCount(selector));
    }

    @Override
    public Labels labels(int selector, int series) {
        return view.labels(selector, starts.get(selector).map(of -> of[series]).orElse(series));
    }

    @Override
    public void read(int selector, int series, long fromMillis, long toMillis, SampleColumn into)
            throws IOException {
        if (starts.get(selector).isEmpty()) {
            view.read(selector, series, fromMillis, toMillis, into);
            return;
        }
        int first = starts.get(selector).get()[series];
        int end = starts.get(selector).get()[series + 1];
        if (end - first == 1) {
            view.read(selector, first, fromMillis, toMillis, into);
            return;
        }
        long bytes = 0;
        try {
            TenantMerge merge = new TenantMerge();
            for (int i = first; i < end; i++) {
                SampleColumn samples = into.another();
                view.read(selector, i, fromMillis, toMillis, samples);
                budget.take(samples.sizeBytes(), "samples of one series in several tenants");
                bytes += samples.sizeBytes();
                merge.add(samples);
            }
            merge.write(into);
        } finally {
            budget.giveBack(bytes);
        }
    }

    @Override
    public void awaitDurable() {
        view.awaitDurable();
    }

    @Override
    public void close() {
        view.close();
        budget.giveBack(takenBytes);
        takenBytes = 0;
    }
}
