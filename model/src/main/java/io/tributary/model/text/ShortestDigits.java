package io.tributary.model.text;

import java.math.BigInteger;

/// The fewest decimal digits that read back as a `double`, of several such the nearest: Schubfach.
///
/// A number `c · 2^q` is what is read back from all between `(c - ½) · 2^q` and `(c + ½) · 2^q`,
/// the ends included where `c` is even. With the largest power `10^k` that is not above `2^q`, at
/// least one multiple of `10^k` lies in between, and at most one of `10^(k+1)`: that one where
/// there is one, or else the multiple of `10^k` that is nearest.
///
/// To compare, number and ends are taken times `4 · 10^-k`, by a power of ten of 126 bits, and are
/// cut to integers whose last bit is set where something was cut: enough to tell, as the paper
/// proves, on which side of a multiple they lie.
///
/// Not here: powers of two, whose lower neighbour is nearer, and subnormals.
///
/// Source: Raffaello Giulietti, "The Schubfach way to render doubles", 2020 (revised 2022).
final class ShortestDigits {
    private static final int FRACTION_BITS = 52;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final int EXPONENT_BIAS = 1075;
    private static final int TEN_EXPONENT_MIN = -292;
    private static final int TEN_EXPONENT_MAX = 324;

    /// Bits of a power of ten.
    private static final int POWER_BITS = 126;

    private static final int LOW_BITS = 63;
    private static final long LOW = (1L << LOW_BITS) - 1;

    /// By exponent: the upper and the lower 63 bits of a power of ten, rounded up.
    private static final long[] POWERS = powers();

    private ShortestDigits() {}

    /// Whether the digits of a number, finite and above 0, can be told here.
    static boolean knows(double magnitude) {
        long bits = Double.doubleToRawLongBits(magnitude);
        return (bits & FRACTION) != 0 && bits >>> FRACTION_BITS != 0;
    }

    /// The power of ten that {@link #digits} are to be multiplied with.
    static int exponent(double magnitude) {
        return floorLog10OfPowerOf2(binaryExponent(magnitude));
    }

    /// The digits of a number it {@link #knows}; there may be zeros at the end.
    static long digits(double magnitude) {
        long significand =
                (Double.doubleToRawLongBits(magnitude) & FRACTION) | (1L << FRACTION_BITS);
        int binary = binaryExponent(magnitude);
        int ten = -floorLog10OfPowerOf2(binary);
        int shift = binary + floorLog2OfPowerOf10(ten) + 2;
        int at = 2 * (ten - TEN_EXPONENT_MIN);
        long high = POWERS[at];
        long low = POWERS[at + 1];
        long four = significand << 2;
        long number = scaled(high, low, four << shift);
        // An end that does not belong to it is told apart by one more.
        long excluded = significand & 1;
        long lower = scaled(high, low, (four - 2) << shift) + excluded;
        long upper = scaled(high, low, (four + 2) << shift) - excluded;

        long below = number >> 2;
        long tensBelow = below / 10 * 10;
        long tensAbove = tensBelow + 10;
        boolean reachesDown = lower <= tensBelow << 2;
        if (reachesDown != (tensAbove << 2 <= upper)) {
            return reachesDown ? tensBelow : tensAbove;
        }
        long above = below + 1;
        reachesDown = lower <= below << 2;
        if (reachesDown != (above << 2 <= upper)) {
            return reachesDown ? below : above;
        }
        long toMiddle = number - ((below + above) << 1);
        return toMiddle < 0 || (toMiddle == 0 && (below & 1) == 0) ? below : above;
    }

    private static int binaryExponent(double magnitude) {
        return (int) (Double.doubleToRawLongBits(magnitude) >>> FRACTION_BITS) - EXPONENT_BIAS;
    }

    /// A power of ten times `factor`, in units of 2^127, cut, the last bit set if anything was cut.
    private static long scaled(long high, long low, long factor) {
        long carried = Math.multiplyHigh(low, factor) + ((high * factor) >>> 1);
        long whole = Math.multiplyHigh(high, factor) + (carried >>> LOW_BITS);
        return (carried & LOW) == 0 ? whole : whole | 1;
    }

    /// ⌊log10 2^e⌋ for any exponent of a double: log10 2 with 41 bits behind the point.
    private static int floorLog10OfPowerOf2(int exponent) {
        return (int) ((exponent * 661_971_961_083L) >> 41);
    }

    /// ⌊log2 10^e⌋ for any such: log2 10 with 38 bits behind the point.
    private static int floorLog2OfPowerOf10(int exponent) {
        return (int) ((exponent * 913_124_641_741L) >> 38);
    }

    private static long[] powers() {
        long[] powers = new long[2 * (TEN_EXPONENT_MAX - TEN_EXPONENT_MIN + 1)];
        BigInteger low = BigInteger.valueOf(LOW);
        for (int ten = TEN_EXPONENT_MIN; ten <= TEN_EXPONENT_MAX; ten++) {
            BigInteger power = BigInteger.TEN.pow(Math.abs(ten));
            int shift = POWER_BITS - 1 - floorLog2OfPowerOf10(ten);
            BigInteger scaled =
                    ten >= 0
                            ? power.shiftLeft(shift)
                            : BigInteger.ONE.shiftLeft(shift).divide(power);
            BigInteger rounded = scaled.add(BigInteger.ONE);
            int at = 2 * (ten - TEN_EXPONENT_MIN);
            powers[at] = rounded.shiftRight(LOW_BITS).longValueExact();
            powers[at + 1] = rounded.and(low).longValueExact();
        }
        return powers;
    }
}
