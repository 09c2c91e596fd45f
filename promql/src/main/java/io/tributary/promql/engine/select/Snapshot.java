package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What one query sees: all its selectors, selected in one call, so that every part of it, and
/// every slice of its steps, sees the same moment. What is known only from samples is selected
/// later. Owned by the query's thread; what it opened is safe from any.
public final class Snapshot implements AutoCloseable {
    /// What one selector found.
    ///
    /// @param number the selector's, in the view
    record Opened(Selector selector, SeriesView view, int number, List<Labels> labels) {
        static Opened of(Selector selector, SeriesView view, int number) {
            List<Labels> found = new ArrayList<>(view.seriesCount(number));
            for (int i = 0; i < view.seriesCount(number); i++) {
                found.add(view.labels(number, i));
            }
            return new Opened(selector, view, number, List.copyOf(found));
        }

        /// Whether all that `asked` asks for is here.
        boolean covers(Selector asked) {
            return matches(asked)
                    && selector.fromMillis() <= asked.fromMillis()
                    && selector.toMillis() >= asked.toMillis();
        }

        boolean matches(Selector asked) {
            return selector.matchers().equals(asked.matchers())
                    && selector.countBy().equals(asked.countBy());
        }
    }

    private final SeriesSource source;
    private final ReadScope scope;
    private final ReadBudget budget;
    private final Map<Selector, Opened> opened = new LinkedHashMap<>();
    private final List<SeriesView> views = new ArrayList<>();
    private boolean taken;

    public Snapshot(SeriesSource source, ReadScope scope, ReadBudget budget) {
        this.source = source;
        this.scope = scope;
        this.budget = budget;
    }

    /// Whether the source counts series where they are selected.
    boolean counts() {
        return source.counts(scope);
    }

    /// Whether the first plan has selected.
    public boolean isTaken() {
        return taken;
    }

    /// Selects. A query without selectors asks nothing of the source.
    void take(List<Selector> selectors) throws IOException {
        if (!selectors.isEmpty()) {
            SeriesView view = source.select(scope, selectors, budget);
            views.add(view);
            for (int i = 0; i < selectors.size(); i++) {
                opened.put(selectors.get(i), Opened.of(selectors.get(i), view, i));
            }
        }
        taken = true;
    }

    /// What was selected that has all that `asked` asks for: as it was asked by the first plan, or
    /// more, as slices find it. An empty grid may ask for more than there is, reads nothing, and
    /// gets what has the same series.
    Opened find(Selector asked) {
        return Optional.ofNullable(opened.get(asked))
                .or(() -> first(selected -> selected.covers(asked)))
                .or(() -> first(selected -> selected.matches(asked)))
                .orElseThrow(
                        () -> new IllegalStateException("BUG: not selected at first: " + asked));
    }

    private Optional<Opened> first(Predicate<Opened> suits) {
        return opened.values().stream().filter(suits).findFirst();
    }

    /// Selects once more, in the same scope: this shows a later moment.
    Opened later(Selector selector) throws IOException {
        SeriesView view = source.select(scope, List.of(selector), budget);
        views.add(view);
        return Opened.of(selector, view, 0);
    }

    /// Parks until everything that may have been seen is durable.
    public void awaitDurable() {
        views.forEach(SeriesView::awaitDurable);
    }

    @Override
    public void close() {
        views.forEach(SeriesView::close);
    }
}
