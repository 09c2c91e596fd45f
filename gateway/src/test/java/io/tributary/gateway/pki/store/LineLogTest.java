package io.tributary.gateway.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineLogTest {
    private static final Path PATH = Path.of("registry", "ca", "words");
    private static final int BYTES_MAX = 1 << 20;
    private static final List<String> WORDS = List.of("one 1", "two 22", "three 333");

    @Test
    void lines_appended_areThereAfterARestart() throws IOException {
        SimulatedDisk disk = written();

        assertThat(read(disk.crash())).isEqualTo(WORDS);
    }

    @Test
    void lines_rewritten_replaceAll() throws IOException {
        SimulatedDisk disk = written();
        try (LineLog log = LineLog.read(file(disk), "words", BYTES_MAX, line -> {})) {
            assertThat(log.lineCount()).isEqualTo(3);
            log.rewrite(List.of("four").iterator());
            log.append("five");
            assertThat(log.lineCount()).isEqualTo(2);
        }

        assertThat(read(disk.crash())).containsExactly("four", "five");
    }

    @Test
    void append_beforeTheFirstRewrite_isRefused() throws IOException {
        LineLog log = LineLog.read(file(new SimulatedDisk(1)), "words", BYTES_MAX, line -> {});

        assertThatIllegalStateException().isThrownBy(() -> log.append("one"));
    }

    @Test
    void append_afterAFailedOne_wantsARewrite() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        try (LineLog log = LineLog.fresh(file(disk), "words")) {
            log.rewrite(List.of("one").iterator());
            disk.failSync(1);
            assertThatIOException().isThrownBy(() -> log.append("two"));
            assertThat(log.mustBeRewritten()).isTrue();

            log.rewrite(List.of("one").iterator());
            log.append("three");
        }

        assertThat(read(disk.crash())).containsExactly("one", "three");
    }

    @Test
    void read_cutAnywhere_losesTheCutLineOnly() throws IOException {
        byte[] whole = bytes(written());
        int header = "tributary words 1\n".length();
        for (int length = header; length <= whole.length; length++) {
            SimulatedDisk disk = holding(Arrays.copyOf(whole, length));
            long lines = new String(whole, 0, length, StandardCharsets.US_ASCII).lines().count();
            boolean ended = whole[length - 1] == '\n';
            int complete = (int) lines - 1 - (ended ? 0 : 1);
            assertThat(read(disk)).as("%d bytes", length).isEqualTo(WORDS.subList(0, complete));
        }
    }

    @Test
    void read_withAnyByteChanged_isRefusedOrLacksTheNewestLine() throws IOException {
        byte[] whole = bytes(written());
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << bit);
                SimulatedDisk disk = holding(flipped);
                boolean newest = at >= whole.length - (9 + "three 333\n".length());
                if (newest) {
                    assertThat(read(disk)).as("byte %d", at).isEqualTo(WORDS.subList(0, 2));
                } else {
                    assertThatExceptionOfType(StoredStateException.class)
                            .as("bit %d of byte %d", bit, at)
                            .isThrownBy(() -> read(disk))
                            .withMessageContaining("registry/ca/words");
                }
            }
        }
    }

    @Test
    void crash_anywhere_leavesWhatWasAnsweredAndAtMostTheNext() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            for (int stop = 1; stop <= 24; stop++) {
                SimulatedDisk disk = new SimulatedDisk(seed);
                disk.stopBefore(stop);
                List<String> answered = new ArrayList<>();
                try (LineLog log = LineLog.fresh(file(disk), "words")) {
                    log.rewrite(List.<String>of().iterator());
                    for (String word : WORDS) {
                        log.append(word);
                        answered.add(word);
                    }
                    log.rewrite(WORDS.iterator());
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("the machine has crashed");
                }
                List<String> found = read(disk.crash());
                assertThat(found)
                        .as("seed %d, stop %d", seed, stop)
                        .isEqualTo(WORDS.subList(0, found.size()));
                assertThat(found.size()).isBetween(answered.size(), answered.size() + 1);
            }
        }
    }

    private static SimulatedDisk written() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        try (LineLog log = LineLog.fresh(file(disk), "words")) {
            log.rewrite(List.<String>of().iterator());
            for (String word : WORDS) {
                log.append(word);
            }
        }
        return disk;
    }

    private static WholeFile file(Disk disk) {
        return new WholeFile(disk, PATH);
    }

    private static byte[] bytes(Disk disk) throws IOException {
        return file(disk).read(BYTES_MAX).orElseThrow();
    }

    private static SimulatedDisk holding(byte[] bytes) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        file(disk).replace(bytes);
        return disk;
    }

    private static List<String> read(Disk disk) throws IOException {
        List<String> lines = new ArrayList<>();
        LineLog.read(file(disk), "words", BYTES_MAX, lines::add).close();
        return lines;
    }
}
