package io.tributary.format.chunk;

/// The codes of whole numbers in histogram chunks: as many ones as the number's width asks for, a
/// zero, then the number in that width.
///
/// ```
/// prefix     width   signed                     unsigned
/// 0              0   0                          0
/// 10             3   -3 .. 4                    1 .. 7
/// 110            6   -31 .. 32                  .. 63
/// 1110           9   -255 .. 256                .. 511
/// 11110         12   -2047 .. 2048              .. 4095
/// 111110        18   -131071 .. 131072          .. 262143
/// 1111110       25   -16777215 .. 16777216      .. 33554431
/// 11111110      56   -(2^55 - 1) .. 2^55        .. 2^56 - 1
/// 11111111      64   else                       else
/// ```
///
/// Source: Prometheus `tsdb/chunkenc/varbit.go`. Stateless.
final class Varbit {
    /// Largest number of ones before a number; it has no zero behind it.
    static final int ONES_MAX = 8;

    /// By number of ones.
    private static final int[] WIDTHS = {0, 3, 6, 9, 12, 18, 25, 56, Long.SIZE};

    private Varbit() {}

    /// Bits behind a prefix of so many ones.
    static int width(int ones) {
        return WIDTHS[ones];
    }

    static void write(BitWriter out, long value) {
        int ones = value == 0 ? 0 : 1;
        while (ones > 0 && ones < ONES_MAX && !fits(value, WIDTHS[ones])) {
            ones++;
        }
        write(out, value, ones);
    }

    static void writeUnsigned(BitWriter out, long value) {
        int ones = 0;
        while (ones < ONES_MAX && value >>> WIDTHS[ones] != 0) {
            ones++;
        }
        write(out, value, ones);
    }

    private static void write(BitWriter out, long value, int ones) {
        if (ones == ONES_MAX) {
            out.write(0xFF, Byte.SIZE);
            out.write(value, Long.SIZE);
            return;
        }
        int width = WIDTHS[ones];
        long prefix = (1L << (ones + 1)) - 2;
        out.write((prefix << width) | (value & ((1L << width) - 1)), ones + 1 + width);
    }

    private static boolean fits(long value, int width) {
        long most = 1L << (width - 1);
        return value > -most && value <= most;
    }
}
