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
    /// `0b`), each with a remark behind `#`.
    @Test
    void examples_ofTheSpecification_areWhatIsWrittenAndRead() throws IOException {
        String[] parts = Files.readString(Path.of("docs/chunks.md")).split("```", -1);
        int examples = 0;
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith("chunk\n")) {
                run(parts[i].lines().skip(1).toList());
                examples++;
            }
        }
        assertThat(examples).isEqualTo(3);
    }

    private static void run(List<String> lines) throws IOException {
        List<Samples.Sample> samples = Samples.parse(lines.getFirst());
        StringBuilder bits = new StringBuilder();
        for (String line : lines.subList(1, lines.size())) {
            String code = line.split("#", 2)[0].replace(" ", "");
            bits.append(code.startsWith("0b") ? code.substring(2) : bitsOf(code));
        }
        byte[] chunk = bytesOf(bits.toString());
        assertThat(Samples.encode(samples)).isEqualTo(chunk);
        assertThat(Samples.decode(chunk)).isEqualTo(samples);
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
