package io.tributary.tsdb.chunks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lives that end at any moment: what was said to be durable is found again, and nothing else is
/// than what was added.
class ChunkCrashTest {
    private static final int LIVES = 6;

    @Test
    void open_afterCrashesAtRandomPoints_findsAllThatWasDurable() {
        SeededCases.run(
                150,
                random -> {
                    try (ChunkFixture fixture = new ChunkFixture(random.seed(), settings(random))) {
                        for (int life = 0; life < LIVES; life++) {
                            live(random, fixture);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /// Batches of a few chunks, or of many pages, which tear.
    private static ChunkSettings settings(Random random) {
        return random.oneIn(2)
                ? ChunkFixture.SMALL_CACHED
                : new ChunkSettings(64 << 10, 3_600_000, 16 << 10, 5_000, 1 << 20);
    }

    private static void live(Random random, ChunkFixture fixture) throws IOException {
        int chunks = random.size(120);
        boolean syncFails = random.oneIn(4);
        if (syncFails) {
            fixture.disk().failSync(random.between(1, 12));
        }
        boolean failed = false;
        for (int i = 0; i < chunks && !failed; i++) {
            fixture.add(random, 10);
            failed = random.oneIn(12) && !flush(fixture, syncFails);
            if (random.oneIn(50)) {
                fixture.clock.advance(3_600_000);
            }
        }
        List<ChunkFixture.Added> durable = new ArrayList<>(fixture.added);
        boolean clean = !syncFails && random.oneIn(3);
        if (!clean) {
            long oldest = fixture.store().oldestPendingSegment();
            durable.removeIf(one -> one.segment() >= oldest);
        }
        if (!clean && (!failed || random.oneIn(2))) {
            fixture.crash();
        }
        List<ChunkFixture.Added> before = List.copyOf(fixture.added);
        fixture.reopen();
        assertThat(fixture.added).as("durable and found").containsAll(durable);
        assertThat(before.subList(0, fixture.added.size()))
                .as("the wal is asked only for what is newer than what is found")
                .isEqualTo(fixture.added);
        assertThat(fixture.store().recovery().damages()).isEmpty();
        if (failed || random.oneIn(4)) {
            crashAgain(fixture);
        }
        try (ChunkVersion version = fixture.store().acquire()) {
            fixture.check(version, fixture.added, fixture.handles());
        }
    }

    /// What an open has told of is durable, even after a sync that failed.
    private static void crashAgain(ChunkFixture fixture) throws IOException {
        List<ChunkFixture.Added> vouched = List.copyOf(fixture.added);
        fixture.crash();
        fixture.reopen();
        assertThat(fixture.added).isEqualTo(vouched);
    }

    private static boolean flush(ChunkFixture fixture, boolean mayFail) throws IOException {
        if (!mayFail) {
            fixture.store().flush();
            assertThat(fixture.store().oldestPendingSegment()).isEqualTo(Long.MAX_VALUE);
            assertThat(fixture.store().pendingBytes()).isZero();
            return true;
        }
        try {
            fixture.store().flush();
            return true;
        } catch (IOException e) {
            long oldest = fixture.store().oldestPendingSegment();
            assertThatThrownBy(() -> fixture.store().flush()).isInstanceOf(IOException.class);
            assertThat(fixture.store().oldestPendingSegment()).isEqualTo(oldest);
            return false;
        }
    }
}
