package io.tributary.tsdb.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.chunk.CorruptChunkException;
import io.tributary.format.chunk.XorChunkReader;
import io.tributary.format.chunk.XorChunkWriter;
import io.tributary.model.SampleBits;
import io.tributary.testkit.SeededCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenChunksTest {
    private record Sample(long time, long bits) {}

    private static final int SLOTS = 3;

    private final byte[] scratch = new byte[OpenChunks.copyBytesMax() + 2];

    @Test
    void append_ofRandomSamples_makesTheChunksThatPrometheusEncodingSays() {
        SeededCases.run(
                300,
                random -> {
                    SeriesTable table = new SeriesTable();
                    OpenChunks open = new OpenChunks(table);
                    List<List<Sample>> expected = new ArrayList<>();
                    for (int slot = 0; slot < SLOTS; slot++) {
                        table.create(slot);
                        expected.add(new ArrayList<>());
                    }
                    long time = random.between(-10_000_000, 1_800_000_000_000L);
                    boolean regular = random.between(0, 1) == 0;
                    for (int i = 0; i < 400; i++) {
                        int slot = regular ? i % SLOTS : random.between(0, SLOTS - 1);
                        time += regular && random.between(0, 9) > 0 ? 5_000 : step(random);
                        if (mustSeal(table, open, slot, time)) {
                            check(open, slot, expected.get(slot));
                        }
                        Sample sample =
                                new Sample(
                                        time,
                                        regular && random.between(0, 9) > 0 ? 7 : value(random));
                        append(table, open, slot, sample.time(), sample.bits());
                        expected.get(slot).add(sample);
                    }
                    for (int slot = 0; slot < SLOTS; slot++) {
                        check(open, slot, expected.get(slot));
                    }
                    assertThat(open.blocksUsed()).isZero();
                });
    }

    @Test
    void copy_ofAnOpenChunk_readsAsManySamplesAsAskedFor() throws CorruptChunkException {
        SeriesTable table = new SeriesTable();
        table.create(0);
        OpenChunks open = new OpenChunks(table);
        for (int i = 0; i < 100; i++) {
            append(table, open, 0, i * 15_000L, Double.doubleToRawLongBits(i / 7.0));
            int length = open.copy(0, scratch, 0);
            XorChunkReader reader = new XorChunkReader();
            for (int seen = 0; seen <= i + 1; seen++) {
                reader.resetOpen(scratch, 0, length, seen);
                int count = 0;
                while (reader.next()) {
                    assertThat(reader.timeMillis()).isEqualTo(count * 15_000L);
                    assertThat(reader.valueBits())
                            .isEqualTo(Double.doubleToRawLongBits(count / 7.0));
                    count++;
                }
                assertThat(count).isEqualTo(seen);
            }
        }
    }

    @Test
    void mustSeal_atTheWindowsEnd_isTrue() {
        SeriesTable table = new SeriesTable();
        table.create(0);
        OpenChunks open = new OpenChunks(table);
        append(table, open, 0, OpenChunks.WINDOW_MILLIS - 20_000, 1);
        assertThat(mustSeal(table, open, 0, OpenChunks.WINDOW_MILLIS - 1)).isFalse();
        assertThat(mustSeal(table, open, 0, OpenChunks.WINDOW_MILLIS)).isTrue();
    }

    private static boolean mustSeal(SeriesTable table, OpenChunks open, int slot, long time) {
        return open.mustSeal(
                table.hot().slab(slot), table.cold().slab(slot), table.base(slot), slot, time);
    }

    private static void append(SeriesTable table, OpenChunks open, int slot, long time, long bits) {
        open.append(table.hot().slab(slot), table.cold().slab(slot), table.base(slot), time, bits);
    }

    private void check(OpenChunks open, int slot, List<Sample> expected) {
        int length = open.seal(slot, scratch);
        assertThat(length).isLessThanOrEqualTo(OpenChunks.BYTES_MAX + 2);
        XorChunkWriter writer = new XorChunkWriter();
        for (Sample sample : expected) {
            writer.append(sample.time(), sample.bits());
        }
        assertThat(Arrays.copyOf(scratch, length))
                .isEqualTo(Arrays.copyOf(writer.bytes(), writer.sizeBytes()));
        expected.clear();
    }

    private static long step(SeededCases.Random random) {
        return switch (random.between(0, 8 - 1)) {
            case 0 -> random.between(1, 100_000);
            case 1 -> random.between(1, 3_000_000);
            case 2 -> 1;
            default -> 5_000 + random.between(-20, 20);
        };
    }

    private static long value(SeededCases.Random random) {
        return switch (random.between(0, 6 - 1)) {
            case 0 -> random.nextLong();
            case 1 -> SampleBits.STALE_NAN;
            case 2 -> Double.doubleToRawLongBits(1 / 3.0 * random.between(0, 9 - 1));
            default -> Double.doubleToRawLongBits(random.between(0, 20 - 1));
        };
    }
}
