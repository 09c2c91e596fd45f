package io.tributary.format.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.fuzz.FuzzCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistogramChunkTest {
    /// Name, samples and chunks that Prometheus' own appender made of them, a blank line between.
    private static final Path UPSTREAM =
            Path.of(
                    System.getProperty(
                            "tributary.histogramChunks",
                            "src/test/resources/histogram-chunks.txt"));

    @Test
    void write_samplesOfUpstream_isByteForByteTheSame() throws IOException {
        String[] cases = Files.readString(UPSTREAM).strip().split("\n\n", -1);
        assertThat(cases).hasSizeGreaterThan(20);
        for (String one : cases) {
            List<String> lines = one.lines().skip(1).toList();
            List<String> samples = lines.stream().filter(l -> !l.startsWith("chunk ")).toList();
            List<Histograms.Chunk> chunks =
                    lines.stream()
                            .filter(line -> line.startsWith("chunk "))
                            .map(HistogramChunkTest::chunk)
                            .toList();

            List<Histograms.Sample> read = new ArrayList<>();
            for (Histograms.Chunk chunk : chunks) {
                read.addAll(Histograms.decode(chunk));
            }
            List<Histograms.Sample> hinted = Histograms.withHints(read, samples);
            assertThat(hinted.stream().map(Object::toString)).as(one).isEqualTo(samples);
            assertThat(Histograms.encode(hinted))
                    .as(one.lines().findFirst().orElseThrow())
                    .isEqualTo(chunks);
        }
    }

    @Test
    void read_whatWasWritten_comesBackBitForBit() {
        SeededCases.run(
                2_000,
                random -> {
                    List<Histograms.Sample> samples = Histograms.random(random, random.size(100));
                    List<Histograms.Sample> read = new ArrayList<>();
                    Histograms.encode(samples).forEach(chunk -> read.addAll(decoded(chunk)));
                    assertThat(content(read)).isEqualTo(content(samples));
                });
    }

    @Test
    void append_bucketsInAnyOrder_isAsIfThereHadBeenRoomFromTheStart() {
        SeededCases.run(
                300,
                random -> {
                    List<Histograms.Sample> samples =
                            Histograms.random(random, 1 + random.size(30));
                    for (Histograms.Chunk chunk : Histograms.encode(samples)) {
                        HistogramChunkWriter again = new HistogramChunkWriter();
                        HistogramParts parts = new HistogramParts();
                        for (Histograms.Sample sample : decoded(chunk)) {
                            sample.histogram().into(parts);
                            assertThat(again.append(sample.timeMillis(), sample.hint(), parts))
                                    .isTrue();
                        }
                        assertThat(Arrays.copyOfRange(again.bytes(), 3, again.sizeBytes()))
                                .isEqualTo(
                                        Arrays.copyOfRange(chunk.bytes(), 3, chunk.bytes().length));
                    }
                });
    }

    @Test
    void append_whatDoesNotFit_beginsAChunkThatSaysWhy() {
        Histogram first = integers(3, 0, 5, 0);
        assertNext(first, ResetHint.UNKNOWN, integers(3, 0, 4, 0), ResetHint.RESET);
        assertNext(first, ResetHint.RESET, integers(3, 0, 6, 0), ResetHint.RESET);
        assertNext(first, ResetHint.UNKNOWN, integers(2, 0, 6, 0), ResetHint.UNKNOWN);
        assertNext(first, ResetHint.UNKNOWN, integers(3, 1, 6, 0), ResetHint.UNKNOWN);
        assertNext(first, ResetHint.GAUGE, integers(3, 0, 6, 0), ResetHint.GAUGE);
        // The count grows, but the bucket that was there is gone.
        assertNext(first, ResetHint.UNKNOWN, integers(3, 0, 6, 9), ResetHint.RESET);
    }

    @Test
    void begin_ofTheCallersWill_saysThatNothingWasReset() {
        HistogramChunkWriter writer = new HistogramChunkWriter();
        HistogramParts parts = new HistogramParts();
        integers(3, 0, 5, 0).into(parts);
        writer.append(1, ResetHint.UNKNOWN, parts);
        integers(3, 0, 6, 0).into(parts);
        writer.begin(2, ResetHint.UNKNOWN, parts);

        assertThat(chunkHint(writer)).isEqualTo(ResetHint.NO_RESET);
        assertThat(writer.count()).isEqualTo(1);
    }

    @Test
    void append_staleMarker_goesIntoAnyChunkAndEndsIt() {
        HistogramChunkWriter writer = new HistogramChunkWriter();
        HistogramParts parts = new HistogramParts();
        integers(3, 0, 5, 0).into(parts);
        writer.append(1, ResetHint.GAUGE, parts);
        Histogram.STALE.into(parts);
        assertThat(writer.append(2, ResetHint.UNKNOWN, parts)).isTrue();
        integers(3, 0, 5, 0).into(parts);
        assertThat(writer.append(3, ResetHint.GAUGE, parts)).isFalse();

        assertThat(decoded(Histograms.chunk(writer)).getLast().histogram())
                .isEqualTo(Histogram.STALE);
    }

    @Test
    void append_fullChunk_isRefused() {
        HistogramChunkWriter writer = new HistogramChunkWriter();
        HistogramParts parts = new HistogramParts();
        integers(3, 0, 5, 0).into(parts);
        for (int i = 0; i < HistogramChunkWriter.SAMPLES_MAX; i++) {
            assertThat(writer.append(i, ResetHint.UNKNOWN, parts)).isTrue();
        }
        assertThat(writer.append(0, ResetHint.UNKNOWN, parts)).isFalse();
        assertThat(decoded(Histograms.chunk(writer))).hasSize(HistogramChunkWriter.SAMPLES_MAX);
    }

    /// Made by Prometheus' appender taking up a chunk of one sample.
    @Test
    void read_chunkThatWasTakenUpByAnotherAppender_usesTheWholeWindow() {
        List<Histograms.Sample> samples =
                decoded(
                        new Histograms.Chunk(
                                HistogramChunkWriter.INTEGER_ENCODING,
                                "000200001e3e88c4ffc0000000000003c7d118cfff00000000000000"));

        assertThat(samples.getLast().histogram().sumBits())
                .isEqualTo(Double.doubleToRawLongBits(3));
    }

    @Test
    void read_truncatedAtEveryByte_isCorrupt() {
        SeededCases.run(
                100,
                random -> {
                    List<Histograms.Sample> samples =
                            Histograms.random(random, 1 + random.size(20));
                    Histograms.Chunk chunk = Histograms.encode(samples).getFirst();
                    for (int length = 0; length < chunk.bytes().length; length++) {
                        Histograms.Chunk cut =
                                Histograms.Chunk.of(
                                        chunk.encoding(), Arrays.copyOf(chunk.bytes(), length));
                        assertThatThrownBy(() -> Histograms.decode(cut))
                                .isInstanceOf(CorruptChunkException.class);
                    }
                });
    }

    @Test
    void read_corpusAndMutations_endsInSamplesOrCorrupt() {
        FuzzCorpus.run("histogramchunk", 50_000, HistogramChunkFuzzer::fuzzerTestOneInput);
    }

    @Test
    void read_corrupt_saysWhatAndWhere() {
        corrupt("0001", "2 bytes, too short for its count");
        corrupt("000100", "the bytes end in sample 0 of 1");
        // threshold 0, schema 9: 110 001001, no spans
        corrupt("00010000 c4 80 0000000000", "schema 9 in sample 0 of 1");
        // threshold 0, schema 0, 1 span of 2^64 - 1 buckets: 0 10001 11111111 …
        corrupt("00010000 47ffffffffffffffff ff80 0000", "a span of 18446744073709551615 buckets");
        // 2^24 spans: 0 1111110 1000…
        corrupt("00010000 7e80000000 0000", "16777216 spans in sample 0");
    }

    @Test
    void readAndWrite_warm_allocateNothing() {
        SeededCases.Random random = new SeededCases.Random(4);
        List<HistogramParts> all = new ArrayList<>();
        for (Histograms.Sample sample : Histograms.random(random, 60)) {
            HistogramParts parts = new HistogramParts();
            sample.histogram().into(parts);
            all.add(parts);
        }
        HistogramChunkWriter writer = new HistogramChunkWriter();
        HistogramChunkReader reader = new HistogramChunkReader();
        HistogramParts[] samples = all.toArray(new HistogramParts[0]);
        long allocated =
                AllocationProbe.bytes(() -> {
                    writer.reset();
                    for (int i = 0; i < samples.length; i++) {
                        if (!writer.append(i, ResetHint.UNKNOWN, samples[i])) {
                            drain(reader, writer);
                            writer.begin(i, ResetHint.UNKNOWN, samples[i]);
                        }
                    }
                });

        assertThat(allocated).isZero();
    }

    private static void drain(HistogramChunkReader reader, HistogramChunkWriter writer) {
        try {
            reader.reset(writer.encoding(), writer.bytes(), 0, writer.sizeBytes());
            while (reader.next()) {
                reader.parts();
            }
        } catch (CorruptChunkException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertNext(
            Histogram first, ResetHint hint, Histogram second, ResetHint said) {
        HistogramChunkWriter writer = new HistogramChunkWriter();
        HistogramParts parts = new HistogramParts();
        first.into(parts);
        writer.append(1, ResetHint.UNKNOWN, parts);
        Histograms.Chunk before = Histograms.chunk(writer);
        second.into(parts);

        assertThat(writer.append(2, hint, parts)).isFalse();
        assertThat(Histograms.chunk(writer)).isEqualTo(before);
        writer.begin(2, hint, parts);
        assertThat(chunkHint(writer)).isEqualTo(said);
    }

    private static ResetHint chunkHint(HistogramChunkWriter writer) {
        HistogramChunkReader reader = new HistogramChunkReader();
        try {
            reader.reset(writer.encoding(), writer.bytes(), 0, writer.sizeBytes());
        } catch (CorruptChunkException e) {
            throw new AssertionError(e);
        }
        return reader.chunkHint();
    }

    /// One bucket.
    private static Histogram integers(int schema, long zero, long count, int bucket) {
        return new Histogram(
                Histogram.Kind.INTEGER,
                schema,
                zero << 52,
                0,
                count,
                0,
                List.of(new Histogram.Bucket(bucket, count)),
                List.of(),
                List.of());
    }

    private static Histograms.Chunk chunk(String line) {
        String[] words = line.split(" ", -1);
        return new Histograms.Chunk(Byte.parseByte(words[1]), words[2]);
    }

    private static List<Object> content(List<Histograms.Sample> samples) {
        return samples.stream()
                .<Object>map(sample -> List.of(sample.timeMillis(), sample.histogram()))
                .toList();
    }

    private static List<Histograms.Sample> decoded(Histograms.Chunk chunk) {
        try {
            return Histograms.decode(chunk);
        } catch (CorruptChunkException e) {
            throw new AssertionError(e);
        }
    }

    private static void corrupt(String hex, String message) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() ->
                        Histograms.decode(
                                Histograms.Chunk.of(HistogramChunkWriter.INTEGER_ENCODING, bytes)))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageContaining(message);
    }
}
