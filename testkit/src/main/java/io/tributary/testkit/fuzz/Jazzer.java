package io.tributary.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs Jazzer on a target, in a process of its own, for `-Dfuzz.seconds` (60). For tests tagged
/// `fuzz`.
public final class Jazzer {
    private static final String INSTRUMENTED = "io.tributary.**";
    private static final int INPUT_BYTES_MAX = 2048;

    private Jazzer() {}

    /// Fails with what Jazzer printed if it found something. New inputs go to `work`, an empty
    /// directory; the committed corpus is only read.
    ///
    /// @param corpus the directory under `src/test/resources/corpus`
    public static void run(Class<?> target, String corpus, Path work)
            throws IOException, InterruptedException {
        Path found = Files.createDirectory(work.resolve("found"));
        Path seeds = Path.of("src/test/resources/corpus", corpus).toAbsolutePath();
        run(target, work, INSTRUMENTED, INPUT_BYTES_MAX, found.toString(), seeds.toString());
    }

    /// As above, with seeds that are made.
    ///
    /// @param library packages to be instrumented, too, as in `org.example.**`
    public static void run(
            Class<?> target, List<byte[]> seeds, String library, int inputBytesMax, Path work)
            throws IOException, InterruptedException {
        Path corpus = Files.createDirectory(work.resolve("corpus"));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed" + i), seeds.get(i));
        }
        run(target, work, INSTRUMENTED + ":" + library, inputBytesMax, corpus.toString());
    }

    private static void run(
            Class<?> target, Path work, String instrumented, int inputBytesMax, String... corpora)
            throws IOException, InterruptedException {
        Path log = work.resolve("log");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + target.getName(),
                                "--instrumentation_includes=" + instrumented,
                                "-max_total_time=" + Integer.getInteger("fuzz.seconds", 60),
                                "-max_len=" + inputBytesMax,
                                "-rss_limit_mb=0"));
        command.addAll(List.of(corpora));
        Process jazzer =
                new ProcessBuilder(command)
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
