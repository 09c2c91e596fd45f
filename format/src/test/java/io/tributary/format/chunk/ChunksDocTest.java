package io.tributary.format.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Runs the examples of the specification.
final class ChunksDocTest {
    /// An example is a fenced block: a line of samples, then lines of hex (or of bits, marked
    /// `0b`), each with a remark behind `#`. Histograms are a line each and have a blank line
    /// behind them.
    @Test
    void examples_ofTheSpecification_areWhatIsWrittenAndRead() throws IOException {
        String[] parts = Files.readString(Path.of("docs/chunks.md")).split("```", -1);
        int examples = 0;
        int histograms = 0;
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith("chunk\n")) {
                run(parts[i].lines().skip(1).toList());
                examples++;
            } else if (parts[i].startsWith("histograms\n")) {
                runHistograms(parts[i].lines().skip(1).toList());
                histograms++;
            }
        }
        assertThat(examples).isEqualTo(3);
        assertThat(histograms).isEqualTo(5);
    }

    private static void run(List<String> lines) throws IOException {
        List<Samples.Sample> samples = Samples.parse(lines.getFirst());
        byte[] chunk = chunk(lines.subList(1, lines.size()));
        assertThat(Samples.encode(samples)).isEqualTo(chunk);
        assertThat(Samples.decode(chunk)).isEqualTo(samples);
    }

    private static void runHistograms(List<String> lines) throws IOException {
        List<String> samples = lines.subList(0, lines.indexOf(""));
        byte encoding =
                samples.getFirst().contains(" floats ")
                        ? HistogramChunkWriter.FLOAT_ENCODING
                        : HistogramChunkWriter.INTEGER_ENCODING;
        Histograms.Chunk chunk =
                Histograms.Chunk.of(
                        encoding, chunk(lines.subList(samples.size() + 1, lines.size())));
        List<Histograms.Sample> read = Histograms.withHints(Histograms.decode(chunk), samples);
        assertThat(read.stream().map(Object::toString)).isEqualTo(samples);
        assertThat(Histograms.encode(read)).containsExactly(chunk);
    }

    private static byte[] chunk(List<String> lines) {
        StringBuilder bits = new StringBuilder();
        for (String line : lines) {
            String code = line.split("#", 2)[0].replace(" ", "");
            bits.append(code.startsWith("0b") ? code.substring(2) : bitsOf(code));
        }
        return bytesOf(bits.toString());
    }

    private static String bitsOf(String hex) {
        StringBuilder bits = new StringBuilder();
        for (byte one : HexFormat.of().parseHex(hex)) {
            bits.append(Integer.toBinaryString((one & 0xFF) | 0x100), 1, 9);
        }
        return bits.toString();
    }

    private static byte[] bytesOf(String bits) {
        assertThat(bits.length() % 8).as("bits in " + bits).isZero();
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits, 8 * i, 8 * i + 8, 2);
        }
        return bytes;
    }
}
