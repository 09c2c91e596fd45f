package io.tributary.tsdb.head.starts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.tsdb.chunks.ChunkSettings;
import io.tributary.tsdb.data.DataDirectory;
import io.tributary.tsdb.head.HeadFixture;
import io.tributary.tsdb.head.HeadSettings;
import io.tributary.tsdb.head.TestHistograms;
import io.tributary.tsdb.head.Writes;
import io.tributary.tsdb.head.Writes.Write;
import io.tributary.tsdb.wal.WalSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What becomes of a sample's start where the model test does not look closely: what decides which
/// start a sample has, chunks that are carried, damage, readers beside a writer, memory.
class StartTimesTest {
    private static final long NOW = HeadFixture.NOW;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final int PAGE = 4096;
    private static final String NAME = "__name__=m";
    private static final Labels LABELS = Labels.of("__name__", "m");

    /// A small wal, so that chunks that begin long ago are carried.
    private static final HeadSettings SMALL_WAL =
            new HeadSettings(
                    HeadFixture.SETTINGS.writes(),
                    30 * 24 * HOUR,
                    new WalSettings(
                            64 << 10, 128 << 10, 2 << 20, 128 << 10, 1_000, 64 << 10, 128 << 10),
                    new ChunkSettings(1 << 20, 3_600_000, 64 << 10, 5_000, 1 << 20),
                    false);

