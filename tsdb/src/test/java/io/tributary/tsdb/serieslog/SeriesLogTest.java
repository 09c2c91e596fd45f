package io.tributary.tsdb.serieslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeriesLogTest {
    private static final int BYTES = 100;

    @Test
    void open_afterAFlush_findsAllInOrder() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(1)) {
            Random random = new Random(1);
            for (long number = 1; number <= 300; number++) {
                fixture.add(number, random.between(0, 3_000), number);
                if (random.oneIn(20)) {
                    fixture.log().flush();
                }
            }
            fixture.log().flush();
            assertThat(fixture.log().oldestPendingSegment()).isEqualTo(Long.MAX_VALUE);

            fixture.crash();

            assertThat(fixture.found()).isEqualTo(numbers(1, 300));
            assertThat(fixture.log().report().records()).isEqualTo(300);
            assertThat(fixture.log().report().damages()).isEmpty();
            assertThat(fixture.log().report().tornTailBytes()).isZero();
            assertThat(fixture.fatal).isEmpty();
        }
    }

    @Test
    void close_writesWhatIsPending() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(2)) {
            fixture.add(1, BYTES, 1);
            fixture.restart();
            assertThat(fixture.found()).containsExactly(1L);
        }
    }

    @Test
    void oldestPendingSegment_isTheEarliestNotSynced() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(3)) {
            fixture.add(1, BYTES, 7);
            fixture.add(2, BYTES, 8);
            assertThat(fixture.log().oldestPendingSegment()).isEqualTo(7);
            fixture.log().flush();
            fixture.add(3, BYTES, 9);
            assertThat(fixture.log().oldestPendingSegment()).isEqualTo(9);
        }
    }

    @Test
    void add_ofAWholeBatch_isWrittenWithoutAFlushAndTheListenerIsTold() throws Exception {
        try (SeriesLogFixture fixture = new SeriesLogFixture(4)) {
            CountDownLatch told = new CountDownLatch(1);
            fixture.log().whenSynced(told::countDown);
            fixture.add(1, 2_000, 1);
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void add_afterTheDelay_isWrittenWithoutAFlush() throws Exception {
        try (SeriesLogFixture fixture =
                new SeriesLogFixture(5, new SeriesLogSettings(1 << 20, 20))) {
            CountDownLatch told = new CountDownLatch(1);
            fixture.log().whenSynced(told::countDown);
            fixture.add(1, BYTES, 1);
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void flush_onAFullDisk_failsAndIsWrittenOnceThereIsRoom() throws Exception {
        try (SeriesLogFixture fixture = new SeriesLogFixture(6)) {
            fixture.add(1, BYTES, 1);
            fixture.log().flush();
            fixture.disk().limitBytes(fixture.log().sizeBytes());
            fixture.add(2, BYTES, 2);
            assertThatIOException()
                    .isThrownBy(fixture.log()::flush)
                    .withCauseInstanceOf(NoSpaceException.class);
            assertThat(fixture.log().spaceFailure()).isPresent();
            assertThat(fixture.log().oldestPendingSegment()).isEqualTo(2);

            CountDownLatch told = new CountDownLatch(1);
            fixture.log().whenSynced(told::countDown);
            fixture.disk().limitBytes(Long.MAX_VALUE);
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(fixture.log().spaceFailure()).isEmpty();

            fixture.crash();
            assertThat(fixture.found()).containsExactly(1L, 2L);
            assertThat(fixture.fatal).isEmpty();
        }
    }

    @Test
    void insist_onAFullDisk_isDurableAheadOfWhatIsPending() throws Exception {
        try (SeriesLogFixture fixture = new SeriesLogFixture(14)) {
            fixture.add(1, BYTES, 1);
            fixture.log().flush();
            fixture.disk().limitBytes(1);
            fixture.add(2, BYTES, 2);
            assertThatIOException().isThrownBy(fixture.log()::flush);

            long inserted = 100;
            RecordWriter out = new RecordWriter();
            SeriesLogFixture.write(out, inserted, BYTES);
            int perBatch = FileHeader.SECTOR_BYTES;
            for (int used = 0; used + perBatch <= SeriesLog.RESERVE_BYTES; used += perBatch) {
                fixture.log().insist(out.array(), 0, out.position());
            }
            assertThatIOException()
                    .isThrownBy(() -> fixture.log().insist(out.array(), 0, out.position()))
                    .withCauseInstanceOf(NoSpaceException.class);

            fixture.crash();
            assertThat(fixture.found()).startsWith(1L, inserted, inserted).doesNotContain(2L);
            fixture.disk().limitBytes(Long.MAX_VALUE);
            fixture.add(3, BYTES, 2);
            fixture.log().flush();
            fixture.disk().limitBytes(1);
            fixture.log().insist(out.array(), 0, out.position());
            fixture.crash();
            assertThat(fixture.found()).endsWith(3L, inserted);
            assertThat(fixture.log().report().damages()).isEmpty();
        }
    }

    @Test
    void flush_afterAFailedSync_failsAndIsFatal() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(7)) {
            fixture.add(1, BYTES, 1);
            fixture.disk().failSync(1);
            assertThatIOException().isThrownBy(fixture.log()::flush);
            fixture.stop();
            assertThat(fixture.fatal).hasSize(1);
            assertThat(fixture.log().oldestPendingSegment()).isEqualTo(1);
        }
    }

    @Test
    void rewrite_leavesOnlyWhatIsLiveAndWhatWasPending() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(8)) {
            for (long number = 1; number <= 200; number++) {
                fixture.add(number, BYTES, 1);
            }
            fixture.log().flush();
            long before = fixture.log().sizeBytes();
            fixture.add(201, BYTES, 2);

            fixture.log().rewrite(SeriesLogFixture.live(numbers(150, 200), BYTES));
            fixture.add(202, BYTES, 2);
            fixture.log().flush();

            assertThat(fixture.log().sizeBytes()).isLessThan(before / 2);
            fixture.crash();
            assertThat(fixture.found()).isEqualTo(numbers(150, 202));
            assertThat(fixture.disk().list(SeriesLogFixture.DIRECTORY)).containsExactly("00000002");
        }
    }

    @Test
    void rewrite_whileRecordsAreAdded_losesNone() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(9)) {
            List<Long> live = numbers(1, 100);
            live.forEach(number -> fixture.add(number, BYTES, 1));
            fixture.log().flush();
            AtomicInteger portions = new AtomicInteger();
            LiveRecords given = SeriesLogFixture.live(live, BYTES);

            fixture.log()
                    .rewrite(out -> {
                        fixture.add(1_000 + portions.getAndIncrement(), BYTES, 2);
                        return given.next(out);
                    });
            fixture.log().flush();
            fixture.crash();

            List<Long> expected = new ArrayList<>(live);
            expected.addAll(numbers(1_000, 999 + portions.get()));
            assertThat(fixture.found()).isEqualTo(expected);
        }
    }

    @Test
    void rewrite_ofNothing_leavesAnEmptyLog() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(10)) {
            fixture.add(1, BYTES, 1);
            fixture.log().flush();
            fixture.log().rewrite(_ -> false);
            fixture.restart();
            assertThat(fixture.found()).isEmpty();
        }
    }

    @Test
    void rewrite_thatFails_leavesTheOldLog() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(11)) {
            fixture.add(1, BYTES, 1);
            fixture.log().flush();
            fixture.disk()
                    .limitBytes(fixture.log().sizeBytes() + 2 * SeriesLog.RESERVE_BYTES + 1_500);
            assertThatIOException()
                    .isThrownBy(() ->
                            fixture.log().rewrite(SeriesLogFixture.live(numbers(1, 100), BYTES)));
            assertThatThrownBy(() ->
                            fixture.log()
                                    .rewrite(_ -> {
                                        throw new IllegalStateException("of the caller");
                                    }))
                    .isInstanceOf(IOException.class)
                    .hasRootCauseMessage("of the caller");
            fixture.disk().limitBytes(Long.MAX_VALUE);
            fixture.add(2, BYTES, 1);
            fixture.log().flush();
            fixture.crash();

            assertThat(fixture.found()).containsExactly(1L, 2L);
            assertThat(fixture.disk().list(SeriesLogFixture.DIRECTORY)).containsExactly("00000001");
            assertThat(fixture.fatal).isEmpty();
        }
    }

    @Test
    void rewrite_afterTheEnd_isRefused() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(12)) {
            fixture.stop();
            assertThatIOException().isThrownBy(() -> fixture.log().rewrite(_ -> false));
            assertThatIOException()
                    .isThrownBy(() -> {
                        fixture.add(1, BYTES, 1);
                        fixture.log().flush();
                    });
        }
    }

    @Test
    void open_withRecordsThatAreNone_saysWhere() throws IOException {
        try (SeriesLogFixture fixture = new SeriesLogFixture(13)) {
            RecordWriter out = new RecordWriter();
            out.u8(1);
            out.fixed32(100);
            fixture.log().add(out.array(), 0, out.position(), 1);
            fixture.stop();
            assertThatIOException()
                    .isThrownBy(fixture::restart)
                    .withMessageContaining("batch 1 at offset 1024 of series")
                    .withMessageContaining("00000001");
        }
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
