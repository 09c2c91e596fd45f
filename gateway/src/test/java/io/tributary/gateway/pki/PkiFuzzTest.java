package io.tributary.gateway.pki;

import io.tributary.testkit.fuzz.Jazzer;
import java.io.IOException;
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
        Jazzer.run(target, seeds, "org.bouncycastle.asn1.**", SigningRequest.BYTES_MAX + 1, work);
    }
}
