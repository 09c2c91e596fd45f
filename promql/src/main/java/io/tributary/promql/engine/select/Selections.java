package io.tributary.promql.engine.select;

import io.tributary.model.Matcher;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that one query reads: collected while it is planned, selected in one call, so that every
/// part of the query sees the same moment. Equal selectors are one. What is known only from samples
/// is selected later.
public final class Selections implements AutoCloseable {
    /// Most different selectors a query may have.
    static final int SELECTORS_MAX = 1_000;

    private final QueryContext context;
    private final Map<Selector, Selection> selections = new LinkedHashMap<>();

    private final List<SeriesView> views = new ArrayList<>();
    private Optional<Asked> asked = Optional.empty();

    /// What is asked, and as whom.
    private record Asked(SeriesSource source, ReadScope scope) {}

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
        asked = Optional.of(new Asked(source, scope));
        if (selections.isEmpty()) {
            return;
        }
        SeriesView opened =
                source.select(scope, List.copyOf(selections.keySet()), context.budget());
        views.add(opened);
        for (Selection selection : selections.values()) {
            selection.open(opened);
        }
    }

    /// Selects once more, in the same scope, what became known only from samples: it shows a later
    /// moment than {@link #open}. For one reader.
    ///
    /// @throws IOException if stored data cannot be read
    public Selection openLater(List<Matcher> matchers, long fromMillis, long toMillis)
            throws IOException {
        Asked first = asked.orElseThrow();
        Selector selector = new Selector(matchers, fromMillis, toMillis);
        SeriesView opened = first.source.select(first.scope, List.of(selector), context.budget());
        views.add(opened);
        Selection selection = new Selection(context, 0, false);
        selection.addReader();
        selection.open(opened);
        return selection;
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
