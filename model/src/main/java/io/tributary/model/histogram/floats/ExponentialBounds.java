package io.tributary.model.histogram.floats;

import java.math.BigDecimal;
import java.math.MathContext;

/// Where the buckets of exponential schemas end: bucket *i* of schema *s* at `2^(i/2^s)`.
///
/// The bounds are those of Prometheus to the bit, which are up to four units in the last place off
/// the nearest double: zero thresholds of clients are such bounds, and are compared with them.
public final class ExponentialBounds {
    private static final int FINEST = 8;
    private static final int COUNT = 1 << FINEST;

    /// Where the exponent of the last finite bucket would be: it ends at the greatest double, so
    /// that infinite observations have a bucket of their own.
    private static final int OVERFLOW_EXPONENT = 1024;

    private static final MathContext DIGITS = new MathContext(40);

    /// For each bound of the finest schema in [0.5, 1): 1 less the units by which Prometheus' is
    /// above the nearest double.
    private static final String UNITS =
            "1111112111211111112311222222222211211121122211221122102211221122"
                    + "1111112222332132112111211112111111121011213311221222112121332222"
                    + "2121223322322122222222323233323311221121223321332233212232332232"
                    + "2243223233433343333333444455435422322333324422333243223333543344";

    private static final double[] FRACTIONS = fractions();

    private ExponentialBounds() {}

    /// The upper bound of a positive bucket, which is the lower one of the next.
    ///
    /// @param schema -4 to 8
    public static double upper(int index, int schema) {
        if (schema < 0) {
            long exponent = (long) index << -schema;
            return exponent == OVERFLOW_EXPONENT ? Double.MAX_VALUE : power(exponent);
        }
        double fraction = FRACTIONS[(index & ((1 << schema) - 1)) << (FINEST - schema)];
        int exponent = (index >> schema) + 1;
        if (fraction == 0.5 && exponent == OVERFLOW_EXPONENT + 1) {
            return Double.MAX_VALUE;
        }
        return Math.scalb(fraction, exponent);
    }

    /// The bucket of a coarser schema that a bucket falls into.
    public static int reduce(int index, int schema, int coarser) {
        return ((index - 1) >> (schema - coarser)) + 1;
    }

    private static double power(long exponent) {
        return Math.scalb(1.0, (int) Math.max(-2_000, Math.min(2_000, exponent)));
    }

    private static double[] fractions() {
        BigDecimal[] roots = new BigDecimal[FINEST + 1];
        roots[0] = BigDecimal.valueOf(2);
        for (int i = 1; i <= FINEST; i++) {
            roots[i] = roots[i - 1].sqrt(DIGITS);
        }
        double[] fractions = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            BigDecimal exact = new BigDecimal("0.5");
            for (int bit = 1; bit <= FINEST; bit++) {
                if ((i >> (FINEST - bit) & 1) != 0) {
                    exact = exact.multiply(roots[bit], DIGITS);
                }
            }
            double nearest = exact.doubleValue();
            fractions[i] = nearest + (1 - (UNITS.charAt(i) - '0')) * Math.ulp(nearest);
        }
        return fractions;
    }
}
