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
        finish(a, b);
    }

    /// Likewise another hash, of two more lanes that run beside the first two, so faster for long
    /// runs. For what lives in memory only: files know what {@link #hash} says.
    public void hashWide(long salt, byte[] bytes, int offset, int length) {
        long a = fold(seedA ^ salt, m4) ^ length;
        long b = fold(seedB ^ length, m5) ^ salt;
        long c = a ^ m3;
        long d = b ^ m2;
        int end = offset + length;
        int at = offset;
        for (; at + 32 <= end; at += 32) {
            long x = (long) LONG.get(bytes, at);
            long y = (long) LONG.get(bytes, at + 8);
            long z = (long) LONG.get(bytes, at + 16);
            long w = (long) LONG.get(bytes, at + 24);
            a = fold(a ^ x ^ m0, y ^ m1);
            b = fold(b ^ y ^ m2, x ^ m3);
            c = fold(c ^ z ^ m0, w ^ m1);
            d = fold(d ^ w ^ m2, z ^ m3);
        }
        if (at + 16 <= end) {
            long x = (long) LONG.get(bytes, at);
            long y = (long) LONG.get(bytes, at + 8);
            a = fold(a ^ x ^ m0, y ^ m1);
            b = fold(b ^ y ^ m2, x ^ m3);
            at += 16;
        }
        if (at < end) {
            long z = tail(bytes, at, Math.min(end, at + 8));
            long w = tail(bytes, at + 8, end);
            c = fold(c ^ z ^ m0, w ^ m1);
            d = fold(d ^ w ^ m2, z ^ m3);
        }
        high = fold(a ^ m2, c ^ m4);
        low = fold(b ^ m0, d ^ m5);
    }

    /// One word of what a pair of hashes comes to, of the high words of both.
    public long mixHigh(long left, long right) {
        return fold(left ^ m0, right ^ m1);
    }

    /// The other word, of their low words.
    public long mixLow(long left, long right) {
        return fold(left ^ m2, right ^ m3);
    }

    /// Ends a hash that was made from two words which depend on the key; the result stands in
    /// {@link #high} and {@link #low}.
    public void finish(long a, long b) {
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

    /// The bytes from `from`, fewer than 9, as one little-endian word; 0 where there is none.
    private static long tail(byte[] bytes, int from, int to) {
        int count = to - from;
        if (count <= 0) {
            return 0;
        }
        if (to >= Long.BYTES) {
            return (long) LONG.get(bytes, to - Long.BYTES) >>> (64 - 8 * count);
        }
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
