package io.tributary.gateway.tenants;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.SeriesView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What several tenants' views show, as one: the series of all in the order of their labels. Filled
/// and sorted by one thread, then safe from any.
final class TenantsView implements SeriesView {
    /// An entry with its labels.
    private static final int ENTRY_BYTES = 250;

    /// A series of one tenant's view.
    private record Entry(Labels labels, SeriesView view, int selector, int series) {}

    private final List<SeriesView> views = new ArrayList<>();
    private final List<List<Entry>> entries = new ArrayList<>();

    TenantsView(int selectors) {
        for (int i = 0; i < selectors; i++) {
            entries.add(new ArrayList<>());
        }
    }

    /// Takes over a view of one tenant: closed with this one, even if this fails.
    void add(SeriesView view, TenantLabels.Asked asked, ReadBudget budget) {
        views.add(view);
        for (int selector = 0; selector < asked.selectors().size(); selector++) {
            int count = view.seriesCount(selector);
            budget.take((long) ENTRY_BYTES * count, "series of several tenants");
            List<Entry> of = entries.get(asked.numbers().get(selector));
            for (int i = 0; i < count; i++) {
                of.add(new Entry(asked.labelled(view.labels(selector, i)), view, selector, i));
            }
        }
    }

    void sort() {
        entries.forEach(of -> of.sort(Comparator.comparing(Entry::labels)));
    }

    @Override
    public int seriesCount(int selector) {
        return entries.get(selector).size();
    }

    @Override
    public Labels labels(int selector, int series) {
        return entries.get(selector).get(series).labels();
    }

    @Override
    public void read(int selector, int series, long fromMillis, long toMillis, SampleColumn into)
            throws IOException {
        Entry entry = entries.get(selector).get(series);
        entry.view().read(entry.selector(), entry.series(), fromMillis, toMillis, into);
    }

    @Override
    public void awaitDurable() {
        views.forEach(SeriesView::awaitDurable);
    }

    @Override
    public void close() {
        views.forEach(SeriesView::close);
    }
}
