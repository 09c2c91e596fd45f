package io.tributary.tsdb.record;

/// Doubles as short decimals: `mantissa / 10^exponent`, where that gives back the very same bits.
///
/// Metrics are mostly counts and measured values with a few decimals; as integers at a common
/// exponent their differences are small. Both operands of the division are exact (10^15 and 2^53
/// are below the limits of a double), so the quotient is the correctly rounded one and the test by
/// bits is exact. -0.0, NaNs and infinities never pass.
final class Decimals {
    /// Exponents are 0 to this.
    static final int EXPONENT_MAX = 15;

    /// What {@link #mantissa} answers where there is none.
    static final long NONE = Long.MIN_VALUE;

    private static final double MANTISSA_MAX = 0x1p53;
    private static final double[] POWERS = new double[EXPONENT_MAX + 1];

    static {
        double power = 1;
        for (int i = 0; i <= EXPONENT_MAX; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private Decimals() {}

    /// The mantissa of a value at an exponent, or `NONE`.
    static long mantissa(long bits, int exponent) {
        double power = POWERS[exponent];
        double scaled = Double.longBitsToDouble(bits) * power;
        if (!(Math.abs(scaled) <= MANTISSA_MAX)) {
            return NONE;
        }
        long mantissa = (long) Math.rint(scaled);
        return Double.doubleToRawLongBits(mantissa / power) == bits ? mantissa : NONE;
    }

    /// The bits of a value that {@link #mantissa} split.
    static long bits(long mantissa, int exponent) {
        return Double.doubleToRawLongBits(mantissa / POWERS[exponent]);
    }

    /// The smallest exponent at which the value is a decimal, or -1.
    static int exponent(long bits) {
        for (int exponent = 0; exponent <= EXPONENT_MAX; exponent++) {
            if (mantissa(bits, exponent) != NONE) {
                return exponent;
            }
        }
        return -1;
    }
}
