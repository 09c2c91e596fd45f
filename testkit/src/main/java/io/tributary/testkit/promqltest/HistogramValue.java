package io.tributary.testkit.promqltest;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A native histogram as scripts write it, with float counts.
///
/// Buckets are by index, as Prometheus counts them: of an exponential schema `n` the bucket `i`
/// ends at 2^(i·2^-n); of schema {@link #CUSTOM} it ends at `customValues[i]`, the last at +Inf. A
/// bucket that is present with count 0 was written so; it means the same as an absent one.
///
/// @param schema -4 … 8, or {@link #CUSTOM}
/// @param customValues upper bounds, ascending; empty but for {@link #CUSTOM}
public record HistogramValue(
        int schema,
        double count,
        double sum,
        double zeroThreshold,
        double zeroCount,
        SortedMap<Integer, Double> positive,
        SortedMap<Integer, Double> negative,
        List<Double> customValues,
        CounterResetHint hint) {
    /// The schema of histograms whose bucket bounds are listed.
    public static final int CUSTOM = -53;

    /// What is known of a reset between this histogram and the one before it.
    public enum CounterResetHint {
        UNKNOWN,
        RESET,
        NOT_RESET,
        GAUGE
    }

    public HistogramValue {
        positive = Collections.unmodifiableSortedMap(new TreeMap<>(positive));
        negative = Collections.unmodifiableSortedMap(new TreeMap<>(negative));
        customValues = List.copyOf(customValues);
    }

    public boolean usesCustomBuckets() {
        return schema == CUSTOM;
    }
}
