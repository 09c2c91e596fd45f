package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.tsdb.chunks.ChunkSettings;
import io.tributary.tsdb.chunks.file.FileHeader;
import io.tributary.tsdb.data.DataDirectory;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A chunk file that was not closed is damaged, and the wal still has what stood there.
class RefillTest {
    private static final int SERIES = 3;
    private static final int REQUESTS = 300;

    /// Files that are closed at the end of a run only.
    private static final HeadSettings ONE_FILE =
            new HeadSettings(
                    HeadFixture.SETTINGS.writes(),
                    HeadFixture.SETTINGS.retentionMillis(),
                    HeadFixture.SETTINGS.wal(),
                    new ChunkSettings(1 << 20, 1_000 * SeriesModel.HOUR, 2 << 10, 5_000, 1 << 20),
                    false);

    private int damaged;
    private int refilled;

    @Test
    void chunkLost_whoseSamplesTheWalHas_isMadeAgainForGood() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            List<Write> all = fill(fixture);
            var before = contents(fixture);
            var startsBefore = starts(fixture);

            fixture.crashAnd(RefillTest::damageTheFirstChunk);

            assertThat(fixture.head().losses().noticed()).as("told all the same").hasSize(1);
            for (int restarts = 0; restarts < 3; restarts++) {
                assertThat(contents(fixture)).isEqualTo(before);
                assertThat(starts(fixture)).isEqualTo(startsBefore);
                assertThat(write(fixture, all).samplesRepeated()).isEqualTo(all.size());
                fixture.crash();
            }
        }
    }

    /// The damaged file is closed by the first start, and its footer does not name what is gone:
    /// the loss on record does.
    @Test
    void startThatDiesAnywhere_isDoneAgain() throws IOException {
        int deaths = 0;
        boolean dies = true;
        while (dies) {
            int last = deaths + 1;
            try (HeadFixture fixture = new HeadFixture(last)) {
                fill(fixture);
                var before = contents(fixture);
                dies =
                        !isOpenedAfter(
                                fixture,
                                disk -> {
                                    damageTheFirstChunk(disk);
                                    disk.stopBefore(last);
                                });
                deaths += dies ? 1 : 0;
                fixture.crash();
                assertThat(contents(fixture)).as("death %d", deaths).isEqualTo(before);
                fixture.crash();
                assertThat(contents(fixture)).as("death %d, again", deaths).isEqualTo(before);
            }
        }
        assertThat(deaths).isGreaterThan(20);
    }

    /// Floats, histograms, late samples, chunks that were carried, segments that were released,
    /// starts between: what is shown is what was written, and stays; and a wal that is whole gives
    /// back all that is in order.
    @Test
    void randomDamage_neverShowsAnythingElseOrTwice() {
        SeededCases.run(
                150,
                random -> {
                    try (HeadFixture fixture = new HeadFixture(random.seed(), ONE_FILE)) {
                        run(random, fixture);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        assertThat(damaged).isGreaterThan(50);
        assertThat(refilled).isGreaterThan(20);
    }

    private void run(Random random, HeadFixture fixture) throws IOException {
        boolean late = random.oneIn(2);
        boolean upkeep = random.oneIn(3);
        List<Write> all = new ArrayList<>();
        int steps = random.between(50, 400);
        for (int step = 0; step < steps; step++) {
            boolean jumps = upkeep && random.oneIn(30);
            fixture.clock.advance(
                    jumps ? random.between(0, 5 * SeriesModel.HOUR) : random.between(1, 15_000));
            long now = fixture.clock.wallMillis();
            int lag = late && random.oneIn(4) ? random.between(1, 600_000) : 0;
            for (Write write : scrape(random, now - lag)) {
                WriteResult.Accepted result = write(fixture, List.of(write));
                if (result.refused().isEmpty()) {
                    all.add(write);
                }
            }
            if (random.oneIn(5)) {
                fixture.head().chunks().flush();
            }
            if (upkeep && random.oneIn(5)) {
                fixture.head().upkeep().step();
            }
            if (random.oneIn(300)) {
                fixture.restart();
            }
        }
        fixture.head().chunks().flush();
        var before = contents(fixture);
        var startsBefore = starts(fixture);

        // What is damaged in a closed file is found when it is read.
        Path filling = DataDirectory.CHUNKS.resolve("%06d".formatted(files(fixture) + 1));
        fixture.crashAnd(disk -> damage(random, filling, disk));

        var after = contents(fixture);
        var startsAfter = starts(fixture);
        assertSubset(after, before);
        assertSubset(startsAfter, startsBefore);
        if (!late && !upkeep) {
            assertThat(after).isEqualTo(before);
        }
        boolean any = !fixture.head().losses().noticed().isEmpty();
        damaged += any ? 1 : 0;
        refilled += any && after.equals(before) ? 1 : 0;
        fixture.crash();
        assertThat(contents(fixture)).isEqualTo(after);
        assertThat(starts(fixture)).isEqualTo(startsAfter);
        WriteResult.Accepted again = write(fixture, all);
        assertThat(again.refused()).doesNotContainKey(Refusal.CONFLICT);
        assertThat(again.samplesRepeated()).isGreaterThanOrEqualTo(count(after));
    }

    /// How many files were closed; none is let go here.
    private static int files(HeadFixture fixture) {
        return fixture.head().chunks().closedFiles().size();
    }

    /// Of some of the series; every third is of histograms, or turns into one.
    private static List<Write> scrape(Random random, long time) {
        List<Write> writes = new ArrayList<>();
        for (int series = 0; series < SERIES + 2; series++) {
            boolean isHistogram = series % 3 == 0 || (series % 3 == 1 && random.oneIn(20));
            double value =
                    isHistogram
                            ? Double.longBitsToDouble(TestHistograms.bits(random.between(0, 500)))
                            : random.between(0, 1_000) / 8.0;
            if (!random.oneIn(4)) {
                writes.add(new Write("__name__=m,s=" + series, time, value, time >> (13 + series)));
            }
        }
        return writes;
    }

    /// Many requests, a batch of chunks each: whatever is damaged but the last was durable.
    private static List<Write> fill(HeadFixture fixture) throws IOException {
        List<Write> all = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            fixture.clock.advance(1_000);
            long now = fixture.clock.wallMillis();
            List<Write> writes = new ArrayList<>();
            for (int series = 0; series < SERIES; series++) {
                long start = series == 0 ? 0 : now >> 16;
                writes.add(new Write("__name__=m,s=" + series, now, now / 7.0 + series, start));
            }
            write(fixture, writes);
            all.addAll(writes);
            fixture.head().chunks().flush();
        }
        return all;
    }

    private static WriteResult.Accepted write(HeadFixture fixture, List<Write> writes) {
        Route route = Writes.route(1, fixture.tenant("a"));
        return fixture.write(route, writes);
    }

    private static SortedMap<Labels, SortedMap<Long, Long>> contents(HeadFixture fixture)
            throws IOException {
        return fixture.contents(fixture.tenant("a"));
    }

    private static SortedMap<Labels, SortedMap<Long, Long>> starts(HeadFixture fixture)
            throws IOException {
        return fixture.starts(fixture.tenant("a"));
    }

    private static int count(Map<Labels, SortedMap<Long, Long>> contents) {
        return contents.values().stream().mapToInt(Map::size).sum();
    }

    private static void assertSubset(
            Map<Labels, SortedMap<Long, Long>> some, Map<Labels, SortedMap<Long, Long>> all) {
        some.forEach((labels, samples) ->
                assertThat(all.getOrDefault(labels, new TreeMap<>()))
                        .as(labels.toString())
                        .containsAllEntriesOf(samples));
    }

    private static boolean isOpenedAfter(HeadFixture fixture, HeadFixture.DiskChange change) {
        try {
            fixture.crashAnd(change);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void damageTheFirstChunk(SimulatedDisk disk) throws IOException {
        disk.flipBit(DataDirectory.CHUNKS.resolve("000001"), 200, 0);
    }

    private static void damage(Random random, Path file, SimulatedDisk disk) throws IOException {
        if (!disk.exists(file)) {
            return;
        }
        long size;
        try (DiskFile opened = disk.open(file, Disk.Mode.READ)) {
            size = opened.sizeBytes();
        }
        for (int flips = random.between(1, 3); flips > 0 && size > FileHeader.BYTES; flips--) {
            int offset = (int) random.between(FileHeader.BYTES, size - 1);
            disk.flipBit(file, offset, random.between(0, 7));
        }
    }
}
