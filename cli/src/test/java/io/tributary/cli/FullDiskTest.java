package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real server on a real file system that fills up. Needs the right to mount one; where that
/// cannot be had it says so and does nothing.
@Tag("peers")
class FullDiskTest {
    private static final int SERIES = 500;
    private static final int DISK_MIB = 96;
    private static final int BALLAST_MIB = 56;
    private static final int PUT_OFF_MIN = 100;
    private static final int STORED_AFTER = 100;
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(120);

    @TempDir private Path directory;

    private Path disk = Path.of("");

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        int code =
                run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=" + DISK_MIB + "m",
                        "tmpfs",
                        disk.toString());
        assumeThat(code).as("mount -t tmpfs: needs root").isZero();
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void writes_onAFullDisk_arePutOffAndGoOnByThemselvesAndNothingIsLost() throws Exception {
        Path data = disk.resolve("data");
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[BALLAST_MIB << 20]);
        Load load = new Load(SERIES);
        long shown;
        try (ExecutorService threads = Executors.newCachedThreadPool();
                ServerProcess server = start(data)) {
            List<Future<?>> running = load.start(server, threads);
            shown =
                    countUntil(
                            server,
                            () -> load.putOff() >= PUT_OFF_MIN,
                            "no write was put off",
                            running);
            assertThat(shown).isPositive();
            assertThat(server.get("/metrics")).contains("reason=\"disk_full\"");
            assertThat(Files.getFileStore(disk).getUsableSpace()).isLessThan(16 << 20);
            assertThat(Answers.count(server, Load.METRIC)).isGreaterThanOrEqualTo(shown);

            Files.delete(ballast);
            long goal = load.stored() + STORED_AFTER;
            shown = countUntil(server, () -> load.stored() >= goal, "writes do not go on", running);
            server.kill();
            for (Future<?> writer : running) {
                writer.get();
            }
        }
        Dumped dumped = Dumped.of(data, "--match", Load.METRIC + "{series=~\"s0|s499\"}");
        assertThat(dumped.code()).as(dumped.err()).isZero();
        assertThat(dumped.losses()).isEmpty();
        load.assertIn(dumped.samples(), 0, SERIES - 1);
        try (ServerProcess server = start(data)) {
            assertThat(Answers.count(server, Load.METRIC)).isGreaterThanOrEqualTo(shown);
        }
        System.getLogger(FullDiskTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "requests stored {0}, put off {1}, samples {2}",
                        load.stored(),
                        load.putOff(),
                        shown);
    }

    private ServerProcess start(Path data) throws IOException {
        return ServerProcess.start(data, directory.resolve("log"));
    }

    private interface Condition {
        boolean holds();
    }

    /// Asks how many samples there are, over and over, until a condition holds: reads go on
    /// throughout, and never show less.
    private static long countUntil(
            ServerProcess server, Condition condition, String otherwise, List<Future<?>> writers)
            throws Exception {
        long deadline = System.nanoTime() + WITHIN_NANOS;
        long shown = 0;
        while (!condition.holds()) {
            assertThat(writers).as(server.log()).noneMatch(Future::isDone);
            assertThat(System.nanoTime()).as(otherwise).isLessThan(deadline);
            long now = Answers.count(server, Load.METRIC);
            assertThat(now).isGreaterThanOrEqualTo(shown);
            shown = now;
        }
        return shown;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
