package io.tributary.promql.engine.histogram;

import io.tributary.model.histogram.floats.FloatHistogram;

/// Several histograms becoming one.
public sealed interface RunningHistogram permits HistogramSum, HistogramMean {
    /// Takes a histogram in.
    ///
    /// @return false if one has exponential buckets and the other custom ones; nothing comes of it
    ///   then
    boolean add(FloatHistogram histogram);

    /// Whether custom bounds differed.
    boolean hasReconciled();

    /// Whether one of all that were added said there was a reset before it, and another that there
    /// was none.
    boolean sawConflict();

    /// What became of all. To be asked for once, at the end.
    FloatHistogram result();

    /// Bytes on the heap, for budgets.
    long sizeBytes();
}
