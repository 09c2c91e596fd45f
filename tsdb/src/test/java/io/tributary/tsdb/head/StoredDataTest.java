package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.Route;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.dump.SeriesWalk;
import io.tributary.tsdb.dump.StoredData;
import io.tributary.tsdb.dump.StoredSample;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What is read from a directory that nobody serves is what was written: floats and histograms,
/// from open chunks, sealed ones, and both lanes.
class StoredDataTest {
    private static final long NOW = HeadFixture.NOW;
    private static final long STEP = 15_000;

    /// Room for backlog in between.
    private static final long GAP = 3_600_000;

    @Test
    void walk_ofFloatsAndHistograms_showsEachSampleBitByBit() {
        SeededCases.run(20, this::writeAndWalk);
    }

    private void writeAndWalk(SeededCases.Random random) {
        try (HeadFixture fixture = new HeadFixture(random.nextLong())) {
            Route route = Writes.route(1, fixture.tenant("a"));
            SortedMap<Labels, SortedMap<Long, Long>> written = new TreeMap<>();
            int count = random.between(1, 400);
            int jump = random.between(0, count);
            for (int i = 0; i < count; i++) {
                fixture.clock.advance(i == jump ? GAP : STEP);
                write(fixture, route, scrape(random, fixture.clock.wallMillis()), written);
                if (i >= jump && random.oneIn(2)) {
                    long late = NOW + jump * STEP + STEP + (i - jump) * 1_000L;
                    write(fixture, route, scrape(random, late), written);
                }
                if (random.oneIn(100)) {
                    fixture.restart();
                }
            }
            if (random.oneIn(2)) {
                fixture.crash();
            }
            fixture.restartAfter(disk -> {
                try (StoredData stored = StoredData.open(disk, fixture.clock)) {
                    assertThat(read(stored)).isEqualTo(shown(written));
                }
            });
            fixture.restartAfter(disk -> {
                try (StoredData stored = StoredData.open(disk, fixture.clock)) {
                    assertThat(read(stored)).isEqualTo(shown(written));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Series of floats, of histograms, and of now this, now that.
    private static List<Write> scrape(SeededCases.Random random, long time) {
        List<Write> scrape = new ArrayList<>();
        for (int series = 0; series < 3; series++) {
            boolean isHistogram = series == 1 || (series == 2 && random.oneIn(3));
            double value =
                    isHistogram
                            ? Double.longBitsToDouble(TestHistograms.bits(random.between(0, 60)))
                            : random.between(0, 1_000) / 8.0;
            String labels = "__name__=m,s=" + series;
            scrape.add(new Write(labels, time, value, start(Writes.parse(labels), time)));
        }
        return scrape;
    }

    /// The first series has none, that of the second changes at times, that of the third always.
    private static long start(Labels labels, long time) {
        return switch (labels.value("s")) {
            case "0" -> 0;
            case "1" -> time >> 20;
            default -> time - 1;
        };
    }

    private static void write(
            HeadFixture fixture,
            Route route,
            List<Write> writes,
            SortedMap<Labels, SortedMap<Long, Long>> written) {
        assertThat(fixture.write(route, writes).refused()).isEmpty();
        for (Write write : writes) {
            written.computeIfAbsent(write.labelSet(), _ -> new TreeMap<>())
                    .put(write.time(), write.held());
        }
    }

    private static List<String> shown(SortedMap<Labels, SortedMap<Long, Long>> written) {
        List<String> lines = new ArrayList<>();
        written.forEach((labels, samples) ->
                samples.forEach((time, bits) ->
                        lines.add(
                                labels
                                        + " "
                                        + time
                                        + " "
                                        + start(labels, time)
                                        + " "
                                        + (TestHistograms.isHistogram(bits)
                                                ? Histogram.of(TestHistograms.parts(bits))
                                                : Long.toHexString(bits)))));
        return lines;
    }

    private static List<String> read(StoredData stored) throws IOException {
        List<String> lines = new ArrayList<>();
        try (SeriesWalk walk = stored.walk(stored.tenants().getFirst(), List.of())) {
            while (walk.next()) {
                int count = 0;
                for (; walk.nextSample(); count++) {
                    StoredSample sample = walk.sample();
                    lines.add(
                            "%s %d %d %s"
                                    .formatted(
                                            walk.labels(),
                                            sample.timeMillis(),
                                            sample.startMillis(),
                                            text(sample)));
                }
                assertThat(count).isEqualTo(walk.sampleCount());
                assertThat(walk.lost()).isEmpty();
            }
        }
        return lines;
    }

    private static String text(StoredSample sample) {
        return switch (sample) {
            case StoredSample.FloatSample(var _, var _, var value) ->
                    Long.toHexString(Double.doubleToRawLongBits(value));
            case StoredSample.HistogramSample(var _, var _, var _, var histogram) ->
                    histogram.toString();
        };
    }

    @Test
    void walk_floatsBehindHistograms_areFloats() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            double histogram = Double.longBitsToDouble(TestHistograms.bits(9));
            fixture.write(
                    route,
                    List.of(
                            new Write("__name__=m,s=1", NOW, histogram),
                            new Write("__name__=m,s=2", NOW, 1)));
            fixture.restartAfter(disk -> {
                try (StoredData stored = StoredData.open(disk, fixture.clock)) {
                    assertThat(read(stored).getLast()).endsWith(" 3ff0000000000000");
                }
            });
        }
    }

    @Test
    void walk_whereAChunkOfHistogramsIsDamaged_tellsOfItOnceAndShowsTheOthers() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            int count = 3_000;
            for (int i = 0; i < count; i++) {
                double value = Double.longBitsToDouble(TestHistograms.bits(5 + 5 * (i % 11)));
                fixture.clock.advance(STEP);
                long time = fixture.clock.wallMillis();
                fixture.writeOnly(route, List.of(new Write("__name__=m", time, value)));
            }
            fixture.restartAfter(disk -> {
                disk.flipBit(Path.of("chunks", "000001"), 4_000, 3);
                try (StoredData stored = StoredData.open(disk, fixture.clock);
                        SeriesWalk walk = stored.walk(stored.tenants().getFirst(), List.of())) {
                    assertThat(walk.next()).isTrue();
                    int shown = 0;
                    while (walk.nextSample()) {
                        assertThat(walk.sample()).isInstanceOf(StoredSample.HistogramSample.class);
                        shown++;
                    }
                    assertThat(walk.lost())
                            .singleElement()
                            .satisfies(lost ->
                                    assertThat(lost.samples())
                                            .isEqualTo(count - walk.sampleCount()));
                    assertThat(shown).isEqualTo(walk.sampleCount()).isLessThan(count);
                    assertThat(walk.next()).isFalse();
                }
            });
        }
    }

    @Test
    void hints_sayTheSameOfOpenChunksAndOfSealedOnes() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            List<Write> writes = new ArrayList<>();
            // The sender says something of 49 (a reset), 63 (a gauge) and 70 (no reset). Each of
            // them is the last of a series, and of another it is not.
            int[] numbers = {70, 3, 23, 43, 5, 15, 49, 60, 0, 63, 63, 60, 70};
            for (int series = 0; series < numbers.length; series++) {
                for (int i = 0; i <= series; i++) {
                    double value = Double.longBitsToDouble(TestHistograms.bits(numbers[i]));
                    writes.add(new Write("__name__=m,s=" + series, NOW + i, value));
                }
            }
            assertThat(fixture.write(route, writes).refused()).isEmpty();
            List<List<ResetHint>> seen = new ArrayList<>();
            fixture.restartAfter(disk -> seen.add(hints(disk, fixture)));
            for (int i = 0; i < 120; i++) {
                fixture.clock.advance(60_000);
                fixture.head().upkeep().step(); // Seals it after an hour.
            }
            assertThat(fixture.head().upkeep().sweptCount()).isGreaterThan(10);
            fixture.restartAfter(disk -> seen.add(hints(disk, fixture)));
            assertThat(seen.getFirst()).isEqualTo(seen.getLast());
            assertThat(EnumSet.copyOf(seen.getFirst())).isEqualTo(EnumSet.allOf(ResetHint.class));
        }
    }

    private static List<ResetHint> hints(SimulatedDisk disk, HeadFixture fixture)
            throws IOException {
        List<ResetHint> hints = new ArrayList<>();
        try (StoredData stored = StoredData.open(disk, fixture.clock);
                SeriesWalk walk = stored.walk(stored.tenants().getFirst(), List.of())) {
            while (walk.next()) {
                while (walk.nextSample()) {
                    switch (walk.sample()) {
                        case StoredSample.FloatSample(var _, var _, var value) ->
                                assertThat(SampleBits.isStale(value)).isTrue();
                        case StoredSample.HistogramSample(var _, var _, var hint, var _) ->
                                hints.add(hint);
                    }
                }
            }
        }
        return hints;
    }
}
