package io.tributary.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs Jazzer on a target, in a process of its own, for `-Dfuzz.seconds` (60). For tests tagged
/// `fuzz`.
public final class Jazzer {
    private static final int INPUT_BYTES_MAX = 2048;

    private Jazzer() {}

    /// Fails with what Jazzer printed if it found something. New inputs go to `work`, an empty
    /// directory; the committed corpus is only read.
    ///
    /// @param corpus the directory under `src/test/resources/corpus`
    public static void run(Class<?> target, String corpus, Path work)
            throws IOException, InterruptedException {
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
