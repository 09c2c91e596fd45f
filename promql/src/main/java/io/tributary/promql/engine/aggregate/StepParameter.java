package io.tributary.promql.engine.aggregate;

import io.tributary.model.text.GoFloat;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;

/// An aggregation's parameter (`k`, a quantile): an expression, so another value at each step.
final class StepParameter {
    private final Column column;

    private StepParameter(Column column) {
        this.column = column;
    }

    static StepParameter of(Operator operator, int steps) throws IOException {
        Column column = new Column(steps);
        if (operator.shape().size() != 1) {
            throw new IllegalStateException("BUG: a scalar of " + operator.shape());
        }
        operator.next(column);
        return new StepParameter(column);
    }

    double at(int step) {
        return column.value(step);
    }

    /// Whether no step asks for a series at all.
    boolean asksForNothing() {
        for (int step = 0; step < column.steps(); step++) {
            if (!(at(step) < 1)) {
                return false;
            }
        }
        return true;
    }

    /// The parameter as a number of series, 0 where it is below 1.
    int count(int step) {
        double value = at(step);
        return value < 1 ? 0 : (int) Math.min(value, Integer.MAX_VALUE);
    }

    /// @throws EvaluationException if it is not a number of series at every step
    void requireCounts() {
        if (hasNan()) {
            throw new EvaluationException("Parameter value is NaN");
        }
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < column.steps(); step++) {
            min = Math.min(min, at(step));
            max = Math.max(max, at(step));
        }
        if (min <= -0x1p63) {
            throw new EvaluationException(
                    "Scalar value " + GoFloat.general(min) + " underflows int64");
        }
        if (max >= 0x1p63) {
            throw new EvaluationException(
                    "Scalar value " + GoFloat.general(max) + " overflows int64");
        }
    }

    /// Warns, once for each bound passed, of ratios outside -1..1.
    ///
    /// @throws EvaluationException if there is none at some step
    void requireRatios(QueryContext context, Place place) {
        if (hasNan()) {
            throw new EvaluationException("Ratio value is NaN");
        }
        double min = -1;
        double max = 1;
        for (int step = 0; step < column.steps(); step++) {
            min = Math.min(min, at(step));
            max = Math.max(max, at(step));
        }
        if (max > 1) {
            warnOfRatio(max, 1, context, place);
        }
        if (min < -1) {
            warnOfRatio(min, -1, context, place);
        }
    }

    private static void warnOfRatio(double ratio, int cap, QueryContext context, Place place) {
        context.annotations()
                .warn(
                        "ratio value should be between -1 and 1, got %s, capping to %d"
                                .formatted(GoFloat.general(ratio), cap),
                        place);
    }

    /// Warns, once for each bound passed, of quantiles outside 0..1. As in Prometheus 3.14, beside
    /// one that is no number only infinite ones are seen.
    void warnOfQuantiles(QueryContext context, Place place) {
        boolean hasNan = hasNan();
        double min = 0;
        double max = 1;
        for (int step = 0; step < column.steps(); step++) {
            boolean seen = hasNan ? Double.isInfinite(at(step)) : !Double.isNaN(at(step));
            if (seen) {
                min = Math.min(min, at(step));
                max = Math.max(max, at(step));
            }
        }
        if (hasNan) {
            context.annotations().checkQuantile(Double.NaN, place);
        }
        if (max > 1) {
            context.annotations().checkQuantile(max, place);
        }
        if (min < 0) {
            context.annotations().checkQuantile(min, place);
        }
    }

    private boolean hasNan() {
        for (int step = 0; step < column.steps(); step++) {
            if (Double.isNaN(at(step))) {
                return true;
            }
        }
        return false;
    }
}
