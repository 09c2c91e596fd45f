package io.tributary.promql.engine.select;

import io.tributary.model.Matcher;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that one query reads: collected while it is planned, selected in one call, so that every
/// part of the query sees the same moment. Equal selectors are one.
public final class Selections implements AutoCloseable {
    /// Most different selectors a query may have.
    static final int SELECTORS_MAX = 1_000;

    private final QueryContext context;
    private final Map<Selector, Selection> selections = new LinkedHashMap<>();

    private Optional<SeriesView> view = Optional.empty();

    public Selections(QueryContext context) {
        this.context = context;
    }

    /// What matches, with samples in `(fromMillis, toMillis]`; read once for each call of this.
    public Selection add(List<Matcher> matchers, long fromMillis, long toMillis) {
        return add(new Selector(matchers, fromMillis, toMillis));
    }

    /// How many series match and are present at `toMillis`, in groups by labels; likewise.
    public Selection addCount(
            List<Matcher> matchers, long fromMillis, long toMillis, List<String> by) {
        return add(new Selector(matchers, fromMillis, toMillis, Optional.of(by)));
    }

    private Selection add(Selector selector) {
        Selection selection =
                selections.computeIfAbsent(
                        selector,
                        key ->
                                new Selection(
                                        context, selections.size(), key.countBy().isPresent()));
        if (selections.size() > SELECTORS_MAX) {
            throw new EvaluationException("query has more than " + SELECTORS_MAX + " selectors");
        }
        selection.addReader();
        return selection;
    }

    /// Selects. A query without selectors asks nothing of the source.
    public void open(SeriesSource source, ReadScope scope) throws IOException {
        if (selections.isEmpty()) {
            return;
        }
        SeriesView opened =
                source.select(scope, List.copyOf(selections.keySet()), context.budget());
        view = Optional.of(opened);
        for (Selection selection : selections.values()) {
            selection.open(opened);
        }
    }

    /// Parks until everything that may have been seen is durable.
    public void awaitDurable() {
        view.ifPresent(SeriesView::awaitDurable);
    }

    @Override
    public void close() {
        view.ifPresent(SeriesView::close);
    }
}
