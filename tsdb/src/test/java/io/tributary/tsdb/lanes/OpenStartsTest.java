package io.tributary.tsdb.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.record.starts.StartChanges;
import io.tributary.tsdb.record.starts.StartCursor;
import io.tributary.tsdb.wal.CorruptRecordException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenStartsTest {
    private static final int SERIES = 5;

    /// What is expected of one series.
    private static final class Expected {
        final List<Long> open = new ArrayList<>();
        long recorded;
        int generation;
    }

    @Test
    void randomChunks_giveBackTheStartOfEachSample() {
        SeededCases.run(200, OpenStartsTest::run);
    }

    private static void run(SeededCases.Random random) throws CorruptRecordException {
        SeriesTable table = new SeriesTable();
        OpenStarts starts = new OpenStarts(table);
        List<Expected> all = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
            table.create(series);
            all.add(new Expected());
        }
        int generation = 1;
        for (int i = 0; i < 2_000; i++) {
            int series = random.between(0, SERIES - 1);
            Expected expected = all.get(series);
            generation += random.oneIn(100) ? 1 : 0;
            long known = expected.generation == generation ? expected.recorded : 0;
            long start = random.oneIn(1 + 10 * series) ? random.between(-1, 1) : known;
            assertThat(starts.recorded(series, generation)).isEqualTo(known);
            assertThat(starts.record(series, start, generation)).isEqualTo(start != known);
            expected.recorded = start;
            expected.generation = generation;
            starts.append(series, expected.open.size(), start);
            expected.open.add(start);
            if (random.oneIn(50) || expected.open.size() == OpenChunks.SAMPLES_MAX) {
                check(starts, series, expected.open);
                starts.empty(series);
                expected.open.clear();
            }
            if (random.oneIn(200)) {
                starts.drop(series);
                all.set(series, new Expected());
            }
        }
        for (int series = 0; series < SERIES; series++) {
            check(starts, series, all.get(series).open);
        }
    }

    @Test
    void seriesWithoutAStartAnyMore_isForgottenWithItsChunk() {
        SeriesTable table = new SeriesTable();
        OpenStarts starts = new OpenStarts(table);
        table.create(0);
        starts.record(0, 5, 1);
        starts.append(0, 0, 5);
        starts.empty(0);
        assertThat(starts.recorded(0, 1)).isEqualTo(5);
        assertThat(isKnown(table)).isTrue();

        starts.record(0, 0, 1);
        starts.append(0, 0, 0);
        assertThat(isKnown(table)).isTrue();
        starts.empty(0);
        assertThat(isKnown(table)).isFalse();
    }

    private static boolean isKnown(SeriesTable table) {
        return SeriesTable.startsPlace(table.cold().word(0, SeriesTable.LATE)) != 0;
    }

    private static void check(OpenStarts starts, int series, List<Long> open)
            throws CorruptRecordException {
        StartChanges changes = new StartChanges();
        changes.begin();
        starts.copy(series, changes);
        assertThat(changes.sizeBytes()).isLessThanOrEqualTo(OpenStarts.COPY_BYTES_MAX);
        StartCursor cursor = new StartCursor();
        cursor.reset(changes.array(), 0, changes.sizeBytes());
        for (int place = 0; place < open.size(); place++) {
            assertThat(cursor.at(place)).isEqualTo(open.get(place));
        }
    }
}
