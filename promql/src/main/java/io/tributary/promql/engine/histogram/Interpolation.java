package io.tributary.promql.engine.histogram;

/// Where values lie within one bucket of finite bounds.
final class Interpolation {
    private Interpolation() {}

    /// The share of a bucket's width that is below a value within it.
    static double shareBelow(double value, double lower, double upper, boolean linear) {
        if (linear) {
            return (value - lower) / (upper - lower);
        }
        double from = log2(Math.abs(lower));
        double to = log2(Math.abs(upper));
        double at = log2(Math.abs(value));
        return value > 0 ? (at - from) / (to - from) : 1 - (at - to) / (from - to);
    }

    /// The value below which that share of an exponential bucket's width is.
    static double exponential(double lower, double upper, double share) {
        double from = log2(Math.abs(lower));
        double to = log2(Math.abs(upper));
        return lower > 0
                ? Math.pow(2, from + (to - from) * share)
                : -Math.pow(2, to + (from - to) * (1 - share));
    }

    /// Exact for powers of two, as Go's.
    private static double log2(double value) {
        int exponent = Math.getExponent(value);
        if (value == 0 || exponent > Double.MAX_EXPONENT || exponent < Double.MIN_EXPONENT) {
            return Math.log(value) / Math.log(2);
        }
        double fraction = Math.scalb(value, -exponent - 1);
        return fraction == 0.5 ? exponent : Math.log(fraction) * (1 / Math.log(2)) + exponent + 1;
    }
}
