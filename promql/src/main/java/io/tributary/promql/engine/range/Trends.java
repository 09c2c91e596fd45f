package io.tributary.promql.engine.range;

import io.tributary.promql.engine.numeric.KahanSum;
import io.tributary.promql.engine.operator.EvaluationException;
import java.util.Locale;

/// Where values are heading: least squares (`deriv`, `predict_linear`) and double exponential
/// smoothing (Holt's linear trend). One instance serves one call of a query.
final class Trends {
    private final KahanSum sumX = new KahanSum();
    private final KahanSum sumY = new KahanSum();
    private final KahanSum sumXy = new KahanSum();
    private final KahanSum sumXx = new KahanSum();
    private double slope;
    private double intercept;

    boolean deriv(Window window) {
        if (window.size() < 2) {
            return false;
        }
        fit(window, window.times[window.from]);
        return window.found(slope);
    }

    /// The value so many seconds (first argument) after the step.
    boolean predict(Window window) {
        if (window.size() < 2) {
            return false;
        }
        fit(window, window.stepMillis);
        return window.found(slope * window.arguments[0] + intercept);
    }

    /// Smoothing factor and trend factor are the arguments, each in (0, 1).
    static boolean smooth(Window window) {
        double smoothing = window.arguments[0];
        double trend = window.arguments[1];
        requireShare(smoothing, "smoothing");
        requireShare(trend, "trend");
        if (window.size() < 2) {
            return false;
        }
        double[] values = window.values;
        double before = 0;
        double level = values[window.from];
        double slope = values[window.from + 1] - values[window.from];
        for (int i = window.from + 1; i < window.to; i++) {
            if (i > window.from + 1) {
                slope = trend * (level - before) + (1 - trend) * slope;
            }
            double next = smoothing * values[i] + (1 - smoothing) * (level + slope);
            before = level;
            level = next;
        }
        return window.found(level);
    }

    private static void requireShare(double factor, String name) {
        if (factor <= 0 || factor >= 1) {
            String symbol = name.equals("smoothing") ? "sf" : "tf";
            throw new EvaluationException(
                    String.format(
                            Locale.ROOT,
                            "invalid %s factor. Expected: 0 < %s < 1, got: %f",
                            name,
                            symbol,
                            factor));
        }
    }

    /// Least squares of the values over the seconds from `originMillis`.
    private void fit(Window window, long originMillis) {
        sumX.reset();
        sumY.reset();
        sumXy.reset();
        sumXx.reset();
        double firstY = window.values[window.from];
        boolean constant = true;
        for (int i = window.from; i < window.to; i++) {
            double y = window.values[i];
            double x = (window.times[i] - originMillis) / 1e3;
            constant &= i == window.from || y == firstY;
            sumX.add(x);
            sumY.add(y);
            sumXy.add(x * y);
            sumXx.add(x * x);
        }
        if (constant) {
            boolean infinite = Double.isInfinite(firstY);
            slope = infinite ? Double.NaN : 0;
            intercept = infinite ? Double.NaN : firstY;
            return;
        }
        double count = window.size();
        double covariance = sumXy.total() - sumX.total() * sumY.total() / count;
        double variance = sumXx.total() - sumX.total() * sumX.total() / count;
        slope = covariance / variance;
        intercept = sumY.total() / count - slope * sumX.total() / count;
    }
}
