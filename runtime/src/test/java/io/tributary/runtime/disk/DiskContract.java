package io.tributary.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every {@link Disk} does.
abstract class DiskContract {
    private static final Path FILE = Path.of("file");

    /// An empty disk, the same one throughout a test.
    abstract Disk disk();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void write_ofWholePagesPastTheCache_isReadBack() throws IOException {
        Path path = Path.of("direct");
        ByteBuffer pages =
                ByteBuffer.allocateDirect(3 * Disk.PAGE_BYTES)
                        .alignedSlice(Disk.PAGE_BYTES)
                        .limit(2 * Disk.PAGE_BYTES);
        for (int i = 0; i < pages.limit(); i++) {
            pages.put(i, (byte) (i * 31));
        }
        assertThatThrownBy(() -> disk().open(path, Disk.Mode.WRITE_DIRECT))
                .isInstanceOf(NoSuchFileException.class);
        try (DiskFile file = disk().open(path, Disk.Mode.CREATE)) {
            file.write(ByteBuffer.allocate(4 * Disk.PAGE_BYTES), 0);
            file.sync();
        }
        try (DiskFile file = disk().open(path, Disk.Mode.WRITE_DIRECT)) {
            file.write(pages, Disk.PAGE_BYTES);
            file.sync();
        }
        ByteBuffer read = ByteBuffer.allocate(2 * Disk.PAGE_BYTES);
        try (DiskFile file = disk().open(path, Disk.Mode.READ)) {
            file.read(read, Disk.PAGE_BYTES);
            assertThat(file.sizeBytes()).isEqualTo(4 * Disk.PAGE_BYTES);
        }
        assertThat(read.flip()).isEqualTo(pages.rewind());
    }

