package io.tributary.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayDiskTest extends DiskContract {
    private static final long BYTES_MAX = 64 * Disk.PAGE_BYTES;

    @TempDir private Path root = Path.of("");

    private Optional<OverlayDisk> disk = Optional.empty();

    @BeforeEach
    void openDisk() throws IOException {
        disk = Optional.of(OverlayDisk.open(root, BYTES_MAX));
    }

    @Override
    Disk disk() {
        return disk.orElseThrow();
    }

    @Test
    void everythingDone_showsHereAndChangesNothingBelow() throws Exception {
        Files.createDirectories(root.resolve("dir/inner"));
        Files.writeString(root.resolve("dir/file"), "a".repeat(3 * Disk.PAGE_BYTES + 5));
        Files.writeString(root.resolve("dir/old"), "old");
        Files.writeString(root.resolve("dir/inner/deep"), "deep");
        Files.writeString(root.resolve("lock"), "");
        Files.setPosixFilePermissions(
                root.resolve("dir"), PosixFilePermissions.fromString("r-xr-xr-x"));
        Map<String, String> before = tree();

        try (var _ = disk().lock(Path.of("lock")).orElseThrow();
                DiskFile file = disk().open(Path.of("dir/file"), Disk.Mode.WRITE)) {
            file.write(bytes("bcd"), Disk.PAGE_BYTES - 1);
            file.write(bytes("end"), 3 * Disk.PAGE_BYTES + 5);
            assertThat(text(file, Disk.PAGE_BYTES - 2, 6)).isEqualTo("abcdaa");
            assertThat(text(file, 3 * Disk.PAGE_BYTES + 3, 9)).isEqualTo("aaend");
            file.truncate(2 * Disk.PAGE_BYTES);
            file.write(bytes("z"), 2 * Disk.PAGE_BYTES + 2);
            assertThat(text(file, 2 * Disk.PAGE_BYTES - 1, 9)).isEqualTo("a\0\0z");
            try (DiskFile other = disk().open(Path.of("dir/file"), Disk.Mode.READ)) {
                assertThat(text(other, Disk.PAGE_BYTES - 2, 6)).isEqualTo("abcdaa");
            }
            disk().rename(Path.of("dir/old"), Path.of("dir/new"));
            put(Path.of("dir/made"), "made");
            disk().rename(Path.of("dir/inner"), Path.of("moved"));
            disk().delete(Path.of("dir/made"));
            disk().createDirectories(Path.of("x/y"));
            put(Path.of("x/y/f"), "f");
        }
        assertThat(disk().list(Path.of("dir"))).containsExactly("file", "new");
        assertThat(disk().list(Path.of("moved"))).containsExactly("deep");
        assertThat(disk().list(Path.of(""))).containsExactly("dir", "lock", "moved", "x");
        try (DiskFile renamed = disk().open(Path.of("dir/new"), Disk.Mode.READ)) {
            assertThat(text(renamed, 0, 9)).isEqualTo("old");
        }

        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void write_beyondTheBound_isNoSpace() throws IOException {
        Files.writeString(root.resolve("f"), "x");
        try (DiskFile file = disk().open(Path.of("f"), Disk.Mode.WRITE)) {
            for (long at = 0; at < BYTES_MAX; at += Disk.PAGE_BYTES) {
                file.write(bytes("y"), at);
            }
            assertThat(disk().freeBytes()).isZero();
            file.write(bytes("z"), 0);
            assertThatThrownBy(() -> file.write(bytes("y"), BYTES_MAX))
                    .isInstanceOf(NoSpaceException.class)
                    .hasMessageContaining("cannot write f")
                    .hasMessageContaining("kept in memory");
        }
    }

    @Test
    void open_whereNothingIs_makesNothing() {
        assertThatThrownBy(() -> OverlayDisk.open(root.resolve("lost"), 0))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("cannot open directory " + root.resolve("lost"));
        assertThat(root.resolve("lost")).doesNotExist();
    }

    @Test
    void open_ofAFile_isRefused() throws IOException {
        Path file = Files.createFile(root.resolve("file"));

        assertThatIOException()
                .isThrownBy(() -> OverlayDisk.open(file, 0))
                .withMessageContaining(file + ": not a directory");
    }

    @Test
    void lock_thatALocalDiskHolds_isRefusedUntilItIsGivenBack() throws Exception {
        LocalDisk owner = LocalDisk.open(root);
        AutoCloseable held = owner.lock(Path.of("lock")).orElseThrow();

        assertThat(disk().lock(Path.of("lock"))).isEmpty();
        held.close();
        try (var _ = disk().lock(Path.of("lock")).orElseThrow()) {
            assertThat(owner.lock(Path.of("lock"))).isEmpty();
        }
        owner.lock(Path.of("lock")).orElseThrow().close();
    }

    /// Of each path: when it was changed, and the bytes of a file.
    private Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.forEach(path -> tree.put(path.toString(), state(path)));
        }
        return tree;
    }

    private static String state(Path path) {
        try {
            String bytes = Files.isDirectory(path) ? "" : Arrays.toString(Files.readAllBytes(path));
            return Files.getLastModifiedTime(path) + " " + bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
