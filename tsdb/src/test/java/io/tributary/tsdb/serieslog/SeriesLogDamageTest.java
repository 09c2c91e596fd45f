package io.tributary.tsdb.serieslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.tsdb.serieslog.SeriesLogReport.BatchDamage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// Rot, unreadable sectors and newer writers.
class SeriesLogDamageTest {
    private static final Path FILE = LogFiles.path(SeriesLogFixture.DIRECTORY, 1);
    private static final int BATCHES = 8;

    @Test
    void open_withAnyOneBitTurned_reportsTheBatchAndKeepsTheOthers() {
        SeededCases.run(
                300,
                random -> {
                    try (SeriesLogFixture fixture = new SeriesLogFixture(random.seed())) {
                        turnOneBit(random, fixture);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void open_withAnUnreadableSector_reportsItsErrorAndKeepsTheOthers() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(1)) {
            List<Long> starts = fill(fixture, new Random(1));
            fixture.stop();
            fixture.disk().failReads(FILE, starts.get(3), starts.get(3) + 512);

            fixture.restart();

            assertThat(fixture.found()).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L);
            BatchDamage damage = fixture.log().report().damages().getFirst();
            assertThat(damage.fromOffset()).isEqualTo(starts.get(3));
            assertThat(damage.toOffset()).isEqualTo(starts.get(4));
            assertThat(damage.lostBatches()).isEqualTo(1);
            assertThat(damage.reason()).contains("unreadable sector");
        }
    }

    @Test
    void open_afterATornTail_goesOnBehindTheLastBatch() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(2)) {
            List<Long> starts = fill(fixture, new Random(2));
            fixture.stop();
            fixture.disk().flipBit(FILE, Math.toIntExact(starts.getLast()) + 45, 0);

            fixture.restart();
            assertThat(fixture.found()).hasSize(BATCHES - 1);
            assertThat(fixture.log().report().tornTailBytes()).isPositive();
            assertThat(fixture.log().sizeBytes()).isEqualTo(starts.getLast());
            fixture.add(100, 10, 1);
            fixture.log().flush();
            fixture.crash();

            assertThat(fixture.found()).hasSize(BATCHES).endsWith(100L);
            assertThat(fixture.log().report().tornTailBytes()).isZero();
        }
    }

    @Test
    void open_withBothHeadersRotten_refusesNamingTheFile() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(3)) {
            fill(fixture, new Random(3));
            fixture.stop();
            fixture.disk().flipBit(FILE, 9, 0);
            fixture.disk().flipBit(FILE, 512 + 9, 0);

            assertThatIOException()
                    .isThrownBy(fixture::restart)
                    .withMessageContaining(FILE.toString());
        }
    }

    @Test
    void open_ofANewerVersion_refusesNamingTheFile() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(4)) {
            fixture.stop();
            ByteBuffer header = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
            try (DiskFile file = fixture.disk().open(FILE, Disk.Mode.WRITE)) {
                file.read(header, 0);
                header.putInt(4, FileHeader.VERSION + 1);
                CRC32C crc = new CRC32C();
                crc.update(header.array(), 0, 24);
                header.putInt(24, (int) crc.getValue());
                file.write(header.rewind(), 0);
            }

            assertThatIOException()
                    .isThrownBy(fixture::restart)
                    .withMessageContaining(FILE.toString())
                    .withMessageContaining("version 2");
        }
    }

    /// One record a batch; answers where each batch begins.
    private static List<Long> fill(SeriesLogFixture fixture, Random random) throws IOException {
        List<Long> starts = new ArrayList<>();
        for (long number = 1; number <= BATCHES; number++) {
            starts.add(fixture.log().sizeBytes());
            fixture.add(number, random.between(0, 1_900), 1);
            fixture.log().flush();
        }
        return starts;
    }

    private static void turnOneBit(Random random, SeriesLogFixture fixture) throws IOException {
        List<Long> starts = fill(fixture, random);
        long size = fixture.log().sizeBytes();
        fixture.stop();
        int offset = random.between(0, (int) size - 1);
        fixture.disk().flipBit(FILE, offset, random.between(0, 7));

        fixture.restart();

        List<Long> missing = new ArrayList<>();
        for (long number = 1; number <= BATCHES; number++) {
            if (!fixture.found().contains(number)) {
                missing.add(number);
            }
        }
        assertThat(fixture.found()).isSorted().doesNotHaveDuplicates();
        assertThat(missing).hasSizeLessThanOrEqualTo(1);
        if (missing.isEmpty()) {
            assertThat(fixture.log().report().damages()).isEmpty();
            return;
        }
        int hit = Math.toIntExact(missing.getFirst()) - 1;
        assertThat((long) offset).isGreaterThanOrEqualTo(starts.get(hit));
        if (hit == BATCHES - 1) {
            assertThat(fixture.log().report().tornTailBytes()).isPositive();
            return;
        }
        BatchDamage damage = fixture.log().report().damages().getFirst();
        assertThat(damage.fromOffset()).isEqualTo(starts.get(hit));
        assertThat(damage.toOffset()).isEqualTo(starts.get(hit + 1));
        assertThat(damage.lostBatches()).isEqualTo(1);
    }
}
