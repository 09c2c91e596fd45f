package io.tributary.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The wal on this machine's file system, with whatever direct writes that has.
class WalLocalDiskTest {
    private static final WalSettings SETTINGS =
            new WalSettings(16 << 10, 64 << 10, 512 << 10, 64 << 10, 200, 8 << 10, 20 << 10);

    @Test
    void frames_inFreshAndRecycledSegments_areReadBack(@TempDir Path root) throws IOException {
        LocalDisk disk = LocalDisk.open(root);
        disk.createDirectories(WalFixture.DIRECTORY);
        List<IOException> fatal = new CopyOnWriteArrayList<>();
        long number = 1;
        for (int start = 0; start < 3; start++) {
            RecoveredWal recovered = read(disk, new ArrayList<>());
            Wal.makeDurable(disk, WalFixture.DIRECTORY, recovered);
            try (Wal wal =
                    Wal.start(
                            disk,
                            WalFixture.DIRECTORY,
                            new SystemClock(),
                            SETTINGS,
                            recovered,
                            fatal::add)) {
                for (int i = 0; i < 60; i++) {
                    Reservation reservation = wal.reserve(9_000);
                    assertThat(reservation.granted()).isTrue();
                    WalFixture.writeRecord(wal.begin(reservation), number++, 8_000);
                    wal.awaitDurable(wal.finish(reservation));
                    wal.releaseBefore(wal.segments().getLast().number() - 1);
                }
            }
        }

        List<Long> found = new ArrayList<>();
        RecoveredWal recovered = read(disk, found);

        assertThat(fatal).isEmpty();
        assertThat(found).isSorted().endsWith(number - 2, number - 1);
        assertThat(recovered.damages()).isEmpty();
        assertThat(recovered.nextSequence()).isEqualTo(number);
    }

    private static RecoveredWal read(LocalDisk disk, List<Long> records) throws IOException {
        return WalReader.read(
                disk,
                WalFixture.DIRECTORY,
                (_, payload) -> {
                    byte[] copy = new byte[payload.remaining()];
                    payload.bytes(copy, 0, copy.length);
                    records.addAll(WalFixture.recordsOf(copy));
                });
    }
}
