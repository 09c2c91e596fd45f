package io.tributary.promql.engine.aggregate;

/// What an aggregation keeps of one group: a state for each step.
interface Accumulator {
    /// Takes a value in; `first` if the group has none at this step yet.
    void add(int step, double value, boolean first);

    /// The result at a step that got a value.
    double result(int step);

    /// Bytes for each step, for budgets.
    int bytesPerStep();
}
