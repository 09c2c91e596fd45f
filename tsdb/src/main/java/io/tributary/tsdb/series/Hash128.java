package io.tributary.tsdb.series;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A keyed 128-bit hash of byte runs: what makes two series the same without comparing their
/// labels.
///
/// Two lanes of multiply-and-fold over 16 bytes a step. Not only the start values but the
/// multipliers are secret, because for hashes of this family inputs are known that collide under
/// every seed; they are drawn at a data directory's first start and kept with it (`hash-key`),
/// since departed series are known by this hash alone.
///
/// Collisions among honest inputs: for 10^9 series about 10^-21. Stateless between calls but for
/// the result, so owned by one thread at a time: `hash` leaves the two words in `high` and `low`.
public final class Hash128 {
    /// How many secret words a key has.
    public static final int KEY_WORDS = 8;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long seedA;
    private final long seedB;
    private final long m0;
    private final long m1;
    private final long m2;
    private final long m3;
    private final long m4;
    private final long m5;

    private long high;
    private long low;

    /// @param key secret words; multipliers are made odd and never small
    public Hash128(long[] key) {
        if (key.length != KEY_WORDS) {
            throw new IllegalArgumentException("BUG: a hash key has 8 words, not " + key.length);
        }
        seedA = key[0];
        seedB = key[1];
        m0 = multiplier(key[2]);
        m1 = multiplier(key[3]);
        m2 = multiplier(key[4]);
        m3 = multiplier(key[5]);
        m4 = multiplier(key[6]);
        m5 = multiplier(key[7]);
    }

    /// Hashes `bytes[offset .. offset + length)` under `salt`; the result stands in {@link #high}
    /// and {@link #low}.
    public void hash(long salt, byte[] bytes, int offset, int length) {
        long a = fold(seedA ^ salt, m4) ^ length;
        long b = fold(seedB ^ length, m5) ^ salt;
        int end = offset + length;
        int at = offset;
        for (; at + 16 <= end; at += 16) {
            long x = (long) LONG.get(bytes, at);
            long y = (long) LONG.get(bytes, at + 8);
            a = fold(a ^ x ^ m0, y ^ m1);
            b = fold(b ^ y ^ m2, x ^ m3);
        }
        if (at < end) {
            long x = tail(bytes, at, Math.min(end, at + 8));
            long y = tail(bytes, at + 8, end);
            a = fold(a ^ x ^ m0, y ^ m1);
            b = fold(b ^ y ^ m2, x ^ m3);
        }
        high = fold(a ^ m2, b ^ m4);
        low = fold(b ^ m0, a ^ m5);
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /// Both halves of the 128-bit product, folded.
    private static long fold(long left, long right) {
        return (left * right) ^ Math.unsignedMultiplyHigh(left, right);
    }

    private static long tail(byte[] bytes, int from, int to) {
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = (word << 8) | (bytes[i] & 0xFF);
        }
        return word;
    }

    private static long multiplier(long word) {
        return word | 0x8000_0000_0000_0001L;
    }
}
