package io.tributary.gateway.forwarded;

import io.tributary.testkit.fuzz.Jazzer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs Jazzer in a process of its own, for `-Dfuzz.seconds` (60).
@Tag("fuzz")
final class FuzzTest {
    @TempDir private Path work;

    @Test
    void header_guidedInputs_findNothing() throws Exception {
        Jazzer.run(ForwardedFuzzer.class, "forwarded", work);
    }
}
