package io.tributary.promql.engine;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.SeriesSource;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.engine.ahead.Ahead;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.range.OnlyWindow;
import io.tributary.promql.engine.select.Selections;
import io.tributary.promql.engine.select.Windows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Evaluates one tree: plans it, selects once, runs the operators, waits until what was seen is
/// durable. Nothing is returned before.
public final class Evaluation {
    private final QueryContext context;
    private final Request request;
    private final Map<Labels, Outcome.Series> found = new LinkedHashMap<>();

    private Evaluation(QueryContext context, Request request) {
        this.context = context;
        this.request = request;
    }

    /// Evaluates `expr` as `request` asks.
    ///
    /// @throws EvaluationException if the query has no value
    /// @throws IOException if stored data cannot be read
    public static Outcome run(
            Expr expr, Request request, SeriesSource source, ReadScope scope, QueryContext context)
            throws IOException {
        try {
            return new Evaluation(context, request).run(expr, source, scope);
        } finally {
            context.releaseAll();
        }
    }

    private Outcome run(Expr expr, SeriesSource source, ReadScope scope) throws IOException {
        if (expr.type() == ValueType.STRING) {
            return new Outcome.Text(CallPlanner.text(expr));
        }
        try (Selections selections = new Selections(context)) {
            return evaluate(expr, selections, source, scope);
        }
    }

    private Outcome evaluate(Expr expr, Selections selections, SeriesSource source, ReadScope scope)
            throws IOException {
        try {
            Planner planner = new Planner(context, selections, request, source.counts(scope));
            planner.check(expr);
            Outcome outcome;
            if (expr.type() == ValueType.MATRIX) {
                Windows windows = planner.range(expr, request.grid());
                selections.open(source, scope);
                outcome = ranges(windows);
            } else {
                Operator root = planner.plan(expr, request.grid());
                selections.open(source, scope);
                columns(Ahead.of(context, root, request.grid().count()), request.grid());
                outcome = outcome(expr.type());
            }
            context.check();
            selections.awaitDurable();
            return outcome;
        } finally {
            context.end();
        }
    }

    private Outcome outcome(ValueType type) {
        if (!request.isInstant()) {
            return matrix();
        }
        if (type == ValueType.SCALAR) {
            return new Outcome.Scalar(found.values().iterator().next().samples().value(0));
        }
        return new Outcome.Vector(List.copyOf(found.values()));
    }

    private Outcome.Matrix matrix() {
        List<Outcome.Series> series = new ArrayList<>(found.values());
        series.sort(Comparator.comparing(Outcome.Series::labels));
        return new Outcome.Matrix(series);
    }

    private void columns(Operator root, Grid grid) throws IOException {
        Column column = context.column(grid.count(), "the answer");
        for (Labels labels : root.shape()) {
            context.check();
            root.next(column);
            SampleColumn samples = new SampleColumn(column.presentCount());
            for (int step = 0; step < grid.count(); step++) {
                if (!column.isPresent(step)) {
                    continue;
                }
                if (column.isHistogram(step)) {
                    samples.addHistogram(grid.time(step), column.histogram(step));
                } else {
                    samples.add(grid.time(step), column.value(step));
                }
            }
            add(labels, column.dropsName(), samples);
        }
    }

    /// The one window of each series of an instant query for a range.
    private Outcome ranges(Windows windows) throws IOException {
        OnlyWindow window = new OnlyWindow(windows);
        for (Labels labels : windows.input().shape()) {
            SampleColumn samples = window.next();
            add(labels, windows.input().dropsName(), samples);
        }
        return matrix();
    }

    private void add(Labels labels, boolean dropsName, SampleColumn samples) {
        if (samples.size() == 0) {
            return;
        }
        context.hold(samples.sizeBytes(), "the answer");
        boolean dropsNow = dropsName && context.namesRemovedLate();
        Labels named = dropsNow ? QueryContext.dropName(labels) : labels;
        Outcome.Series series = new Outcome.Series(named, samples);
        Outcome.Series before = found.get(named);
        found.put(named, before == null ? series : merge(before, series));
    }

    /// Two series that became one when their names went; a step of both is an error.
    private static Outcome.Series merge(Outcome.Series left, Outcome.Series right) {
        SampleColumn lefts = left.samples();
        SampleColumn rights = right.samples();
        SampleColumn both = new SampleColumn(lefts.size() + rights.size());
        int fromLeft = 0;
        int fromRight = 0;
        while (fromLeft < lefts.size() || fromRight < rights.size()) {
            boolean takeLeft =
                    fromRight == rights.size()
                            || (fromLeft < lefts.size()
                                    && lefts.time(fromLeft) <= rights.time(fromRight));
            if (takeLeft) {
                both.addFrom(lefts, fromLeft++);
            } else {
                both.addFrom(rights, fromRight++);
            }
            int last = both.size() - 1;
            if (last > 0 && both.time(last) == both.time(last - 1)) {
                throw EvaluationException.sameLabels();
            }
        }
        return new Outcome.Series(left.labels(), both);
    }
}
