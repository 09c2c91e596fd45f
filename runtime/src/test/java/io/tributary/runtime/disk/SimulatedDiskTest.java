package io.tributary.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest extends DiskContract {
    private static final int SEEDS = 300;
    private static final Path FILE = Path.of("file");
    private static final Path ROOT = Path.of("");

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Override
    Disk disk() {
        return disk;
    }

    @Test
    void crash_keepsSyncedContentExactly() throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk before = withSyncedFile(seed, "synced");
            try (DiskFile file = before.open(FILE, Disk.Mode.WRITE)) {
                file.write(bytes("unsynced"), 6);
            }

            assertThat(content(before.crash())).as("seed %d", seed).startsWith("synced");
        }
    }

    @Test
    void crash_ofAnUnsyncedWrite_keepsLosesTearsAndGrows() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk before = withSyncedFile(seed, "ab");
            try (DiskFile file = before.open(FILE, Disk.Mode.WRITE)) {
                file.write(bytes("cd"), 2);
            }
            outcomes.add(content(before.crash()));
        }

        assertThat(outcomes).containsExactlyInAnyOrder("ab", "abcd", "abc", "ab\0\0");
    }

    @Test
    void crash_ofALongWrite_tearsAtPages() throws IOException {
        int pages = 4;
        Set<List<Boolean>> outcomes = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk before =
                    withSyncedFile(seed, "a".repeat(pages * SimulatedBytes.PAGE_BYTES));
            try (DiskFile file = before.open(FILE, Disk.Mode.WRITE)) {
                file.write(bytes("b".repeat(pages * SimulatedBytes.PAGE_BYTES)), 0);
            }
            String found = content(before.crash());
            outcomes.add(
                    IntStream.range(0, pages)
                            .mapToObj(page -> found.charAt(page * SimulatedBytes.PAGE_BYTES) == 'b')
                            .toList());
        }

        assertThat(outcomes).contains(List.of(false, true, false, true)).hasSize(1 << pages);
    }

    @Test
    void crash_ofUnsyncedNames_keepsOrRollsBackEach() throws IOException {
        Set<List<String>> outcomes = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk before = withSyncedFile(seed, "x");
            before.open(Path.of("old"), Disk.Mode.CREATE).close();
            before.syncDirectory(ROOT);
            before.open(Path.of("new"), Disk.Mode.CREATE).close();
            before.delete(Path.of("old"));
            before.rename(FILE, Path.of("moved"));
            outcomes.add(before.crash().list(ROOT));
        }

        assertThat(outcomes)
                .containsExactlyInAnyOrder(
                        List.of("file", "old"),
                        List.of("file"),
                        List.of("file", "new", "old"),
                        List.of("file", "new"),
                        List.of("moved", "old"),
                        List.of("moved"),
                        List.of("moved", "new", "old"),
                        List.of("moved", "new"));
    }

    @Test
    void crash_afterReplacingWithoutSync_findsOldOrNewWhole() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk before = withSyncedFile(seed, "old");
            try (DiskFile file = before.open(Path.of("next"), Disk.Mode.CREATE)) {
                file.write(bytes("new"), 0);
                file.sync();
            }
            before.rename(Path.of("next"), FILE);
            outcomes.add(content(before.crash()));
        }

        assertThat(outcomes).containsExactlyInAnyOrder("old", "new");
    }

    @Test
    void crash_withASyncedFileInAnUnsyncedDirectory_mayLoseIt() throws IOException {
        Set<Boolean> outcomes = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk before = new SimulatedDisk(seed);
            before.createDirectories(Path.of("dir"));
            try (DiskFile file = before.open(Path.of("dir", "f"), Disk.Mode.CREATE)) {
                file.sync();
            }
            before.syncDirectory(Path.of("dir"));
            outcomes.add(before.crash().exists(Path.of("dir", "f")));
        }

        assertThat(outcomes).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void crash_withTheSameSeed_findsTheSame() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            assertThat(tornContent(seed)).as("seed %d", seed).isEqualTo(tornContent(seed));
        }
    }

    @Test
    void crash_endsTheOldDiskAndItsFilesAndLocks() throws IOException {
        DiskFile file = disk.open(FILE, Disk.Mode.CREATE);
        assertThat(disk.lock(Path.of("lock"))).isPresent();

        SimulatedDisk after = disk.crash();

        assertThatIOException().isThrownBy(file::sync).withMessageContaining("crashed");
        assertThatIOException()
                .isThrownBy(() -> disk.exists(FILE))
                .withMessageContaining("crashed");
        assertThat(after.lock(Path.of("lock"))).isPresent();
    }

    @Test
    void write_overTheQuota_isNoSpaceUntilSomethingGoes() throws IOException {
        disk.limitBytes(10);
        put(Path.of("big"), "123456");
        try (DiskFile file = disk.open(FILE, Disk.Mode.CREATE)) {
            assertThatThrownBy(() -> file.write(bytes("12345"), 0))
                    .isInstanceOf(NoSpaceException.class)
                    .hasMessageContaining("cannot write 5 bytes at 0 of file");
            assertThat(file.sizeBytes()).isEqualTo(4);
            assertThat(disk.freeBytes()).isZero();
            assertThatThrownBy(() -> disk.open(Path.of("more"), Disk.Mode.CREATE))
                    .isInstanceOf(NoSpaceException.class);
            file.write(bytes("abcd"), 0);

            disk.delete(Path.of("big"));
            file.write(bytes("12345"), 0);
            assertThat(disk.freeBytes()).isEqualTo(5);
            file.truncate(1);
            assertThat(disk.freeBytes()).isEqualTo(9);
        }
    }

    @Test
    void failWrite_failsThatOneOnlyAfterAPart() throws IOException {
        try (DiskFile file = disk.open(FILE, Disk.Mode.CREATE)) {
            disk.failWrite(2);
            file.write(bytes("a"), 0);
            assertThatIOException()
                    .isThrownBy(() -> file.write(bytes("bcdef"), 1))
                    .withMessageContaining("cannot write 5 bytes at 1 of file");
            assertThat(text(file, 0, 10)).matches("a(b(c(d(ef?)?)?)?)?");
            file.write(bytes("xyz"), 0);
            assertThat(text(file, 0, 3)).isEqualTo("xyz");
            assertThat(disk.writeCount()).isEqualTo(3);
        }
    }

    @Test
    void failSync_mayLoseForGoodWhatItCovered() throws IOException {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedDisk before = withSyncedFile(seed, "ab");
            try (DiskFile file = before.open(FILE, Disk.Mode.WRITE)) {
                file.write(bytes("c"), 2);
                before.failSync(1);
                assertThatIOException().isThrownBy(file::sync).withMessageContaining("sync file");
                assertThat(text(file, 0, 9)).isEqualTo("abc");
                file.sync();
            }
            outcomes.add(content(before.crash()));
        }

        assertThat(outcomes).contains("ab", "abc");
    }

    @Test
    void flipBit_changesWhatIsReadBeforeAndAfterACrash() throws IOException {
        SimulatedDisk before = withSyncedFile(7, "abc");

        before.flipBit(FILE, 1, 0);

        assertThat(content(before)).isEqualTo("acc");
        assertThat(content(before.crash())).isEqualTo("acc");
    }

    @Test
    void counters_countSyncsOfFilesAndDirectories() throws IOException {
        SimulatedDisk counted = withSyncedFile(1, "a");

        assertThat(counted.syncCount()).isEqualTo(2);
        assertThat(counted.writeCount()).isEqualTo(1);
    }

    @Test
    void stopBefore_aChange_failsItAndAllThatFollow() throws IOException {
        SimulatedDisk stopping = withSyncedFile(1, "kept");
        stopping.stopBefore(2);
        try (DiskFile file = stopping.open(FILE, Disk.Mode.WRITE)) {
            file.write(bytes("lost"), 0);
            assertThatIOException().isThrownBy(file::sync).withMessageContaining("crashed");
            assertThatIOException().isThrownBy(file::sizeBytes).withMessageContaining("crashed");
        }
        assertThat(content(stopping.crash())).hasSize(4);
    }

    @Test
    void read_ofAnUnreadableRange_fails() throws IOException {
        SimulatedDisk rotten = withSyncedFile(1, "0123456789");
        rotten.failReads(FILE, 4, 6);
        try (DiskFile file = rotten.open(FILE, Disk.Mode.READ)) {
            assertThat(file.read(ByteBuffer.allocate(4), 0)).isEqualTo(4);
            assertThat(file.read(ByteBuffer.allocate(4), 6)).isEqualTo(4);
            assertThatIOException()
                    .isThrownBy(() -> file.read(ByteBuffer.allocate(4), 2))
                    .withMessageContaining("unreadable");
        }
    }

    private static String tornContent(long seed) throws IOException {
        SimulatedDisk before = withSyncedFile(seed, "");
        try (DiskFile file = before.open(FILE, Disk.Mode.WRITE)) {
            for (int i = 0; i < 50; i++) {
                file.write(bytes("abcdefgh"), i * 8L);
            }
        }
        return content(before.crash());
    }

    private static SimulatedDisk withSyncedFile(long seed, String content) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(seed);
        try (DiskFile file = disk.open(FILE, Disk.Mode.CREATE)) {
            file.write(bytes(content), 0);
            file.sync();
        }
        disk.syncDirectory(ROOT);
        return disk;
    }

    private static String content(Disk disk) throws IOException {
        try (DiskFile file = disk.open(FILE, Disk.Mode.READ)) {
            return text(file, 0, (int) file.sizeBytes());
        }
    }
}
