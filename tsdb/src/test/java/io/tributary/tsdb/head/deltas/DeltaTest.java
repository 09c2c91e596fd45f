package io.tributary.tsdb.head.deltas;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.histogram.Histogram;
import io.tributary.tsdb.head.HeadFixture;
import io.tributary.tsdb.head.Writes;
import io.tributary.tsdb.head.deltas.DeltaModel.Delta;
import io.tributary.tsdb.head.deltas.DeltaModel.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/// Deltas one by one: where they meet samples that are none, one another, and the clock.
class DeltaTest {
    private static final long NOW = HeadFixture.NOW;
    private static final Labels LABELS = Labels.of("__name__", "m");

    @Test
    void floatBehindAHistogram_beginsAnewAtTheFrontier() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Route route = route(fixture);
            new DeltaBatch().addWorth("m", NOW - 20, histogram(3)).append(fixture, route);
            new DeltaBatch().add("m", delta(NOW - 30, NOW - 10, 5)).append(fixture, route);
            new DeltaBatch().add("m", delta(NOW - 10, NOW, 2)).append(fixture, route);
            assertThat(starts(fixture))
                    .isEqualTo(Map.of(NOW - 20, 0L, NOW - 10, NOW - 20, NOW, NOW - 20));
            assertThat(values(fixture))
                    .containsEntry(NOW, bits(7))
                    .containsEntry(NOW - 10, bits(5));
        }
    }

    /// What a series was worth by another protocol is what its deltas go on from.
    @Test
    void deltaBehindASampleThatIsNone_isAddedToIt() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            Route route = route(fixture);
            new DeltaBatch().addWorth("m", NOW - 20, worth(100, NOW - 90)).append(fixture, route);
            new DeltaBatch().add("m", delta(NOW - 20, NOW, 5)).append(fixture, route);
            assertThat(values(fixture)).isEqualTo(Map.of(NOW - 20, bits(100), NOW, bits(105)));
            assertThat(starts(fixture)).isEqualTo(Map.of(NOW - 20, NOW - 90, NOW, NOW - 90));
        }
    }

    /// A request that brings one series in both ways, known or not: all of it has an answer, and
    /// nothing stands out of order.
    @Test
    void bothInOneRequest_keepTheOrderOfTimes() throws IOException {
        try (HeadFixture fixture = new HeadFixture(3)) {
            Route route = route(fixture);
            for (int round = 0; round < 2; round++) {
                long end = NOW + round * 100L;
                WriteResult.Accepted result =
                        new DeltaBatch()
                                .add("m", delta(end - 50, end - 10, 5))
                                .addWorth("m", end - 20, worth(1, 0))
                                .addWorth("m", end - 5, histogram(1))
                                .add("m", delta(end - 50, end - 7, 1))
                                .addWorth("m", end - 8, histogram(1))
                                .append(fixture, route);
                int refused = result.refused().values().stream().mapToInt(i -> i).sum();
                int stored = result.samplesWritten() + result.histogramsWritten();
                assertThat(stored + refused).isEqualTo(5);
                assertThat(result.refused().keySet()).isSubsetOf(Refusal.CONFLICT, Refusal.CROWDED);
            }
            SortedMap<Long, Long> before = values(fixture);
            fixture.crash();
            assertThat(values(fixture)).isEqualTo(before);
        }
    }

    @Test
    void deltaOutsideTheClocksBounds_isRefusedAndAddsNothing() throws IOException {
        try (HeadFixture fixture = new HeadFixture(4)) {
            Route route = route(fixture);
            new DeltaBatch().add("m", delta(NOW - 30, NOW - 20, 1)).append(fixture, route);
            long future = NOW + 10 * 60_000;
            assertThat(
                            new DeltaBatch()
                                    .add("m", delta(NOW - 20, future, 8))
                                    .append(fixture, route)
                                    .refused())
                    .isEqualTo(Map.of(Refusal.TOO_FAR_IN_FUTURE, 1));
            assertThat(new DeltaBatch().add("new", delta(1, 2, 8)).append(fixture, route).refused())
                    .isEqualTo(Map.of(Refusal.TOO_OLD, 1));
            new DeltaBatch().add("m", delta(NOW - 20, NOW, 2)).append(fixture, route);
            assertThat(values(fixture)).isEqualTo(Map.of(NOW - 20, bits(1), NOW, bits(3)));
        }
    }

    /// Writers of one counter beside one another: what is said to be stored, and nothing else, is
    /// in its worth.
    @Test
    void deltasOfManyWriters_areAddedOnceEach() throws Exception {
        try (HeadFixture fixture = new HeadFixture(6)) {
            Route route = route(fixture);
            AtomicLong end = new AtomicLong(NOW);
            LongAdder added = new LongAdder();
            List<Thread> threads = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                threads.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    for (int i = 0; i < 2_000; i++) {
                                        DeltaBatch batch = new DeltaBatch();
                                        batch.add("m", delta(0, end.incrementAndGet(), 1));
                                        if (batch.send(fixture, route)
                                                instanceof WriteResult.Accepted accepted) {
                                            added.add(accepted.samplesWritten());
                                            added.add(-accepted.samplesRepeated());
                                        }
                                    }
                                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            SortedMap<Long, Long> values = values(fixture);
            assertThat(values.get(values.lastKey())).isEqualTo(bits(added.intValue()));
            assertThat(values).hasSize(added.intValue());
        }
    }

    private static Route route(HeadFixture fixture) {
        return Writes.route(1, fixture.tenant("a"));
    }

    private static SortedMap<Long, Long> values(HeadFixture fixture) throws IOException {
        return fixture.contents(fixture.tenant("a")).getOrDefault(LABELS, new TreeMap<>());
    }

    private static SortedMap<Long, Long> starts(HeadFixture fixture) throws IOException {
        return fixture.starts(fixture.tenant("a")).getOrDefault(LABELS, new TreeMap<>());
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    private static Delta delta(long start, long end, double value) {
        return new Delta(start, end, Stored.of(value, 0));
    }

    private static Stored histogram(long count) {
        Histogram histogram =
                new Histogram(
                        Histogram.Kind.INTEGER,
                        0,
                        0,
                        0,
                        count,
                        bits(1),
                        List.of(new Histogram.Bucket(1, count)),
                        List.of(),
                        List.of());
        return new Stored(0, Optional.of(histogram), 0);
    }

    private static Stored worth(double value, long start) {
        return Stored.of(value, start);
    }
}
