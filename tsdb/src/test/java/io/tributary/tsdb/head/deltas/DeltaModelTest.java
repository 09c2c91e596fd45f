package io.tributary.tsdb.head.deltas;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Route;
import io.tributary.model.histogram.Histogram;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.head.HeadFixture;
import io.tributary.tsdb.head.HeadSettings;
import io.tributary.tsdb.head.Writes;
import io.tributary.tsdb.head.deltas.DeltaModel.Delta;
import io.tributary.tsdb.head.deltas.DeltaModel.Stored;
import io.tributary.tsdb.wal.WalSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Deltas of several series, followed and overlapped, lost, repeated and out of order, through
/// restarts and crashes: what is stored is what the model says, bit by bit.
class DeltaModelTest {
    private static final long STEP = 15_000;
    private static final int ROUNDS = 250;

    private static final HeadSettings SMALL_WAL =
            new HeadSettings(
                    HeadFixture.SETTINGS.writes(),
                    HeadFixture.SETTINGS.retentionMillis(),
                    new WalSettings(
                            64 << 10, 128 << 10, 2 << 20, 128 << 10, 1_000, 64 << 10, 128 << 10),
                    HeadFixture.SETTINGS.chunks(),
                    false);

    /// What a series is of.
    private enum Kind {
        FLOAT,
        EXPONENTIAL,
        CUSTOM
    }

    private record Series(String name, Kind kind, DeltaModel model, List<Delta> sent) {
        Labels labels() {
            return Labels.of("__name__", name);
        }
    }

    @Test
    void deltas_throughRestartsAndCrashes_comeToWhatTheModelSays() {
        SeededCases.run(25, DeltaModelTest::run);
    }

    private static void run(SeededCases.Random random) {
        try (HeadFixture fixture = new HeadFixture(random.nextLong(), SMALL_WAL)) {
            Tenant tenant = fixture.tenant("a");
            Route route = Writes.route(1, tenant);
            List<Series> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Kind kind = Kind.values()[i % 3];
                all.add(new Series("m" + i, kind, new DeltaModel(), new ArrayList<>()));
            }
            for (int round = 0; round < ROUNDS; round++) {
                fixture.clock.advance(random.oneIn(40) ? 3 * 3_600_000 : STEP);
                request(random, fixture, route, all);
                disturb(random, fixture);
            }
            compare(fixture, tenant, route, all);
            fixture.crash();
            compare(fixture, tenant, route, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void request(
            SeededCases.Random random, HeadFixture fixture, Route route, List<Series> all) {
        DeltaBatch batch = new DeltaBatch();
        for (Series series : all) {
            if (random.oneIn(5)) {
                continue;
            }
            List<Delta> deltas = new ArrayList<>();
            int count = random.oneIn(6) ? 3 : 1;
            long now = fixture.clock.wallMillis();
            for (int i = 0; i < count; i++) {
                deltas.add(next(random, series, now - (count - 1 - i) * 5_000L));
            }
            List<Delta> inOrder = new ArrayList<>(deltas);
            inOrder.sort(Comparator.comparingLong(Delta::end));
            series.model.add(inOrder);
            if (random.oneIn(2)) {
                deltas = deltas.reversed();
            }
            deltas.forEach(delta -> batch.add(series.name, delta));
        }
        assertThat(batch.append(fixture, route).refused()).isEmpty();
    }

    private static Delta next(SeededCases.Random random, Series series, long end) {
        List<Delta> sent = series.sent;
        if (!sent.isEmpty() && random.oneIn(8)) {
            return sent.get(random.between(Math.max(0, sent.size() - 4), sent.size() - 1));
        }
        long usual = sent.isEmpty() ? end - STEP : sent.getLast().end();
        long start =
                switch (random.between(0, 12)) {
                    case 0 -> 0;
                    case 1 -> usual - 2_000;
                    case 2 -> usual + 1_000;
                    case 3 -> end;
                    default -> usual;
                };
        Stored what = random.oneIn(40) ? stale(series.kind) : value(random, series.kind);
        Delta delta = new Delta(start, end, what);
        sent.add(delta);
        return delta;
    }

    private static Stored stale(Kind kind) {
        return kind == Kind.FLOAT
                ? new Stored(SampleBits.STALE_NAN, Optional.empty(), 0)
                : new Stored(0, Optional.of(Histogram.STALE), 0);
    }

    private static Stored value(SeededCases.Random random, Kind kind) {
        if (kind == Kind.FLOAT) {
            return Stored.of(
                    random.oneIn(3) ? random.between(0, 9) * 0.1 : random.between(0, 50), 0);
        }
        boolean custom = kind == Kind.CUSTOM;
        List<Histogram.Bucket> buckets = new ArrayList<>();
        long count = 0;
        for (int index = custom ? 0 : -6; index <= (custom ? 2 : 6); index++) {
            int bucket = random.oneIn(2) ? 0 : random.between(1, 9);
            if (bucket > 0) {
                buckets.add(new Histogram.Bucket(index, bucket));
                count += bucket;
            }
        }
        int zero = custom ? 0 : random.between(0, 3);
        int schema = custom ? Histogram.CUSTOM_BOUNDS : random.oneIn(20) ? 1 : 3;
        List<Long> bounds =
                custom
                        ? List.of(Double.doubleToRawLongBits(1), Double.doubleToRawLongBits(2.5))
                        : List.of();
        Histogram histogram =
                new Histogram(
                        Histogram.Kind.INTEGER,
                        schema,
                        custom ? 0 : Double.doubleToRawLongBits(1e-128),
                        zero,
                        count + zero,
                        Double.doubleToRawLongBits(count * 0.7),
                        buckets,
                        List.of(),
                        bounds);
        return new Stored(0, Optional.of(histogram), 0);
    }

    private static void disturb(SeededCases.Random random, HeadFixture fixture) throws IOException {
        switch (random.between(0, 30)) {
            case 0 -> fixture.restart();
            case 1 -> fixture.crash();
            case 2 -> fixture.upkeep();
            case 3 -> silence(random, fixture);
            default -> {}
        }
    }

    /// So much of others that the wal goes on, and open chunks are carried or sealed.
    private static void silence(SeededCases.Random random, HeadFixture fixture) throws IOException {
        Route route = Writes.route(2, fixture.tenant("busy"));
        for (int i = 0; i < 40; i++) {
            fixture.clock.advance(1_000);
            List<Writes.Write> writes = new ArrayList<>();
            for (int j = 0; j < 100; j++) {
                double value = random.between(0, 1_000_000) / 7.0;
                writes.add(new Writes.Write("__name__=n" + j, fixture.clock.wallMillis(), value));
            }
            fixture.write(route, writes);
            fixture.upkeep();
        }
    }

    /// Starts and floats as they are read; histograms by writing what they must be once more, which
    /// only the same bytes are taken as a repeat.
    private static void compare(HeadFixture fixture, Tenant tenant, Route route, List<Series> all)
            throws IOException {
        var starts = fixture.starts(tenant);
        var contents = fixture.contents(tenant);
        for (Series series : all) {
            SortedMap<Long, Long> expected = new TreeMap<>();
            DeltaBatch again = new DeltaBatch();
            for (Map.Entry<Long, Stored> one : series.model.stored.entrySet()) {
                expected.put(one.getKey(), one.getValue().start());
                again.addWorth(series.name, one.getKey(), one.getValue());
            }
            assertThat(starts.get(series.labels())).as(series.name).isEqualTo(expected);
            assertThat(contents.get(series.labels())).hasSameSizeAs(expected);
            assertThat(again.append(fixture, route).samplesRepeated()).isEqualTo(expected.size());
        }
    }
}
