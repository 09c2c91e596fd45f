package io.tributary.promql.engine.histogram;

import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.engine.histogram.HistogramNotes.Operation;

/// The line between two histograms of one series, both of exponential or both of custom buckets
/// (Prometheus: `interpolateHistograms` in `promql/functions.go`).
public record HistogramLine(
        FloatHistogram before, long beforeMillis, FloatHistogram after, long afterMillis) {

    /// What lies on it at a time from one to the other; of a counter that was reset between them,
    /// on the line from nothing.
    ///
    /// @param notes told where custom bounds differ
    public FloatHistogram at(long timeMillis, boolean counter, HistogramNotes notes) {
        if (timeMillis == beforeMillis) {
            return before;
        }
        if (timeMillis == afterMillis) {
            return after;
        }
        double share = (double) (timeMillis - beforeMillis) / (afterMillis - beforeMillis);
        HistogramSum change = new HistogramSum(after);
        if (counter && ResetDetection.isReset(after, before)) {
            change.scale(share);
            return change.result();
        }
        change.subtract(before);
        if (change.hasReconciled()) {
            notes.reconciled(Operation.SUBTRACTION);
        }
        change.scale(share);
        HistogramSum value = new HistogramSum(change.result());
        value.add(before);
        if (value.hasReconciled()) {
            notes.reconciled(Operation.ADDITION);
        }
        return value.result();
    }
}
