package io.tributary.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Segments that are given back: what was not released is always there, whatever crashes.
class WalReleaseTest {
    private static final SegmentSpan[] SEGMENTS = {};
    private static final int LIVES = 8;
    private static final long BOUND = 300 << 10;

    /// A bound of a few segments, so that every one but the last is written anew again and again.
    private static final WalSettings SETTINGS =
            new WalSettings(16 << 10, 32 << 10, BOUND, 24 << 10, 200, 8 << 10, 20 << 10);

    /// What was written: numbers of records, the sequence and segment of each, and how many are
    /// durable.
    private static final class Model {
        final List<Long> written = new ArrayList<>();
        final List<Long> sequences = new ArrayList<>();
        final List<Long> segments = new ArrayList<>();
        int durable;
        int released;
        long recycled;
    }

    @Test
    void read_afterReleasesAndCrashes_findsAllThatWasNotReleased() {
        Model total = new Model();
        SeededCases.run(
                150,
                random -> {
                    try (WalFixture fixture = new WalFixture(random.seed(), SETTINGS)) {
                        Model model = new Model();
                        for (int life = 0; life < LIVES; life++) {
                            live(random, fixture, model);
                        }
                        total.recycled += model.recycled;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        assertThat(total.recycled).as("frames in recycled segments").isGreaterThan(1_000);
    }

    @Test
    void read_afterAStopBeforeAnyChange_findsAllThatWasNotReleased() {
        SeededCases.run(
                80,
                random -> {
                    try (WalFixture fixture = new WalFixture(random.seed(), SETTINGS)) {
                        Model model = new Model();
                        for (int life = 0; life < LIVES; life++) {
                            liveUntilItStops(random, fixture, model);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void releaseBefore_inALongRun_keepsAllFilesWithinTheBound() throws IOException {
        try (WalFixture fixture = new WalFixture(1, SETTINGS)) {
            Random random = new Random(1);
            for (long number = 1; number <= 2_000; number++) {
                fixture.writeDurable(number, random.between(0, 6_000));
                fixture.wal().releaseBefore(fixture.wal().segments().getLast().number() - 1);
                assertThat(fixture.wal().sizeBytes()).isLessThanOrEqualTo(BOUND);
            }
            WalFixture.await("the last releases", () -> fixture.wal().segments().size() <= 2);

            assertThat(fixture.filesBytes()).isLessThanOrEqualTo(BOUND);
            WalFixture.Found found = fixture.restart();
            assertThat(found.records()).endsWith(2_000L).isSorted();
            assertThat(found.wal().damages()).isEmpty();
            assertThat(found.wal().tornTailBytes()).isZero();
            assertThat(fixture.isRecycled(found.frames().getLast().segment())).isTrue();
        }
    }

    @Test
    void releaseBefore_withTheWalAtItsBound_makesRoom() throws IOException {
        try (WalFixture fixture = new WalFixture(2, SETTINGS)) {
            long number = fill(fixture, 1);
            List<SegmentSpan> before = fixture.wal().segments();

            fixture.wal().releaseBefore(before.get(3).number());
            WalFixture.await(
                    "room",
                    () -> fixture.wal().reserve(20 << 10).outcome() == Reservation.Outcome.GRANTED);

            assertThat(fixture.wal().segments().getFirst()).isEqualTo(before.get(3));
            long first = before.get(3).firstSequence();
            WalFixture.Found found = fixture.restart();
            assertThat(found.frames().getFirst().sequence()).isEqualTo(first);
            assertThat(found.records()).endsWith(number - 1);
            assertThat(found.wal().damages()).isEmpty();
        }
    }

    @Test
    void releaseBefore_whereTheDirectoryCannotBeSynced_isDoneAgain() throws IOException {
        try (WalFixture fixture = new WalFixture(7, SETTINGS)) {
            long number = fill(fixture, 1);
            List<SegmentSpan> before = fixture.wal().segments();

            fixture.disk().failSync(1);
            fixture.wal().releaseBefore(before.get(4).number());
            WalFixture.await("the failure", () -> fixture.wal().spaceFailure().isPresent());
            WalFixture.await("its end", () -> fixture.wal().spaceFailure().isEmpty());
            fixture.writeDurable(number, 3_000);
            fixture.stop();

            assertThat(fixture.filesBytes()).isEqualTo(fixture.wal().sizeBytes());
            assertThat(fixture.read().records()).endsWith(number - 1, number);
            assertThat(fixture.fatal).isEmpty();
        }
    }

    @Test
    void start_withTheWalAtItsBound_hasRoomToGoOn() throws IOException {
        try (WalFixture fixture = new WalFixture(3, SETTINGS)) {
            long number = fill(fixture, 1);

            fixture.restart();
            fixture.writeDurable(number, 3_000);
            fixture.wal().releaseBefore(Long.MAX_VALUE);
            fixture.writeDurable(number + 1, 3_000);
            for (long next = number + 2; next < number + 60; next++) {
                fixture.writeDurable(next, 3_000);
                fixture.wal().releaseBefore(Long.MAX_VALUE);
            }

            assertThat(fixture.wal().sizeBytes()).isLessThanOrEqualTo(BOUND);
        }
    }

    @Test
    void releaseBefore_ofEverything_keepsTheTwoNewestFramesAndTheNumbering() throws IOException {
        try (WalFixture fixture = new WalFixture(4, SETTINGS)) {
            for (long number = 1; number <= 12; number++) {
                fixture.writeDurable(number, 9_000);
                fixture.wal().releaseBefore(Long.MAX_VALUE);
            }

            WalFixture.Found found = fixture.restart();

            assertThat(found.records()).endsWith(11L, 12L);
            assertThat(found.wal().nextSequence()).isEqualTo(13);
            fixture.writeDurable(13, 10);
            assertThat(fixture.restart().frames().getLast().sequence()).isEqualTo(13);
        }
    }

    @Test
    void read_withTheLastFrameOfARecycledSegmentTorn_tellsItsSizeAndNotThatOfOldBytes()
            throws IOException {
        try (WalFixture fixture = new WalFixture(5, SETTINGS)) {
            long number = 1;
            do {
                fixture.writeDurable(number++, 9_000);
                fixture.wal().releaseBefore(Long.MAX_VALUE);
            } while (number < 40 || fixture.wal().segments().getLast().firstSequence() == number);
            fixture.writeDurable(number, 3_000);
            fixture.stop();
            WalFixture.Found before = fixture.read();
            WalReader.WalFrame last = before.frames().getLast();
            assertThat(before.wal().tornTailBytes()).isZero();

            int offset = Math.toIntExact(last.offset()) + Frame.HEADER_BYTES + 100;
            fixture.flipBit(last.segment(), offset, 3);

            WalFixture.Found found = fixture.read();
            assertThat(found.wal().damages()).isEmpty();
            assertThat(found.wal().nextSequence()).isEqualTo(last.sequence());
            assertThat(found.wal().tornTailBytes())
                    .isEqualTo(Frame.HEADER_BYTES + WalFixture.RECORD_HEADER_BYTES + 3_000);
        }
    }

    @Test
    void releaseBefore_aSegmentWithATornFrameOnly_takesThatOneToo() throws IOException {
        try (WalFixture fixture = new WalFixture(8)) {
            fixture.writeDurable(1, 5_000);
            fixture.writeDurable(2, 5_000);
            fixture.stop();
            fixture.flipBit(2, 9_000, 3);
            assertThat(fixture.restart().wal().tornTailBytes()).isPositive();
            for (long number = 3; number <= 6; number++) {
                fixture.writeDurable(number, 10_000);
            }
            assertThat(fixture.wal().segments().get(1).number()).isEqualTo(2);

            fixture.wal().releaseBefore(2);
            assertThat(fixture.wal().segments().getFirst().number()).isGreaterThan(2);
            WalFixture.await("both files to go", () -> !fixture.exists(1) && !fixture.exists(2));

            WalFixture.Found found = fixture.restart();
            assertThat(found.records()).containsExactly(3L, 4L, 5L, 6L);
            assertThat(found.wal().damages()).isEmpty();
        }
    }

    @Test
    void segments_tellWhatIsHeldInOrder() throws IOException {
        try (WalFixture fixture = new WalFixture(6, SETTINGS)) {
            for (long number = 1; number <= 10; number++) {
                Reservation reservation = fixture.reserve(9_100);
                RecordWriter out = fixture.wal().begin(reservation);
                SegmentSpan current = fixture.wal().segments().getLast();
                assertThat(fixture.wal().segment()).isEqualTo(current.number());
                assertThat(fixture.wal().sequence())
                        .isEqualTo(number)
                        .isGreaterThanOrEqualTo(current.firstSequence());
                WalFixture.writeRecord(out, number, 9_000);
                fixture.wal().awaitDurable(fixture.wal().finish(reservation));
            }
            List<SegmentSpan> held = fixture.wal().segments();

            WalFixture.Found found = fixture.restart();

            List<SegmentSpan> withFrames =
                    found.wal().segments().stream()
                            .filter(segment -> !segment.empty())
                            .map(segment ->
                                    new SegmentSpan(
                                            segment.number(),
                                            segment.firstSequence(),
                                            segment.capacityBytes(),
                                            0))
                            .toList();
            assertThat(held).as("the first holds none").endsWith(withFrames.toArray(SEGMENTS));
            assertThat(fixture.wal().segments()).startsWith(withFrames.toArray(SEGMENTS));
        }
    }

    private static void live(Random random, WalFixture fixture, Model model) throws IOException {
        int requests = random.between(0, 40);
        for (int i = 0; i < requests; i++) {
            Reservation reservation = fixture.wal().reserve(12_000);
            if (!reservation.granted()) {
                assertThat(reservation.outcome()).isEqualTo(Reservation.Outcome.WAL_FULL);
                release(random, fixture, model);
                continue;
            }
            write(random, fixture, model, reservation);
            if (random.oneIn(3)) {
                fixture.wal().awaitDurable(fixture.wal().position());
                model.durable = model.written.size();
            }
            if (random.oneIn(4)) {
                release(random, fixture, model);
            }
        }
        if (random.oneIn(4)) {
            model.durable = model.written.size();
        } else {
            fixture.crash();
        }
        check(fixture, fixture.restart(), model);
    }

    private static void liveUntilItStops(Random random, WalFixture fixture, Model model)
            throws IOException {
        fixture.disk().stopBefore(random.between(1, 200));
        while (fixture.fatal.isEmpty()) {
            Reservation reservation = fixture.wal().reserve(12_000);
            if (reservation.granted()) {
                write(random, fixture, model, reservation);
                long position = fixture.wal().position();
                WalFixture.await(
                        "a commit or its failure",
                        () ->
                                fixture.wal().durablePosition() >= position
                                        || !fixture.fatal.isEmpty());
                if (fixture.wal().durablePosition() >= position) {
                    model.durable = model.written.size();
                }
            } else if (reservation.outcome() != Reservation.Outcome.WAL_FULL) {
                break;
            }
            if (random.oneIn(4) || !reservation.granted()) {
                release(random, fixture, model);
            }
        }
        fixture.crash();
        fixture.fatal.clear();
        check(fixture, fixture.restart(), model);
    }

    private static void write(
            Random random, WalFixture fixture, Model model, Reservation reservation) {
        long number = random.nextLong();
        RecordWriter out = fixture.wal().begin(reservation);
        model.written.add(number);
        model.sequences.add(fixture.wal().sequence());
        model.segments.add(fixture.wal().segment());
        WalFixture.writeRecord(out, number, random.between(0, 11_900));
        fixture.wal().finish(reservation);
    }

    private static void release(Random random, WalFixture fixture, Model model) {
        List<SegmentSpan> held = fixture.wal().segments();
        long before = random.oneIn(5) ? Long.MAX_VALUE : random.pick(held).number();
        fixture.wal().releaseBefore(before);
        long current = held.getLast().number();
        while (model.released < model.segments.size()
                && model.segments.get(model.released) < Math.min(before, current)) {
            model.released++;
        }
    }

    /// A suffix of what was written is there, whole, from before the first record not released, to
    /// behind the last that was awaited.
    private static void check(WalFixture fixture, WalFixture.Found found, Model model)
            throws IOException {
        List<Long> records = found.records();
        assertThat(found.wal().damages()).isEmpty();
        int from = records.isEmpty() ? 0 : model.written.indexOf(records.getFirst());
        int to = from + records.size();
        if (model.durable > 0) {
            assertThat(from).as("first record").isBetween(0, model.released);
            assertThat(records).isNotEmpty();
            assertThat(to).as("end of records").isBetween(model.durable, model.written.size());
        }
        assertThat(records).isEqualTo(model.written.subList(from, to));
        if (to > 0) {
            assertThat(found.wal().nextSequence()).isEqualTo(model.sequences.get(to - 1) + 1);
        }
        for (WalReader.WalFrame frame : found.frames()) {
            model.recycled += fixture.isRecycled(frame.segment()) ? 1 : 0;
        }
        for (List<Long> all : List.of(model.written, model.sequences, model.segments)) {
            all.subList(to, all.size()).clear();
        }
        model.durable = to;
        model.released = Math.min(model.released, to);
    }

    /// Writes until the wal is full; answers the number of the next record.
    private static long fill(WalFixture fixture, long first) {
        for (long number = first; ; number++) {
            Reservation reservation = fixture.wal().reserve(3_000);
            if (!reservation.granted()) {
                assertThat(reservation.outcome()).isEqualTo(Reservation.Outcome.WAL_FULL);
                return number;
            }
            fixture.wal().awaitDurable(fixture.write(reservation, number, 2_500));
        }
    }
}
