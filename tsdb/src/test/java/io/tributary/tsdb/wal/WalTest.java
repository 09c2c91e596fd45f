package io.tributary.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class WalTest {
    private static final int THREADS = 8;
    private static final int RECORDS_EACH = 150;

    @Test
    void awaitDurable_afterAFailedSync_neverReturnsAndTheWalEnds() throws Exception {
        try (WalFixture fixture = new WalFixture(1)) {
            fixture.awaitPrepared();
            fixture.disk().failSync(1);
            checkEndsWith(fixture, "cannot sync");
        }
    }

    @Test
    void awaitDurable_afterAFailedWrite_neverReturnsAndTheWalEnds() throws Exception {
        try (WalFixture fixture = new WalFixture(2)) {
            fixture.awaitPrepared();
            fixture.disk().failWrite(1);
            checkEndsWith(fixture, "cannot write");
        }
    }

    @Test
    void reserve_afterClose_isEnded() throws IOException {
        try (WalFixture fixture = new WalFixture(3)) {
            long position = fixture.write(1, 10);
            fixture.stop();

            assertThat(fixture.wal().durablePosition()).isEqualTo(position);
            assertThat(fixture.wal().reserve(10).outcome()).isEqualTo(Reservation.Outcome.ENDED);
        }
    }

    @Test
    void finish_ofEightThreadsThatAwait_keepsEachOnesOrderAndAllRecords() throws Exception {
        try (WalFixture fixture = new WalFixture(4);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                tasks.add(() -> writeMany(fixture, number));
            }
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }

            List<Long> found = fixture.restart().records();
            assertThat(found).hasSize(THREADS * RECORDS_EACH);
            for (long thread = 0; thread < THREADS; thread++) {
                long own = thread;
                assertThat(found.stream().filter(record -> record / RECORDS_EACH == own))
                        .hasSize(RECORDS_EACH)
                        .isSorted();
            }
        }
    }

    @Test
    void finish_withoutARecord_answersThePositionOfAllBefore() throws IOException {
        try (WalFixture fixture = new WalFixture(5)) {
            long before = fixture.write(1, 10);
            Reservation empty = fixture.reserve(10);
            fixture.wal().begin(empty);

            assertThat(fixture.wal().finish(empty)).isEqualTo(before);
            fixture.wal().awaitDurable(before);
        }
    }

    @Test
    void resetGeneration_growsAtEverySegmentAndEveryResetBytes() throws IOException {
        try (WalFixture fixture = new WalFixture(6)) {
            List<Integer> generations = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Reservation reservation = fixture.reserve(4_000);
                RecordWriter out = fixture.wal().begin(reservation);
                generations.add(fixture.wal().resetGeneration());
                WalFixture.writeRecord(out, i, 3_000);
                fixture.wal().awaitDurable(fixture.wal().finish(reservation));
            }

            List<WalReader.WalFrame> frames = fixture.restart().frames();

            assertThat(frames).hasSize(60);
            int expected = 0;
            long segment = 0;
            long lastReset = 0;
            for (int i = 0; i < frames.size(); i++) {
                WalReader.WalFrame frame = frames.get(i);
                boolean reset =
                        frame.segment() != segment
                                || frame.offset() - lastReset >= WalFixture.SETTINGS.resetBytes();
                assertThat(frame.resetPoint()).as("frame %d", i).isEqualTo(reset);
                expected += reset ? 1 : 0;
                lastReset = reset ? frame.offset() : lastReset;
                segment = frame.segment();
                assertThat(generations.get(i)).isEqualTo(expected);
            }
            assertThat(expected).as("more resets than segments").isGreaterThan((int) segment);
        }
    }

    @Test
    void frame_carriesTheWallClockOfItsCommit() throws IOException {
        try (WalFixture fixture = new WalFixture(7)) {
            fixture.writeDurable(1, 10);

            WalFixture.Found found = fixture.restart();
            assertThat(found.frames().getFirst().commitMillis()).isEqualTo(WalFixture.NOW);
            assertThat(found.wal().lastCommitMillis()).isEqualTo(WalFixture.NOW);
        }
    }

    @Test
    void commit_thatThrowsAnythingElse_endsTheWalToo() throws Exception {
        try (WalFixture fixture = new WalFixture(8)) {
            fixture.awaitPrepared();
            fixture.failClock();
            checkEndsWith(fixture, "cannot commit");
        }
    }

    @Test
    void begin_withARefusedReservation_leavesTheWalUsable() throws Exception {
        try (WalFixture fixture = new WalFixture(9)) {
            Reservation refused = fixture.wal().reserve(Integer.MAX_VALUE);
            assertThat(refused.granted()).isFalse();
            assertThat(catchThrowable(() -> fixture.wal().begin(refused)))
                    .isInstanceOf(IllegalStateException.class);

            Thread other = Thread.ofPlatform().daemon().start(() -> fixture.writeDurable(1, 10));
            other.join(10_000);
            assertThat(other.isAlive()).isFalse();
        }
    }

    @Test
    void finish_inSteadyState_allocatesNothing() throws IOException {
        try (WalFixture fixture = new WalFixture(10, WalSettings.defaults(1 << 20))) {
            Wal wal = fixture.wal();
            long bytes =
                    AllocationProbe.bytes(() -> {
                        for (int i = 0; i < 10; i++) {
                            Reservation reservation = wal.reserve(100);
                            wal.begin(reservation).fixed64(i);
                            wal.finish(reservation);
                        }
                    });
            assertThat(bytes).isZero();
        }
    }

    private static void checkEndsWith(WalFixture fixture, String message) throws Exception {
        long position = fixture.write(1, 100);
        Thread waiting =
                Thread.ofPlatform().daemon().start(() -> fixture.wal().awaitDurable(position));
        WalFixture.await("the fatal error", () -> !fixture.fatal.isEmpty());

        assertThat(fixture.wal().reserve(10).outcome()).isEqualTo(Reservation.Outcome.ENDED);
        waiting.join(300);
        assertThat(waiting.isAlive()).as("still waits").isTrue();
        assertThat(fixture.wal().durablePosition()).isLessThan(position);
        fixture.stop();
        assertThat(fixture.fatal).hasSize(1);
        assertThat(fixture.fatal.getFirst()).hasMessageContaining(message);
    }

    private static Void writeMany(WalFixture fixture, int thread) {
        Random random = new Random(thread);
        long last = 0;
        for (int i = 0; i < RECORDS_EACH; i++) {
            long position =
                    fixture.write((long) thread * RECORDS_EACH + i, random.between(0, 3_000));
            assertThat(position).isGreaterThanOrEqualTo(last);
            fixture.wal().awaitDurable(position);
            assertThat(fixture.wal().durablePosition()).isGreaterThanOrEqualTo(position);
            last = position;
        }
        return null;
    }
}
