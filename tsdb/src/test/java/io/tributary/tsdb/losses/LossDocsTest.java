package io.tributary.tsdb.losses;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.tsdb.losses.Loss.Directory;
import io.tributary.tsdb.losses.Loss.Lost;
import io.tributary.tsdb.losses.Loss.Place;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.wal.DocExamples;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Runs the examples of `docs/losses.md`: they are what is written, and are read back.
class LossDocsTest {
    @Test
    void losses_ofTheDocument_areWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("losses.md", "losses");
        List<Loss> losses = new ArrayList<>();
        for (int i = 0; i < example.words().size(); i += 2) {
            losses.add(loss(example.words().get(i), example.words().get(i + 1)));
        }
        RecordWriter out = new RecordWriter();
        losses.forEach(loss -> LossRecords.write(out, loss));
        assertThat(DocExamples.hex(out)).isEqualTo(example.hex());

        List<Loss> read = new ArrayList<>();
        RecordReader bytes = new RecordReader(example.bytes(), 0, example.bytes().length);
        RecordReader body = new RecordReader(example.bytes(), 0, 0);
        while (bytes.remaining() > 0) {
            assertThat(bytes.u8()).isEqualTo(RecordType.LOSS);
            bytes.slice(bytes.fixed32(), body);
            read.add(LossRecords.read(body));
            assertThat(body.remaining()).isZero();
        }
        assertThat(read).isEqualTo(losses).hasSize(2);
    }

    private static Loss loss(String where, String what) {
        String[] parts = where.split("[:@=-]", -1);
        Place place =
                new Place(
                        Directory.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                        Long.parseLong(parts[1]),
                        Long.parseUnsignedLong(parts[2], 16),
                        Long.parseLong(parts[3]),
                        Long.parseLong(parts[4]));
        return new Loss(place, lost(what.split(":", -1)), Long.parseLong(parts[5]), parts[6]);
    }

    private static Lost lost(String[] parts) {
        if (parts[0].equals("frames")) {
            return new Lost.Frames(
                    Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
        }
        return new Lost.Chunk(
                parts[1],
                parts[2],
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]),
                Long.parseLong(parts[5]),
                Integer.parseInt(parts[6]));
    }
}
