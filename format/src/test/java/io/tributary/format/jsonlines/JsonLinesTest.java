package io.tributary.format.jsonlines;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.json.JsonWriter;
import io.tributary.format.lines.BatchText;
import io.tributary.format.lines.BehaviourTable;
import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.testkit.fuzz.FuzzCorpus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class JsonLinesTest {
    private static final int MIB = 1024 * 1024;

    private final JsonLinesDecoder decoder = new JsonLinesDecoder();
    private final WriteBatch batch = new WriteBatch();

    @Test
    void decode_linesOfTheTable_becomeWhatItSays() throws IOException {
        BehaviourTable.check(
                "jsonlines.test",
                (_, sent) -> {
                    decoder.decode(sent, 0, sent.length, batch);
                    return BatchText.of(batch, decoder.report());
                });
    }

    @Test
    void decode_corpusAndMutations_keepTheInvariants() {
        FuzzCorpus.run("jsonlines", 30_000, JsonLinesFuzzer::fuzzerTestOneInput);
    }

    @Test
    void decode_anyBytes_endInABatch() {
        SeededCases.run(2_000, random -> JsonLinesFuzzer.fuzzerTestOneInput(random.bytes(0, 200)));
    }

    /// Staleness markers, NaN of any payload, start times and histograms come back bit by bit.
    @Test
    void write_anySeries_isReadBackBitByBit() {
        SeededCases.run(
                1_000,
                random -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    List<String> wanted = new ArrayList<>();
                    JsonLineWriter writer =
                            new JsonLineWriter(new byte[JsonWriter.BUFFER_BYTES_MIN], out::write);
                    int series = random.between(1, 4);
                    for (int i = 0; i < series; i++) {
                        write(random, i, writer, wanted);
                    }
                    decode(out.toByteArray());
                    assertThat(decoder.report().firstRefusal()).isEmpty();
                    assertThat(BatchText.lines(batch)).isEqualTo(wanted);
                });
    }

    @Test
    void write_moreSamplesThanALineHolds_goesIntoSeveral() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonLineWriter writer =
                new JsonLineWriter(new byte[JsonWriter.BUFFER_BYTES_MIN], out::write);
        writer.begin(Labels.of("__name__", "a"));
        for (int i = 0; i < 2 * JsonLineWriter.SAMPLES_MAX + 1; i++) {
            writer.sample(i, 0, 0);
        }
        writer.end();
        writer.end();
        decode(out.toByteArray());

        assertThat(batch.seriesCount()).isEqualTo(3);
        assertThat(batch.sampleEnd(0)).isEqualTo(JsonLineWriter.SAMPLES_MAX);
        assertThat(batch.sampleCount()).isEqualTo(2 * JsonLineWriter.SAMPLES_MAX + 1);
        assertThat(batch.timeMillis(2 * JsonLineWriter.SAMPLES_MAX))
                .isEqualTo(2 * JsonLineWriter.SAMPLES_MAX);
    }

    @Test
    void decode_truncatedAtEveryByte_takesNothingOfTheCutLine() {
        String line =
                "{\"metric\":{\"__name__\":\"a\\u00e9\"},\"values\":[1,null],\"timestamps\":[1,2],"
                        + "\"nanBits\":[[1,\"7ff0000000000002\"]],\"histograms\":[{\"timestamp\":3,"
                        + "\"integers\":{\"count\":1,\"positive\":[[0,1]]}}]}";
        byte[] whole =
                ("{\"metric\":{\"b\":\"c\"},\"values\":[1],\"timestamps\":[1]}\n" + line)
                        .getBytes(StandardCharsets.UTF_8);
        int first = whole.length - line.length();
        for (int length = first + 1; length < whole.length; length++) {
            decode(Arrays.copyOf(whole, length));
            assertThat(batch.seriesCount()).isEqualTo(1);
            assertThat(decoder.report().refused()).isEqualTo(1);
        }
        decode(whole);
        assertThat(batch.seriesCount()).isEqualTo(2);
    }

    @Test
    @Timeout(20)
    void decode_linesOf32Mebibytes_takeLinearTime() {
        String values = "1,".repeat(4 * MIB) + "1";
        decode(
                bytes(
                        "{\"metric\":{\"a\":\"b\"},\"values\":[%s],\"timestamps\":[%s]}"
                                .formatted(values, values)));
        assertThat(batch.sampleCount()).isEqualTo(4 * MIB + 1);

        decode(bytes("{\"metric\":{\"a\":\"" + "\\n".repeat(16 * MIB) + "\"}}"));
        assertThat(decoder.report().firstRefusal()).startsWith("line 1: there are no values");

        decode(bytes("[".repeat(32 * MIB)));
        assertThat(decoder.report().refused()).isEqualTo(1);

        decode(bytes("{\"x\":" + "[".repeat(32 * MIB)));
        assertThat(decoder.report().firstRefusal()).contains("128 objects and arrays");
    }

    @Test
    void decode_samples_allocatesNothing() {
        byte[] line =
                bytes(
                        "{\"metric\":{\"__name__\":\"a\\n\"},\"values\":[1,0.25,null,\"Infinity\"],"
                                + "\"timestamps\":[1,2,3,4],\"nanBits\":[[2,\"7ff0000000000002\"]]}\n");
        long allocated = AllocationProbe.bytes(() -> decoder.decode(line, 0, line.length, batch));
        assertThat(allocated).isZero();
    }

    private static void write(Random random, int series, JsonLineWriter writer, List<String> wanted)
            throws IOException {
        String name =
                "m" + series + random.pick(List.of("", "\n", "é", "\"", "\\", "\u0001", "😀"));
        writer.begin(Labels.of("__name__", name));
        WriteBatch expected = new WriteBatch();
        byte[] text = ("__name__" + name).getBytes(StandardCharsets.UTF_8);
        expected.reset(text);
        expected.symbols().addRef(expected.symbols().add(0, 8));
        expected.symbols().addRef(expected.symbols().add(8, text.length - 8));
        expected.beginSeries(0, 2);
        int samples = random.between(1, 5);
        for (int i = 0; i < samples; i++) {
            long time = random.oneIn(5) ? random.nextLong() : 1_700_000_000_000L + i;
            long start = random.oneIn(3) ? 1_600_000_000_000L : 0;
            long bits = bits(random);
            writer.sample(time, bits, start);
            expected.addSample(time, bits);
            if (start != 0) {
                expected.startLast(start);
            }
        }
        HistogramParts parts = new HistogramParts();
        int histograms = random.between(0, 3);
        for (int i = 0; i < histograms; i++) {
            histogram(random, parts);
            ResetHint hint = random.pick(List.of(ResetHint.values()));
            writer.histogram(i, hint, parts, i);
            expected.addHistogram(i, hint, parts);
            if (i != 0) {
                expected.histograms().startLast(i);
            }
        }
        writer.end();
        wanted.addAll(BatchText.lines(expected));
    }

    private static long bits(Random random) {
        return switch (random.between(0, 4)) {
            case 0 -> SampleBits.STALE_NAN;
            case 1 -> SampleBits.NORMAL_NAN;
            case 2 -> 0x7ff0000000000000L | random.nextLong();
            case 3 -> Double.doubleToRawLongBits(random.between(-9, 9) / 4.0);
            default -> random.nextLong();
        };
    }

    private static void histogram(Random random, HistogramParts parts) {
        if (random.oneIn(5)) {
            parts.setStale();
            return;
        }
        boolean floats = random.oneIn(2);
        boolean custom = random.oneIn(3);
        long one = floats ? Double.doubleToRawLongBits(1.5) : 1;
        int buckets = random.between(0, 3);
        parts.begin(
                floats ? Histogram.Kind.FLOAT : Histogram.Kind.INTEGER,
                custom ? Histogram.CUSTOM_BOUNDS : random.between(-4, 8),
                custom ? 0 : Double.doubleToRawLongBits(0.125),
                custom ? 0 : one,
                floats ? bits(random) & Long.MAX_VALUE : buckets + (custom ? 0 : 1),
                Double.doubleToRawLongBits(random.between(-5, 5)));
        for (int i = 0; i < buckets; i++) {
            parts.addPositive(custom ? i : 5 * i - 3, one);
        }
        for (int i = 0; custom && i < 4; i++) {
            parts.addBound(Double.doubleToRawLongBits(i * 0.5));
        }
    }

    private void decode(byte[] lines) {
        decoder.decode(lines, 0, lines.length, batch);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
