package io.tributary.promql;

import io.tributary.model.Labels;

/// One series of a range answer, times ascending. The arrays are the record's own: not copied, not
/// to be changed.
@SuppressWarnings("ArrayRecordComponent") // columns: copying them would double an answer's memory
public record MatrixSeries(Labels labels, long[] times, double[] values) {
    public MatrixSeries {
        if (times.length != values.length) {
            throw new IllegalArgumentException(
                    "BUG: %d times, %d values".formatted(times.length, values.length));
        }
    }
}
