package io.tributary.tsdb.serieslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A log on a simulated disk, and records that prove themselves: each has a number, and its bytes
/// follow from that number.
final class SeriesLogFixture implements AutoCloseable {
    static final Path DIRECTORY = Path.of("series");

    /// Small batches; a delay that no test waits for.
    static final SeriesLogSettings SETTINGS = new SeriesLogSettings(2_000, 600_000);

    final List<IOException> fatal = new CopyOnWriteArrayList<>();
    private final SeriesLogSettings settings;
    private SimulatedDisk disk;
    private SeriesLog log;
    private List<Long> found = new ArrayList<>();

    SeriesLogFixture(long seed) throws IOException {
        this(seed, SETTINGS);
    }

    SeriesLogFixture(long seed, SeriesLogSettings settings) throws IOException {
        this.settings = settings;
        disk = new SimulatedDisk(seed);
        disk.createDirectories(DIRECTORY);
        disk.syncDirectory(Path.of(""));
        log = open();
    }

    SeriesLog log() {
        return log;
    }

    SimulatedDisk disk() {
        return disk;
    }

    /// The numbers of the records that the last opening found.
    List<Long> found() {
        return found;
    }

    void add(long number, int bytes, long segment) {
        RecordWriter out = new RecordWriter();
        write(out, number, bytes);
        log.add(out.array(), 0, out.position(), segment);
    }

    static void write(RecordWriter out, long number, int bytes) {
        out.u8(RecordType.SERIES);
        out.fixed32(Long.BYTES + bytes);
        out.fixed64(number);
        byte[] body = body(number, bytes);
        out.bytes(body, 0, body.length);
    }

    /// Gives records in portions of a few.
    static LiveRecords live(List<Long> numbers, int bytes) {
        Iterator<Long> rest = numbers.iterator();
        return out -> {
            for (int i = 0; i < 7 && rest.hasNext(); i++) {
                write(out, rest.next(), bytes);
            }
            return rest.hasNext();
        };
    }

    /// Ends the machine and starts it again.
    void crash() throws IOException {
        SimulatedDisk after = disk.crash();
        log.close();
        disk = after;
        log = open();
    }

    void stop() throws IOException {
        log.close();
    }

    void restart() throws IOException {
        stop();
        log = open();
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private SeriesLog open() throws IOException {
        found = new ArrayList<>();
        return SeriesLog.open(
                disk,
                DIRECTORY,
                settings,
                (type, record) -> {
                    assertThat(type).isEqualTo(RecordType.SERIES);
                    long number = record.fixed64();
                    byte[] body = new byte[record.remaining()];
                    record.bytes(body, 0, body.length);
                    assertThat(body).as("record %d", number).isEqualTo(body(number, body.length));
                    found.add(number);
                },
                fatal::add);
    }

    private static byte[] body(long number, int bytes) {
        return new Random(number).bytes(bytes, bytes);
    }
}
