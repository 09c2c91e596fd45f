package io.tributary.tsdb.select;

import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;

/// Is told of the native histograms of a series; of its floats and stale markers it is not.
@FunctionalInterface
public interface HistogramTarget {
    /// A histogram; lanes and chunks come one after another, so times need not ascend.
    ///
    /// @param hint what the chunk it stands in says of a reset before it
    /// @param parts good until the return
    void histogram(long timeMillis, ResetHint hint, HistogramParts parts);
}
