package io.tributary.format.remoteread;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import io.tributary.format.chunk.CorruptChunkException;
import io.tributary.format.chunk.HistogramChunkReader;
import io.tributary.format.chunk.XorChunkReader;
import io.tributary.format.compress.CompressionException;
import io.tributary.format.compress.SnappyBlock;
import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.testkit.SeededCases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// Both forms of answer, read by protobuf-java and by the readers of chunks, are what went in.
final class ReadAnswerTest {
    private static final Labels LABELS = Labels.of("__name__", "m", "é", "b");

    /// No double is this number.
    private static final long HUGE = (1L << 53) + 1;

    @Test
    void samples_anyColumns_comeBack() throws Exception {
        SeededCases.run(
                300,
                random -> {
                    SampleColumn samples = column(random, 300);
                    SamplesWriter writer = new SamplesWriter();
                    writer.beginQuery();
                    writer.endQuery();
                    writer.beginQuery();
                    writer.series(LABELS, samples);
                    writer.series(LABELS, new SampleColumn());
                    writer.endQuery();
                    ByteArrayOutputStream packed = new ByteArrayOutputStream();
                    try {
                        writer.writeTo(packed);
                        byte[] raw = unpacked(packed.toByteArray());
                        DynamicMessage answer =
                                DynamicMessage.parseFrom(Descriptors.of("ReadResponse"), raw);
                        List<DynamicMessage> results = Descriptors.messages(answer, "results");
                        assertThat(results).hasSize(2);
                        assertThat(Descriptors.messages(results.get(0), "timeseries")).isEmpty();
                        List<DynamicMessage> series =
                                Descriptors.messages(results.get(1), "timeseries");
                        assertThat(series).hasSize(2);
                        assertThat(labels(series.get(0))).isEqualTo(LABELS.toString());
                        assertThat(samples(series.get(0))).isEqualTo(expected(samples, true));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void chunks_anyColumns_comeBack() throws Exception {
        SeededCases.run(
                300,
                random -> {
                    SampleColumn samples = column(random, 2_000);
                    int frameBytes = random.between(1, 3_000);
                    List<DynamicMessage> frames = frames(frameBytes, samples);
                    List<String> told = new ArrayList<>();
                    long last = Long.MIN_VALUE;
                    for (DynamicMessage frame : frames) {
                        assertThat(Descriptors.number(frame, "query")).isEqualTo(3);
                        List<DynamicMessage> series = Descriptors.messages(frame, "series");
                        assertThat(series).hasSize(1);
                        assertThat(labels(series.getFirst())).isEqualTo(LABELS.toString());
                        List<DynamicMessage> chunks =
                                Descriptors.messages(series.getFirst(), "chunks");
                        assertThat(sizeBytes(chunks.subList(0, chunks.size() - 1)))
                                .isLessThan(frameBytes + 1);
                        for (DynamicMessage chunk : chunks) {
                            long first = Descriptors.number(chunk, "min");
                            assertThat(first).isGreaterThan(last);
                            last = Descriptors.number(chunk, "max");
                            List<String> read = read(chunk);
                            assertThat(read.size())
                                    .isBetween(1, ChunkFrameWriter.CHUNK_SAMPLES_MAX);
                            assertThat(read.getFirst()).startsWith(first + " ");
                            assertThat(read.getLast()).startsWith(last + " ");
                            told.addAll(read);
                        }
                    }
                    assertThat(told).isEqualTo(expected(samples, false));
                });
    }

    @Test
    void chunks_bytes_areAsPrometheusFramesThem() throws Exception {
        SampleColumn samples = new SampleColumn();
        samples.add(1_763_672_487_000L, 10);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChunkFrameWriter writer = new ChunkFrameWriter(out);
        writer.series(0, Labels.of("a", "b"), samples);
        writer.series(0, LABELS, new SampleColumn());

        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo(
                        ("2e 6d8f8afd" // length, checksum
                                        + "0a2c" // series
                                        + "0a06 0a0161 120162" // label
                                        + "1222" // chunk
                                        + "08d8e8c998aa33 10d8e8c998aa33 1801" // times, encoding
                                        + "2210 0001 b0d193b1d466 4024000000000000")
                                .replace(" ", ""));
    }

    private static List<DynamicMessage> frames(int frameBytes, SampleColumn samples) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<DynamicMessage> frames = new ArrayList<>();
        try {
            new ChunkFrameWriter(out, frameBytes).series(3, LABELS, samples);
            ByteBuffer in = ByteBuffer.wrap(out.toByteArray());
            while (in.hasRemaining()) {
                byte[] frame = new byte[length(in)];
                int checksum = in.getInt();
                in.get(frame);
                CRC32C crc = new CRC32C();
                crc.update(frame);
                assertThat((int) crc.getValue()).isEqualTo(checksum);
                frames.add(DynamicMessage.parseFrom(Descriptors.of("ChunkedReadResponse"), frame));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return frames;
    }

    private static int length(ByteBuffer in) {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            length |= (next & 0x7F) << shift;
            if (next >= 0) {
                return length;
            }
        }
    }

    private static int sizeBytes(List<DynamicMessage> chunks) {
        return chunks.stream().mapToInt(DynamicMessage::getSerializedSize).sum();
    }

    private static List<String> read(DynamicMessage chunk) {
        byte[] bytes = ((ByteString) Descriptors.value(chunk, "data")).toByteArray();
        byte encoding = (byte) Descriptors.number(chunk, "type");
        List<String> read = new ArrayList<>();
        try {
            if (encoding == 1) {
                XorChunkReader floats = new XorChunkReader();
                floats.reset(bytes, 0, bytes.length);
                while (floats.next()) {
                    read.add(
                            floats.timeMillis()
                                    + " "
                                    + HexFormat.of().toHexDigits(floats.valueBits()));
                }
                return read;
            }
            HistogramChunkReader histograms = new HistogramChunkReader();
            histograms.reset(encoding, bytes, 0, bytes.length);
            while (histograms.next()) {
                read.add(histograms.timeMillis() + " " + Histogram.of(histograms.parts()));
            }
            return read;
        } catch (CorruptChunkException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] unpacked(byte[] packed) {
        try {
            int length = (int) SnappyBlock.rawLength(packed, 0, packed.length);
            byte[] raw = new byte[length];
            SnappyBlock.decode(packed, 0, packed.length, raw, 0);
            return raw;
        } catch (CompressionException e) {
            throw new AssertionError(e);
        }
    }

    private static String labels(DynamicMessage series) {
        Labels.Builder labels = new Labels.Builder();
        for (DynamicMessage pair : Descriptors.messages(series, "labels")) {
            labels.set(
                    ((ByteString) Descriptors.value(pair, "name")).toStringUtf8(),
                    ((ByteString) Descriptors.value(pair, "value")).toStringUtf8());
        }
        return labels.build().toString();
    }

    /// Of a message: floats, then histograms.
    private static List<String> samples(DynamicMessage series) {
        List<String> samples = new ArrayList<>();
        for (DynamicMessage sample : Descriptors.messages(series, "samples")) {
            samples.add(
                    Descriptors.number(sample, "timestamp")
                            + " "
                            + HexFormat.of().toHexDigits(Descriptors.number(sample, "value")));
        }
        for (DynamicMessage histogram : Descriptors.messages(series, "histograms")) {
            samples.add(Descriptors.number(histogram, "timestamp") + " " + histogram(histogram));
        }
        return samples;
    }

    private static String histogram(DynamicMessage message) {
        boolean integers = Descriptors.has(message, "count_int");
        assertThat(Descriptors.has(message, "zero_int")).isEqualTo(integers);
        assertThat(Descriptors.has(message, "count")).isEqualTo(!integers);
        List<Long> bounds =
                Descriptors.list(message, "bounds").stream()
                        .map(bound -> Double.doubleToRawLongBits((Double) bound))
                        .toList();
        return Descriptors.number(message, "hint")
                + " "
                + new Histogram(
                        integers ? Histogram.Kind.INTEGER : Histogram.Kind.FLOAT,
                        (int) Descriptors.number(message, "schema"),
                        bits(message, "threshold"),
                        integers ? Descriptors.number(message, "zero_int") : bits(message, "zero"),
                        integers
                                ? Descriptors.number(message, "count_int")
                                : bits(message, "count"),
                        bits(message, "sum"),
                        buckets(message, "positive"),
                        buckets(message, "negative"),
                        bounds);
    }

    private static long bits(DynamicMessage message, String field) {
        return Double.doubleToRawLongBits((Double) Descriptors.value(message, field));
    }

    private static List<Histogram.Bucket> buckets(DynamicMessage message, String side) {
        List<Integer> places = new ArrayList<>();
        int next = 0;
        for (DynamicMessage span : Descriptors.messages(message, side + "_spans")) {
            next += (int) Descriptors.number(span, "offset");
            for (int i = 0; i < Descriptors.number(span, "length"); i++) {
                places.add(next++);
            }
        }
        List<Long> counts = new ArrayList<>();
        long sum = 0;
        for (Object delta : Descriptors.list(message, side + "_deltas")) {
            sum += (Long) delta;
            counts.add(sum);
        }
        for (Object count : Descriptors.list(message, side)) {
            counts.add(Double.doubleToRawLongBits((Double) count));
        }
        assertThat(places).hasSize(counts.size());
        List<Histogram.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            buckets.add(new Histogram.Bucket(places.get(i), counts.get(i)));
        }
        return buckets;
    }

    private static List<String> expected(SampleColumn samples, boolean floatsFirst) {
        List<String> floats = new ArrayList<>();
        List<String> histograms = floatsFirst ? new ArrayList<>() : floats;
        for (int i = 0; i < samples.size(); i++) {
            if (samples.isHistogram(i)) {
                String hint = floatsFirst ? samples.histogram(i).hint().number() + " " : "";
                histograms.add(samples.time(i) + " " + hint + samples.stored(i));
            } else {
                long bits = Double.doubleToRawLongBits(samples.value(i));
                floats.add(samples.time(i) + " " + HexFormat.of().toHexDigits(bits));
            }
        }
        if (floatsFirst) {
            floats.addAll(histograms);
        }
        return floats;
    }

    private static SampleColumn column(SeededCases.Random random, int most) {
        SampleColumn samples = SampleColumn.ofStored();
        long time = random.between(-1_000_000, 1_000_000);
        int count = random.between(1, most);
        boolean histograms = random.oneIn(2);
        boolean integers = random.oneIn(2);
        long total = 0;
        for (int i = 0; i < count; i++) {
            time += random.between(1, 100_000);
            histograms ^= random.oneIn(20);
            integers ^= random.oneIn(50);
            total = random.oneIn(30) ? 0 : total + random.between(0, 5);
            if (histograms) {
                HistogramParts parts = histogram(random, total, integers);
                ResetHint hint = ResetHint.ofNumber(random.between(0, 3));
                samples.addHistogram(time, FloatHistogram.of(hint, parts));
                samples.storedLast(Histogram.of(parts));
            } else {
                samples.add(time, value(random));
            }
        }
        return samples;
    }

    private static double value(SeededCases.Random random) {
        return switch (random.between(0, 3)) {
            case 0 -> Double.longBitsToDouble(SampleBits.STALE_NAN);
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> -0.0;
            default -> random.between(-10, 10);
        };
    }

    private static HistogramParts histogram(
            SeededCases.Random random, long total, boolean integers) {
        boolean custom = random.oneIn(10);
        LongUnaryOperator count =
                integers ? number -> number : number -> Double.doubleToRawLongBits(number / 2.0);
        HistogramParts parts = new HistogramParts();
        parts.begin(
                integers ? Histogram.Kind.INTEGER : Histogram.Kind.FLOAT,
                custom ? Histogram.CUSTOM_BOUNDS : random.oneIn(30) ? 2 : 1,
                Double.doubleToRawLongBits(custom ? 0 : 0.25),
                count.applyAsLong(custom ? 0 : total),
                count.applyAsLong(HUGE + total),
                Double.doubleToRawLongBits(total / 3.0));
        for (int i = 1; custom && i <= 5; i++) {
            parts.addBound(Double.doubleToRawLongBits(i));
        }
        parts.addPositive(0, count.applyAsLong(total));
        parts.addPositive(1, count.applyAsLong(HUGE + total));
        parts.addPositive(random.between(2, 4), count.applyAsLong(random.between(0, 1)));
        if (!custom) {
            parts.addNegative(-3, count.applyAsLong(total));
        }
        return parts;
    }
}
