package io.tributary.tsdb.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.chunk.XorChunkReader;
import io.tributary.format.chunk.XorChunkWriter;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.wal.DocExamples;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CarryTest {
    @Test
    void carry_ofTheDocument_isWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("records.md", "carry");
        XorChunkWriter chunk = new XorChunkWriter();
        for (String word : example.words().subList(2, example.words().size())) {
            String[] parts = word.split("=", 2);
            chunk.append(
                    Long.parseLong(parts[0]),
                    Double.doubleToRawLongBits(Double.parseDouble(parts[1])));
        }
        byte[] bytes = Arrays.copyOf(chunk.bytes(), chunk.sizeBytes());
        byte[] bits = Arrays.copyOfRange(bytes, 2, bytes.length);
        RecordWriter out = new RecordWriter();
        Carry.write(
                out,
                Long.parseLong(example.word("ref")),
                SealedChunk.IN_ORDER,
                example.words().size() - 2,
                bits,
                bits.length);
        assertThat(DocExamples.hex(out)).isEqualTo(example.hex());

        RecordReader record = new RecordReader(example.bytes(), 0, example.bytes().length);
        RecordReader body = new RecordReader(example.bytes(), 0, 0);
        assertThat(record.u8()).isEqualTo(RecordType.CARRY);
        record.slice(record.fixed32(), body);
        assertThat(body.varint()).isEqualTo(Long.parseLong(example.word("ref")));
        assertThat(body.u8()).isEqualTo(SealedChunk.IN_ORDER);
        XorChunkReader reader = new XorChunkReader();
        Carry.open(body, reader);
        for (String word : example.words().subList(2, example.words().size())) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.timeMillis() + "=" + Double.longBitsToDouble(reader.valueBits()))
                    .isEqualTo(word);
        }
        assertThat(reader.next()).isFalse();
    }
}
