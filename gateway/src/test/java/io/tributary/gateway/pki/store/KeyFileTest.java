package io.tributary.gateway.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir private Path directory = Path.of("");

    @Test
    void readOrMake_makesOneForTheOwnerOnly_andKeepsIt() throws IOException {
        WholeFile file = new WholeFile(LocalDisk.open(directory), Path.of("data.ca-key"));

        SealingSecret made = KeyFile.readOrMake(file, RANDOM);

        Path path = directory.resolve("data.ca-key");
        assertThat(Files.getPosixFilePermissions(path))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readAllBytes(path)).hasSize(32).isEqualTo(made.bytes());
        assertThat(KeyFile.readOrMake(file, RANDOM).bytes()).isEqualTo(made.bytes());
        assertThat(KeyFile.read(file).bytes()).isEqualTo(made.bytes());
        assertThat(directory)
                .isDirectoryContaining("glob:**.ca-key")
                .isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void read_ofNone_makesNone() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);

        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> KeyFile.read(new WholeFile(disk, Path.of("key"))))
                .withMessageContaining("there is no key file simulated disk/key");
        assertThat(disk.list(Path.of(""))).isEmpty();
    }

    @Test
    void read_ofOneTooShort_isRefused() throws IOException {
        WholeFile file = new WholeFile(new SimulatedDisk(1), Path.of("key"));
        file.replace(new byte[5]);

        assertThatExceptionOfType(StoredStateException.class)
                .isThrownBy(() -> KeyFile.readOrMake(file, RANDOM))
                .withMessage("key file simulated disk/key: key has 5 bytes, must have 32 to 4096");
    }

    @Test
    void replace_stoppedAnywhere_leavesTheOldOrTheNew() throws IOException {
        byte[] old = {1, 1, 1, 1};
        byte[] fresh = {2, 2, 2, 2, 2, 2};
        for (int seed = 0; seed < 20; seed++) {
            for (int stop = 1; stop <= 8; stop++) {
                SimulatedDisk disk = new SimulatedDisk(seed);
                Path path = Path.of("a", "b", "f");
                new WholeFile(disk, path).replace(old);
                disk.stopBefore(stop);
                boolean done;
                try {
                    new WholeFile(disk, path).replace(fresh);
                    done = true;
                } catch (IOException e) {
                    done = false;
                }
                byte[] found = new WholeFile(disk.crash(), path).read(100).orElseThrow();
                assertThat(found).as("seed %d, stop %d", seed, stop).isIn(old, fresh);
                if (done) {
                    assertThat(found).isEqualTo(fresh);
                }
            }
        }
    }
}
