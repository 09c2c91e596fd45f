package io.tributary.model.histogram;

import io.tributary.model.SampleBits;
import io.tributary.testkit.SeededCases;
import java.util.List;

/// Histograms as no ordinary program makes them, but valid.
final class RandomHistograms {
    private static final List<Long> DOUBLES =
            List.of(
                    0L,
                    Long.MIN_VALUE,
                    0x3ff0000000000000L,
                    0x37f0000000000000L,
                    0x7ff4dead0000beefL,
                    0x7ff0000000000000L,
                    1L,
                    SampleBits.NORMAL_NAN);

    private RandomHistograms() {}

    static HistogramParts parts(SeededCases.Random random) {
        HistogramParts parts = new HistogramParts();
        boolean floats = random.oneIn(2);
        boolean custom = random.oneIn(3);
        parts.begin(
                floats ? Histogram.Kind.FLOAT : Histogram.Kind.INTEGER,
                custom ? Histogram.CUSTOM_BOUNDS : random.between(-4, 8),
                custom ? 0 : bits(random),
                custom ? 0 : count(random, floats),
                count(random, floats),
                random.oneIn(20) ? SampleBits.STALE_NAN : bits(random));
        if (custom) {
            for (int i = random.between(0, 9); i > 0; i--) {
                parts.addBound(bits(random));
            }
        }
        for (long index : indexes(random)) {
            parts.addPositive((int) index, bucket(random, floats));
        }
        if (!custom) {
            for (long index : indexes(random)) {
                parts.addNegative((int) index, bucket(random, floats));
            }
        }
        return parts;
    }

    private static long[] indexes(SeededCases.Random random) {
        long first = random.oneIn(5) ? Integer.MIN_VALUE : random.between(-40, 40);
        long[] indexes = new long[random.between(0, 12)];
        long index = first;
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = index;
            index += random.oneIn(3) ? random.between(2, 1 << random.between(2, 24)) : 1;
        }
        return indexes;
    }

    private static long bucket(SeededCases.Random random, boolean floats) {
        return floats ? bits(random) : random.nextLong() >>> random.between(1, 63);
    }

    private static long count(SeededCases.Random random, boolean floats) {
        return floats ? bits(random) : random.nextLong() >>> random.between(0, 63);
    }

    private static long bits(SeededCases.Random random) {
        return random.oneIn(2)
                ? random.pick(DOUBLES)
                : Double.doubleToRawLongBits(random.fraction());
    }
}
