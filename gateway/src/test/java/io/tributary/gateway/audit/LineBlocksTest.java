package io.tributary.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.SeededCases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lines read in blocks are those of the file, forward and backward.
class LineBlocksTest {
    @Test
    void lines_ofRandomFiles_areAllFoundBothWays() {
        SeededCases.run(
                60,
                random -> {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    List<String> lines = new ArrayList<>();
                    int count = random.size(60);
                    for (int i = 0; i < count; i++) {
                        int length =
                                random.oneIn(4)
                                        ? random.between(0, AuditLines.LINE_BYTES_MAX - 10)
                                        : random.between(0, 2_000);
                        String line = i + "y".repeat(length);
                        lines.add(line);
                        bytes.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                    int rest = random.oneIn(2) ? 0 : random.between(1, 3_000);
                    bytes.writeBytes("z".repeat(rest).getBytes(StandardCharsets.UTF_8));
                    try (DiskFile file = file(bytes.toByteArray())) {
                        LineBlocks forward = new LineBlocks(file, bytes.size(), false);
                        assertThat(read(forward)).isEqualTo(lines);
                        assertThat(forward.rest()).isEqualTo(rest);
                        assertThat(read(new LineBlocks(file, bytes.size(), true)).reversed())
                                .isEqualTo(lines);
                    }
                });
    }

    @Test
    void whatIsTooLongForALine_isPassedOver() throws IOException {
        int blocks = 3 * LineBlocks.BLOCK_BYTES;
        String text = "first\n" + "w".repeat(blocks) + "\nlast\n";
        try (DiskFile file = file(text.getBytes(StandardCharsets.UTF_8))) {
            for (boolean backward : new boolean[] {false, true}) {
                LineBlocks lines = new LineBlocks(file, text.length(), backward);
                List<String> read = read(lines);
                assertThat(read).contains("first", "last");
                assertThat(read.size()).isBetween(2, 3);
            }
        }
    }

    private static List<String> read(LineBlocks blocks) throws IOException {
        List<String> lines = new ArrayList<>();
        while (blocks.next()) {
            for (int i = 0; i < blocks.count(); i++) {
                lines.add(
                        new String(
                                blocks.bytes(),
                                blocks.offset(i),
                                blocks.length(i),
                                StandardCharsets.UTF_8));
            }
        }
        return lines;
    }

    private static DiskFile file(byte[] bytes) throws IOException {
        DiskFile file = new SimulatedDisk(1).open(Path.of("f"), Disk.Mode.CREATE);
        file.write(ByteBuffer.wrap(bytes), 0);
        return file;
    }
}
