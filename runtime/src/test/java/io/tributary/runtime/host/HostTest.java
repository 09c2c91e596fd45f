package io.tributary.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {
    @TempDir private Path directory;

    @Test
    void text_fileBelowTheRoot_isRead() throws Exception {
        Files.createDirectories(directory.resolve("net"));
        Files.writeString(directory.resolve("net/dev"), "eth0: ü\n");

        assertThat(ProcFiles.below(directory).text("net/dev")).isEqualTo("eth0: ü\n");
        assertThat(ProcFiles.below(directory).find("net/dev")).contains("eth0: ü\n");
    }

    @Test
    void text_noFile_saysWhich() {
        assertThatThrownBy(() -> ProcFiles.below(directory).text("stat"))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read " + directory.resolve("stat") + ": no such file");
        assertThat(ProcFiles.below(directory).find("stat")).isEmpty();
    }

    @Test
    void text_fileAboveTheBound_isRefused() throws Exception {
        Path large = directory.resolve("stat");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(ProcFiles.BYTES_MAX + 1);
        }

        assertThatThrownBy(() -> ProcFiles.below(directory).text("stat"))
                .hasMessage("cannot read %s: larger than %d bytes", large, ProcFiles.BYTES_MAX);
    }

    @Test
    void use_directoryOfThisMachine_isWhatTheJdkSays() throws Exception {
        FileStore store = Files.getFileStore(directory);
        long sizeBytes = store.getTotalSpace();

        FileSystems.Use use = FileSystems.ofThisMachine().use(directory.toString());

        assertThat(use)
                .isInstanceOfSatisfying(
                        FileSystems.Use.Known.class,
                        known -> {
                            assertThat(known.sizeBytes()).isEqualTo(sizeBytes);
                            assertThat(known.freeBytes())
                                    .isLessThanOrEqualTo(known.sizeBytes())
                                    .isGreaterThanOrEqualTo(known.availBytes());
                            assertThat(known.filesFree()).isLessThanOrEqualTo(known.files());
                        });
    }

    @Test
    void use_noSuchDirectory_failsInWords() {
        assertThat(FileSystems.ofThisMachine().use(directory.resolve("none").toString()))
                .isEqualTo(new FileSystems.Use.Failed("no such file or directory"));
    }

    @Test
    void use_mountThatHangs_isLeftAloneUntilItAnswers() {
        CountDownLatch hanging = new CountDownLatch(1);
        FileSystems.Use answer = new FileSystems.Use.Known(1, 1, 1, 1, 1);
        FileSystems patient =
                new PatientFileSystems(
                        mountPoint -> {
                            awaitUninterrupted(hanging);
                            return answer;
                        },
                        Duration.ofMillis(20));
        FileSystems.Use timeout = new FileSystems.Use.Failed("mountpoint timeout");

        assertThat(patient.use("/mnt")).isEqualTo(timeout);
        assertThat(patient.use("/mnt")).isEqualTo(timeout);
        hanging.countDown();
        for (int i = 0; i < 1_000 && patient.use("/mnt").equals(timeout); i++) {
            Thread.onSpinWait();
        }
        assertThat(new PatientFileSystems(mountPoint -> answer).use("/mnt")).isEqualTo(answer);
    }

    @Test
    void columns_ofWhatThereIs_areNoneOrSome() {
        assertThat(Terminal.columns().orElse(1)).isPositive();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
