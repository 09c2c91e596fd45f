package io.tributary.model.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistogramBytesTest {
    /// An example is a fenced block: a line that says what it is, then lines of hex, each with a
    /// remark behind `#`.
    @Test
    void examples_ofTheSpecification_areWhatIsWrittenAndRead() throws IOException {
        String[] parts = Files.readString(Path.of("docs/histograms.md")).split("```", -1);
        int examples = 0;
        for (int i = 1; i < parts.length; i += 2) {
            if (!parts[i].startsWith("histogram\n")) {
                continue;
            }
            List<String> lines = parts[i].lines().skip(1).toList();
            StringBuilder hex = new StringBuilder();
            for (String line : lines.subList(1, lines.size())) {
                hex.append(line.split("#", 2)[0].replace(" ", ""));
            }
            byte[] bytes = HexFormat.of().parseHex(hex);
            HistogramParts read = read(bytes);
            assertThat(Histogram.of(read)).hasToString(lines.getFirst());
            assertThat(write(read)).isEqualTo(bytes);
            examples++;
        }
        assertThat(examples).isEqualTo(4);
    }

    @Test
    void read_whatWasWritten_isTheSame() {
        SeededCases.run(
                5_000,
                random -> {
                    HistogramParts parts = RandomHistograms.parts(random);
                    Histogram histogram = Histogram.of(parts);
                    byte[] bytes = write(parts);
                    assertThat(Histogram.of(readOf(bytes))).isEqualTo(histogram);
                    HistogramParts copy = new HistogramParts();
                    histogram.into(copy);
                    assertThat(write(copy)).isEqualTo(bytes);
                });
    }

    @Test
    void write_twoHistograms_areEqualExactlyWhenTheirBytesAre() {
        SeededCases.run(
                2_000,
                random -> {
                    HistogramParts one = RandomHistograms.parts(random);
                    HistogramParts other = RandomHistograms.parts(random);
                    assertThat(Arrays.equals(write(one), write(other)))
                            .isEqualTo(Histogram.of(one).equals(Histogram.of(other)));
                });
    }

    /// What can be read is what would be written: there is one form only.
    @Test
    void read_changedBytes_isRefusedOrWrittenAsRead() {
        SeededCases.run(
                50_000,
                random -> {
                    byte[] bytes = write(RandomHistograms.parts(random));
                    for (int change = random.between(1, 3); change > 0; change--) {
                        int at = random.between(0, bytes.length - 1);
                        bytes =
                                random.oneIn(5)
                                        ? Arrays.copyOf(bytes, bytes.length + 1)
                                        : bytes.clone();
                        bytes[at] = (byte) random.nextLong();
                    }
                    try {
                        assertThat(write(read(bytes))).isEqualTo(bytes);
                    } catch (CorruptHistogramException e) {
                        assertThat(e).hasMessageStartingWith("corrupt histogram: ");
                    }
                });
    }

    @Test
    void read_truncatedAtEveryByte_isRefused() {
        SeededCases.run(
                300,
                random -> {
                    byte[] bytes = write(RandomHistograms.parts(random));
                    for (int length = 0; length < bytes.length; length++) {
                        byte[] cut = Arrays.copyOf(bytes, length);
                        assertThatThrownBy(() -> read(cut))
                                .isInstanceOf(CorruptHistogramException.class);
                    }
                });
    }

    @Test
    void read_corrupt_saysWhatAndWhere() {
        corrupt("", "the bytes end at byte 0");
        corrupt("03", "an unknown kind at byte 1");
        corrupt("0200", "1 bytes too many at byte 1");
        corrupt("0012", "schema 9 at byte 2");
        corrupt("0080 00", "a number longer than it need be");
        corrupt("0000 00 7ff0000000000002 00 00 00 00", "a stale marker with parts");
        corrupt("0000 00 0000000000000000 8001 00 00 00", "a negative zero");
        corrupt("0000 00 0000000000000000 00 00 05 00 00", "5 runs in 2 bytes");
        corrupt("0000 00 0000000000000000 00 00 01 00 7f", "128 buckets in 0 bytes");
        corrupt("0000 00 0000000000000000 00 00 01 00 00 00 00", "a bucket of 0");
        corrupt("0000 00 0000000000000000 00 00 01 feffffff0f 01 0101 00", "out of range");
    }

    @Test
    void writeAndRead_warm_allocateNothing() {
        SeededCases.Random random = new SeededCases.Random(7);
        HistogramParts[] all =
                random.list(50, RandomHistograms::parts).toArray(new HistogramParts[0]);
        HistogramBytes bytes = new HistogramBytes();
        HistogramBytesReader reader = new HistogramBytesReader();
        HistogramParts into = new HistogramParts();
        long allocated =
                AllocationProbe.bytes(() -> {
                    bytes.clear();
                    for (HistogramParts parts : all) {
                        int length = bytes.append(parts);
                        try {
                            reader.read(bytes.bytes(), bytes.sizeBytes() - length, length, into);
                        } catch (CorruptHistogramException e) {
                            throw new AssertionError(e);
                        }
                    }
                });

        assertThat(allocated).isZero();
    }

    private static void corrupt(String hex, String message) {
        assertThatThrownBy(() -> read(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .isInstanceOf(CorruptHistogramException.class)
                .hasMessageContaining(message);
    }

    private static byte[] write(HistogramParts parts) {
        HistogramBytes bytes = new HistogramBytes();
        int length = bytes.append(parts);
        assertThat(bytes.sizeBytes()).isEqualTo(length);
        return Arrays.copyOf(bytes.bytes(), length);
    }

    private static HistogramParts read(byte[] bytes) throws CorruptHistogramException {
        HistogramParts parts = new HistogramParts();
        new HistogramBytesReader().read(bytes, 0, bytes.length, parts);
        return parts;
    }

    private static HistogramParts readOf(byte[] bytes) {
        try {
            return read(bytes);
        } catch (CorruptHistogramException e) {
            throw new AssertionError(e);
        }
    }
}
