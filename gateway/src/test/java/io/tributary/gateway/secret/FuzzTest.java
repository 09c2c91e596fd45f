package io.tributary.gateway.secret;

import io.tributary.testkit.fuzz.Jazzer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs Jazzer, each target in a process of its own, for `-Dfuzz.seconds` (60).
@Tag("fuzz")
final class FuzzTest {
    @TempDir private Path work;

    @Test
    void authorization_guidedInputs_findNothing() throws Exception {
        Jazzer.run(AuthorizationFuzzer.class, "authorization", work);
    }

    @Test
    void phc_guidedInputs_findNothing() throws Exception {
        Jazzer.run(SecretHashFuzzer.class, "phc", work);
    }
}
