package io.tributary.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The simulated disk shows a program what a real one shows, as long as nothing goes wrong.
class DiskAgreementTest {
    private static final int SEEDS = 8;
    private static final int CALLS = 300;

    private static final List<Path> PATHS =
            List.of(
                    Path.of("a"),
                    Path.of("b"),
                    Path.of("d"),
                    Path.of("d", "a"),
                    Path.of("d", "e", "f"),
                    Path.of("d", "e"));

    /// One call, whose outcome is told in words.
    @FunctionalInterface
    private interface Call {
        String on(Disk disk) throws IOException;
    }

    @TempDir private Path directory = Path.of("");

    @Test
    void calls_inAnyOrder_haveTheSameOutcomeOnBoth() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Disk local = LocalDisk.open(directory.resolve("seed" + seed));
            Disk simulated = new SimulatedDisk(seed);
            for (int i = 0; i < CALLS; i++) {
                Call call = call(random);
                assertThat(outcome(call, simulated))
                        .as("seed %d, call %d", seed, i)
                        .isEqualTo(outcome(call, local));
            }
        }
    }

    private static Call call(Random random) {
        Path path = PATHS.get(random.nextInt(PATHS.size()));
        Path other = PATHS.get(random.nextInt(PATHS.size()));
        int position = random.nextInt(9_000);
        byte[] bytes = new byte[random.nextInt(5_000)];
        random.nextBytes(bytes);
        Disk.Mode mode = random.nextBoolean() ? Disk.Mode.CREATE_OR_WRITE : Disk.Mode.WRITE;
        return switch (random.nextInt(9)) {
            case 0 -> disk -> closed(disk.open(path, Disk.Mode.CREATE));
            case 1, 2 -> disk -> written(disk.open(path, mode), ByteBuffer.wrap(bytes), position);
            case 3 -> disk -> cut(disk.open(path, Disk.Mode.WRITE), position);
            case 4 -> disk -> read(disk, path, position);
            case 5 -> disk -> path + " " + disk.list(path) + disk.exists(other);
            case 6 ->
                    disk -> {
                        disk.rename(path, other);
                        return "renamed";
                    };
            case 7 ->
                    disk -> {
                        disk.delete(path);
                        return "deleted";
                    };
            default ->
                    disk -> {
                        disk.createDirectories(Path.of("d", "e"));
                        disk.syncDirectory(Path.of("d"));
                        return "made";
                    };
        };
    }

    private static String outcome(Call call, Disk disk) {
        try {
            return call.on(disk);
        } catch (NoSuchFileException e) {
            return "no such file";
        } catch (FileAlreadyExistsException e) {
            return "file exists";
        } catch (IOException e) {
            return "failed";
        }
    }

    private static String closed(DiskFile file) throws IOException {
        file.close();
        return "closed";
    }

    private static String written(DiskFile file, ByteBuffer bytes, int position)
            throws IOException {
        try (file) {
            file.write(bytes, position);
            file.sync();
            return "size " + file.sizeBytes();
        }
    }

    private static String cut(DiskFile file, int sizeBytes) throws IOException {
        try (file) {
            file.truncate(sizeBytes);
            return "size " + file.sizeBytes();
        }
    }

    private static String read(Disk disk, Path path, int position) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Mode.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(4_000);
            return file.read(bytes, position) + " bytes " + Arrays.hashCode(bytes.array());
        }
    }
}
