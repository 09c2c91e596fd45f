package io.tributary.tsdb.losses;

import io.tributary.tsdb.losses.Loss.Directory;
import io.tributary.tsdb.losses.Loss.Lost;
import io.tributary.tsdb.losses.Loss.Place;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import java.nio.charset.StandardCharsets;

/// LOSS records (spec with examples: `docs/losses.md`).
///
/// ```
/// directory (u8) | file (varint) | nonce (8 bytes) | from, to (varints) | noticed (zigzag) | reason (text) | kind (u8)
/// then, by kind   1  first frame, count, samples behind (varints)
///                 2  count, series, samples (varints)
///                 3
///                 4  tenant (text) | series (text) | ref (varint) | from, to (zigzag) | samples (zigzag)
/// text: length (varint) | UTF-8
/// ```
final class LossRecords {
    private static final int FRAMES = 1;
    private static final int BATCHES = 2;
    private static final int STRETCH = 3;
    private static final int CHUNK = 4;
    private static final int TEXT_BYTES_MAX = 1 << 20;

    private LossRecords() {}

    static void write(RecordWriter out, Loss loss) {
        int body = out.beginRecord(RecordType.LOSS);
        Place place = loss.place();
        out.u8(place.directory().number);
        out.varint(place.file());
        out.fixed64(place.nonce());
        out.varint(place.fromOffset());
        out.varint(place.toOffset());
        out.zigzag(loss.noticedMillis());
        text(out, loss.reason());
        switch (loss.lost()) {
            case Lost.Frames(long first, long count, long samples) ->
                    numbers(out, FRAMES, first, count, samples);
            case Lost.Batches(long count, long series, long samples) ->
                    numbers(out, BATCHES, count, series, samples);
            case Lost.Stretch() -> out.u8(STRETCH);
            case Lost.Chunk chunk -> {
                out.u8(CHUNK);
                text(out, chunk.tenant());
                text(out, chunk.series());
                out.varint(chunk.ref());
                out.zigzag(chunk.fromMillis());
                out.zigzag(chunk.toMillis());
                out.zigzag(chunk.samples());
            }
        }
        out.endRecord(body);
    }

    /// Reads the body of a record.
    static Loss read(RecordReader body) throws CorruptRecordException {
        Directory directory = directory(body);
        long file = body.varint();
        Place place = new Place(directory, file, body.fixed64(), body.varint(), body.varint());
        long noticed = body.zigzag();
        String reason = text(body);
        return new Loss(place, lost(body), noticed, reason);
    }

    private static Directory directory(RecordReader body) throws CorruptRecordException {
        int number = body.u8();
        for (Directory directory : Directory.values()) {
            if (directory.number == number) {
                return directory;
            }
        }
        throw body.corrupt("a loss in directory " + number);
    }

    private static Lost lost(RecordReader body) throws CorruptRecordException {
        int kind = body.u8();
        return switch (kind) {
            case FRAMES -> new Lost.Frames(body.varint(), body.varint(), body.varint());
            case BATCHES -> new Lost.Batches(body.varint(), body.varint(), body.varint());
            case STRETCH -> new Lost.Stretch();
            case CHUNK ->
                    new Lost.Chunk(
                            text(body),
                            text(body),
                            body.varint(),
                            body.zigzag(),
                            body.zigzag(),
                            (int) body.zigzag());
            default -> throw body.corrupt("a loss of kind " + kind);
        };
    }

    private static void numbers(RecordWriter out, int kind, long a, long b, long c) {
        out.u8(kind);
        out.varint(a);
        out.varint(b);
        out.varint(c);
    }

    private static void text(RecordWriter out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.varint(bytes.length);
        out.bytes(bytes, 0, bytes.length);
    }

    private static String text(RecordReader body) throws CorruptRecordException {
        int length = body.count(TEXT_BYTES_MAX, "bytes of a text");
        int at = body.take(length);
        return new String(body.array(), at, length, StandardCharsets.UTF_8);
    }
}
