package io.tributary.format.chunk;

import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.testkit.SeededCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Histograms as tests write, read and make them up.
final class Histograms {
    record Sample(long timeMillis, ResetHint hint, Histogram histogram) {
        /// As golden files have it.
        @Override
        public String toString() {
            String word = hint.name().toLowerCase(Locale.ROOT).replace('_', '-');
            return timeMillis + " " + word + " " + histogram;
        }
    }

    record Chunk(byte encoding, String hex) {
        static Chunk of(byte encoding, byte[] bytes) {
            return new Chunk(encoding, HexFormat.of().formatHex(bytes));
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    private Histograms() {}

    /// As many chunks as it takes.
    static List<Chunk> encode(List<Sample> samples) {
        List<Chunk> chunks = new ArrayList<>();
        HistogramChunkWriter writer = new HistogramChunkWriter();
        HistogramParts parts = new HistogramParts();
        for (Sample sample : samples) {
            sample.histogram().into(parts);
            if (!writer.append(sample.timeMillis(), sample.hint(), parts)) {
                chunks.add(chunk(writer));
                writer.begin(sample.timeMillis(), sample.hint(), parts);
            }
        }
        if (writer.count() > 0) {
            chunks.add(chunk(writer));
        }
        return chunks;
    }

    static Chunk chunk(HistogramChunkWriter writer) {
        return Chunk.of(writer.encoding(), Arrays.copyOf(writer.bytes(), writer.sizeBytes()));
    }

    /// Samples with what the chunk alone says of resets.
    static List<Sample> decode(Chunk chunk) throws CorruptChunkException {
        HistogramChunkReader reader = new HistogramChunkReader();
        byte[] bytes = chunk.bytes();
        reader.reset(chunk.encoding(), bytes, 0, bytes.length);
        return drain(reader);
    }

    static List<Sample> drain(HistogramChunkReader reader) throws CorruptChunkException {
        List<Sample> samples = new ArrayList<>();
        while (reader.next()) {
            samples.add(
                    new Sample(
                            reader.timeMillis(), reader.resetHint(), Histogram.of(reader.parts())));
        }
        return samples;
    }

    /// Hints are not in a chunk; a golden file has them.
    static List<Sample> withHints(List<Sample> samples, List<String> lines) {
        List<Sample> hinted = new ArrayList<>();
        for (int i = 0; i < Math.min(samples.size(), lines.size()); i++) {
            String word = lines.get(i).split(" ", 3)[1].toUpperCase(Locale.ROOT);
            hinted.add(
                    new Sample(
                            samples.get(i).timeMillis(),
                            ResetHint.valueOf(word.replace('-', '_')),
                            samples.get(i).histogram()));
        }
        return hinted;
    }

    /// A series of one temper: its kind, how many buckets it has, how often they fall.
    static List<Sample> random(SeededCases.Random random, int count) {
        boolean floats = random.oneIn(2);
        boolean gauge = random.oneIn(3);
        boolean custom = random.oneIn(4);
        int width = random.between(1, 30);
        List<Long> bounds = custom ? bounds(random, width) : List.of();
        long threshold = custom ? 0 : Double.doubleToRawLongBits(random.fraction());
        NavigableMap<Integer, Long> positive = new TreeMap<>();
        NavigableMap<Integer, Long> negative = new TreeMap<>();
        List<Sample> samples = new ArrayList<>();
        long time = random.oneIn(8) ? random.nextLong() : 1_763_672_487_000L;
        for (int i = 0; i < count; i++) {
            time += random.oneIn(9) ? random.nextLong() >> random.between(0, 63) : 15_000;
            if (random.oneIn(25)) {
                positive.clear();
            }
            int first = custom ? 0 : -width / 2;
            grow(random, positive, first, width);
            if (!custom) {
                grow(random, negative, first, width);
            }
            Histogram histogram =
                    random.oneIn(20)
                            ? Histogram.STALE
                            : histogram(random, floats, threshold, bounds, positive, negative);
            ResetHint hint =
                    gauge && !histogram.isStale()
                            ? ResetHint.GAUGE
                            : random.oneIn(9) ? ResetHint.RESET : ResetHint.UNKNOWN;
            samples.add(new Sample(time, hint, histogram));
        }
        return samples;
    }

    private static Histogram histogram(
            SeededCases.Random random,
            boolean floats,
            long threshold,
            List<Long> bounds,
            NavigableMap<Integer, Long> positive,
            NavigableMap<Integer, Long> negative) {
        long zero = bounds.isEmpty() ? random.between(0, 2) : 0;
        long total =
                zero
                        + positive.values().stream().mapToLong(Long::longValue).sum()
                        + negative.values().stream().mapToLong(Long::longValue).sum();
        return new Histogram(
                floats ? Histogram.Kind.FLOAT : Histogram.Kind.INTEGER,
                bounds.isEmpty() ? random.oneIn(30) ? 2 : 3 : Histogram.CUSTOM_BOUNDS,
                threshold,
                count(zero, floats),
                count(total, floats),
                random.oneIn(4)
                        ? 0x7ff4dead0000beefL
                        : Double.doubleToRawLongBits(random.between(0, 99) / 8.0),
                buckets(positive, floats),
                buckets(negative, floats),
                bounds);
    }

    private static List<Histogram.Bucket> buckets(
            NavigableMap<Integer, Long> counts, boolean floats) {
        return counts.entrySet().stream()
                .map(e -> new Histogram.Bucket(e.getKey(), count(e.getValue(), floats)))
                .toList();
    }

    private static long count(long number, boolean floats) {
        return floats ? Double.doubleToRawLongBits(number / 3.0) : number;
    }

    private static void grow(
            SeededCases.Random random, NavigableMap<Integer, Long> counts, int first, int last) {
        for (int i = random.between(0, 4); i > 0; i--) {
            counts.merge(
                    random.between(first, last),
                    random.between(1L, 1L << random.between(0, 40)),
                    Long::sum);
        }
        if (random.oneIn(20) && !counts.isEmpty()) {
            counts.remove(counts.firstKey());
        }
    }

    private static List<Long> bounds(SeededCases.Random random, int count) {
        List<Long> bounds = new ArrayList<>();
        double bound = random.oneIn(2) ? -1 : 0;
        for (int i = 0; i < count; i++) {
            bound += random.oneIn(2) ? random.between(1, 5000) / 1000.0 : 1e6 * random.fraction();
            bounds.add(Double.doubleToRawLongBits(bound));
        }
        return bounds;
    }
}
