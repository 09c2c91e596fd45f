package io.tributary.tsdb.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// What happens where the disk is full, or fails.
class ChunkSpaceTest {
    private final Random random = new Random(1);

    @Test
    void add_onAFullDisk_staysInMemoryAndIsWrittenOnceThereIsRoom() throws IOException {
        try (ChunkFixture fixture = new ChunkFixture(1, ChunkFixture.SMALL)) {
            fill(fixture, 20);
            fixture.store().flush();
            fixture.disk().limitBytes(fixture.store().diskBytes() + 3_000);
            long durable = fixture.added.size();
            fill(fixture, 200);

            assertThatThrownBy(() -> fixture.store().flush()).isInstanceOf(NoSpaceException.class);

            assertThat(fixture.store().pendingBytes()).isPositive();
            assertThat(fixture.store().oldestPendingSegment()).isGreaterThanOrEqualTo(durable);
            checkAll(fixture);
            fixture.disk().limitBytes(Long.MAX_VALUE);
            await(() -> fixture.store().pendingBytes() == 0);
            assertThat(fixture.store().oldestPendingSegment()).isEqualTo(Long.MAX_VALUE);
            assertThat(fixture.fatal).isEmpty();
            checkAll(fixture);
            int added = fixture.added.size();
            fixture.reopen();
            assertThat(fixture.added).hasSize(added);
            assertThat(fixture.store().recovery().damages()).isEmpty();
        }
    }

    @Test
    void close_onAFullDisk_saysSoAndWhatFittedIsFound() throws IOException {
        try (ChunkFixture fixture = new ChunkFixture(2, ChunkFixture.SMALL)) {
            fixture.disk().limitBytes(3_000);
            fill(fixture, 100);

            assertThatThrownBy(() -> fixture.store().close()).isInstanceOf(NoSpaceException.class);

            assertThat(fixture.store().oldestPendingSegment()).isLessThan(100);
            fixture.disk().limitBytes(Long.MAX_VALUE);
            fixture.reopen();
            assertThat(fixture.added).isNotEmpty().hasSizeLessThan(100);
            checkAll(fixture);
        }
    }

    @Test
    void open_onAFullDisk_isRefusedAndLeavesTheFileAsItWas() throws IOException {
        try (ChunkFixture fixture = new ChunkFixture(3, ChunkFixture.SMALL)) {
            fill(fixture, 8);
            fixture.store().flush();
            fixture.crash();
            int size = (int) size(fixture);
            fixture.disk().limitBytes(size + 10);

            assertThatThrownBy(fixture::reopen).isInstanceOf(NoSpaceException.class);

            assertThat(size(fixture)).isEqualTo(size);
            fixture.disk().limitBytes(Long.MAX_VALUE);
            fixture.reopen();
            assertThat(fixture.added).hasSize(8);
        }
    }

    @Test
    void remove_onAFullDisk_makesRoom() throws IOException {
        try (ChunkFixture fixture = new ChunkFixture(4, ChunkFixture.SMALL)) {
            fill(fixture, 300);
            fixture.store().flush();
            fixture.disk().limitBytes(fixture.store().diskBytes());
            fill(fixture, 5);
            assertThatThrownBy(() -> fixture.store().flush()).isInstanceOf(NoSpaceException.class);

            fixture.store().remove(fixture.store().closedFiles().getFirst().number());

            await(() -> fixture.store().pendingBytes() == 0);
        }
    }

    @Test
    void add_afterAFailedWrite_isNeverDurableAndCanBeRead() throws IOException {
        try (ChunkFixture fixture = new ChunkFixture(5, ChunkFixture.SMALL)) {
            fill(fixture, 10);
            fixture.store().flush();
            fixture.disk().failWrite(1);
            fill(fixture, 30);
            await(() -> fixture.fatal.size() == 1);
            fill(fixture, 30);

            assertThatThrownBy(() -> fixture.store().flush())
                    .hasMessage("no chunk can be made durable any more");

            assertThat(fixture.store().oldestPendingSegment()).isEqualTo(10);
            checkAll(fixture);
        }
    }

    @Test
    void add_oneChunk_isWrittenWhenItIsOldEnough() throws IOException {
        try (ChunkFixture fixture =
                new ChunkFixture(6, new ChunkSettings(8 << 10, 10, 1 << 20, 5, 0))) {
            fixture.add(random, 1);
            fixture.clock.advance(6);
            await(() -> fixture.store().pendingBytes() == 0);
            assertThat(fixture.store().closedFiles()).isEmpty();

            fixture.clock.advance(6);

            await(() -> fixture.store().closedFiles().size() == 1);
            checkAll(fixture);
        }
    }

    private void fill(ChunkFixture fixture, int chunks) {
        for (int i = 0; i < chunks; i++) {
            fixture.add(random, 5);
        }
    }

    private static void checkAll(ChunkFixture fixture) throws IOException {
        try (ChunkVersion version = fixture.store().acquire()) {
            fixture.check(version, fixture.added, fixture.handles());
        }
    }

    private static long size(ChunkFixture fixture) throws IOException {
        long total = 0;
        for (String name : fixture.disk().list(ChunkFixture.DIRECTORY)) {
            total += fixture.size(name);
        }
        return total;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