    @Test
    void create_private_isANewFileLikeAnother() throws IOException {
        try (DiskFile file = disk().open(FILE, Disk.Mode.CREATE_PRIVATE)) {
            file.write(bytes("secret"), 0);

            assertThat(text(file, 0, 10)).isEqualTo("secret");
        }
        assertThatThrownBy(() -> disk().open(FILE, Disk.Mode.CREATE_PRIVATE))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void read_afterWrite_givesTheBytes() throws IOException {
        try (DiskFile file = disk().open(FILE, Disk.Mode.CREATE)) {
            file.write(bytes("hello world"), 0);
            file.write(bytes("W"), 6);

            assertThat(text(file, 0, 11)).isEqualTo("hello World");
            assertThat(text(file, 6, 100)).isEqualTo("World");
            assertThat(text(file, 50, 10)).isEmpty();
            assertThat(file.sizeBytes()).isEqualTo(11);
        }
    }

    @Test
    void read_intoPartOfABuffer_leavesTheRest() throws IOException {
        put(FILE, "abcdef");
        try (DiskFile file = disk().open(FILE, Disk.Mode.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(8).position(2).limit(5);

            assertThat(file.read(buffer, 1)).isEqualTo(3);
            assertThat(buffer.position()).isEqualTo(5);
            assertThat(buffer.array()).containsExactly(0, 0, 'b', 'c', 'd', 0, 0, 0);
        }
    }

    @Test
    void write_fromDirectOrReadOnlyBuffer_isTheSame() throws IOException {
        try (DiskFile file = disk().open(FILE, Disk.Mode.CREATE)) {
            file.write(ByteBuffer.allocateDirect(3).put(new byte[] {'a', 'b', 'c'}).flip(), 0);
            file.write(bytes("def").asReadOnlyBuffer(), 3);

            assertThat(text(file, 0, 10)).isEqualTo("abcdef");
        }
    }

    @Test
    void write_behindTheEnd_fillsTheHoleWithZeros() throws IOException {
        try (DiskFile file = disk().open(FILE, Disk.Mode.CREATE)) {
            file.write(bytes("x"), 5000);

            assertThat(file.sizeBytes()).isEqualTo(5001);
            assertThat(text(file, 4998, 3)).isEqualTo("\0\0x");
        }
    }

    @Test
    void truncate_shorter_cutsAndLonger_doesNothing() throws IOException {
        try (DiskFile file = disk().open(FILE, Disk.Mode.CREATE)) {
            file.write(bytes("abcdef"), 0);
            file.truncate(100);
            assertThat(file.sizeBytes()).isEqualTo(6);

            file.truncate(2);
            file.write(bytes("z"), 4);
            assertThat(text(file, 0, 10)).isEqualTo("ab\0\0z");
        }
    }

    @Test
    void open_missingFile_isRefusedByNameOfTheFile() {
        assertThatThrownBy(() -> disk().open(Path.of("lost"), Disk.Mode.READ))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("open")
                .hasMessageContaining("lost");
        assertThatThrownBy(() -> disk().open(Path.of("lost"), Disk.Mode.WRITE))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> disk().open(Path.of("no", "parent"), Disk.Mode.CREATE))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void open_createWhereItExists_isRefusedAndCreateOrWrite_keepsIt() throws IOException {
        put(FILE, "kept");

        assertThatThrownBy(() -> disk().open(FILE, Disk.Mode.CREATE))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("file");
        try (DiskFile file = disk().open(FILE, Disk.Mode.CREATE_OR_WRITE)) {
            assertThat(text(file, 0, 10)).isEqualTo("kept");
        }
    }

    @Test
    void write_toAFileOpenedForReading_isOurFault() throws IOException {
        put(FILE, "abc");
        try (DiskFile file = disk().open(FILE, Disk.Mode.READ)) {
            assertThatThrownBy(() -> file.write(bytes("x"), 0))
                    .isInstanceOf(NonWritableChannelException.class);
        }
    }

    @Test
    void use_afterClose_isRefusedByNameOfTheFile() throws IOException {
        DiskFile file = disk().open(FILE, Disk.Mode.CREATE);
        file.close();
        file.close();

        assertThatIOException()
                .isThrownBy(() -> file.read(ByteBuffer.allocate(1), 0))
                .withMessageContaining("read")
                .withMessageContaining("file");
        assertThatIOException()
                .isThrownBy(() -> file.write(bytes("x"), 0))
                .withMessageContaining("write");
        assertThatIOException().isThrownBy(file::sync).withMessageContaining("sync");
        assertThatIOException().isThrownBy(file::sizeBytes).withMessageContaining("size");
    }

    @Test
    void list_ofNames_isSortedAndOfAMissingDirectory_isEmpty() throws IOException {
        disk().createDirectories(Path.of("a", "b"));
        disk().createDirectories(Path.of("a", "b"));
        put(Path.of("a", "z"), "");
        put(Path.of("a", "c"), "");

        assertThat(disk().list(Path.of("a"))).containsExactly("b", "c", "z");
        assertThat(disk().list(Path.of(""))).containsExactly("a");
        assertThat(disk().list(Path.of("nowhere"))).isEmpty();
        assertThatIOException()
                .isThrownBy(() -> disk().list(Path.of("a", "c")))
                .withMessageContaining("not a directory");
    }

    @Test
    void rename_ontoAFile_replacesIt() throws IOException {
        disk().createDirectories(Path.of("dir"));
        put(Path.of("new"), "new");
        put(Path.of("dir", "old"), "old");

        disk().rename(Path.of("new"), Path.of("dir", "old"));

        assertThat(disk().exists(Path.of("new"))).isFalse();
        try (DiskFile file = disk().open(Path.of("dir", "old"), Disk.Mode.READ)) {
            assertThat(text(file, 0, 10)).isEqualTo("new");
        }
    }

    @Test
    void rename_ofADirectory_takesItsFilesAlong() throws IOException {
        disk().createDirectories(Path.of("a"));
        put(Path.of("a", "f"), "x");

        disk().rename(Path.of("a"), Path.of("b"));

        assertThat(disk().list(Path.of("b"))).containsExactly("f");
        assertThat(disk().exists(Path.of("a"))).isFalse();
    }

    @Test
    void renameAndDelete_ofAMissingFile_areRefused() {
        assertThatThrownBy(() -> disk().rename(Path.of("lost"), FILE))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("rename");
        assertThatThrownBy(() -> disk().delete(Path.of("lost")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("delete");
        assertThatThrownBy(() -> disk().syncDirectory(Path.of("lost")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("sync");
    }

    @Test
    void delete_whileOpen_leavesTheOpenFileWorking() throws IOException {
        put(FILE, "abc");
        try (DiskFile file = disk().open(FILE, Disk.Mode.WRITE)) {
            disk().delete(FILE);

            assertThat(disk().exists(FILE)).isFalse();
            file.write(bytes("d"), 3);
            assertThat(text(file, 0, 10)).isEqualTo("abcd");
        }
    }

    @Test
    void delete_ofADirectory_onlyWhenEmpty() throws IOException {
        disk().createDirectories(Path.of("a"));
        put(Path.of("a", "f"), "x");

        assertThatIOException()
                .isThrownBy(() -> disk().delete(Path.of("a")))
                .withMessageContaining("delete");
        disk().delete(Path.of("a", "f"));
        disk().delete(Path.of("a"));
        assertThat(disk().list(Path.of(""))).isEmpty();
    }

    @Test
    void path_thatLeavesTheRoot_isOurFault() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> disk().open(Path.of("..", "x"), Disk.Mode.CREATE))
                .withMessageContaining("BUG");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> disk().delete(Path.of("a", "..", "..", "x")));
        assertThatIllegalArgumentException().isThrownBy(() -> disk().exists(Path.of("/etc")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> disk().rename(FILE, Path.of("..", "x")));
    }

    @Test
    void lock_whileHeld_isNotGivenAgainUntilClosed() throws Exception {
        Optional<AutoCloseable> first = disk().lock(Path.of("lock"));

        assertThat(first).isPresent();
        assertThat(disk().lock(Path.of("lock"))).isEmpty();
        assertThat(disk().lock(Path.of("other"))).isPresent();
        first.orElseThrow().close();
        Optional<AutoCloseable> second = disk().lock(Path.of("lock"));
        assertThat(second).isPresent();
        first.orElseThrow().close();
        assertThat(disk().lock(Path.of("lock"))).isEmpty();
    }

    @Test
    void syncs_ofFilesAndDirectories_succeed() throws IOException {
        disk().createDirectories(Path.of("a"));
        put(Path.of("a", "f"), "x");
        try (DiskFile file = disk().open(Path.of("a", "f"), Disk.Mode.WRITE)) {
            file.sync();
        }
        disk().syncDirectory(Path.of("a"));
        disk().syncDirectory(Path.of(""));
        assertThat(disk().freeBytes()).isPositive();
    }

    @Test
    void everything_onAnInterruptedThread_worksAndKeepsTheFlag() throws Exception {
        Thread.currentThread().interrupt();
        try (DiskFile file = disk().open(FILE, Disk.Mode.CREATE)) {
            file.write(bytes("abc"), 0);
            file.sync();
            file.truncate(2);
            assertThat(text(file, 0, 10)).isEqualTo("ab");
            assertThat(file.sizeBytes()).isEqualTo(2);
        }
        disk().syncDirectory(Path.of(""));
        disk().lock(Path.of("lock")).orElseThrow().close();

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    final void put(Path path, String content) throws IOException {
        try (DiskFile file = disk().open(path, Disk.Mode.CREATE)) {
            file.write(bytes(content), 0);
        }
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String text(DiskFile file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        int count = file.read(buffer, position);
        return new String(buffer.array(), 0, count, StandardCharsets.ISO_8859_1);
    }
}
