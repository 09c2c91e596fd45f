package io.tributary.promql.engine.numeric;

import java.util.Arrays;

/// The cumulative buckets of one classic histogram at one step, and questions about them
/// (Prometheus: `BucketQuantile`, `BucketFraction` in `promql/quantile.go`). Reused.
public final class ClassicHistogram {
    /// Differences between neighbours below this share of their sum are rounding, not data.
    private static final double SMALL_DIFFERENCE = 1e-12;

    private static final double SMALLEST_NORMAL = Double.MIN_NORMAL;

    private double[] bounds = new double[16];
    private double[] counts = new double[16];
    private int size;
    private boolean forcedMonotonic;
    private double minForcedBound;
    private double maxForcedBound;
    private double maxForcedDifference;

    public void clear() {
        size = 0;
        forcedMonotonic = false;
    }

    public int size() {
        return size;
    }

    /// Adds a bucket in its place by upper bound.
    public void add(double upperBound, double count) {
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        int at = size++;
        while (at > 0 && bounds[at - 1] > upperBound) {
            bounds[at] = bounds[at - 1];
            counts[at] = counts[at - 1];
            at--;
        }
        bounds[at] = upperBound;
        counts[at] = count;
    }

    /// Whether the last question had to make the counts grow with the bounds.
    public boolean forcedMonotonic() {
        return forcedMonotonic;
    }

    public double minForcedBound() {
        return minForcedBound;
    }

    public double maxForcedBound() {
        return maxForcedBound;
    }

    public double maxForcedDifference() {
        return maxForcedDifference;
    }

    /// The value below which the share `q` of the observations lies, linear within a bucket. NaN
    /// without observations, without a `+Inf` bucket, or with that alone.
    public double quantile(double q) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (q > 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (bounds[size - 1] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        coalesce();
        makeMonotonic();
        double observations = counts[size - 1];
        if (size < 2 || observations == 0) {
            return Double.NaN;
        }
        double rank = q * observations;
        int bucket = 0;
        while (bucket < size - 1 && !(counts[bucket] >= rank)) {
            bucket++;
        }
        if (bucket == size - 1) {
            return bounds[size - 2];
        }
        if (bucket == 0 && bounds[0] <= 0) {
            return bounds[0];
        }
        double start = 0;
        double end = bounds[bucket];
        double count = counts[bucket];
        if (bucket > 0) {
            start = bounds[bucket - 1];
            count -= counts[bucket - 1];
            rank -= counts[bucket - 1];
        }
        return start + (end - start) * (rank / count);
    }

    /// The share of the observations in `(lower, upper]`, linear within a bucket but one without an
    /// end, which is not divided. NaN without observations, a `+Inf` bucket, or a bound.
    public double fraction(double lower, double upper) {
        if (bounds[size - 1] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        coalesce();
        double observations = counts[size - 1];
        if (observations == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        return (rank(upper) - rank(lower)) / observations;
    }

    /// How many observations are below `value`.
    private double rank(double value) {
        double below = 0;
        for (int i = 0; i < size; i++) {
            double start = start(i);
            if (start >= value) {
                return Math.min(below, counts[size - 1]);
            }
            if (bounds[i] > value) {
                double rank =
                        start == Double.NEGATIVE_INFINITY
                                ? counts[i]
                                : below
                                        + (counts[i] - below)
                                                * (value - start)
                                                / (bounds[i] - start);
                return Math.min(rank, counts[size - 1]);
            }
            below = counts[i];
        }
        return counts[size - 1];
    }

    /// Where a bucket starts. The lowest starts at 0 if it ends above.
    private double start(int bucket) {
        if (bucket > 0) {
            return bounds[bucket - 1];
        }
        return bounds[0] > 0 ? 0 : Double.NEGATIVE_INFINITY;
    }

    private void coalesce() {
        int last = 0;
        for (int i = 1; i < size; i++) {
            if (bounds[i] == bounds[last]) {
                counts[last] += counts[i];
            } else {
                last++;
                bounds[last] = bounds[i];
                counts[last] = counts[i];
            }
        }
        size = last + 1;
    }

    /// Counts of wider buckets include those of narrower ones; where they do not (scraped while
    /// changing, or summed over different targets) they are lifted, which is told, unless it is
    /// rounding.
    private void makeMonotonic() {
        minForcedBound = Double.POSITIVE_INFINITY;
        maxForcedBound = Double.NEGATIVE_INFINITY;
        maxForcedDifference = 0;
        double before = counts[0];
        for (int i = 1; i < size; i++) {
            double count = counts[i];
            if (count == before) {
                continue;
            }
            if (isAlmost(before, count)) {
                counts[i] = before;
            } else if (count < before) {
                counts[i] = before;
                forcedMonotonic = true;
                minForcedBound = Math.min(minForcedBound, bounds[i]);
                maxForcedBound = Math.max(maxForcedBound, bounds[i]);
                maxForcedDifference = Math.max(maxForcedDifference, before - count);
            } else {
                before = count;
            }
        }
    }

    private static boolean isAlmost(double left, double right) {
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Double.isNaN(left) && Double.isNaN(right);
        }
        double sum = Math.abs(left) + Math.abs(right);
        double difference = Math.abs(left - right);
        if (left == 0 || right == 0 || sum < SMALLEST_NORMAL) {
            return difference < SMALL_DIFFERENCE * SMALLEST_NORMAL;
        }
        return difference / Math.min(sum, Double.MAX_VALUE) < SMALL_DIFFERENCE;
    }
}
