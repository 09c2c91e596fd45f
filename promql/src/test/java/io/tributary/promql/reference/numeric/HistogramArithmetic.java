package io.tributary.promql.reference.numeric;

import io.tributary.promql.reference.data.NaiveHistogram;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/// Sums, differences and resets of native histograms (Prometheus:
/// `model/histogram/float_histogram.go`).
public final class HistogramArithmetic {
    private HistogramArithmetic() {}

    /// Each count, and the sum, changed alike.
    public static NaiveHistogram scaled(NaiveHistogram of, DoubleUnaryOperator scale) {
        return new NaiveHistogram(
                of.schema(),
                of.zeroThreshold(),
                scale.applyAsDouble(of.zeroCount()),
                scale.applyAsDouble(of.count()),
                scale.applyAsDouble(of.sum()),
                scaled(of.positive(), scale),
                scaled(of.negative(), scale),
                of.bounds());
    }

    /// A histogram divided; zero takes its buckets away.
    public static NaiveHistogram divided(NaiveHistogram of, double by) {
        NaiveHistogram quotient = scaled(of, count -> count / by);
        return by == 0
                ? new NaiveHistogram(
                        of.schema(),
                        of.zeroThreshold(),
                        quotient.zeroCount(),
                        quotient.count(),
                        quotient.sum(),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        of.bounds())
                : quotient;
    }

    private static NavigableMap<Integer, Double> scaled(
            Map<Integer, Double> counts, DoubleUnaryOperator scale) {
        NavigableMap<Integer, Double> scaled = new TreeMap<>();
        counts.forEach((number, count) -> scaled.put(number, scale.applyAsDouble(count)));
        return scaled;
    }

    /// Without buckets that counted nothing.
    public static NaiveHistogram compact(NaiveHistogram of) {
        NavigableMap<Integer, Double> positive = new TreeMap<>(of.positive());
        NavigableMap<Integer, Double> negative = new TreeMap<>(of.negative());
        positive.values().removeIf(count -> count == 0);
        negative.values().removeIf(count -> count == 0);
        return new NaiveHistogram(
                of.schema(),
                of.zeroThreshold(),
                of.zeroCount(),
                of.count(),
                of.sum(),
                positive,
                negative,
                of.bounds());
    }

    /// `left` and `sign` times `right`; nothing if only one has custom buckets.
    public static Optional<NaiveHistogram> combined(
            NaiveHistogram left, NaiveHistogram right, int sign) {
        if (left.isCustom() != right.isCustom()) {
            return Optional.empty();
        }
        NaiveHistogram a = left;
        NaiveHistogram b = right;
        if (left.isCustom()) {
            List<Double> shared = left.bounds().stream().filter(right.bounds()::contains).toList();
            a = withBounds(left, shared);
            b = withBounds(right, shared);
        } else {
            while (a.zeroThreshold() != b.zeroThreshold()) {
                boolean first = a.zeroThreshold() < b.zeroThreshold();
                a = first ? withZeroThreshold(a, b.zeroThreshold()) : a;
                b = first ? b : withZeroThreshold(b, a.zeroThreshold());
            }
            int schema = Math.min(a.schema(), b.schema());
            a = withSchema(a, schema);
            b = withSchema(b, schema);
        }
        return Optional.of(
                new NaiveHistogram(
                        a.schema(),
                        a.zeroThreshold(),
                        a.zeroCount() + sign * b.zeroCount(),
                        left.count() + sign * right.count(),
                        left.sum() + sign * right.sum(),
                        combined(a.positive(), b.positive(), sign),
                        combined(a.negative(), b.negative(), sign),
                        a.bounds()));
    }

    private static NavigableMap<Integer, Double> combined(
            Map<Integer, Double> left, Map<Integer, Double> right, int sign) {
        NavigableMap<Integer, Double> combined = new TreeMap<>(left);
        right.forEach((number, count) -> combined.merge(number, sign * count, Double::sum));
        return combined;
    }

    /// In wider buckets.
    public static NaiveHistogram withSchema(NaiveHistogram of, int schema) {
        int shift = of.schema() - schema;
        return new NaiveHistogram(
                schema,
                of.zeroThreshold(),
                of.zeroCount(),
                of.count(),
                of.sum(),
                widened(of.positive(), shift),
                widened(of.negative(), shift),
                of.bounds());
    }

