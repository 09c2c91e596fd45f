package io.tributary.promql.engine.binary;

import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.histogram.HistogramNotes.Operation;

/// What is to be said about two samples that an operator combined, or could not.
enum PairNote {
    NONE,
    FLOATS,
    FLOAT_AND_HISTOGRAM,
    HISTOGRAM_AND_FLOAT,
    HISTOGRAMS,
    INCOMPATIBLE_BUCKETS,
    COLLISION,
    RECONCILED;

    private static final String FLOAT = "float";
    private static final String HISTOGRAM = "histogram";

    /// Of samples that do not go together.
    static PairNote ofKinds(boolean leftIsHistogram, boolean rightIsHistogram) {
        if (leftIsHistogram) {
            return rightIsHistogram ? HISTOGRAMS : HISTOGRAM_AND_FLOAT;
        }
        return rightIsHistogram ? FLOAT_AND_HISTOGRAM : FLOATS;
    }

    void tell(HistogramNotes notes, BinaryOperator operator) {
        String symbol = operator.symbol();
        switch (this) {
            case NONE -> {}
            case FLOATS -> notes.incompatible(FLOAT, symbol, FLOAT);
            case FLOAT_AND_HISTOGRAM -> notes.incompatible(FLOAT, symbol, HISTOGRAM);
            case HISTOGRAM_AND_FLOAT -> notes.incompatible(HISTOGRAM, symbol, FLOAT);
            case HISTOGRAMS -> notes.incompatible(HISTOGRAM, symbol, HISTOGRAM);
            case INCOMPATIBLE_BUCKETS -> notes.incompatibleBuckets(symbol);
            case COLLISION -> notes.collision(operation(operator));
            case RECONCILED -> notes.reconciled(operation(operator));
        }
    }

    private static Operation operation(BinaryOperator operator) {
        return operator == BinaryOperator.ADD ? Operation.ADDITION : Operation.SUBTRACTION;
    }
}
