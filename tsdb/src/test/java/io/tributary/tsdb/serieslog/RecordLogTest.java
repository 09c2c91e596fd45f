package io.tributary.tsdb.serieslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordLogTest {
    private static final Path DIRECTORY = Path.of("losses");

    private final List<Long> found = new ArrayList<>();
    private SimulatedDisk disk = new SimulatedDisk(1);

    @BeforeEach
    void makeDirectory() throws IOException {
        disk.createDirectories(DIRECTORY);
        disk.syncDirectory(Path.of(""));
    }

    @Test
    void append_isDurableWhenItReturns() throws IOException {
        for (long number = 1; number <= 5; number++) {
            RecordLog log = open();
            assertThat(found).hasSize((int) number - 1);
            append(log, number);
            disk = disk.crash();
        }
        open().close();
        assertThat(found).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void append_whereTheDiskIsFull_addsNothingAndMayBeTriedAgain() throws IOException {
        RecordLog log = open();
        append(log, 1);
        disk.limitBytes(0);
        assertThatExceptionOfType(NoSpaceException.class).isThrownBy(() -> append(log, 2));
        disk.limitBytes(1 << 20);
        append(log, 3);
        disk = disk.crash();

        open().close();
        assertThat(found).containsExactly(1L, 3L);
    }

    @Test
    void append_takesNoMoreRoomThanItsBatch() throws IOException {
        RecordLog log = open();
        append(log, 1);
        long twoBatches = FileHeader.BATCHES_FROM + 2 * FileHeader.SECTOR_BYTES;
        disk.limitBytes(twoBatches);
        append(log, 2);
        assertThat(disk.freeBytes()).isZero();
        assertThatExceptionOfType(NoSpaceException.class).isThrownBy(() -> append(log, 3));
        disk = disk.crash();

        open().close();
        assertThat(found).containsExactly(1L, 2L);
    }

    @Test
    void append_toAFileWithAReserve_usesItUp() throws IOException {
        new LogFiles(disk, DIRECTORY, 4 * FileHeader.SECTOR_BYTES)
                .open((_, _) -> {})
                .file()
                .close();
        disk.limitBytes(1);
        RecordLog log = open();
        for (long number = 1; number <= 4; number++) {
            append(log, number);
        }
        assertThatExceptionOfType(NoSpaceException.class).isThrownBy(() -> append(log, 5));
        disk = disk.crash();

        open().close();
        assertThat(found).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void append_afterAFailedSync_isRefused() throws IOException {
        RecordLog log = open();
        disk.failSync(1);
        assertThatIOException().isThrownBy(() -> append(log, 1));
        assertThatIOException()
                .isThrownBy(() -> append(log, 2))
                .withMessageContaining("could not be made durable before");
        log.close();
    }

    private RecordLog open() throws IOException {
        found.clear();
        return RecordLog.open(disk, DIRECTORY, (_, body) -> found.add(body.fixed64()));
    }

    private static void append(RecordLog log, long number) throws IOException {
        RecordWriter out = new RecordWriter();
        SeriesLogFixture.write(out, number, 10);
        log.append(out.array(), out.position());
    }
}
