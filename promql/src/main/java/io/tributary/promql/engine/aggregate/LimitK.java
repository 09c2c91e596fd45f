package io.tributary.promql.engine.aggregate;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `limitk`: of each group, at each step, the first k series that have a value, in input order.
/// Needs to count only: a stream.
final class LimitK implements Operator {
    private final QueryContext context;
    private final Operator input;
    private final Grouping grouping;
    private final Operator parameter;
    private Optional<StepParameter> limit = Optional.empty();
    private int[] groupOf = new int[0];
    private int[][] counts = new int[0][];
    private int nextSeries;

    LimitK(QueryContext context, Operator input, Grouping grouping, Operator parameter) {
        this.context = context;
        this.input = input;
        this.grouping = grouping;
        this.parameter = parameter;
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() throws IOException {
        return input.shape().isEmpty() ? SILENT : input.shape();
    }

    @Override
    public void next(Column into) throws IOException {
        if (limit.isEmpty()) {
            begin(into.steps());
        }
        StepParameter most = limit.orElseThrow();
        if (groupOf.length == 0) {
            into.clear();
            return;
        }
        input.next(into);
        int[] taken = counts[groupOf[nextSeries++]];
        for (int step = 0; step < into.steps(); step++) {
            if (into.isPresent(step)) {
                if (taken[step] < most.count(step)) {
                    taken[step]++;
                } else {
                    into.remove(step);
                }
            }
        }
    }

    private void begin(int steps) throws IOException {
        StepParameter most = StepParameter.of(parameter, steps);
        if (!most.asksForNothing()) {
            most.requireCounts();
        }
        limit = Optional.of(most);
        Grouping.Groups groups = grouping.groups(input.shape());
        groupOf = groups.groupOf();
        context.hold(4L * steps * groups.count(), "limitk");
        counts = new int[groups.count()][steps];
    }
}
