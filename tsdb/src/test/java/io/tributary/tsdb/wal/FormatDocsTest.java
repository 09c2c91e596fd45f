package io.tributary.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Verdict;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.tsdb.notes.NoteRecords;
import io.tributary.tsdb.notes.Senders;
import io.tributary.tsdb.record.DepartureRecords;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.record.SampleDecoder;
import io.tributary.tsdb.record.SampleEncoder;
import io.tributary.tsdb.record.SampleTarget;
import io.tributary.tsdb.record.histogram.HistogramDecoder;
import io.tributary.tsdb.record.histogram.HistogramEncoder;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.record.starts.StartChanges;
import io.tributary.tsdb.record.starts.StartCursor;
import io.tributary.tsdb.series.DefinitionReader;
import io.tributary.tsdb.series.DefinitionWriter;
import io.tributary.tsdb.series.Hash128;
import io.tributary.tsdb.series.SeriesDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Runs the examples of the documents: they are what is written, and are read back.
class FormatDocsTest {
    private static final long[] HASH_KEY = {1, 2, 3, 4, 5, 6, 7, 8};

    @Test
    void segmentHeader_ofTheDocument_isWrittenAndRead() throws IOException {
        checkHeader(DocExamples.one("wal.md", "segment"));
        checkHeader(DocExamples.one("wal.md", "recycled"));
    }

    private static void checkHeader(DocExamples.Example example) throws IOException {
        SegmentHeader header =
                new SegmentHeader(
                        Long.parseLong(example.word("number")),
                        Long.parseUnsignedLong(example.word("nonce"), 16),
                        Long.parseLong(example.word("size")),
                        Boolean.parseBoolean(example.word("recycled")));
        byte[] page = header.page().array();

        assertThat(HexFormat.of().formatHex(page, 0, SegmentHeader.BYTES)).isEqualTo(example.hex());
        assertThat(Arrays.copyOfRange(page, SegmentHeader.BYTES, page.length)).containsOnly(0);
        assertThat(SegmentHeader.read(Arrays.copyOf(example.bytes(), Frame.PAGE_BYTES)))
                .contains(header);
    }

    @Test
    void frame_ofTheDocument_isWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("wal.md", "frame");
        byte[] payload = HexFormat.of().parseHex(example.word("payload"));
        long nonce = Long.parseUnsignedLong(example.word("nonce"), 16);
        long offset = Long.parseLong(example.word("offset"));
        Frame frame = new Frame();
        frame.set(
                Integer.parseInt(example.word("flags")),
                nonce,
                Long.parseLong(example.word("sequence")),
                Long.parseLong(example.word("millis")),
                offset,
                payload,
                payload.length,
                Integer.parseInt(example.word("before")));
        assertThat(HexFormat.of().formatHex(frame.bytes()) + example.word("payload"))
                .isEqualTo(example.hex());

