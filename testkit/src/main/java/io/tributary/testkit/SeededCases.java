package io.tributary.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Runs a check on many generated inputs, each from its own seed, and names the seed of the first
/// that fails.
///
/// ```
/// SeededCases.run(1_000, random -> {
///     byte[] body = random.bytes(0, 64);
///     assertThat(decode(encode(body))).isEqualTo(body);
/// });
/// ```
///
/// Seeds are `1 … cases`, so a run is the same everywhere; `-Dtributary.seed=N` runs only `N`, and
/// `-Dtributary.seeds=COUNT` runs that many instead (for long runs). There is no shrinker: later
/// seeds get larger inputs ({@link Random#size}), so the first failure is usually a small one.
public final class SeededCases {
    private SeededCases() {}

    /// What is to hold for each seed.
    @FunctionalInterface
    public interface Check {
        /// Fails where it does not.
        void accept(Random random) throws IOException;
    }

    /// Runs `check` for each seed.
    ///
    /// @throws AssertionError naming the seed, with the check's own failure as its cause
    public static void run(int cases, Check check) {
        Long only = Long.getLong("tributary.seed");
        if (only != null) {
            runOne(only, 1.0, check);
            return;
        }
        int count = Integer.getInteger("tributary.seeds", cases);
        for (int seed = 1; seed <= count; seed++) {
            runOne(seed, (double) seed / count, check);
        }
    }

    private static void runOne(long seed, double growth, Check check) {
        try {
            check.accept(new Random(seed, growth));
        } catch (AssertionError | RuntimeException | IOException e) {
            throw new AssertionError(
                    "failed with seed %d (repeat with -Dtributary.seed=%d): %s"
                            .formatted(seed, seed, e.getMessage()),
                    e);
        }
    }

    /// A small random generator (SplitMix64): the same numbers from the same seed in every version.
    /// One thread only.
    public static final class Random {
        private final long seed;
        private final double growth;
        private long state;

        /// Starts a sequence with inputs of full size.
        public Random(long seed) {
            this(seed, 1.0);
        }

        private Random(long seed, double growth) {
            this.seed = seed;
            this.growth = growth;
            this.state = seed;
        }

        public long seed() {
            return seed;
        }

        public long nextLong() {
            state += 0x9e3779b97f4a7c15L;
            long z = state;
            z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return z ^ (z >>> 31);
        }

        /// Between `min` and `max`, both included.
        public int between(int min, int max) {
            return (int) between((long) min, (long) max);
        }

        /// Between `min` and `max`, both included.
        public long between(long min, long max) {
            if (min > max) {
                throw new IllegalArgumentException("nothing between " + min + " and " + max);
            }
            long span = max - min + 1;
            return span <= 0
                    ? betweenWide(min, max)
                    : min + Long.remainderUnsigned(nextLong(), span);
        }

        /// A size between 0 and `max`, small in the first cases and up to `max` in the last.
        public int size(int max) {
            return between(0, Math.clamp((long) Math.ceil(max * growth), Math.min(1, max), max));
        }

        /// In [0, 1).
        public double fraction() {
            return (nextLong() >>> 11) * 0x1.0p-53;
        }

        /// True once in `times`.
        public boolean oneIn(int times) {
            return between(1, times) == 1;
        }

        public byte[] bytes(int minLength, int maxLength) {
            byte[] bytes = new byte[between(minLength, maxLength)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) nextLong();
            }
            return bytes;
        }

        public <T> T pick(List<T> choices) {
            return choices.get(between(0, choices.size() - 1));
        }

        /// `count` elements, each made by `element`.
        public <T> List<T> list(int count, Function<Random, T> element) {
            List<T> list = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                list.add(element.apply(this));
            }
            return list;
        }

        private long betweenWide(long min, long max) {
            long value = nextLong();
            while (value < min || value > max) {
                value = nextLong();
            }
            return value;
        }
    }
}
