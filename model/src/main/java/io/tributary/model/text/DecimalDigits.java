package io.tributary.model.text;

/// Digits of whole numbers as ASCII. Stateless.
public final class DecimalDigits {
    private static final long[] POWERS = powers();

    private DecimalDigits() {}

    /// How many digits a number has, which is not negative; one of 0.
    public static int count(long number) {
        int count = 1;
        while (count < POWERS.length && number >= POWERS[count]) {
            count++;
        }
        return count;
    }

    /// Writes the last `count` digits of a number, which is not negative, zeros ahead included; two
    /// at a time.
    ///
    /// @return one behind the last digit
    public static int put(long number, int count, byte[] into, int offset) {
        int at = offset + count;
        long rest = number;
        int left = count;
        for (; left > 1; left -= 2) {
            long next = rest / 100;
            int pair = (int) (rest - 100 * next);
            into[--at] = (byte) ('0' + pair % 10);
            into[--at] = (byte) ('0' + pair / 10);
            rest = next;
        }
        if (left == 1) {
            into[--at] = (byte) ('0' + rest % 10);
        }
        return offset + count;
    }

    /// Ten to the power of 0 to 18.
    static long powerOfTen(int exponent) {
        return POWERS[exponent];
    }

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = 10 * powers[i - 1];
        }
        return powers;
    }
}
