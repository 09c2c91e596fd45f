package io.tributary.format.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class XorChunkTest {
    /// Name, samples and bytes of chunks that Prometheus' own appender wrote, a blank line between.
    private static final Path UPSTREAM = Path.of("src/test/resources/xor-chunks.txt");

    @Test
    void write_samplesOfUpstream_isByteForByteTheSame() throws IOException {
        List<String> lines = Files.readAllLines(UPSTREAM);
        assertThat(lines).hasSizeGreaterThan(4 * 14);
        for (int i = 0; i + 2 < lines.size(); i += 4) {
            List<Samples.Sample> samples = Samples.parse(lines.get(i + 1));
            byte[] chunk = HexFormat.of().parseHex(lines.get(i + 2));
            assertThat(Samples.encode(samples)).as(lines.get(i)).isEqualTo(chunk);
            assertThat(Samples.decode(chunk)).as(lines.get(i)).isEqualTo(samples);
        }
    }

    @Test
    void read_whatWasWritten_comesBackBitForBit() {
        SeededCases.run(
                3_000,
                random -> {
                    List<Samples.Sample> samples = Samples.random(random, random.size(150));
                    assertThat(decoded(Samples.encode(samples))).isEqualTo(samples);
                });
    }

    @Test
    void read_openChunkWithoutItsCount_comesBack() {
        SeededCases.run(
                300,
                random -> {
                    List<Samples.Sample> samples = Samples.random(random, random.size(150));
                    byte[] chunk = Samples.encode(samples);
                    XorChunkReader reader = new XorChunkReader();
                    for (int count = 0; count <= samples.size(); count++) {
                        reader.resetOpen(chunk, 2, chunk.length - 2, count);
                        assertThat(drained(reader)).isEqualTo(samples.subList(0, count));
                    }
                });
    }

    @Test
    void read_intoColumnsInPieces_isAsOneByOne() {
        SeededCases.run(
                2_000,
                random -> {
                    List<Samples.Sample> samples = Samples.random(random, random.size(150));
                    byte[] chunk = Samples.encode(samples);
                    byte[] padded = Arrays.copyOf(chunk, chunk.length + random.size(40));
                    assertThat(readInPieces(padded, chunk.length, random)).isEqualTo(samples);
                });
    }

    @Test
    void read_intoColumns_stopsAtTheFirstBehindTheLastTime() throws CorruptChunkException {
        List<Samples.Sample> samples =
                IntStream.rangeClosed(1, 50)
                        .mapToObj(i -> new Samples.Sample(i * 10L, i * 0x1234_5678_9ABCL))
                        .toList();
        byte[] chunk = Samples.encode(samples);
        for (int last = 0; last <= 510; last += 5) {
            XorChunkReader reader = new XorChunkReader();
            reader.reset(Arrays.copyOf(chunk, chunk.length + 32), 0, chunk.length);
            int within = Math.min(50, last / 10);

            assertThat(Samples.columns(reader, last, 50)).isEqualTo(samples.subList(0, within));
            assertThat(reader.timeMillis()).isEqualTo(Math.min(500, within * 10 + 10));
        }
    }

    @Test
    void write_reused_isAsNew() {
        XorChunkWriter writer = new XorChunkWriter();
        List<Samples.Sample> first = Samples.random(new SeededCases.Random(1), 200);
        List<Samples.Sample> second = Samples.random(new SeededCases.Random(2), 20);
        first.forEach(sample -> writer.append(sample.timeMillis(), sample.valueBits()));
        writer.reset();
        second.forEach(sample -> writer.append(sample.timeMillis(), sample.valueBits()));

        assertThat(Arrays.copyOf(writer.bytes(), writer.sizeBytes()))
                .isEqualTo(Samples.encode(second));
        assertThat(writer.count()).isEqualTo(20);
    }

    @Test
    void write_moreThanTheCountHolds_isOurFault() throws CorruptChunkException {
        XorChunkWriter writer = new XorChunkWriter();
        for (int i = 0; i < XorEncoding.SAMPLES_MAX; i++) {
            writer.append(i, i);
        }
        assertThatThrownBy(() -> writer.append(0, 0)).isInstanceOf(IllegalStateException.class);

        byte[] chunk = Arrays.copyOf(writer.bytes(), writer.sizeBytes());
        assertThat(Samples.decode(chunk)).hasSize(XorEncoding.SAMPLES_MAX);
    }

    @Test
    void read_truncatedAtEveryByte_isCorruptOrComplete() {
        SeededCases.run(
                200,
                random -> {
                    byte[] chunk = Samples.encode(Samples.random(random, 1 + random.size(100)));
                    for (int length = 0; length < chunk.length; length++) {
                        byte[] cut = Arrays.copyOf(chunk, length);
                        assertThatThrownBy(() -> Samples.decode(cut))
                                .isInstanceOf(CorruptChunkException.class);
                    }
                });
    }

    @Test
    void read_corpusAndMutations_endsInSamplesOrCorrupt() {
        FuzzCorpus.run("chunk", 50_000, XorChunkFuzzer::fuzzerTestOneInput);
    }

    @Test
    void read_corrupt_saysWhatAndWhere() {
        corrupt("00", "1 bytes, too short for its count");
        corrupt("0001", "the bytes end in sample 0 of 1");
        corrupt("0001 ffffffffffffffffff02 0000000000000000", "varint of more than 64 bits");
        // 11, 31 leading zeros, 63 significant bits
        corrupt(
                "0002 00 0000000000000000 00 fff8 ffffffffffffffff",
                "a window of 31 and 63 bits in sample 1 of 2");
    }

    /// Made by Prometheus' appender taking up a chunk of two samples.
    @Test
    void read_chunkThatWasTakenUpByAnotherAppender_usesTheWholeWindow()
            throws CorruptChunkException {
        byte[] chunk = HexFormat.of().parseHex("0003d00f3ff0000000000000e80727ff00000000000000");

        assertThat(Samples.decode(chunk))
                .isEqualTo(
                        Samples.parse(
                                "1000:3ff0000000000000 2000:3ff0000000000000"
                                        + " 3000:4000000000000000"));
    }

    @Test
    void readAndWrite_warm_allocateNothing() {
        List<Samples.Sample> samples = Samples.random(new SeededCases.Random(4), 120);
        long[] times = samples.stream().mapToLong(Samples.Sample::timeMillis).toArray();
        long[] bits = samples.stream().mapToLong(Samples.Sample::valueBits).toArray();
        XorChunkWriter writer = new XorChunkWriter();
        XorChunkReader reader = new XorChunkReader();
        long allocated =
                AllocationProbe.bytes(() -> {
                    writer.reset();
                    for (int i = 0; i < times.length; i++) {
                        writer.append(times[i], bits[i]);
                    }
                    assertThatIsReadBack(reader, writer, bits[bits.length - 1]);
                });

        assertThat(allocated).isZero();
    }

    private static void assertThatIsReadBack(
            XorChunkReader reader, XorChunkWriter writer, long lastBits) {
        int read = 0;
        try {
            reader.reset(writer.bytes(), 0, writer.sizeBytes());
            while (reader.next()) {
                read++;
            }
        } catch (CorruptChunkException e) {
            throw new AssertionError(e);
        }
        if (read != writer.count() || reader.valueBits() != lastBits) {
            throw new AssertionError(read + " samples, the last " + reader.valueBits());
        }
    }

    /// Some samples one by one, most of them in columns of some.
    private static List<Samples.Sample> readInPieces(
            byte[] bytes, int length, SeededCases.Random random) throws CorruptChunkException {
        XorChunkReader reader = new XorChunkReader();
        List<Samples.Sample> read = new ArrayList<>();
        reader.reset(bytes, 0, length);
        while (read.size() < reader.count()) {
            if (random.oneIn(3)) {
                assertThat(reader.next()).isTrue();
                read.add(new Samples.Sample(reader.timeMillis(), reader.valueBits()));
            }
            read.addAll(Samples.columns(reader, Long.MAX_VALUE, random.size(50)));
        }
        assertThat(Samples.columns(reader, Long.MAX_VALUE, 5)).isEmpty();
        return read;
    }

    private static void corrupt(String hex, String message) {
        assertThatThrownBy(() -> Samples.decode(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageContaining(message);
    }

    private static List<Samples.Sample> decoded(byte[] chunk) {
        try {
            return Samples.decode(chunk);
        } catch (CorruptChunkException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Samples.Sample> drained(XorChunkReader reader) {
        try {
            return Samples.drain(reader);
        } catch (CorruptChunkException e) {
            throw new AssertionError(e);
        }
    }
}
