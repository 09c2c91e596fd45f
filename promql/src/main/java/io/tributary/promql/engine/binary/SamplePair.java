package io.tributary.promql.engine.binary;

import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.engine.histogram.HistogramSum;
import io.tributary.promql.engine.histogram.HistogramTrim;
import io.tributary.promql.engine.operator.Column;

/// Two samples, each a float or a histogram, and what an operator makes of them. Reused from pair
/// to pair (Prometheus: `vectorElemBinop` in `promql/engine.go`).
final class SamplePair {
    /// One of the two.
    static final class Operand {
        private double value;
        private FloatHistogram histogram = FloatHistogram.EMPTY;
        private boolean isHistogram;

        private Operand() {}

        void take(double number) {
            value = number;
            isHistogram = false;
        }

        void take(Column column, int step) {
            isHistogram = column.isHistogram(step);
            if (isHistogram) {
                histogram = column.histogram(step);
            } else {
                value = column.value(step);
            }
        }

        private void take(FloatHistogram result) {
            histogram = result;
            isHistogram = true;
        }

        private void copyTo(Column into, int step) {
            if (isHistogram) {
                into.set(step, histogram);
            } else {
                into.set(step, value);
            }
        }
    }

    private final Rule rule;
    private final Operand left = new Operand();
    private final Operand right = new Operand();
    private final Operand result = new Operand();

    /// Whether a comparison let it through.
    private boolean holds;

    private PairNote note = PairNote.NONE;

    SamplePair(Rule rule) {
        this.rule = rule;
    }

    Operand left() {
        return left;
    }

    Operand right() {
        return right;
    }

    /// Combines the two.
    ///
    /// @return false where they do not go together, which is noted: they are no pair then
    boolean combine() {
        holds = true;
        note = PairNote.NONE;
        if (left.isHistogram && right.isHistogram) {
            return ofHistograms();
        }
        if (left.isHistogram || right.isHistogram) {
            return ofHistogramAndFloat() || refuse();
        }
        return switch (rule.operator().kind()) {
            case TRIM -> refuse();
            case ARITHMETIC -> {
                result.take(Arithmetic.apply(rule.operator(), left.value, right.value));
                yield true;
            }
            case COMPARISON -> {
                holds = Arithmetic.holds(rule.operator(), left.value, right.value);
                result.take(left.value);
                yield true;
            }
            case SET -> throw new IllegalStateException("BUG: no operator on samples: " + rule);
        };
    }

    /// What is to be said about the last two.
    PairNote note() {
        return note;
    }

    /// Writes what came out; nothing where a filter does not let it through.
    ///
    /// @param kept what a filter lets through
    void write(Column into, int step, Operand kept) {
        if (rule.returnBool()) {
            into.set(step, holds ? 1 : 0);
        } else if (holds) {
            (rule.isComparison() ? kept : result).copyTo(into, step);
        }
    }

    private boolean ofHistogramAndFloat() {
        BinaryOperator operator = rule.operator();
        if (operator == BinaryOperator.MUL) {
            HistogramSum product = new HistogramSum(histogramOfOne());
            product.scale(left.isHistogram ? right.value : left.value);
            result.take(product.result());
            return true;
        }
        if (!left.isHistogram) {
            return false;
        }
        if (operator == BinaryOperator.DIV) {
            HistogramSum quotient = new HistogramSum(left.histogram);
            quotient.divide(right.value);
            result.take(quotient.result());
            return true;
        }
        if (operator.kind() == BinaryOperator.Kind.TRIM) {
            boolean below = operator == BinaryOperator.TRIM_UPPER;
            result.take(HistogramTrim.of(left.histogram, right.value, below));
            return true;
        }
        return false;
    }

    private FloatHistogram histogramOfOne() {
        return left.isHistogram ? left.histogram : right.histogram;
    }

    private boolean ofHistograms() {
        return switch (rule.operator()) {
            case ADD -> sum(1);
            case SUB -> sum(-1);
            case EQUAL, NOT_EQUAL -> {
                boolean same = left.histogram.isSameAs(right.histogram);
                holds = same == (rule.operator() == BinaryOperator.EQUAL);
                yield true;
            }
            case MUL,
                    DIV,
                    MOD,
                    POW,
                    ATAN2,
                    GREATER,
                    LESS,
                    GREATER_OR_EQUAL,
                    LESS_OR_EQUAL,
                    TRIM_UPPER,
                    TRIM_LOWER ->
                    refuse();
            case AND, OR, UNLESS ->
                    throw new IllegalStateException("BUG: no operator on samples: " + rule);
        };
    }

    private boolean sum(int sign) {
        HistogramSum sum = new HistogramSum(left.histogram);
        boolean fits = sign > 0 ? sum.add(right.histogram) : sum.subtract(right.histogram);
        if (!fits) {
            note = PairNote.INCOMPATIBLE_BUCKETS;
            return false;
        }
        if (sum.hasCollided()) {
            note = PairNote.COLLISION;
            return false;
        }
        if (sum.hasReconciled()) {
            note = PairNote.RECONCILED;
        }
        FloatHistogram total = sum.result();
        result.take(sign > 0 ? total : total.withHint(ResetHint.GAUGE));
        return true;
    }

    private boolean refuse() {
        note = PairNote.ofKinds(left.isHistogram, right.isHistogram);
        return false;
    }
}
