package io.tributary.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.chunk.HistogramChunkFuzzer;
import io.tributary.format.chunk.XorChunkFuzzer;
import io.tributary.format.compress.CompressFuzzer;
import io.tributary.format.remotewrite.RemoteWrite1Fuzzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs Jazzer, each target in a process of its own, for `-Dfuzz.seconds` (60).
@Tag("fuzz")
final class FuzzTest {
    private static final int INPUT_BYTES_MAX = 2048;

    @TempDir private Path work;

    @Test
    void remoteWrite_guidedInputs_findNothing() throws Exception {
        run(RemoteWrite1Fuzzer.class, "remotewrite");
    }

    @Test
    void chunk_guidedInputs_findNothing() throws Exception {
        run(XorChunkFuzzer.class, "chunk");
    }

    @Test
    void histogramChunk_guidedInputs_findNothing() throws Exception {
        run(HistogramChunkFuzzer.class, "histogramchunk");
    }

    @Test
    void histogramBytes_guidedInputs_findNothing() throws Exception {
        run(HistogramBytesFuzzer.class, "histogrambytes");
    }

    @Test
    void relabel_guidedInputs_findNothing() throws Exception {
        run(RelabelFuzzer.class, "relabel");
    }

    @Test
    void compress_guidedInputs_findNothing() throws Exception {
        run(CompressFuzzer.class, "compress");
    }

    /// New inputs go to the working directory; the committed corpus is only read.
    private void run(Class<?> target, String corpus) throws IOException, InterruptedException {
        Path found = Files.createDirectory(work.resolve("found"));
        Path log = work.resolve("log");
        Process jazzer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + target.getName(),
                                "--instrumentation_includes=io.tributary.**",
                                "-max_total_time=" + Integer.getInteger("fuzz.seconds", 60),
                                "-max_len=" + INPUT_BYTES_MAX,
                                "-rss_limit_mb=0",
                                found.toString(),
                                Path.of("src/test/resources/corpus", corpus)
                                        .toAbsolutePath()
                                        .toString())
                        .directory(work.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        int exit = jazzer.waitFor();
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);

        assertThat(exit).as(text).isZero();
        assertThat(text).contains("Done ");
    }
}
