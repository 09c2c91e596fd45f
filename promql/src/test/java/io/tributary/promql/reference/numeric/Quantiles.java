package io.tributary.promql.reference.numeric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Quantiles of numbers and of classic buckets (Prometheus: `promql/quantile.go`).
public final class Quantiles {
    /// Relative differences between bucket counts that are none.
    private static final double SMALL = 1e-12;

    private Quantiles() {}

    /// The quantile of some numbers.
    ///
    /// @param numbers in any order; NaN is below all others
    public static double of(double q, double[] numbers) {
        if (numbers.length == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        Double[] sorted = Arrays.stream(numbers).boxed().toArray(Double[]::new);
        Arrays.sort(sorted, Quantiles::nanFirst);
        double rank = q * (sorted.length - 1);
        int lower = (int) Math.max(0, Math.floor(rank));
        int upper = Math.min(sorted.length - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return sorted[lower] * (1 - weight) + sorted[upper] * weight;
    }

    public static int nanFirst(double left, double right) {
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Boolean.compare(!Double.isNaN(left), !Double.isNaN(right));
        }
        return left < right ? -1 : left > right ? 1 : 0;
    }

    /// The counts of a classic histogram's buckets, cumulative, by their upper bounds.
    public static final class Buckets {
        private final TreeMap<Double, Double> counts = new TreeMap<>();

        public void add(double bound, double count) {
            counts.merge(bound, count, Double::sum);
        }

        private List<Double> bounds() {
            return new ArrayList<>(counts.keySet());
        }

        private boolean isClosed() {
            return counts.lastKey() == Double.POSITIVE_INFINITY;
        }

        public double quantile(double q) {
            if (Double.isNaN(q)) {
                return Double.NaN;
            }
            if (q < 0 || q > 1) {
                return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
            if (!isClosed() || counts.size() < 2) {
                return Double.NaN;
            }
            List<Double> bounds = bounds();
            List<Double> ranks = new ArrayList<>(neverFalling().values());
            int top = ranks.size() - 1;
            double observations = ranks.get(top);
            if (observations == 0) {
                return Double.NaN;
            }
            double rank = q * observations;
            int bucket = firstReaching(ranks, rank);
            if (bucket == top) {
                return bounds.get(top - 1);
            }
            if (bucket == 0 && bounds.getFirst() <= 0) {
                return bounds.getFirst();
            }
            double start = bucket == 0 ? 0 : bounds.get(bucket - 1);
            double below = bucket == 0 ? 0 : ranks.get(bucket - 1);
            double share = (rank - below) / (ranks.get(bucket) - below);
            return start + (bounds.get(bucket) - start) * share;
        }

        /// By bisection, as upstream does: with NaN among the counts the way there matters.
        private static int firstReaching(List<Double> ranks, double rank) {
            int low = 0;
            int high = ranks.size() - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (ranks.get(middle) >= rank) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        private Map<Double, Double> neverFalling() {
            Map<Double, Double> result = new TreeMap<>();
            double before = counts.firstEntry().getValue();
            for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
                double count = bucket.getValue();
                boolean same = almostEqual(before, count) || count < before;
                result.put(bucket.getKey(), same ? before : count);
                before = same ? before : count;
            }
            return result;
        }

        private static boolean almostEqual(double a, double b) {
            if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
                return true;
            }
            double sum = Math.abs(a) + Math.abs(b);
            double difference = Math.abs(a - b);
            boolean tiny = a == 0 || b == 0 || sum < Double.MIN_NORMAL;
            return tiny
                    ? difference < SMALL * Double.MIN_NORMAL
                    : difference / Math.min(sum, Double.MAX_VALUE) < SMALL;
        }

        /// The share of observations between two values.
        public double fraction(double lower, double upper) {
            double all = counts.lastEntry().getValue();
            if (!isClosed() || all == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
                return Double.NaN;
            }
            return lower >= upper ? 0 : (below(upper, all) - below(lower, all)) / all;
        }

        private double below(double value, double all) {
            double bound = counts.firstKey() <= 0 ? Double.NEGATIVE_INFINITY : 0;
            double rank = 0;
            for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
                double end = bucket.getKey();
                double count = bucket.getValue();
                if (bound >= value) {
                    return rank > all ? all : rank;
                }
                if (end > value) {
                    double inside =
                            bound == Double.NEGATIVE_INFINITY
                                    ? count
                                    : rank + (count - rank) * (value - bound) / (end - bound);
                    return inside > all ? all : inside;
                }
                rank = count;
                bound = end;
            }
            return all;
        }
    }
}
