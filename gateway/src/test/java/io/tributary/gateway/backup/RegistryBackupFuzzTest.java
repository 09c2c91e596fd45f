package io.tributary.gateway.backup;

import io.tributary.gateway.pki.Site;
import io.tributary.testkit.fuzz.Jazzer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs Jazzer, in a process of its own, for `-Dfuzz.seconds` (60).
@Tag("fuzz")
class RegistryBackupFuzzTest {
    private static final int INPUT_BYTES_MAX = 16 * 1024;

    @TempDir private Path work = Path.of("");

    @Test
    void backups_guidedInputs_findNothing() throws Exception {
        byte[] bytes = BackedUp.bytes(new Site());
        Jazzer.run(
                RegistryBackupFuzzer.class,
                List.of(bytes, RegistryBackup.seal(bytes, Site.secret(), Site.RANDOM)),
                "io.tributary.gateway.backup.**",
                INPUT_BYTES_MAX,
                work);
    }
}
