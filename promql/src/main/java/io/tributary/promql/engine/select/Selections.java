package io.tributary.promql.engine.select;

import io.tributary.model.Matcher;
import io.tributary.model.flow.Selector;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.replicas.ReplicaLabels;
import io.tributary.promql.engine.replicas.Replicas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that the operators of one plan read: collected while it is planned, then found in the
/// query's snapshot, which the first plan has taken. Equal selectors are one.
public final class Selections {
    /// Most different selectors a query may have.
    static final int SELECTORS_MAX = 1_000;

    private final QueryContext context;
    private final Snapshot snapshot;
    private final ReplicaLabels replicas;
    private final Map<Selector, Selection> selections = new LinkedHashMap<>();

    private final List<Added> added = new ArrayList<>();

    /// What was asked for, and where its series will stand.
    public record Added(Selector selector, Selection selection) {}

    /// @param replicas series that these make one are one to all that reads them
    public Selections(QueryContext context, Snapshot snapshot, ReplicaLabels replicas) {
        this.context = context;
        this.snapshot = snapshot;
        this.replicas = replicas;
    }

    /// Whether series can be counted where they are selected: not where several are one.
    public boolean counts() {
        return replicas.isNone() && snapshot.counts();
    }

    /// What matches, with samples in `(fromMillis, toMillis]`; read once for each call of this.
    public Selection add(List<Matcher> matchers, long fromMillis, long toMillis) {
        return add(selector(matchers, fromMillis, toMillis), fromMillis);
    }

    /// How many series match and are present at `toMillis`, in groups by labels; likewise.
    public Selection addCount(
            List<Matcher> matchers, long fromMillis, long toMillis, List<String> by) {
        return add(new Selector(matchers, fromMillis, toMillis, Optional.of(by)), fromMillis);
    }

    private Selector selector(List<Matcher> matchers, long fromMillis, long toMillis) {
        long from = replicas.isNone() ? fromMillis : Replicas.readFrom(fromMillis);
        return new Selector(matchers, from, toMillis);
    }

    private Selection add(Selector selector, long fromMillis) {
        Selection selection =
                selections.computeIfAbsent(
                        selector, asked -> new Selection(context, asked, replicas, fromMillis));
        if (selections.size() > SELECTORS_MAX) {
            throw new EvaluationException("query has more than " + SELECTORS_MAX + " selectors");
        }
        selection.addReader();
        added.add(new Added(selector, selection));
        return selection;
    }

    /// What was asked for until now, in the order of asking.
    public List<Added> added() {
        return Collections.unmodifiableList(added);
    }

    /// Selects, unless that was done for an earlier plan of the query.
    public void open() throws IOException {
        if (!snapshot.isTaken()) {
            snapshot.take(List.copyOf(selections.keySet()));
        }
        selections.forEach((selector, selection) -> selection.open(snapshot.find(selector)));
    }

    /// Selects once more, in the same scope, what became known only from samples: it shows a later
    /// moment than {@link #open}. For one reader.
    ///
    /// @throws IOException if stored data cannot be read
    public Selection openLater(List<Matcher> matchers, long fromMillis, long toMillis)
            throws IOException {
        Selector selector = selector(matchers, fromMillis, toMillis);
        Selection selection = new Selection(context, selector, replicas, fromMillis);
        selection.addReader();
        selection.open(snapshot.later(selector));
        return selection;
    }
}
