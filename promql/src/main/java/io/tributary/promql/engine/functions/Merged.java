package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes one series of those that have the same labels, or fails: what is to happen after labels
/// were dropped or rewritten. A stream where all differ, else a buffer of the series that do not.
final class Merged implements Operator {
    private final QueryContext context;
    private final Operator input;
    private final int steps;

    /// Where the range functions stand whose series must not become one even if they never meet.
    private final Optional<Place> never;

    private List<Labels> shape = List.of();
    private List<List<Integer>> members = List.of();
    private final Map<Integer, Column> waiting = new HashMap<>();
    private boolean shaped;
    private boolean distinct;
    private int nextInput;
    private int nextOutput;

    /// By output series, the number and 1 of the input series that has values; 0 where none has.
    private int[] holders = new int[0];

    private Merged(QueryContext context, Operator input, int steps, Optional<Place> never) {
        this.context = context;
        this.input = input;
        this.steps = steps;
        this.never = never;
    }

    /// Fails where two meet at one step.
    static Merged unlessTheyMeet(QueryContext context, Operator input, int steps) {
        return new Merged(context, input, steps, Optional.empty());
    }

    /// Fails if two have values at all, even if they never meet: Prometheus' rule for range
    /// functions.
    ///
    /// @param place of the call in the query
    static Merged ofRanges(QueryContext context, Operator input, int steps, Place place) {
        return new Merged(context, input, steps, Optional.of(place));
    }

    /// That of the input where its shape depends on data, and, once the shape is known, where no
    /// two of its series are one.
    @Override
    public Kind kind() {
        boolean adds = !distinct && input.kind() != Kind.BARRIER;
        return adds ? Kind.BUFFER : input.kind();
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!shaped) {
            shaped = true;
            group(input.shape());
        }
        return shape;
    }

    @Override
    public void next(Column into) throws IOException {
        if (distinct) {
            input.next(into);
            return;
        }
        int output = nextOutput++;
        List<Integer> series = members.get(output);
        into.clear();
        for (int member : series) {
            Column column = take(member);
            if (series.size() == 1) {
                into.copyFrom(column);
            } else if (!column.isEmpty()) {
                hold(output, member);
                merge(into, column);
            }
            context.release(Column.sizeBytes(steps));
        }
    }

    @Override
    public Optional<Lane> lane(QueryContext own) throws IOException {
        return distinct ? input.lane(own) : Optional.empty();
    }

    private void group(List<Labels> inputShape) {
        Map<Labels, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < inputShape.size(); i++) {
            groups.computeIfAbsent(inputShape.get(i), labels -> new ArrayList<>(1)).add(i);
        }
        distinct = groups.size() == inputShape.size();
        shape = distinct ? inputShape : List.copyOf(groups.keySet());
        members = List.copyOf(groups.values());
        if (never.isPresent() && !distinct) {
            holders = context.remembered(never.get(), members.size());
        }
    }

    /// The column of one input series; those before it that were not asked for yet are kept.
    private Column take(int member) throws IOException {
        while (nextInput <= member) {
            Column column = context.column(steps, "merging series of the same labels");
            input.next(column);
            waiting.put(nextInput++, column);
        }
        Column column = waiting.remove(member);
        if (column == null) {
            throw new IllegalStateException("BUG: column taken twice: " + member);
        }
        return column;
    }

    private void hold(int output, int member) {
        if (never.isEmpty()) {
            return;
        }
        if (holders[output] != 0 && holders[output] != member + 1) {
            throw EvaluationException.sameLabels();
        }
        holders[output] = member + 1;
    }

    private void merge(Column into, Column column) {
        if (into.isEmpty() || column.firstPresent() < into.firstPresent()) {
            into.dropsName(column.dropsName());
        }
        for (int step = 0; step < steps; step++) {
            if (column.isPresent(step)) {
                if (into.isPresent(step)) {
                    throw EvaluationException.sameLabels();
                }
                into.setFrom(column, step);
            }
        }
    }
}
