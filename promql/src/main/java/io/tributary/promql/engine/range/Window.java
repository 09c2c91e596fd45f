package io.tributary.promql.engine.range;

/// What a range function sees at one step: the samples in `(startMillis, endMillis]`, one at least,
/// and its other arguments. Reused from step to step; the arrays belong to the reader.
final class Window {
    long[] times = new long[0];
    double[] values = new double[0];

    /// The first sample's index.
    int from;

    /// One behind the last sample's index.
    int to;

    /// Where the last sample up to here stands that is below the one before it: none in this window
    /// unless behind `from`.
    int lastDecrease;

    long startMillis;
    long endMillis;

    /// The step itself, which `@` and offset leave alone.
    long stepMillis;

    double[] arguments = new double[0];

    /// What the function found, where it found something.
    double result;

    int size() {
        return to - from;
    }

    double rangeSeconds() {
        return (endMillis - startMillis) / 1000.0;
    }

    boolean found(double value) {
        result = value;
        return true;
    }
}
