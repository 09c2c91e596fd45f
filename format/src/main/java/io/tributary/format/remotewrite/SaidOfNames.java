package io.tributary.format.remotewrite;

import java.util.Arrays;

/// What the series of one request said last of their families, by the symbol that is their name.
///
/// ```
/// words[2 s], words[2 s + 1] = help, unit | type, whether with native histograms, 1    0 = nothing
/// ```
///
/// Bound: {@link #SYMBOLS_MAX} symbols, 1 MiB; of others nothing is known.
///
/// Reused; owned by one thread at a time.
final class SaidOfNames {
    static final int SYMBOLS_MAX = 64 * 1024;

    private static final int NATIVE = 2;
    private static final int SAID = 1;
    private static final int TYPE_SHIFT = 2;

    private long[] words = {};
    private int count;

    /// Forgets the request before.
    ///
    /// @param symbols how many this one has
    void begin(int symbols) {
        count = Math.min(symbols, SYMBOLS_MAX);
        if (words.length < 2 * count) {
            words = new long[Math.max(2 * count, Math.min(words.length * 2, 2 * SYMBOLS_MAX))];
        } else {
            Arrays.fill(words, 0, 2 * count, 0);
        }
    }

    /// Whether this was said last with that name; otherwise it is from now on.
    boolean repeats(int name, int type, int help, int unit, boolean isNative) {
        if (name >= count) {
            return false;
        }
        long texts = (long) help << Integer.SIZE | unit;
        long kind = (long) type << TYPE_SHIFT | (isNative ? NATIVE : 0) | SAID;
        if (words[2 * name + 1] == kind && words[2 * name] == texts) {
            return true;
        }
        words[2 * name] = texts;
        words[2 * name + 1] = kind;
        return false;
    }
}
