package io.tributary.promql.engine.aggregate;

import io.tributary.promql.engine.operator.Column;

/// What an aggregation keeps of one group: a state for each step.
interface Accumulator {
    /// Takes a value in; `first` if the group has none at this step yet.
    void add(int step, double value, boolean first);

    /// Takes in all values of a column without histograms, and marks their steps.
    ///
    /// @param seen the steps at which the group has a value already, as a bitmap
    default void addAll(Column column, long[] seen) {
        long[] present = column.presence();
        double[] values = column.values();
        for (int word = 0; word < present.length; word++) {
            int from = word << 6;
            long before = seen[word];
            seen[word] |= present[word];
            if ((before & present[word]) == -1) {
                addRun(values, from, from + Long.SIZE);
                continue;
            }
            for (long rest = present[word]; rest != 0; rest &= rest - 1) {
                int bit = Long.numberOfTrailingZeros(rest);
                add(from + bit, values[from + bit], (before >>> bit & 1) == 0);
            }
        }
    }

    /// Takes in the values of the steps `from` to `to` (exclusive), of which each has one already.
    default void addRun(double[] values, int from, int to) {
        for (int step = from; step < to; step++) {
            add(step, values[step], false);
        }
    }

    /// The result at a step that got a value.
    double result(int step);

    /// Bytes for each step, for budgets.
    int bytesPerStep();
}