    @Test
    void startsThatChangeRarelyOrAlwaysOrEnd_areThoseOfTheirSamples() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            SortedMap<Long, Long> rarely = new TreeMap<>();
            SortedMap<Long, Long> always = new TreeMap<>();
            SortedMap<Long, Long> never = new TreeMap<>();
            for (int i = 0; i < 500; i++) {
                long time = NOW + i * 15_000L;
                rarely.put(time, i < 300 ? NOW - 1 - i / 200 : 0);
                always.put(time, time - 15_000);
                never.put(time, 0L);
                fixture.clock.advance(15_000);
                fixture.write(
                        route(fixture),
                        List.of(
                                new Write("__name__=rarely", time, i, rarely.get(time)),
                                new Write("__name__=always", time, i, always.get(time)),
                                new Write("__name__=never", time, i)));
            }
            Map<Labels, SortedMap<Long, Long>> all =
                    Map.of(
                            Labels.of("__name__", "rarely"), rarely,
                            Labels.of("__name__", "always"), always,
                            Labels.of("__name__", "never"), never);
            assertThat(starts(fixture)).isEqualTo(all);
            fixture.crash();
            assertThat(starts(fixture)).isEqualTo(all);
            fixture.restart();
            assertThat(starts(fixture)).isEqualTo(all);
        }
    }

    @Test
    void repeatWithAnotherStart_isARepeatAndKeepsTheFirst() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            write(fixture, NOW, 1, NOW - 10);
            write(fixture, NOW + 1, 1, 0);
            assertThat(
                            fixture.write(
                                            route(fixture),
                                            List.of(
                                                    new Write(NAME, NOW, 1, NOW - 20),
                                                    new Write(NAME, NOW + 1, 1, NOW - 20)))
                                    .samplesRepeated())
                    .isEqualTo(2);
            assertThat(
                            fixture.write(
                                            route(fixture),
                                            List.of(new Write(NAME, NOW, 2, NOW - 10)))
                                    .refused())
                    .isEqualTo(Map.of(Refusal.CONFLICT, 1));
            for (int starts = 0; starts < 2; starts++) {
                assertThat(startsOfOne(fixture)).isEqualTo(Map.of(NOW, NOW - 10, NOW + 1, 0L));
                fixture.crash();
            }
        }
    }

    @Test
    void startBeyondWhatIsKept_isNone() throws IOException {
        try (HeadFixture fixture = new HeadFixture(3)) {
            write(fixture, NOW, 1, NOW);
            write(fixture, NOW + 1, 1, Long.MAX_VALUE);
            write(fixture, NOW + 2, 1, -(1L << 56));
            write(fixture, NOW + 3, 1, -(1L << 56) - 1);
            fixture.crash();
            assertThat(startsOfOne(fixture).values()).containsExactly(NOW, 0L, -(1L << 56), 0L);
        }
    }

    /// A chunk whose starts are few is carried with them, one of many is sealed.
    @Test
    void silentSeriesAmongBusyOnes_keepTheirStarts() throws IOException {
        try (HeadFixture fixture = new HeadFixture(4, SMALL_WAL)) {
            Route route = route(fixture);
            for (int i = 0; i < 30; i++) {
                long time = NOW - 60 + i;
                fixture.write(
                        route,
                        List.of(
                                new Write("__name__=few", time, 1, i < 15 ? 0 : NOW - 70),
                                new Write("__name__=many", time, 1, time - 1)));
            }
            var before = starts(fixture);
            for (int round = 0; round < 800; round++) {
                fixture.clock.advance(4_000);
                long now = fixture.clock.wallMillis();
                List<Write> scrape = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    scrape.add(new Write("__name__=busy,i=" + i, now, (round * 31 + i) / 7.0));
                }
                fixture.write(route, scrape);
                if (round % 20 == 0) {
                    fixture.upkeep();
                }
            }
            for (int starts = 0; starts < 3; starts++) {
                assertThat(starts(fixture)).containsAllEntriesOf(before);
                fixture.crash();
            }
        }
    }

    /// What a lost frame said of the start is not known: of the histograms behind it, which are
    /// read, only those whose start is named have one.
    @Test
    void histogramsBehindDamage_haveNoStartThatMayBeAnothers() throws IOException {
        try (HeadFixture fixture = new HeadFixture(5)) {
            long[] starts = {NOW - 9, NOW - 8, NOW - 8, NOW - 7, NOW - 7};
            for (int i = 0; i < starts.length; i++) {
                double value = Double.longBitsToDouble(TestHistograms.bits(8 + 5 * i));
                fixture.write(route(fixture), List.of(new Write(NAME, NOW + i, value, starts[i])));
            }
            fixture.crashAnd(disk -> disk.flipBit(segment(disk), 2 * PAGE + 60, 2));
            assertThat(fixture.head().recovery().damages()).hasSize(1);
            assertThat(startsOfOne(fixture))
                    .isEqualTo(Map.of(NOW, NOW - 9, NOW + 2, 0L, NOW + 3, NOW - 7, NOW + 4, 0L));
            write(fixture, NOW + 10, 1, NOW - 7);
            fixture.crash();
            assertThat(startsOfOne(fixture)).containsEntry(NOW + 10, NOW - 7);
        }
    }

    /// A series that nobody can name any more does not shift the starts of the others.
    @Test
    void samplesOfASeriesWithoutDefinition_leaveTheStartsOfOthers() throws IOException {
        try (HeadFixture fixture = new HeadFixture(8)) {
            write(fixture, NOW, 0, 5);
            fixture.write(route(fixture), List.of(new Write("__name__=lost", NOW, 1)));
            int count = 100;
            for (int i = 1; i < count; i++) {
                fixture.write(
                        route(fixture),
                        List.of(
                                new Write("__name__=lost", NOW + i, 1, i),
                                new Write(NAME, NOW + i, 1, 5 + i / 90)));
            }
            fixture.crashAnd(disk -> disk.flipBit(segment(disk), 2 * PAGE + 60, 2));
            assertThat(fixture.head().recovery().damages()).hasSize(1);
            SortedMap<Long, Long> found = startsOfOne(fixture);
            assertThat(starts(fixture)).containsOnlyKeys(LABELS);
            assertThat(found).hasSizeBetween(20, count - 10);
            found.forEach((time, start) -> assertThat(start).isEqualTo(5 + (time - NOW) / 90));
        }
    }

    @Test
    void readBesideAWriter_seesEachSamplesOwnStart() throws Exception {
        try (HeadFixture fixture = new HeadFixture(6)) {
            Route route = route(fixture);
            Thread writer =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < 5_000; i++) {
                                    long time = NOW + i;
                                    fixture.writeOnly(
                                            route, List.of(new Write(NAME, time, i, time / 3)));
                                }
                            });
            int seen = 0;
            while (writer.isAlive() || seen == 0) {
                for (SortedMap<Long, Long> series : starts(fixture).values()) {
                    series.forEach((time, start) -> assertThat(start).isEqualTo(time / 3));
                    seen++;
                }
            }
            writer.join();
            assertThat(startsOfOne(fixture)).hasSize(5_000);
        }
    }

    @Test
    void memory_isTakenBySeriesWithStartsOnly() throws IOException {
        try (HeadFixture fixture = new HeadFixture(7)) {
            int series = 4_096;
            scrape(fixture, series, NOW, 0);
            long without = fixture.memoryBytes();
            scrape(fixture, series, NOW + 15_000, 0);
            assertThat(fixture.memoryBytes()).isEqualTo(without);
            scrape(fixture, series, NOW + 30_000, NOW);
            scrape(fixture, series, NOW + 45_000, NOW);
            assertThat(fixture.memoryBytes() - without).isEqualTo(32L * series);
        }
    }

    private static void scrape(HeadFixture fixture, int series, long time, long start) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < series; i++) {
            writes.add(new Write("__name__=m,i=" + i, time, 1, start));
        }
        fixture.write(route(fixture), writes);
    }

    private static void write(HeadFixture fixture, long time, double value, long start) {
        fixture.write(route(fixture), List.of(new Write(NAME, time, value, start)));
    }

    private static Route route(HeadFixture fixture) {
        return Writes.route(1, fixture.tenant("a"));
    }

    private static SortedMap<Labels, SortedMap<Long, Long>> starts(HeadFixture fixture)
            throws IOException {
        return fixture.starts(fixture.tenant("a"));
    }

    /// Of the series that most tests write.
    private static SortedMap<Long, Long> startsOfOne(HeadFixture fixture) throws IOException {
        return starts(fixture).getOrDefault(LABELS, new TreeMap<>());
    }

    /// The oldest of the wal.
    private static Path segment(SimulatedDisk disk) throws IOException {
        return DataDirectory.WAL.resolve(
                disk.list(DataDirectory.WAL).stream()
                        .filter(name -> name.matches("[0-9]{8}"))
                        .sorted()
                        .findFirst()
                        .orElseThrow());
    }
}
