package io.tributary.testkit.promqltest;

import io.tributary.testkit.promqltest.HistogramValue.CounterResetHint;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Sums of histograms, as far as the notation `{{…}}+{{…}}x5` needs them: equal custom bounds,
/// equal zero buckets, and never a coarser histogram added to a finer one.
final class HistogramArithmetic {
    private HistogramArithmetic() {}

    /// `base + sign·other`.
    ///
    /// @param sign 1 or -1
    static HistogramValue combine(HistogramValue base, HistogramValue other, int sign) {
        if (base.usesCustomBuckets() != other.usesCustomBuckets()
                || !base.customValues().equals(other.customValues())) {
            throw new IllegalArgumentException(
                    "histograms of different bucket bounds in a sequence");
        }
        if (base.schema() > other.schema()) {
            throw new IllegalArgumentException(
                    "schema %d cannot be combined into schema %d"
                            .formatted(other.schema(), base.schema()));
        }
        if (base.zeroThreshold() != other.zeroThreshold()) {
            throw new IllegalArgumentException(
                    "histograms of different zero buckets in a sequence");
        }
        int shift = other.schema() - base.schema();
        return new HistogramValue(
                base.schema(),
                base.count() + sign * other.count(),
                base.sum() + sign * other.sum(),
                base.zeroThreshold(),
                base.zeroCount() + sign * other.zeroCount(),
                combine(base.positive(), other.positive(), sign, shift),
                combine(base.negative(), other.negative(), sign, shift),
                base.customValues(),
                combine(base.hint(), other.hint()));
    }

    private static SortedMap<Integer, Double> combine(
            Map<Integer, Double> base, Map<Integer, Double> other, int sign, int shift) {
        SortedMap<Integer, Double> sums = new TreeMap<>(base);
        // One schema coarser, buckets 2i-1 and 2i become bucket i.
        other.forEach((index, count) ->
                sums.merge(((index - 1) >> shift) + 1, sign * count, Double::sum));
        return sums;
    }

    private static CounterResetHint combine(CounterResetHint base, CounterResetHint other) {
        if (base == other) {
            return base;
        }
        boolean gauge = base == CounterResetHint.GAUGE || other == CounterResetHint.GAUGE;
        return gauge ? CounterResetHint.GAUGE : CounterResetHint.UNKNOWN;
    }
}
