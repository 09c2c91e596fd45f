package io.tributary.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest extends DiskContract {
    private static final int ROUNDS = 2_000;

    @TempDir private Path root = Path.of("");

    private Optional<LocalDisk> disk = Optional.empty();

    @BeforeEach
    void openDisk() throws IOException {
        disk = Optional.of(LocalDisk.open(root.resolve("new/data")));
    }

    @Override
    Disk disk() {
        return disk.orElseThrow();
    }

    @Test
    void open_ofARootThatIsAFile_isRefused() throws IOException {
        Path file = Files.createFile(root.resolve("file"));

        assertThatThrownBy(() -> LocalDisk.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open directory")
                .hasMessageContaining(file.toString());
    }

    @Test
    void files_standUnderTheRoot() throws IOException {
        put(Path.of("f"), "x");

        assertThat(root.resolve("new/data/f")).hasContent("x");
        assertThat(disk().description()).endsWith("new/data");
    }

    @Test
    void create_private_isForTheOwnerOnly() throws IOException {
        disk().open(Path.of("secret"), Disk.Mode.CREATE_PRIVATE).close();

        assertThat(Files.getPosixFilePermissions(root.resolve("new/data/secret")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void lock_ofTwoDisksOnOneRoot_isExclusiveAndHoldsThePid() throws Exception {
        Disk other = LocalDisk.open(root.resolve("new/../new/data"));

        AutoCloseable lock = disk().lock(Path.of("lock")).orElseThrow();

        assertThat(other.lock(Path.of("lock"))).isEmpty();
        lock.close();
        assertThat(root.resolve("new/data/lock")).hasContent(ProcessHandle.current().pid() + "\n");
        other.lock(Path.of("lock")).orElseThrow().close();
    }

    @Test
    void lock_heldHere_isRefusedToAnotherProcess() throws Exception {
        try (var _ = disk().lock(Path.of("lock")).orElseThrow()) {
            assertThat(disk().lock(Path.of("lock"))).isEmpty();
            assertThat(lockElsewhere()).isEqualTo("taken");
        }
        assertThat(lockElsewhere()).isEqualTo("free");
    }

    @Test
    void write_toAFullDevice_isNoSpace() throws IOException {
        Disk dev = LocalDisk.open(Path.of("/dev"));

        try (DiskFile full = dev.open(Path.of("full"), Disk.Mode.WRITE)) {
            assertThatThrownBy(() -> full.write(bytes("x"), 0))
                    .isInstanceOf(NoSpaceException.class)
                    .hasMessageContaining("cannot write 1 bytes at 0 of /dev/full");
        }
    }

    @Test
    void otherFailures_areNotNoSpace() throws IOException {
        try (DiskFile file = disk().open(Path.of("f"), Disk.Mode.CREATE)) {
            assertThatIOException()
                    .isThrownBy(() -> file.write(bytes("x"), Long.MAX_VALUE))
                    .isNotInstanceOf(NoSpaceException.class)
                    .withMessageContaining("cannot write 1 bytes");
        }
    }

    @Test
    void interrupts_duringReadsWritesAndSyncs_loseNothing() throws Exception {
        Thread worker = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        Thread interrupter =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!done.get()) {
                                worker.interrupt();
                            }
                        });
        try (DiskFile file = disk().open(Path.of("f"), Disk.Mode.CREATE)) {
            ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
            for (int i = 0; i < ROUNDS; i++) {
                file.write(word.clear().putLong(i).flip(), (long) i * Long.BYTES);
                assertThat(file.read(word.clear(), (long) i * Long.BYTES)).isEqualTo(Long.BYTES);
                assertThat(word.flip().getLong()).isEqualTo(i);
                if (i % 100 == 0) {
                    file.sync();
                    disk().syncDirectory(Path.of(""));
                }
            }
            assertThat(file.sizeBytes()).isEqualTo((long) ROUNDS * Long.BYTES);
        } finally {
            done.set(true);
            joinUninterrupted(interrupter);
        }
    }

    /// Tries for the lock in a process of its own, with a foreign means: the `FileChannel` of a
    /// program that knows nothing of us.
    private String lockElsewhere() throws Exception {
        Path program = root.resolve("TryLock.java");
        Files.writeString(
                program,
                """
                import java.nio.channels.FileChannel;
                import java.nio.file.Path;
                import java.nio.file.StandardOpenOption;

                class TryLock {
                    public static void main(String[] args) throws Exception {
                        var channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
                        System.out.print(channel.tryLock() == null ? "taken" : "free");
                    }
                }
                """);
        String java = ProcessHandle.current().info().command().orElse("java");
        Process process =
                new ProcessBuilder(
                                java, program.toString(), root.resolve("new/data/lock").toString())
                        .redirectErrorStream(true)
                        .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer;
    }

    private static void joinUninterrupted(Thread thread) {
        while (thread.isAlive()) {
            Thread.interrupted();
            Thread.onSpinWait();
        }
    }
}
