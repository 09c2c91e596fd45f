package io.tributary.format.chunk;

import io.tributary.testkit.SeededCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Samples as tests write, read and make them up.
final class Samples {
    record Sample(long timeMillis, long valueBits) {
        @Override
        public String toString() {
            return "%d:%016x".formatted(timeMillis, valueBits);
        }
    }

    /// Bits that arithmetic might change: NaNs with payloads, a stale marker, a negative zero.
    private static final List<Long> SPECIAL =
            List.of(
                    0x7ff0000000000002L,
                    0x7ff8000000000001L,
                    0x7ff4dead0000beefL,
                    0xffffffffffffffffL,
                    0x8000000000000000L,
                    0x7ff0000000000000L,
                    0L,
                    1L);

    private Samples() {}

    static byte[] encode(List<Sample> samples) {
        XorChunkWriter writer = new XorChunkWriter();
        samples.forEach(sample -> writer.append(sample.timeMillis(), sample.valueBits()));
        return Arrays.copyOf(writer.bytes(), writer.sizeBytes());
    }

    static List<Sample> decode(byte[] chunk) throws CorruptChunkException {
        XorChunkReader reader = new XorChunkReader();
        reader.reset(chunk, 0, chunk.length);
        return drain(reader);
    }

    static List<Sample> drain(XorChunkReader reader) throws CorruptChunkException {
        List<Sample> samples = new ArrayList<>();
        while (reader.next()) {
            samples.add(new Sample(reader.timeMillis(), reader.valueBits()));
        }
        return samples;
    }

    /// All that are left, read into columns.
    static List<Sample> drainColumns(XorChunkReader reader) throws CorruptChunkException {
        return columns(reader, Long.MAX_VALUE, reader.count());
    }

    /// Reads `most` into columns, or up to `lastMillis`.
    static List<Sample> columns(XorChunkReader reader, long lastMillis, int most)
            throws CorruptChunkException {
        int at = 3;
        long[] times = new long[at + most];
        long[] bits = new long[at + most];
        int count = reader.read(lastMillis, most, times, bits, at);
        List<Sample> samples = new ArrayList<>();
        for (int i = at; i < at + count; i++) {
            samples.add(new Sample(times[i], bits[i]));
        }
        return samples;
    }

    /// `time:bits` (bits in hex), separated by spaces.
    static List<Sample> parse(String text) {
        List<Sample> samples = new ArrayList<>();
        for (String sample : text.isBlank() ? new String[0] : text.strip().split(" +")) {
            int colon = sample.indexOf(':');
            samples.add(
                    new Sample(
                            Long.parseLong(sample, 0, colon, 10),
                            Long.parseUnsignedLong(sample.substring(colon + 1), 16)));
        }
        return samples;
    }

    /// A series of one temper: how its times step and how its values move.
    static List<Sample> random(SeededCases.Random random, int count) {
        int jitterBits = random.between(0, 63);
        int valueKind = random.between(0, 3);
        List<Sample> samples = new ArrayList<>();
        long time = random.oneIn(8) ? random.nextLong() : 1_763_672_487_000L;
        double value = 0;
        for (int i = 0; i < count; i++) {
            time += 15_000 + (jitterBits == 0 ? 0 : random.nextLong() >> (64 - jitterBits));
            value += random.between(0, 9);
            long bits =
                    switch (valueKind) {
                        case 0 -> Double.doubleToRawLongBits(value);
                        case 1 -> Double.doubleToRawLongBits(random.fraction());
                        case 2 -> random.pick(SPECIAL);
                        default -> random.oneIn(4) ? random.nextLong() : 1L << (i & 63);
                    };
            samples.add(new Sample(time, bits));
        }
        return samples;
    }
}
