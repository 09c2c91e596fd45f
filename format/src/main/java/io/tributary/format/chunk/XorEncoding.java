package io.tributary.format.chunk;

/// The rules of encoding 1 as bit arithmetic, for whoever keeps an open chunk, wherever its bytes
/// are.
///
/// Sample 0 is its time as a zigzag varint and its value's 64 bits. Sample 1 is the delta of times
/// as an unsigned varint, then the value's code; each further one the *delta of deltas*' code, then
/// the value's code. All arithmetic on times wraps, so any times can be written.
///
/// ```
/// delta of deltas                 code                      bits
/// 0                               0                            1
/// -8191 .. 8192                   10    and 14 bits           16
/// -65535 .. 65536                 110   and 17 bits           20
/// -524287 .. 524288               1110  and 20 bits           24
/// else                            1111  and 64 bits           68
///
/// xor with the value before       code
/// 0                               0
/// inside the window               10    and the window's bits
/// else                            11, leading zeros (5), significant bits (6, 64 as 0), these bits
/// ```
///
/// The *window* is what the last `11` code declared: how many zeros lead, and how many bits behind
/// them count. It is an int here, to be kept by the appender with the last time, delta and value.
///
/// Source: Pelkonen et al., "Gorilla", VLDB 2015; Prometheus `tsdb/chunkenc/xor.go`, which widens
/// the paper's time codes (milliseconds) and lets a negative range reach one less than two's
/// complement would.
public final class XorEncoding {
    /// The encoding's number in files.
    public static final byte NUMBER = 1;

    /// Bytes of the count before a chunk's samples, big-endian.
    public static final int COUNT_BYTES = 2;

    /// Most samples a chunk may hold: its count has 16 bits.
    public static final int SAMPLES_MAX = 0xFFFF;

    /// The window of a chunk in which no `11` code was written.
    public static final int NO_WINDOW = 0;

    /// What a reader takes a `10` code for that no `11` code went before. An appender that took up
    /// a chunk it had not begun (Prometheus, from a snapshot of its memory) writes one.
    static final int WHOLE_WINDOW = Long.SIZE;

    /// The value did not change.
    public static final int SAME_VALUE_CODE = 0;

    public static final int SAME_VALUE_BITS = 1;

    /// The xor lies inside the window; followed by {@link #significantBits} bits.
    public static final int IN_WINDOW_CODE = 0b10;

    public static final int IN_WINDOW_BITS = 2;

    /// Length of {@link #newWindowCode}; followed by {@link #significantBits} bits.
    public static final int NEW_WINDOW_BITS = 13;

    /// Before a delta of deltas in full, which needs {@link #LONG_DOD_BITS}.
    public static final int LONG_DOD_PREFIX = 0b1111;

    public static final int LONG_DOD_PREFIX_BITS = 4;

    public static final int LONG_DOD_BITS = LONG_DOD_PREFIX_BITS + Long.SIZE;

    static final int SHORT_WIDTH = 14;
    static final int MIDDLE_WIDTH = 17;
    static final int WIDE_WIDTH = 20;
    static final int LEADING_BITS = 5;
    static final int SIGNIFICANT_BITS = 6;
    static final int LEADING_MAX = (1 << LEADING_BITS) - 1;

    private XorEncoding() {}

    /// Length of the code of a delta of deltas: 1, 16, 20, 24 or {@link #LONG_DOD_BITS}.
    public static int dodBits(long dod) {
        if (dod == 0) {
            return 1;
        }
        if (fits(dod, SHORT_WIDTH)) {
            return 2 + SHORT_WIDTH;
        }
        if (fits(dod, MIDDLE_WIDTH)) {
            return 3 + MIDDLE_WIDTH;
        }
        return fits(dod, WIDE_WIDTH) ? 4 + WIDE_WIDTH : LONG_DOD_BITS;
    }

    /// The code of a delta of deltas, right-aligned, where it is shorter than {@link
    /// #LONG_DOD_BITS}. (Else: {@link #LONG_DOD_PREFIX}, then all 64 bits of it.)
    public static long dodCode(long dod) {
        return switch (dodBits(dod)) {
            case 1 -> 0;
            case 2 + SHORT_WIDTH -> (0b10L << SHORT_WIDTH) | low(dod, SHORT_WIDTH);
            case 3 + MIDDLE_WIDTH -> (0b110L << MIDDLE_WIDTH) | low(dod, MIDDLE_WIDTH);
            case 4 + WIDE_WIDTH -> (0b1110L << WIDE_WIDTH) | low(dod, WIDE_WIDTH);
            default -> throw new IllegalArgumentException("BUG: no short code for " + dod);
        };
    }

    /// How many bits follow one to three ones and a zero.
    static int dodWidth(int ones) {
        return SHORT_WIDTH + (MIDDLE_WIDTH - SHORT_WIDTH) * (ones - 1);
    }

    /// A number that was stored in `width` bits, of which it has no more.
    static long dodOf(long bits, int width) {
        return bits > 1L << (width - 1) ? bits - (1L << width) : bits;
    }

    /// Whether a xor other than 0 can be written with the window as it is.
    public static boolean fitsWindow(long xor, int window) {
        return window != NO_WINDOW
                && Long.numberOfLeadingZeros(xor) >= leadingZeros(window)
                && Long.numberOfTrailingZeros(xor) >= trailingZeros(window);
    }

    /// The window around a xor other than 0.
    public static int windowOf(long xor) {
        int leading = Math.min(Long.numberOfLeadingZeros(xor), LEADING_MAX);
        return window(leading, Long.SIZE - leading - Long.numberOfTrailingZeros(xor));
    }

    /// A window from its parts.
    ///
    /// @param leadingZeros 0 to 31
    /// @param significantBits 1 to 64
    public static int window(int leadingZeros, int significantBits) {
        return (leadingZeros << Byte.SIZE) | significantBits;
    }

    public static int leadingZeros(int window) {
        return window >>> Byte.SIZE;
    }

    public static int significantBits(int window) {
        return window & 0xFF;
    }

    /// How far a xor is shifted right before its significant bits are written.
    public static int trailingZeros(int window) {
        return Long.SIZE - leadingZeros(window) - significantBits(window);
    }

    /// What declares a window: `11`, leading zeros, significant bits; {@link #NEW_WINDOW_BITS}
    /// long.
    public static int newWindowCode(int window) {
        int declared = significantBits(window) & ((1 << SIGNIFICANT_BITS) - 1);
        return (0b11 << (LEADING_BITS + SIGNIFICANT_BITS))
                | (leadingZeros(window) << SIGNIFICANT_BITS)
                | declared;
    }

    private static boolean fits(long dod, int width) {
        long most = 1L << (width - 1);
        return dod > -most && dod <= most;
    }

    private static long low(long value, int width) {
        return value & ((1L << width) - 1);
    }
}
