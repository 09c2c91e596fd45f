package io.tributary.promql.engine.numeric;

import java.util.Arrays;

/// Quantiles of a list of values (Prometheus: `promql/quantile.go`).
public final class Quantile {
    private Quantile() {}

    /// Sorts the first `count` of `values`, NaN first, and interpolates between the two nearest
    /// ranks. NaN for no values or a NaN `q`; infinite for a `q` outside 0..1.
    public static double of(double q, double[] values, int count) {
        if (count == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (q > 1) {
            return Double.POSITIVE_INFINITY;
        }
        sortNanFirst(values, count);
        double rank = q * (count - 1);
        double floor = Math.floor(rank);
        int lower = (int) Math.max(0, floor);
        int upper = Math.min(count - 1, lower + 1);
        double weight = rank - floor;
        return values[lower] * (1 - weight) + values[upper] * weight;
    }

    private static void sortNanFirst(double[] values, int count) {
        Arrays.sort(values, 0, count);
        int numbers = count;
        while (numbers > 0 && Double.isNaN(values[numbers - 1])) {
            numbers--;
        }
        if (numbers < count) {
            System.arraycopy(values, 0, values, count - numbers, numbers);
            Arrays.fill(values, 0, count - numbers, Double.NaN);
        }
    }
}
