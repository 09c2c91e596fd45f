package io.tributary.tsdb.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.tsdb.serieslog.LiveRecords;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveDefinitionsTest {
    /// Series are made while it is written, in slots that were free and in new ones: the log then
    /// tells of them behind it, and it tells of none.
    @Test
    void next_whileSeriesAreMade_writesThoseThatWereThere() {
        int[] usedAgain = new int[1];
        SeededCases.run(
                100,
                random -> {
                    RandomSeries series = new RandomSeries(random);
                    Tenant tenant = series.tenant();
                    add(series, tenant, random.between(1, 200));
                    free(series.directory, random);
                    add(series, tenant, random.between(0, 20));
                    Map<Long, Labels> expected = live(series.directory);
                    long nextRef = series.directory.nextRef();

                    LiveRecords live = series.directory.liveDefinitions(_ -> {});
                    RecordWriter out = new RecordWriter();
                    int slots = series.directory.slotCount();
                    int madeFrom = series.labels.size();
                    boolean more = true;
                    while (more) {
                        add(series, tenant, 20);
                        more = live.next(out);
                    }
                    int made = series.labels.size() - madeFrom;
                    usedAgain[0] += made - (series.directory.slotCount() - slots);

                    SeriesDirectory read = read(out);
                    assertThat(live(read)).isEqualTo(expected);
                    assertThat(read.nextRef()).isEqualTo(nextRef);
                });
        assertThat(usedAgain[0]).as("slots used again").isPositive();
    }

    private static void add(RandomSeries series, Tenant tenant, int count) {
        for (int i = 0; i < count; i++) {
            series.add(tenant);
        }
    }

    /// Lets some series depart whose slots are free then, and some more whose are not yet.
    private static void free(SeriesDirectory directory, Random random) {
        depart(directory, random);
        directory.beginRebuild().run();
        directory.reuse(directory.finishRebuild());
        depart(directory, random);
    }

    private static void depart(SeriesDirectory directory, Random random) {
        for (int slot : directory.liveSlots()) {
            if (random.oneIn(4)) {
                directory.depart(new int[] {slot}, 1);
            }
        }
    }

    private static Map<Long, Labels> live(SeriesDirectory directory) {
        Map<Long, Labels> live = new HashMap<>();
        for (int slot : directory.liveSlots()) {
            live.put(directory.ref(slot), directory.labels(slot));
        }
        return live;
    }

    private static SeriesDirectory read(RecordWriter written) {
        SeriesDirectory read = new SeriesDirectory(new Hash128(RandomSeries.HASH_KEY));
        DefinitionReader reader = new DefinitionReader(read);
        RecordReader in = new RecordReader(written.array(), 0, written.position());
        RecordReader body = new RecordReader(written.array(), 0, 0);
        try {
            while (in.remaining() > 0) {
                int type = in.u8();
                in.slice(in.fixed32(), body);
                assertThat(reader.read(type, body, (_, _) -> {})).isTrue();
            }
        } catch (CorruptRecordException e) {
            throw new AssertionError("what was written cannot be read", e);
        }
        return read;
    }
}
