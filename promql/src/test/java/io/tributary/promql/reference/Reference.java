package io.tributary.promql.reference;

import io.tributary.model.Labels;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.promql.reference.data.Outcome;
import io.tributary.promql.reference.data.Outcome.Row;
import io.tributary.promql.reference.data.Outcome.Shape;
import io.tributary.promql.reference.data.Rules;
import io.tributary.promql.reference.data.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Answers queries as Prometheus 3.14 does, slowly.
public final class Reference {
    private final Dataset data;
    private final Rules rules;

    public Reference(Dataset data, Rules rules) {
        this.data = data;
        this.rules = rules;
    }

    public Outcome instant(Expr expr, long timeMillis) {
        return outcome(expr, new Steps(timeMillis, timeMillis, 1), true, Disturbance.none());
    }

    public Outcome range(Expr expr, long startMillis, long endMillis, long stepMillis) {
        Steps steps = new Steps(startMillis, endMillis, stepMillis);
        return outcome(expr, steps, false, Disturbance.none());
    }

    /// The same in another order and with other roundings.
    public Outcome disturbedInstant(Expr expr, long timeMillis, long seed) {
        return outcome(expr, new Steps(timeMillis, timeMillis, 1), true, Disturbance.seeded(seed));
    }

    /// The same in another order and with other roundings.
    public Outcome disturbedRange(
            Expr expr, long startMillis, long endMillis, long stepMillis, long seed) {
        Steps steps = new Steps(startMillis, endMillis, stepMillis);
        return outcome(expr, steps, false, Disturbance.seeded(seed));
    }

    /// Whether the order of an instant answer means something.
    public static boolean isSorted(Expr expr) {
        return Evaluator.isSorted(expr);
    }

    private Outcome outcome(Expr expr, Steps steps, boolean instant, Disturbance disturbance) {
        if (Trees.withoutParens(expr) instanceof Expr.MatrixSelector matrix
                && matrix.selector().extension() != Extension.NONE) {
            return new Outcome.Unknown("extended ranges as answers");
        }
        if (!instant && expr.type() == ValueType.MATRIX) {
            return new Outcome.Failed(true, "a range query for ranges");
        }
        if (expr.type() == ValueType.STRING) {
            return new Outcome.Unknown("a string");
        }
        try {
            Preparation preparation = new Preparation(expr, steps, instant, rules);
            Evaluator evaluator = new Evaluator(data, rules, preparation, disturbance);
            List<Row> rows = new ArrayList<>();
            for (Series series : evaluator.answer(expr, steps)) {
                rows.add(row(series));
            }
            Shape shape = shape(expr, instant);
            if (shape == Shape.MATRIX) {
                rows.sort(Comparator.comparing(Row::labels));
            }
            return new Outcome.Rows(shape, rows);
        } catch (Refusal e) {
            String why = String.valueOf(e.getMessage());
            return switch (e.reason()) {
                case EXECUTION -> new Outcome.Failed(false, why);
                case BAD_DATA -> new Outcome.Failed(true, why);
                case OPEN -> new Outcome.Open(why);
                case UNKNOWN -> new Outcome.Unknown(why);
            };
        }
    }

    private static Shape shape(Expr expr, boolean instant) {
        if (!instant || expr.type() == ValueType.MATRIX) {
            return Shape.MATRIX;
        }
        return expr.type() == ValueType.SCALAR ? Shape.SCALAR : Shape.VECTOR;
    }

    private static Row row(Series series) {
        SortedMap<Long, Value> points = new TreeMap<>();
        series.points().forEach(p -> points.put(p.timeMillis(), p.value()));
        Labels labels = series.labels();
        return new Row(labels, points);
    }
}
