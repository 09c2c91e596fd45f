package io.tributary.tsdb.append;

import io.tributary.model.columns.SymbolColumns;
import io.tributary.tsdb.series.Hash128;
import java.util.Arrays;

/// Hashes the labels of series that name symbols: each symbol's bytes once, each pair of name and
/// value once, as nearly all values come with one name only; a series adds up its pairs. For what
/// lives in memory only.
///
/// ```
/// words[2 s ..] = the hash of symbol s: high, low
/// pairs[4 s ..] = the pair whose value is symbol s: request and name, high, low
///
/// series        = for each pair: a = rotl(a, 5) + high, b = rotl(b, 5) + low;  from two words of the salt on
/// ```
///
/// The pairs' hashes are unknown to whoever has not the key, so nobody can choose labels whose sums
/// are equal, and honest ones collide as 128 bits do. Pairs that are 64 places apart could stand in
/// each other's place: labels that are equal, in another order.
///
/// Bounds: two words of each symbol; {@link #PAIRS_MAX} pairs, others are made anew each time.
/// Owned by one thread at a time. Hot path.
final class RunHashes {
    static final int PAIRS_MAX = 64 * 1024;

    private static final int PAIR_WORDS = 4;
    private static final int ROTATION = 5;
    private static final long NUMBER_MASK = 0xFFFF_FFFFL;
    private static final long ONE_REQUEST = 1L << Integer.SIZE;

    private final Hash128 hash;
    private long[] words = {};
    private long[] pairs = {};
    private int count;
    private int pairCount;

    /// In the upper half the request, of which pairs are known.
    private long request;

    private long startHigh;
    private long startLow;
    private long pairHigh;
    private long pairLow;

    RunHashes(Hash128 hash) {
        this.hash = hash;
    }

    /// Hashes the symbols of a request.
    ///
    /// @param salt what else the hashes of its series depend on
    void begin(long salt, SymbolColumns symbols, byte[] bytes) {
        count = symbols.count();
        pairCount = Math.min(count, PAIRS_MAX);
        if (words.length < 2 * count) {
            words = new long[2 * Math.max(count, words.length)];
        }
        if (pairs.length < PAIR_WORDS * pairCount) {
            pairs = new long[PAIR_WORDS * Math.min(PAIRS_MAX, Math.max(pairCount, count * 2))];
        }
        request += ONE_REQUEST;
        if (request == 0) {
            Arrays.fill(pairs, 0);
            request = ONE_REQUEST;
        }
        startHigh = hash.mixHigh(salt, ~salt);
        startLow = hash.mixLow(salt, ~salt);
        for (int i = 0; i < count; i++) {
            hash.hashWide(0, bytes, symbols.offset(i), symbols.length(i));
            words[2 * i] = hash.high();
            words[2 * i + 1] = hash.low();
        }
    }

    /// For how many symbols there is room.
    int capacity() {
        return words.length / 2;
    }

    /// Hashes a run of refs: the result stands in the hash. One that names no symbol stands for
    /// itself.
    void hash(int[] refs, int from, int length) {
        long a = startHigh;
        long b = startLow;
        int end = from + length;
        int at = from;
        for (; at + 2 <= end; at += 2) {
            int name = refs[at];
            int value = refs[at + 1];
            // One comparison: a negative number is a large one without its sign.
            if (Integer.compareUnsigned(value, pairCount) < 0
                    && pairs[PAIR_WORDS * value] == (request | (name & NUMBER_MASK))) {
                a = Long.rotateLeft(a, ROTATION) + pairs[PAIR_WORDS * value + 1];
                b = Long.rotateLeft(b, ROTATION) + pairs[PAIR_WORDS * value + 2];
            } else {
                makePair(name, value);
                a = Long.rotateLeft(a, ROTATION) + pairHigh;
                b = Long.rotateLeft(b, ROTATION) + pairLow;
            }
        }
        if (at < end) {
            makePair(refs[at], -1);
            a += pairHigh;
            b += pairLow;
        }
        hash.finish(a, b ^ length);
    }

    private void makePair(int name, int value) {
        if (Integer.compareUnsigned(name, count) >= 0
                || Integer.compareUnsigned(value, count) >= 0) {
            pairHigh = hash.mixHigh(name, ~value);
            pairLow = hash.mixLow(~name, value);
            return;
        }
        pairHigh = hash.mixHigh(words[2 * name], words[2 * value]);
        pairLow = hash.mixLow(words[2 * name + 1], words[2 * value + 1]);
        if (value < pairCount) {
            pairs[PAIR_WORDS * value] = request | name;
            pairs[PAIR_WORDS * value + 1] = pairHigh;
            pairs[PAIR_WORDS * value + 2] = pairLow;
        }
    }
}