    private static NavigableMap<Integer, Double> widened(Map<Integer, Double> counts, int shift) {
        NavigableMap<Integer, Double> widened = new TreeMap<>();
        counts.forEach(
                (number, count) -> widened.merge(((number - 1) >> shift) + 1, count, Double::sum));
        return widened;
    }

    private static NaiveHistogram withBounds(NaiveHistogram of, List<Double> bounds) {
        NavigableMap<Integer, Double> mapped = new TreeMap<>();
        of.positive()
                .forEach((number, count) -> {
                    double end = of.end(number);
                    int target = 0;
                    while (target < bounds.size() && bounds.get(target) < end) {
                        target++;
                    }
                    mapped.merge(target, count, Double::sum);
                });
        return new NaiveHistogram(
                of.schema(), 0, 0, of.count(), of.sum(), mapped, of.negative(), bounds);
    }

    /// With a wider zero bucket: as wide as was asked for, or to the end of the counting bucket
    /// that this would cut.
    private static NaiveHistogram withZeroThreshold(NaiveHistogram of, double wanted) {
        double threshold = wanted;
        for (NavigableMap<Integer, Double> side : List.of(of.positive(), of.negative())) {
            for (Map.Entry<Integer, Double> bucket : side.entrySet()) {
                boolean cut = of.start(bucket.getKey()) < threshold;
                if (cut && bucket.getValue() != 0) {
                    threshold = Math.max(threshold, of.end(bucket.getKey()));
                }
            }
        }
        if (threshold > wanted) {
            return withZeroThreshold(of, threshold);
        }
        double zeroCount = of.zeroCount();
        NavigableMap<Integer, Double> positive = new TreeMap<>();
        NavigableMap<Integer, Double> negative = new TreeMap<>();
        for (Map.Entry<Integer, Double> bucket : of.positive().entrySet()) {
            boolean inside = of.start(bucket.getKey()) < threshold;
            zeroCount += inside ? bucket.getValue() : 0;
            if (!inside) {
                positive.put(bucket.getKey(), bucket.getValue());
            }
        }
        for (Map.Entry<Integer, Double> bucket : of.negative().entrySet()) {
            boolean inside = of.start(bucket.getKey()) < threshold;
            zeroCount += inside ? bucket.getValue() : 0;
            if (!inside) {
                negative.put(bucket.getKey(), bucket.getValue());
            }
        }
        return new NaiveHistogram(
                of.schema(),
                threshold,
                zeroCount,
                of.count(),
                of.sum(),
                positive,
                negative,
                of.bounds());
    }

    /// Whether a counter began anew between two histograms.
    public static boolean isReset(NaiveHistogram before, NaiveHistogram after) {
        if (after.count() < before.count() || after.isCustom() != before.isCustom()) {
            return true;
        }
        if (after.isCustom()) {
            List<Double> shared =
                    after.bounds().stream().filter(before.bounds()::contains).toList();
            return isLess(
                    withBounds(after, shared).positive(), withBounds(before, shared).positive());
        }
        if (after.schema() > before.schema() || after.zeroThreshold() < before.zeroThreshold()) {
            return true;
        }
        NaiveHistogram widened =
                after.zeroThreshold() == before.zeroThreshold()
                        ? before
                        : withZeroThreshold(before, after.zeroThreshold());
        if (widened.zeroThreshold() != after.zeroThreshold()
                || after.zeroCount() < widened.zeroCount()) {
            return true;
        }
        NaiveHistogram alike = withSchema(widened, after.schema());
        return isLess(after.positive(), alike.positive())
                || isLess(after.negative(), alike.negative());
    }

    private static boolean isLess(Map<Integer, Double> after, Map<Integer, Double> before) {
        return before.entrySet().stream()
                .anyMatch(b -> after.getOrDefault(b.getKey(), 0.0) < b.getValue());
    }

    /// Whether two counted the same in the same buckets.
    public static boolean isSame(NaiveHistogram left, NaiveHistogram right) {
        return compact(left).equals(compact(right));
    }
}
