package io.tributary.tsdb.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.tsdb.losses.Loss.Directory;
import io.tributary.tsdb.losses.Loss.Lost;
import io.tributary.tsdb.losses.Loss.Place;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.serieslog.RecordLog;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LossesTest {
    private static final Path DIRECTORY = Path.of("losses");
    private static final long NOW = 1_790_000_000_000L;
    private static final String REASON = "checksum does not hold";

    private static final List<Lost> ALL_KINDS =
            List.of(
                    new Lost.Frames(41, 3, 1_000),
                    new Lost.Batches(2, 7, 90),
                    new Lost.Stretch(),
                    new Lost.Chunk("a", "{x=\"é\"}", 7, NOW - 5, NOW, -1));

    private final SimulatedClock clock = new SimulatedClock(NOW);
    private SimulatedDisk disk = new SimulatedDisk(1);

    @BeforeEach
    void makeDirectory() throws IOException {
        disk.createDirectories(DIRECTORY);
        disk.syncDirectory(Path.of(""));
    }

    @Test
    void write_makesDurableWhatWasNoticed() throws IOException {
        Losses losses = open();
        for (int i = 0; i < ALL_KINDS.size(); i++) {
            losses.notice(place(i), ALL_KINDS.get(i), REASON);
        }
        losses.write();
        List<Loss> noticed = losses.noticed();
        assertThat(noticed).extracting(Loss::lost).isEqualTo(ALL_KINDS);
        losses.notice(place(9), new Lost.Stretch(), REASON);
        disk = disk.crash();

        Losses found = open();
        assertThat(found.recorded()).isEqualTo(noticed);
        assertThat(found.noticed()).isEmpty();
        assertThat(found.count()).isEqualTo(ALL_KINDS.size());
        found.close();
    }

    @Test
    void notice_ofAKnownPlace_isNothing() throws IOException {
        Losses losses = open();
        losses.notice(place(1), new Lost.Frames(41, 1, 10), REASON);
        losses.write();
        losses.notice(place(1), new Lost.Frames(41, 1, 10), REASON);
        losses.close();
        clock.advance(1_000);

        Losses found = open();
        found.notice(place(1), new Lost.Frames(1, 41, 0), "another reason");
        found.notice(place(2), new Lost.Frames(50, 1, 0), REASON);
        found.close();

        assertThat(open().recorded())
                .containsExactly(
                        new Loss(place(1), new Lost.Frames(41, 1, 10), NOW, REASON),
                        new Loss(place(2), new Lost.Frames(50, 1, 0), NOW + 1_000, REASON));
    }

    @Test
    void whenNoticed_isToldOnceAndOnlyOfWhatIsDurable() throws IOException {
        Losses losses = open();
        List<Place> told = new ArrayList<>();
        losses.notice(place(1), new Lost.Stretch(), REASON);
        losses.write();
        losses.notice(place(2), new Lost.Stretch(), REASON);
        losses.whenNoticed(loss -> told.add(loss.place()));
        assertThat(told).containsExactly(place(1));

        disk.limitBytes(0);
        assertThatExceptionOfType(NoSpaceException.class).isThrownBy(losses::write);
        assertThat(told).hasSize(1);
        assertThat(losses.count()).isEqualTo(2);

        disk.limitBytes(1 << 20);
        losses.write();
        losses.write();
        assertThat(told).containsExactly(place(1), place(2));
        disk = disk.crash();
        assertThat(open().recorded()).hasSize(2);
    }

    @Test
    void notice_beyondTheBound_isNothing() throws IOException {
        try (Losses losses = open()) {
            for (int i = 0; i < Losses.COUNT_MAX + 5; i++) {
                losses.notice(place(i), new Lost.Stretch(), REASON);
            }
            assertThat(losses.count()).isEqualTo(Losses.COUNT_MAX);
        }
        assertThat(open().recorded()).hasSize(Losses.COUNT_MAX);
    }

    @Test
    void open_withRotInItsOwnFile_noticesThat() throws IOException {
        Losses losses = open();
        for (int i = 0; i < 3; i++) {
            losses.notice(place(i), new Lost.Stretch(), REASON);
            losses.write();
        }
        losses.close();
        disk.flipBit(DIRECTORY.resolve("00000001"), 1_024 + 512 + 45, 0);

        try (Losses found = open()) {
            assertThat(found.recorded())
                    .extracting(Loss::place)
                    .containsExactly(place(0), place(2));
            assertThat(found.noticed())
                    .extracting(Loss::place)
                    .containsExactly(new Place(Directory.LOSSES, 1, 0, 1_536, 2_048));
        }
        try (Losses again = open()) {
            assertThat(again.noticed()).isEmpty();
            assertThat(again.recorded()).hasSize(3);
        }
    }

    @Test
    void open_withBothHeadersRotten_isRefusedNamingTheFile() throws IOException {
        open().close();
        Path file = DIRECTORY.resolve("00000001");
        disk.flipBit(file, 9, 0);
        disk.flipBit(file, 512 + 9, 0);
        assertThatIOException()
                .isThrownBy(this::open)
                .withMessageContaining("cannot read losses/00000001");
        disk.delete(file);
        assertThat(open().count()).isZero();
    }

    @Test
    void open_ofAnotherRecord_isRefused() throws IOException {
        try (RecordLog log = RecordLog.open(disk, DIRECTORY, (_, _) -> {})) {
            RecordWriter out = new RecordWriter();
            out.endRecord(out.beginRecord(RecordType.SAMPLES));
            log.append(out.array(), out.position());
        }
        assertThatIOException()
                .isThrownBy(this::open)
                .withMessageContaining("losses/ holds a record of type 5");
    }

    @Test
    void read_ofAnyBytes_isALossOrCorrupt() {
        int[] outcomes = new int[2];
        SeededCases.run(2_000, random -> outcomes[isReadMutated(random) ? 0 : 1]++);
        assertThat(outcomes).doesNotContain(0);
    }

    /// Any other exception than that of a corrupt record fails the test.
    private static boolean isReadMutated(Random random) {
        RecordWriter out = new RecordWriter();
        LossRecords.write(out, new Loss(place(1), random.pick(ALL_KINDS), NOW, REASON));
        byte[] bytes = Arrays.copyOf(out.array(), out.position());
        int at = random.between(RecordType.HEADER_BYTES, bytes.length - 1);
        bytes[at] ^= (byte) (1 << random.between(0, 7));
        int end =
                random.oneIn(2)
                        ? bytes.length
                        : random.between(RecordType.HEADER_BYTES, bytes.length);
        try {
            LossRecords.read(new RecordReader(bytes, RecordType.HEADER_BYTES, end));
            return true;
        } catch (CorruptRecordException e) {
            return false;
        }
    }

    private Losses open() throws IOException {
        return Losses.open(disk, DIRECTORY, clock);
    }

    private static Place place(int number) {
        return new Place(
                Directory.WAL, 3, 0x1122_3344_5566_7788L, 4_096L * number, 4_096L + number);
    }
}
