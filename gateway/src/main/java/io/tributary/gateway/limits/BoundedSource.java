package io.tributary.gateway.limits;

import io.tributary.model.Labels;
import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// A source of which a question sees what is young enough, and selects no more series than it may.
///
/// @param earliestMillis nothing up to then is seen; `Long.MIN_VALUE` for all
/// @param seriesMax of one question, 0 for any number
public record BoundedSource(SeriesSource source, long earliestMillis, int seriesMax)
        implements SeriesSource {
    @Override
    public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        SeriesView view = source.select(scope, bounded(selectors), budget);
        if (seriesMax > 0) {
            long series = 0;
            for (int i = 0; i < selectors.size(); i++) {
                series += view.seriesCount(i);
            }
            if (series > seriesMax) {
                view.close();
                throw BudgetExceededException.ofSeries(
                        series, "limits.max_fetched_series_per_query: %d".formatted(seriesMax));
            }
        }
        return earliestMillis == Long.MIN_VALUE ? view : new Young(view, earliestMillis);
    }

    @Override
    public boolean counts(ReadScope scope) {
        return source.counts(scope);
    }

    @Override
    public boolean mayRepeat(ReadScope scope) {
        return source.mayRepeat(scope);
    }

    @Override
    public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        List<Selector> young = young(selectors);
        return young.isEmpty() ? List.of() : source.series(scope, young, budget);
    }

    @Override
    public Set<String> labelNames(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        List<Selector> young = young(selectors);
        return young.isEmpty() ? Set.of() : source.labelNames(scope, young, budget);
    }

    @Override
    public Set<String> labelValues(
            ReadScope scope, String name, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        List<Selector> young = young(selectors);
        return young.isEmpty() ? Set.of() : source.labelValues(scope, name, young, budget);
    }

    /// A view of which nothing old is read.
    private record Young(SeriesView view, long earliestMillis) implements SeriesView {
        @Override
        public int seriesCount(int selector) {
            return view.seriesCount(selector);
        }

        @Override
        public Labels labels(int selector, int series) {
            return view.labels(selector, series);
        }

        @Override
        public void read(
                int selector, int series, long fromMillis, long toMillis, SampleColumn into)
                throws IOException {
            if (toMillis <= earliestMillis) {
                into.clear();
                return;
            }
            view.read(selector, series, Math.max(fromMillis, earliestMillis), toMillis, into);
        }

        @Override
        public void awaitDurable() {
            view.awaitDurable();
        }

        @Override
        public void close() {
            view.close();
        }
    }

    /// Those that can see anything, as they may.
    private List<Selector> young(List<Selector> selectors) {
        return bounded(selectors).stream()
                .filter(selector -> selector.toMillis() > earliestMillis)
                .toList();
    }

    private List<Selector> bounded(List<Selector> selectors) {
        return earliestMillis == Long.MIN_VALUE
                ? selectors
                : selectors.stream().map(selector -> selector.from(earliestMillis)).toList();
    }
}
