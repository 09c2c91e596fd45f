package io.tributary.promql.engine.range;

import io.tributary.promql.engine.numeric.KahanSum;
import io.tributary.promql.engine.numeric.Mean;
import io.tributary.promql.engine.numeric.Quantile;

/// The `*_over_time` functions. One instance serves one call of a query: it holds scratch space.
final class OverTime {
    private final KahanSum sum = new KahanSum();
    private final KahanSum squares = new KahanSum();
    private final Mean mean = new Mean();
    private double[] sorted = new double[0];

    boolean sum(Window window) {
        sum.reset();
        for (int i = window.from; i < window.to; i++) {
            sum.add(window.values[i]);
        }
        return window.found(Double.isInfinite(sum.sum()) ? sum.sum() : sum.total());
    }

    boolean avg(Window window) {
        mean.reset();
        for (int i = window.from; i < window.to; i++) {
            mean.add(window.values[i]);
        }
        return window.found(mean.mean());
    }

    boolean variance(Window window) {
        sum.reset();
        squares.reset();
        double count = 0;
        for (int i = window.from; i < window.to; i++) {
            double value = window.values[i];
            count++;
            double difference = value - sum.total();
            sum.add(difference / count);
            squares.add(difference * (value - sum.total()));
        }
        return window.found(squares.total() / count);
    }

    boolean deviation(Window window) {
        variance(window);
        return window.found(Math.sqrt(window.result));
    }

    /// The quantile of the first argument.
    boolean quantile(Window window) {
        copyValues(window);
        return window.found(Quantile.of(window.arguments[0], sorted, window.size()));
    }

    /// The median of the distances to the median; NaN if any value is.
    boolean medianDeviation(Window window) {
        copyValues(window);
        int count = window.size();
        for (int i = 0; i < count; i++) {
            if (Double.isNaN(sorted[i])) {
                return window.found(Double.NaN);
            }
        }
        double median = Quantile.of(0.5, sorted, count);
        for (int i = 0; i < count; i++) {
            sorted[i] = Math.abs(sorted[i] - median);
        }
        return window.found(Quantile.of(0.5, sorted, count));
    }

    static boolean min(Window window) {
        double min = window.values[window.from];
        for (int i = window.from; i < window.to; i++) {
            double value = window.values[i];
            if (value < min || Double.isNaN(min)) {
                min = value;
            }
        }
        return window.found(min);
    }

    static boolean max(Window window) {
        double max = window.values[window.from];
        for (int i = window.from; i < window.to; i++) {
            double value = window.values[i];
            if (value > max || Double.isNaN(max)) {
                max = value;
            }
        }
        return window.found(max);
    }

    /// When the least value was seen last, in seconds.
    static boolean timeOfMin(Window window) {
        int at = window.from;
        for (int i = window.from; i < window.to; i++) {
            if (window.values[i] <= window.values[at] || Double.isNaN(window.values[at])) {
                at = i;
            }
        }
        return window.found(window.times[at] / 1000.0);
    }

    /// When the greatest value was seen last, in seconds.
    static boolean timeOfMax(Window window) {
        int at = window.from;
        for (int i = window.from; i < window.to; i++) {
            if (window.values[i] >= window.values[at] || Double.isNaN(window.values[at])) {
                at = i;
            }
        }
        return window.found(window.times[at] / 1000.0);
    }

    static boolean changes(Window window) {
        int changes = 0;
        for (int i = window.from + 1; i < window.to; i++) {
            double before = window.values[i - 1];
            double value = window.values[i];
            if (value != before && !(Double.isNaN(value) && Double.isNaN(before))) {
                changes++;
            }
        }
        return window.found(changes);
    }

    static boolean resets(Window window) {
        int resets = 0;
        for (int i = window.from + 1; i < window.to; i++) {
            if (window.values[i] < window.values[i - 1] || Starts.isReset(window, i)) {
                resets++;
            }
        }
        return window.found(resets);
    }

    private void copyValues(Window window) {
        if (sorted.length < window.size()) {
            sorted = new double[Math.max(64, 2 * window.size())];
        }
        System.arraycopy(window.values, window.from, sorted, 0, window.size());
    }
}