        Frame read = new Frame();
        System.arraycopy(example.bytes(), 0, read.bytes(), 0, Frame.HEADER_BYTES);
        assertThat(read.isHeaderOf(nonce, offset)).isTrue();
        assertThat(read.payloadBytes()).isEqualTo(payload.length);
        assertThat(read.payloadCrc()).isEqualTo(frame.payloadCrc());
        assertThat(read.isHeaderOf(nonce, offset + Frame.PAGE_BYTES)).isFalse();
        assertThat(read.isHeaderOf(nonce + 1, offset)).isFalse();
    }

    @Test
    void compressedFrame_ofTheDocument_isRead() throws IOException {
        DocExamples.Example example = DocExamples.one("wal.md", "compressed");
        byte[] bytes = example.bytes();
        byte[] payload = Arrays.copyOfRange(bytes, Frame.HEADER_BYTES, bytes.length);
        long nonce = Long.parseUnsignedLong(example.word("nonce"), 16);
        Frame frame = new Frame();
        frame.set(
                Frame.FLAG_COMPRESSED,
                nonce,
                Long.parseLong(example.word("sequence")),
                Long.parseLong(example.word("millis")),
                Long.parseLong(example.word("offset")),
                payload,
                payload.length,
                (int) Long.parseLong(example.word("before"), 16));
        assertThat(HexFormat.of().formatHex(frame.bytes()))
                .isEqualTo(HexFormat.of().formatHex(bytes, 0, Frame.HEADER_BYTES));

        CompressedPayload.Unpacker unpacker = new CompressedPayload.Unpacker();
        assertThat(unpacker.unpack(payload, payload.length)).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            assertThat(unpacker.bytes()[i]).isEqualTo((byte) (1 + i % 5));
        }
    }

    @Test
    void definitions_ofTheDocument_areWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("records.md", "definitions");
        String[] name = example.word("tenant").split(":", 2);
        Tenant tenant = new Tenant(UUID.fromString(name[1]), name[0]);
        String[] stamp = example.word("stamp").split("=", 2);
        SeriesDirectory directory = new SeriesDirectory(new Hash128(HASH_KEY));
        RecordWriter first = new RecordWriter();
        first.varint(0);
        first.fixed64(Long.reverseBytes(tenant.id().getMostSignificantBits()));
        first.fixed64(Long.reverseBytes(tenant.id().getLeastSignificantBits()));
        first.bytes(name[0].getBytes(StandardCharsets.UTF_8), 0, name[0].length());
        DefinitionWriter writer = new DefinitionWriter(directory);
        new DefinitionReader(directory)
                .read(
                        RecordType.TENANT,
                        new RecordReader(first.array(), 0, first.position()),
                        (_, _) -> {});
        List<Labels> labels = new ArrayList<>();
        for (String series : example.words().subList(2, example.words().size())) {
            String[] parts = series.split("[,=]", -1);
            Verdict verdict = new Verdict();
            verdict.accept(tenant);
            verdict.key().add("__name__", parts[0]);
            verdict.key().add(parts[1], parts[2]);
            verdict.stamps().add(stamp[0], stamp[1]);
            assertThat(directory.find(verdict)).isEqualTo(SeriesDirectory.ABSENT);
            labels.add(directory.labels(directory.create(verdict)));
        }
        RecordWriter out = new RecordWriter();
        writer.write(out, tenant);
        assertThat(DocExamples.hex(out)).isEqualTo(example.hex());

        SeriesDirectory read = new SeriesDirectory(new Hash128(HASH_KEY));
        List<Labels> found = new ArrayList<>();
        DefinitionReader reader = new DefinitionReader(read);
        RecordReader bytes = new RecordReader(example.bytes(), 0, example.bytes().length);
        RecordReader body = new RecordReader(example.bytes(), 0, 0);
        while (bytes.remaining() > 0) {
            int type = bytes.u8();
            bytes.slice(bytes.fixed32(), body);
            assertThat(reader.read(type, body, (slot, _) -> found.add(read.labels(slot)))).isTrue();
        }
        assertThat(found).isEqualTo(labels).hasSize(2);
        assertThat(read.tenants().all()).containsExactly(tenant);
    }

    @Test
    void samples_ofTheDocument_areWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("records.md", "samples");
        SampleEncoder encoder = new SampleEncoder();
        Series writers = new Series();
        encoder.begin();
        for (String word : example.words()) {
            String[] parts = word.split("[@=]", -1);
            int ref = Integer.parseInt(parts[0]);
            long time = Long.parseLong(parts[1]);
            long bits = Double.doubleToRawLongBits(Double.parseDouble(parts[2]));
            int state =
                    encoder.add(
                            ref,
                            time,
                            bits,
                            writers.isKnown(ref),
                            writers.lastBits(ref),
                            writers.exponent(ref));
            writers.sample(ref, time, bits, state);
        }
        RecordWriter out = new RecordWriter();
        encoder.writeTo(out, RecordType.SAMPLES);
        assertThat(DocExamples.hex(out)).isEqualTo(example.hex());

        Series readers = new Series();
        RecordReader bytes = new RecordReader(example.bytes(), 0, example.bytes().length);
        RecordReader body = new RecordReader(example.bytes(), 0, 0);
        assertThat(bytes.u8()).isEqualTo(RecordType.SAMPLES);
        bytes.slice(bytes.fixed32(), body);
        new SampleDecoder().decode(body, readers);
        assertThat(readers.samples).isEqualTo(writers.samples).hasSize(4);
    }

    @Test
    void departures_ofTheDocument_areWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("records.md", "departed");
        RecordWriter out = new RecordWriter();
        DepartureRecords records = new DepartureRecords(out);
        records.begin();
        for (String word : example.words().subList(0, 2)) {
            String[] parts = word.split("[:@]", -1);
            records.add(
                    Long.parseLong(parts[0]),
                    Long.parseUnsignedLong(parts[1], 16),
                    Long.parseUnsignedLong(parts[2], 16),
                    Long.parseLong(parts[3]));
        }
        records.end();
        DepartureRecords.writeComplete(
                out,
                Integer.parseInt(example.word("tenant")),
                Long.parseLong(example.word("complete")));
        assertThat(DocExamples.hex(out)).isEqualTo(example.hex());

        List<String> read = new ArrayList<>();
        RecordReader bytes = new RecordReader(example.bytes(), 0, example.bytes().length);
        RecordReader body = new RecordReader(example.bytes(), 0, 0);
        while (bytes.remaining() > 0) {
            int type = bytes.u8();
            bytes.slice(bytes.fixed32(), body);
            DepartureRecords.read(
                    type,
                    body,
                    (ref, high, low, frontier) ->
                            read.add("%d:%x:%x@%d".formatted(ref, high, low, frontier)),
                    (tenant, time) -> {
                        read.add("tenant=" + tenant);
                        read.add("complete=" + time);
                    });
        }
        assertThat(read).isEqualTo(example.words());
    }

    @Test
    void histograms_ofTheDocument_areWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("records.md", "histograms");
        HistogramEncoder encoder = new HistogramEncoder();
        encoder.begin();
        for (String word : example.words()) {
            String[] parts = word.split("[@:]", -1);
            byte[] bytes = HexFormat.of().parseHex(parts[4]);
            encoder.add(
                    Long.parseLong(parts[0]),
                    Integer.parseInt(parts[2]),
                    new HistogramSample(
                            Long.parseLong(parts[1]),
                            ResetHint.ofNumber(Integer.parseInt(parts[3])),
                            bytes,
                            0,
                            bytes.length));
        }
        RecordWriter out = new RecordWriter();
        encoder.writeTo(out);
        assertThat(DocExamples.hex(out)).isEqualTo(example.hex());

        List<String> read = new ArrayList<>();
        RecordReader bytes = new RecordReader(example.bytes(), 0, example.bytes().length);
        RecordReader body = new RecordReader(example.bytes(), 0, 0);
        assertThat(bytes.u8()).isEqualTo(RecordType.HISTOGRAMS);
        bytes.slice(bytes.fixed32(), body);
        new HistogramDecoder()
                .decode(
                        body,
                        (ref, lane, sample) ->
                                read.add(
                                        "%d@%d:%d:%d:%s"
                                                .formatted(
                                                        ref,
                                                        sample.timeMillis(),
                                                        lane,
                                                        sample.hint().number(),
                                                        HexFormat.of()
                                                                .formatHex(
                                                                        sample.bytes(),
                                                                        sample.offset(),
                                                                        sample.offset()
                                                                                + sample
                                                                                        .length()))));
        assertThat(read).isEqualTo(example.words());
    }

    @Test
    void starts_ofTheDocument_areWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("records.md", "starts");
        StartChanges changes = new StartChanges();
        changes.begin();
        for (String word : example.words()) {
            String[] parts = word.split("=", -1);
            changes.add(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        }
        RecordWriter out = new RecordWriter();
        changes.writeTo(out, RecordType.START_TIMES);
        assertThat(DocExamples.hex(out)).isEqualTo(example.hex());

        List<String> read = new ArrayList<>();
        StartCursor cursor = new StartCursor();
        cursor.reset(example.bytes(), RecordType.HEADER_BYTES, example.bytes().length);
        for (int place = 0; !cursor.isAtEnd(); place++) {
            if (cursor.changesAt(place)) {
                read.add(place + "=" + cursor.at(place));
            }
        }
        assertThat(read).isEqualTo(example.words());
    }

    @Test
    void notes_ofTheDocument_areWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("records.md", "notes");
        String[] parts = example.words().getFirst().split("[@=]", -1);
        long bits = Double.doubleToRawLongBits(Double.parseDouble(parts[2]));
        Labels labels = Labels.of("trace_id", example.word("trace_id"));
        Exemplar exemplar = new Exemplar(labels, Long.parseLong(parts[1]), bits);
        FamilyMetadata metadata =
                new FamilyMetadata(
                        example.word("family"),
                        MetricType.ofNumber(Integer.parseInt(example.word("type"))),
                        example.word("help"),
                        example.word("unit"));
        RecordWriter out = new RecordWriter();
        NoteRecords.write(out, Long.parseLong(parts[0]), exemplar);
        NoteRecords.write(
                out,
                Integer.parseInt(example.word("tenant")),
                List.of(Senders.UNSTAMPED),
                metadata);
        assertThat(DocExamples.hex(out)).isEqualTo(example.hex());
        assertThat(notes(example))
                .containsExactly(7L, exemplar, 3, List.of(Senders.NO_SET), metadata);
    }

    @Test
    void statement_ofTheDocument_isWrittenAndRead() throws IOException {
        DocExamples.Example example = DocExamples.one("records.md", "statement");
        FamilyMetadata metadata =
                new FamilyMetadata(
                        example.word("family"),
                        MetricType.ofNumber(Integer.parseInt(example.word("type"))),
                        example.word("help"),
                        example.word("unit"));
        List<Senders> senders = new ArrayList<>();
        for (String each : example.word("senders").split(",", -1)) {
            senders.add(
                    each.equals("none")
                            ? Senders.UNSTAMPED
                            : new Senders(Labels.of("cluster", "a"), Integer.parseInt(each)));
        }
        RecordWriter out = new RecordWriter();
        NoteRecords.write(out, Integer.parseInt(example.word("tenant")), senders, metadata);
        assertThat(DocExamples.hex(out)).isEqualTo(example.hex());
        assertThat(notes(example))
                .containsExactly(3, senders.stream().map(Senders::set).toList(), metadata);
    }

    private static List<Object> notes(DocExamples.Example example) throws IOException {
        List<Object> read = new ArrayList<>();
        RecordReader bytes = new RecordReader(example.bytes(), 0, example.bytes().length);
        RecordReader body = new RecordReader(example.bytes(), 0, 0);
        while (bytes.remaining() > 0) {
            int type = bytes.u8();
            bytes.slice(bytes.fixed32(), body);
            NoteRecords.read(
                    type,
                    body,
                    (ref, found) -> read.addAll(List.of(ref, found)),
                    (tenant, sets, found) -> read.addAll(List.of(tenant, sets, found)));
        }
        return read;
    }

    /// Last values and exponents by ref, and all samples in words.
    private static final class Series implements SampleTarget {
        final Map<Integer, Long> bits = new HashMap<>();
        final Map<Integer, Integer> exponents = new HashMap<>();
        final List<String> samples = new ArrayList<>();

        @Override
        public int series(long ref) {
            return Math.toIntExact(ref);
        }

        @Override
        public boolean isKnown(int series) {
            return bits.containsKey(series);
        }

        @Override
        public long lastBits(int series) {
            return bits.getOrDefault(series, 0L);
        }

        @Override
        public int exponent(int series) {
            return exponents.getOrDefault(series, SampleEncoder.STATE_NONE);
        }

        @Override
        public void sample(int series, long timeMillis, long value, int exponent) {
            bits.put(series, value);
            exponents.put(series, exponent);
            samples.add(series + "@" + timeMillis + "=" + value);
        }

        @Override
        public void unknown(long ref, long timeMillis) {
            throw new AssertionError("unknown series " + ref);
        }
    }
}
