package io.tributary.gateway.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs Jazzer, each target in a process of its own, for `-Dfuzz.seconds` (60).
@Tag("fuzz")
class PkiFuzzTest {
    @TempDir private Path work = Path.of("");

    @Test
    void requests_guidedInputs_findNothing() throws Exception {
        run(SigningRequestFuzzer.class, FuzzSeeds.requests());
    }

    @Test
    void identities_guidedInputs_findNothing() throws Exception {
        run(IdentityFuzzer.class, FuzzSeeds.identities());
    }

    private void run(Class<?> target, List<byte[]> seeds) throws IOException, InterruptedException {
        Path corpus = Files.createDirectory(work.resolve("corpus"));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed" + i), seeds.get(i));
        }
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
                                "--instrumentation_includes=io.tributary.**:org.bouncycastle.asn1.**",
                                "-max_total_time=" + Integer.getInteger("fuzz.seconds", 60),
                                "-max_len=" + (SigningRequest.BYTES_MAX + 1),
                                "-rss_limit_mb=0",
                                corpus.toString())
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
