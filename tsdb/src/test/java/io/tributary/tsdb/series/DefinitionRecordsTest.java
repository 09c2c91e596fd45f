package io.tributary.tsdb.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Tenant;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import org.junit.jupiter.api.Test;

class DefinitionRecordsTest {
    @Test
    void read_ofWhatWasWrittenInPortions_givesTheSameDirectoryOnceOrTwice() {
        SeededCases.run(
                200,
                random -> {
                    RandomSeries series = new RandomSeries(random);
                    DefinitionWriter writer = new DefinitionWriter(series.directory);
                    RecordWriter out = new RecordWriter();
                    for (int portion = random.between(1, 12); portion > 0; portion--) {
                        Tenant tenant = series.tenant();
                        for (int i = random.size(60); i > 0; i--) {
                            series.add(tenant);
                        }
                        writer.write(out, tenant);
                        assertThat(writer.isPending()).isFalse();
                    }
                    SeriesDirectory read = new SeriesDirectory(new Hash128(RandomSeries.HASH_KEY));
                    assertThat(readAll(out, read)).isEqualTo(series.labels.size());
                    checkSame(series, read);
                    assertThat(readAll(out, read)).isZero();
                    checkSame(series, read);
                });
    }

    @Test
    void read_ofRecordsWithAnyByteChanged_isRefusedOrReadButNeverFailsOtherwise() {
        SeededCases.run(
                400,
                random -> {
                    RandomSeries series = new RandomSeries(random);
                    DefinitionWriter writer = new DefinitionWriter(series.directory);
                    Tenant tenant = series.tenant();
                    for (int i = 0; i < 10; i++) {
                        series.add(tenant);
                    }
                    RecordWriter out = new RecordWriter();
                    writer.write(out, tenant);
                    out.array()[random.between(0, out.position() - 1)] ^=
                            (byte) (1 << random.between(0, 7));
                    SeriesDirectory read = new SeriesDirectory(new Hash128(RandomSeries.HASH_KEY));
                    try {
                        tryReadAll(out, read);
                    } catch (CorruptRecordException e) {
                        assertThat(e).hasMessageStartingWith("cannot read record");
                    }
                });
    }

    @Test
    void read_ofASeriesWhosePairsAreUnknown_isCorrupt() {
        RecordWriter out = new RecordWriter();
        for (int value : new int[] {1, 1, 0, 1, 0, 0}) {
            out.u8(value);
        }
        RecordReader body = new RecordReader(out.array(), 0, out.position());
        DefinitionReader reader =
                new DefinitionReader(new SeriesDirectory(new Hash128(RandomSeries.HASH_KEY)));

        assertThatThrownBy(() -> reader.read(RecordType.SERIES, body, (_, _) -> {}))
                .isInstanceOf(CorruptRecordException.class)
                .hasMessageContaining("pair 0 is not known");
    }

    private static void checkSame(RandomSeries series, SeriesDirectory read) {
        SeriesDirectory written = series.directory;
        assertThat(read.slotCount()).isEqualTo(series.labels.size());
        assertThat(read.stamps().setCount()).isEqualTo(written.stamps().setCount());
        assertThat(read.nextRef()).isEqualTo(written.nextRef());
        for (int slot = 0; slot < series.labels.size(); slot++) {
            assertThat(read.labels(slot)).isEqualTo(series.labels.get(slot));
            assertThat(read.ref(slot)).isEqualTo(written.ref(slot));
            assertThat(read.stamps().tenant(read.tenant(slot))).isEqualTo(series.owners.get(slot));
            assertThat(read.key(slot).stamps()).isEqualTo(written.key(slot).stamps());
        }
    }

    private static int readAll(RecordWriter written, SeriesDirectory into) {
        try {
            return tryReadAll(written, into);
        } catch (CorruptRecordException e) {
            throw new AssertionError("what was written cannot be read", e);
        }
    }

    /// Answers how many series were made.
    private static int tryReadAll(RecordWriter written, SeriesDirectory into)
            throws CorruptRecordException {
        RecordReader in = new RecordReader(written.array(), 0, written.position());
        RecordReader body = new RecordReader(written.array(), 0, 0);
        DefinitionReader reader = new DefinitionReader(into);
        int before = into.slotCount();
        int[] created = new int[1];
        while (in.remaining() > 0) {
            int type = in.u8();
            in.slice(in.fixed32(), body);
            reader.read(type, body, (slot, ref) -> created[0]++);
        }
        assertThat(into.slotCount()).isEqualTo(before + created[0]);
        return created[0];
    }
}
