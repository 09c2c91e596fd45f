package io.tributary.promql.engine.info;

import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.select.InstantSelector;
import io.tributary.promql.engine.select.Moments;
import io.tributary.promql.engine.select.Selection;
import io.tributary.promql.engine.select.Selections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `info`: the argument's series with labels of those that describe them. One series becomes
/// several where its description changes, so the labels are known only when all samples were seen;
/// and only then is known what to select.
public final class InfoJoin implements Operator {
    /// A series of the argument.
    private record Base(Labels labels, Column column, boolean describes) {}

    private final QueryContext context;
    private final Selections selections;
    private final Operator input;
    private final Wanted wanted;
    private final Moments moments;
    private final long lookbackMillis;
    private final int steps;
    private final FirstFailure failure = new FirstFailure();
    private final Map<Labels, Column> enriched = new LinkedHashMap<>();
    private List<Labels> shape = List.of();
    private List<Column> columns = List.of();
    private boolean joined;
    private int nextSeries;

    /// @param wanted the matchers of the second argument; none if there is no such
    /// @param moments when the describing series are looked up
    public InfoJoin(
            QueryContext context,
            Selections selections,
            Operator input,
            List<Matcher> wanted,
            Moments moments,
            long lookbackMillis) {
        this.context = context;
        this.selections = selections;
        this.input = input;
        this.wanted = Wanted.of(wanted);
        this.moments = moments;
        this.lookbackMillis = lookbackMillis;
        this.steps = moments.grid().count();
    }

    @Override
    public Kind kind() {
        return Kind.BARRIER;
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!joined) {
            joined = true;
            join();
            shape = List.copyOf(enriched.keySet());
            columns = List.copyOf(enriched.values());
        }
        return shape;
    }

    @Override
    public void next(Column into) {
        into.copyFrom(columns.get(nextSeries++));
    }

    private void join() throws IOException {
        List<Base> bases = readBases();
        Descriptions descriptions = describe(bases);
        for (Base base : bases) {
            context.check();
            if (base.describes) {
                keep(base);
            } else {
                enrich(base, descriptions);
            }
            context.release(Column.sizeBytes(steps));
        }
        failure.throwIfAny();
    }

    private List<Base> readBases() throws IOException {
        List<Base> bases = new ArrayList<>();
        for (Labels labels : input.shape()) {
            context.check();
            Column column = context.column(steps, "info");
            input.next(column);
            if (column.isEmpty()) {
                context.release(Column.sizeBytes(steps));
            } else {
                bases.add(new Base(labels, column, wanted.describes(labels)));
            }
        }
        return bases;
    }

    private Descriptions describe(List<Base> bases) throws IOException {
        Descriptions descriptions = new Descriptions(context, steps, failure);
        List<Labels> identities = new ArrayList<>();
        long[] present = new long[Column.words(steps)];
        for (Base base : bases) {
            base.column.addPresenceTo(present);
            if (!base.describes) {
                identities.add(Identity.of(base.labels));
            }
        }
        List<Matcher> matchers = new ArrayList<>(Identity.matchers(identities));
        if (matchers.isEmpty()) {
            return descriptions;
        }
        matchers.addAll(wanted.data());
        matchers.addAll(wanted.names());
        Selection selection =
                selections.openLater(matchers, moments.first() - lookbackMillis, moments.last());
        InstantSelector describing =
                new InstantSelector(
                        context,
                        selection,
                        moments,
                        lookbackMillis,
                        InstantSelector.Reading.DESCRIBED_AT,
                        false);
        Column times = context.column(steps, "info");
        for (Labels labels : describing.shape()) {
            describing.next(times);
            descriptions.add(labels, times, present);
        }
        return descriptions;
    }

    /// Puts a series under new labels wherever its description changes.
    private void enrich(Base base, Descriptions descriptions) {
        List<int[]> numbers = descriptions.numbers(Identity.of(base.labels));
        int[] current = new int[numbers.size()];
        Enrichment enrichment = Enrichment.of(base.labels, List.of(), wanted);
        for (int step = 0; step < steps; step++) {
            if (!base.column.isPresent(step)) {
                continue;
            }
            if (changes(current, numbers, step)) {
                List<Labels> describing = new ArrayList<>();
                for (int number : current) {
                    if (number != 0) {
                        describing.add(descriptions.series(number));
                    }
                }
                enrichment = Enrichment.of(base.labels, describing, wanted);
            }
            switch (enrichment) {
                case Enrichment.Series(var labels) -> put(labels, base.column, step);
                case Enrichment.LeftOut() -> {}
                case Enrichment.Conflict(var label) ->
                        failure.at(step, "conflicting label: " + label);
            }
        }
    }

    /// Moves `current` on to a step; whether that differs.
    private static boolean changes(int[] current, List<int[]> numbers, int step) {
        boolean changed = false;
        for (int i = 0; i < current.length; i++) {
            changed |= current[i] != numbers.get(i)[step];
            current[i] = numbers.get(i)[step];
        }
        return changed;
    }

    private void keep(Base base) {
        for (int step = 0; step < steps; step++) {
            if (base.column.isPresent(step)) {
                put(base.labels, base.column, step);
            }
        }
    }

    private void put(Labels labels, Column from, int step) {
        Column into = enriched.get(labels);
        if (into == null) {
            into = context.column(steps, "info");
            into.dropsName(from.dropsName());
            enriched.put(labels, into);
        }
        if (into.isPresent(step)) {
            failure.at(step, EvaluationException.SAME_LABELS);
        }
        into.setFrom(from, step);
    }
}
