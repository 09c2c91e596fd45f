package io.tributary.gateway.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.pki.Site;
import java.io.IOException;

/// Jazzer target: whatever bytes there are, sealed or unsealed, they end in a backup that a start
/// can read, or in an error with words.
public final class RegistryBackupFuzzer {
    private static final Site SITE = new Site();

    private RegistryBackupFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        run(bytes -> RegistryBackup.open(bytes, Site.secret()), input);
        run(RegistryBackup::read, input);
    }

    private interface Reader {
        RegistryBackup read(byte[] input) throws IOException;
    }

    private static void run(Reader reader, byte[] input) {
        RegistryBackup backup;
        try {
            backup = reader.read(input);
        } catch (IOException e) {
            assertThat(e).message().isNotEmpty();
            return;
        }
        try {
            BackedUp.openAll(backup, SITE);
        } catch (IOException e) {
            throw new AssertionError("what was read cannot be restored", e);
        }
    }
}
